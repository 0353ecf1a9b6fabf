"""Amend, cancel, client order ids, statuses and the instrument's rules."""

import pytest

from tradespec_engine import NOT_SUPPORTED_YET, UNITS, commands, support


def test_less_keeps_the_place_more_or_another_price_goes_to_the_back(play):
    play("""
        a sell 5 @100               => #1
        b sell 5 @100               => #2
        a amend #1 4                => #1 is 4@100 kept
        c buy 1 @100                => #3, 1@100 #1x#3, #3 filled
        a amend #1 4 @100           => #1 is 4@100 kept
        c buy 1 @100                => #4, 1@100 #1x#4, #4 filled
        a amend #1 5                => #1 is 5@100 back
        c buy 1 @100                => #5, 1@100 #2x#5, #5 filled
        b amend #2 @101             => #2 is 5@101 back
        b amend #2 @100             => #2 is 5@100 back
        book                        => - | 7@100
        c buy 4 @100                => #6, 3@100 #1x#6, #1 filled, 1@100 #2x#6, #6 filled
    """)


def test_demotion_survives_a_snapshot(play):
    desk = play("""
        a sell 5 @100               => #1
        b sell 5 @100               => #2
        a amend #1 6                => #1 is 6@100 back
    """)
    desk.engine = type(desk.engine).restore(desk.engine.snapshot())
    assert desk.row("c buy 1 @100") == "#3, 1@100 #2x#3, #3 filled"


def test_an_amendment_to_what_has_filled_ends_the_order(play):
    play("""
        a sell 5 @100               => #1
        b buy 3 @100                => #2, 3@100 #1x#2, #2 filled
        a amend #1 2                => #1 is 3@100 kept, #1 filled:amended
        book                        => - | -
        a balances                  => X 997+0 USD 100300+0
        a amend #1 9                => no unknown_order order_id - 1 -
    """)


def test_an_amended_price_matches_again(play):
    play("""
        a sell 5 @100               => #1
        b buy 5 @90                 => #2
        b buy 5 @90                 => #3
        b amend #2 7 @100           => #2 is 7@100 back, 5@100 #1x#2, #1 filled
        book                        => 2@100 5@90 | -
        b2 amend #3 4               => no unknown_order order_id - 3 -
        a sell 2 @100 none          => #4, 2@100 #2x#4, #2 filled, #4 filled
    """)


def test_a_refused_amendment_leaves_the_order_as_it_was(play):
    desk = play(
        """
        poor buy 5 @100             => #1
        a buy 5 @100                => #2
        """,
        min_quantity=2,
        max_quantity=50,
        min_notional=150,
        price_band=10_000_000,
        reference_price=100,
    )
    before = desk.engine.snapshot()
    for row, refused in {
        "poor amend #1 1": "no quantity_too_small min_quantity 2 1 2",
        "poor amend #1 51": "no quantity_too_large max_quantity 50 51 50",
        "poor amend #1 @111": "no price_out_of_band price_band 110 111 110",
        "poor amend #1 2 @70": "no below_minimum_notional min_notional 150 140 3",
        "poor amend #1 11": "no insufficient_balance available 1000 1100 10",
        "poor amend #1 -3": "no invalid_request fields 1 -3 1",
        "poor amend #2 4": "no unknown_order order_id - 2 -",
        "poor amend x 4": "no unknown_order client_order_id - x -",
        "poor cancel #7": "no unknown_order order_id - 7 -",
    }.items():
        assert (row, desk.row(row)) == (row, refused)
    after = desk.engine.snapshot()
    skip = len(b'{"format":1,"counters":[99')
    assert before[skip:] == after[skip:]
    assert desk.row("poor balances") == "X 5+0 USD 500+500"


def test_a_mass_cancel_goes_by_side_price_and_age(play):
    play("""
        a sell 1 @103               => #1
        a buy 1 @98                 => #2
        a sell 1 @101               => #3
        a buy 1 @99                 => #4
        a buy 1 @99                 => #5
        a amend #4 2                => #4 is 2@99 back
        b buy 1 @99                 => #6
        a cancel_all - sell         => #3 cancelled:mass_cancel, #1 cancelled:mass_cancel
        a cancel_all NO-PAIR        =>
        a cancel_all X-USD          => #5 cancelled:mass_cancel, #4 cancelled:mass_cancel, #2 cancelled:mass_cancel
        nobody cancel_all           =>
        book                        => 1@99 | -
        a balances                  => X 1000+0 USD 100000+0
    """)


def test_a_client_order_id_names_one_order_while_it_is_remembered(play):
    play("""
        a buy 5 @99 id=x            => #1
        a buy 5 @99 id=x            => again #1
        a buy 6 @99 id=x            => no duplicate_client_order_id client_order_id - x -
        b buy 5 @99 id=x            => #2
        time 2000000                =>
        a cancel x                  => #1 cancelled:user
        a cancel x                  => no order_already_closed client_order_id - x -
        a buy 5 @99 id=x            => again #1
        forget 2000000              => forgot 0
        a buy 6 @99 id=x            => no duplicate_client_order_id client_order_id - x -
        forget 2000001              => forgot 1
        a buy 6 @99 id=x            => #3
        b buy 5 @99 id=x            => again #2
        a buy 6000 @99 id=y         => no quantity_too_large max_quantity 1000 6000 1000
        a buy 6 @99 id=y            => #4
    """)


