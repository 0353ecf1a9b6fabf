"""Holds, fees, ledger entries, deposits and resets: where every unit goes."""

from random import Random

import pytest

from tradespec_engine import InvariantBroken, commands

PERCENT = 1_000_000


def ledger(events):
    return [
        (e.account, e.asset, e.kind, e.amount, e.balance, e.order_id, e.trade_id)
        for e in events
        if e.TAG == "ledger_posted"
    ]


def balances(events):
    return [(e.account, e.asset, e.available, e.held) for e in events if e.TAG == "balance_changed"]


def test_a_buy_holds_price_and_fee_for_its_life_and_gets_back_what_it_did_not_need(play):
    play(
        """
        a buy 10 @100               => #1
        a balances                  => X 1000+0 USD 98980+1020
        b sell 4 @90                => #2, 4@100 #1x#2, #2 filled
        a balances                  => X 1004+0 USD 98984+612
        b balances                  => X 996+0 USD 100392+0
        a amend #1 8                => #1 is 8@100 kept
        a balances                  => X 1004+0 USD 99188+408
        a cancel #1                 => #1 cancelled:user
        a balances                  => X 1004+0 USD 99596+0
        b sell 10 @95               => #3
        a buy 10 @100               => #4, 10@95 #3x#4, #3 filled, #4 filled
        a balances                  => X 1014+0 USD 98627+0
        """,
        maker_fee=PERCENT,
        taker_fee=2 * PERCENT,
    )


def test_the_hold_covers_the_higher_fee_whichever_side_it_is_of(play):
    play(
        """
        a buy 10 @100               => #1
        a balances                  => X 1000+0 USD 98950+1050
        b sell 10 @100              => #2, 10@100 #1x#2, #1 filled, #2 filled
        a balances                  => X 1010+0 USD 98950+0
        poor buy 9 @111             => no insufficient_balance available 1000 1049 8
        """,
        maker_fee=5 * PERCENT,
        taker_fee=PERCENT,
    )


def test_a_maker_rebate_is_paid_from_the_takers_fee(desk):
    here = desk(maker_fee=-PERCENT, taker_fee=2 * PERCENT)
    here.row("a buy 10 @100")
    events = here.apply(commands.PlaceOrder, "b", "X-USD", "sell", "limit", 10, 100)
    (traded,) = [event for event in events if event.TAG == "traded"]
    assert (traded.maker_fee, traded.taker_fee) == (-10, 20)
    assert ledger(events) == [
        ("a", "USD", "trade", -1000, 99_000, 1, 1),
        ("a", "X", "trade", 10, 1010, 1, 1),
        ("a", "USD", "fee", 10, 99_010, 1, 1),
        ("b", "X", "trade", -10, 990, 2, 1),
        ("b", "USD", "trade", 1000, 101_000, 2, 1),
        ("b", "USD", "fee", -20, 100_980, 2, 1),
    ]
    assert sorted(balances(events)) == [
        ("a", "USD", 99_010, 0),
        ("a", "X", 1010, 0),
        ("b", "USD", 100_980, 0),
        ("b", "X", 990, 0),
    ]


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_what_an_order_pays_does_not_depend_on_its_pieces(seed, desk):
    """A fee of 0.3333 % on single units rounds up each time; on the sum it may round up only once."""
    random, here = Random(seed), desk(maker_fee=333_300, taker_fee=0)
    here.row("a buy 300 @7")
    left = 300
    while left:
        piece = random.randint(1, min(left, 9))
        here.row(f"b sell {piece} @7")
        left -= piece
    assert here.row("a balances") == f"X 1300+0 USD {100_000 - 2100 - 7}+0"


def test_one_account_trading_with_itself_only_pays_fees(play):
    play(
        """
        a buy 10 @100               => #1
        a sell 10 @100 none         => #2, 10@100 #1x#2, #1 filled, #2 filled
        a balances                  => X 1000+0 USD 99970+0
        """,
        maker_fee=PERCENT,
        taker_fee=2 * PERCENT,
    )


def test_a_reset_ends_orders_and_restores_what_the_account_started_with(desk):
    here = desk(taker_fee=PERCENT)
    for row in ("b sell 5 @100", "a buy 5 @100", "a buy 5 @90", "a deposit X 7"):
        here.row(row)
    events = here.apply(commands.ResetAccount, "a")
    assert ledger(events) == [("a", "X", "reset", -12, 1000, 0, 0), ("a", "USD", "reset", 505, 100_000, 0, 0)]
    assert balances(events) == [("a", "USD", 100_000, 0), ("a", "X", 1000, 0)]
    assert here.row("book") == "- | -"
    assert here.row("nobody reset") == "no unknown_account account - nobody -"


def test_a_reset_takes_away_what_the_account_did_not_start_with(desk):
    here = desk()
    here.apply(commands.OpenAccount, "empty", "", ())
    here.row("empty deposit USD 50")
    here.row("empty buy 3 @10")
    here.row("empty reset")
    assert here.row("empty balances") == "USD 0+0 X 0+0"


def test_deposits_are_numbered_and_bounded_by_the_supply(play):
    supply = 2**63 - 1
    room = supply - 4 * 100_000 - 1000
    play(f"""
        a deposit USD 5             => deposit 1
        a balances                  => X 1000+0 USD 100005+0
        a deposit USD 0             => no invalid_request amount 1 0 1
        a deposit EUR 5             => no unknown_asset asset - EUR -
        nobody deposit USD 5        => no unknown_account account - nobody -
        a deposit USD {room}        => no amount_too_large supply {room - 5} {room} {room - 5}
        a deposit USD {room - 5}    => deposit 2
        a deposit USD 1             => no amount_too_large supply 0 1 -
    """)


def test_a_broken_invariant_is_named_with_the_command(desk):
    def damage(here, how):
        here.row("a buy 5 @100")
        here.row("b sell 5 @101")
        here.engine.check()
        how(here.engine)
        with pytest.raises(InvariantBroken, match=r"after command \d+\. Replay") as caught:
            here.engine.check()
        return str(caught.value)

    def state(engine):
        return engine._state

    def account(engine, name):
        return state(engine).ledger.accounts[name]

    def pay(engine):
        account(engine, "a").balance("USD").available += 1

    def hold(engine):
        engine.order(1).hold += 1

    def lose(engine):
        state(engine).orders.pop(1)

    def level(engine):
        engine.order(1).level.quantity += 1

    assert "Expected USD to sum to zero, got 1" in damage(desk(), pay)
    assert "Expected order 1 to hold 500, got 501" in damage(desk(), hold)
    assert "Expected order 1 to be open at X-USD 100" in damage(desk(), lose)
    assert "Expected 5 in 1 orders at X-USD 100, got 6" in damage(desk(), level)