def test_rules_are_asked_in_one_order_and_name_the_nearest_value(play):
    play(
        """
        nobody buy 0 @0             => no unknown_account account - nobody -
        a buy 0 @0 symbol=NO-PAIR   => no unknown_instrument symbol - NO-PAIR -
        a buy 0 @0                  => no quantity_too_small min_quantity 2 0 2
        a buy 101 @0                => no quantity_too_large max_quantity 100 101 100
        a buy 2 @0                  => no invalid_request price 1 0 1
        a buy 2 @50                 => no below_minimum_notional min_notional 150 100 3
        a sell 2 @1                 => no below_minimum_notional min_notional 150 2 -
        poor buy 11 @100            => no insufficient_balance available 1000 1100 10
        poor sell 6 @100            => no insufficient_balance available 5 6 5
        poor buy 4 @1001            => no insufficient_balance available 1000 4004 -
        a buy 2 @100                => #1
        a buy 2 @100                => #2
        a buy 2 @100                => no too_many_open_orders max_open_orders 2 3 -
        a buy 2 @100 ioc            => #3, #3 cancelled:ioc_remainder
        """,
        min_quantity=2,
        max_quantity=100,
        min_notional=150,
        max_open_orders=2,
    )


def test_no_order_can_be_worth_more_than_63_bits(desk):
    here = desk(max_quantity=1000)
    most = (2**63 - 1) // 1000
    assert here.row(f"a sell 1000 @{most}") == "#1"
    assert here.row(f"a sell 1 @{most + 1}") == f"no price_out_of_band max_price {most} {most + 1} {most}"


def test_what_each_status_allows(play):
    play("""
        a buy 5 @99                 => #1
        b sell 5 @101               => #2
        status post_only            => post_only 0
        a buy 1 @100 ioc            => no instrument_not_trading status continuous post_only -
        a buy 1 market              => no instrument_not_trading status continuous post_only -
        a buy 1 @101                => #3, #3 rejected:post_only
        a amend #1 @101             => no conflicting_options post_only 100 101 100
        a amend #1 @100             => #1 is 5@100 back
        b amend #2 4                => #2 is 4@101 kept
        status cancel_only          => cancel_only 0
        a buy 1 @90                 => no instrument_not_trading status continuous cancel_only -
        a amend #1 6                => no instrument_not_trading status continuous cancel_only -
        a amend #1 4                => #1 is 4@100 kept
        status halted               => halted 0
        a amend #1 3                => no instrument_not_trading status continuous halted -
        a cancel #1                 => #1 cancelled:user
        status closed               => closed 0
        b cancel #2                 => #2 cancelled:user
        status continuous           => continuous 0
        a buy 1 @90                 => #4
    """)


@pytest.mark.parametrize(("field", "value"), sorted(row for row in NOT_SUPPORTED_YET if row[0] != "operation"))
def test_what_is_not_done_yet_is_refused_by_the_one_table(field, value, desk):
    here = desk()
    if field == "status":
        assert here.row(f"status {value}").startswith("no not_supported_yet status")
        return
    fields = {"order_type": "limit", "time_in_force": "gtc", "post_only": "none"}
    fields[{"type": "order_type"}.get(field, field)] = value
    events = here.apply(commands.PlaceOrder, "a", "X-USD", "buy", quantity=1, price=1, **fields)
    assert [(event.code, event.rule, event.value) for event in events] == [("not_supported_yet", field, value)]


def test_words_that_the_contract_does_not_know_are_invalid(desk):
    here = desk()
    for field in ("side", "order_type", "time_in_force", "post_only", "self_trade_prevention"):
        fields = {"side": "buy", "order_type": "limit", "quantity": 1, "price": 1, field: "bogus"}
        (event,) = here.apply(commands.PlaceOrder, "a", "X-USD", **fields)
        assert (event.code, event.value) == ("invalid_request", "bogus")
        assert event.rule in UNITS


def test_the_table_and_what_is_supported_leave_nothing_out():
    assert support.ORDER_TYPES == ("limit", "market")
    assert support.TIMES_IN_FORCE == ("gtc", "ioc", "fok")
    assert support.POST_ONLY_MODES == ("none", "reject")
    assert not support.not_supported("type", "limit")


def test_asking_first_changes_nothing_and_answers_as_placing_would(desk):
    here = desk(taker_fee=1_000_000)
    before = here.engine.state_hash()

    def ask(**fields):
        body = {"side": "buy", "order_type": "limit", "quantity": 5, "price": 100, **fields}
        return here.engine.check_order(commands.PlaceOrder(0, 0, "poor", "X-USD", **body))

    hold = ask()
    assert (hold.asset, hold.amount) == ("USD", 505)
    hold = ask(side="sell")
    assert (hold.asset, hold.amount) == ("X", 5)
    assert (ask(quantity=10).code, ask(quantity=10).nearest) == ("insufficient_balance", 9)
    assert here.engine.state_hash() == before
    here.row("poor buy 5 @100 id=x")
    assert ask(client_order_id="x").order_id == 1
    assert ask(client_order_id="x", price=99).code == "duplicate_client_order_id"
    assert here.engine.order_id_of("poor", "x") == 1
    assert here.engine.order_id_of("poor", "y") is None
