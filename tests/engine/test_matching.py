"""Price-time priority, order types, times in force, self-trade prevention: one row per command, what it did last."""


def test_price_then_time_at_the_makers_price(play):
    play("""
        a sell 5 @102               => #1
        b sell 5 @101               => #2
        c sell 5 @101               => #3
        book                        => - | 10@101 5@102
        a buy 1 @100                => #4
        b buy 7 @105 none           => #5, 5@101 #2x#5, #2 filled, 2@101 #3x#5, #5 filled
        book                        => 1@100 | 3@101 5@102
        b buy 4 @101                => #6, 3@101 #3x#6, #3 filled
        book                        => 1@101 1@100 | 5@102
        c sell 3 @100               => #7, 1@101 #6x#7, #6 filled, 1@100 #4x#7, #4 filled
        book                        => - | 1@100 5@102
    """)


def test_immediate_and_all_or_nothing_orders_never_rest(play):
    play("""
        a sell 5 @100               => #1
        a sell 5 @101               => #2
        b buy 8 @100 ioc            => #3, 5@100 #1x#3, #1 filled, #3 cancelled:ioc_remainder
        b buy 1 @100 ioc            => #4, #4 cancelled:ioc_remainder
        b buy 6 @101 fok            => #5, #5 cancelled:fok_unfilled
        b buy 5 @100 fok            => #6, #6 cancelled:fok_unfilled
        b buy 5 @101 fok            => #7, 5@101 #2x#7, #2 filled, #7 filled
        book                        => - | -
        b balances                  => X 1010+0 USD 98995+0
    """)


def test_a_minimum_quantity_fills_at_once_or_the_order_ends(play):
    play("""
        a sell 5 @100               => #1
        a sell 5 @101               => #2
        b buy 8 @100 min=6          => #3, #3 cancelled:minimum_quantity
        b buy 8 @100 ioc min=5      => #4, 5@100 #1x#4, #1 filled, #4 cancelled:ioc_remainder
        b buy 9 market min=6        => #5, #5 cancelled:minimum_quantity
        b buy 7 @101 min=5          => #6, 5@101 #2x#6, #2 filled
        book                        => 2@101 | -
        a sell 2 @101 min=2         => #7, 2@101 #6x#7, #6 filled, #7 filled
        b balances                  => X 1012+0 USD 98793+0
    """)


def test_a_minimum_quantity_counts_no_own_orders(play):
    play("""
        a sell 5 @100               => #1
        c sell 5 @100               => #2
        a buy 6 @100 min=6 decrement => #3, #3 cancelled:minimum_quantity
        a buy 9 @100 min=4 cancel_maker => #4, kept #1-5 #4-0, #1 cancelled:self_trade, 5@100 #2x#4, #2 filled
    """)


def test_a_minimum_quantity_that_cannot_be_is_refused(play):
    play("""
        b buy 5 @100 min=6          => no minimum_quantity_too_large minimum_quantity 5 6 5
        b buy 5 @100 min=-1         => no invalid_request minimum_quantity 0 -1 0
        b buy 5 @100 min=2 post_only => no conflicting_options post_only none reject none
    """)


def test_the_same_client_order_id_with_another_minimum_is_another_order(play):
    play("""
        a sell 9 @100               => #1
        b buy 2 @100 min=1 id=x     => #2, 2@100 #1x#2, #2 filled
        b buy 2 @100 min=1 id=x     => again #2
        b buy 2 @100 min=2 id=x     => no duplicate_client_order_id client_order_id - x -
    """)


def test_market_orders_stop_at_their_protection_price(play):
    play("""
        b buy 5 market              => #1, #1 cancelled:market_remainder
        a sell 5 @100               => #2
        a sell 5 @110               => #3
        b buy 8 market @105         => #4, 5@100 #2x#4, #2 filled, #4 cancelled:market_remainder
        b buy 8 market @105 fok     => #5, #5 cancelled:fok_unfilled
        b buy 8 market              => #6, 5@110 #3x#6, #3 filled, #6 cancelled:market_remainder
        b sell 1 market             => #7, #7 cancelled:market_remainder
        b buy 1 market gtc          => no conflicting_options time_in_force ioc gtc ioc
    """)


def test_a_market_buy_holds_what_the_book_needs_and_no_more(play):
    play(
        """
        a sell 9 @100               => #1
        a sell 9 @120               => #2
        poor buy 9 market           => #3, 9@100 #1x#3, #1 filled, #3 filled
        poor balances               => X 14+0 USD 100+0
        poor buy 1 market           => no insufficient_balance available 100 120 -
        """,
        price_band=50_000_000,
        reference_price=100,
    )


def test_a_market_order_stops_at_the_band(play):
    play(
        """
        a sell 5 @105               => #1
        a sell 5 @115               => #2
        b buy 8 market              => #3, 5@105 #1x#3, #1 filled, #3 cancelled:price_band
        b buy 8 market @200         => #4, 5@115 #2x#4, #2 filled, #4 cancelled:market_remainder
        """,
        price_band=10_000_000,
        reference_price=100,
    )


def test_the_band_follows_the_last_trade_and_binds_only_who_could_overpay(play):
    play(
        """
        a buy 1 @111                => no price_out_of_band price_band 110 111 110
        a sell 1 @89                => no price_out_of_band price_band 90 89 90
        a buy 1 @110                => #1
        a buy 1 @1                  => #2
        a sell 1 @500               => #3
        b sell 1 @110               => #4, 1@110 #1x#4, #1 filled, #4 filled
        a buy 1 @122                => no price_out_of_band price_band 121 122 121
        reference 200               => continuous 200
        a buy 1 @220                => #5
        """,
        price_band=10_000_000,
        reference_price=100,
    )


def test_post_only_ends_rather_than_takes(play):
    play("""
        a sell 5 @100               => #1
        b buy 5 @100 post_only      => #2, #2 rejected:post_only
        b buy 5 @99 post_only id=x  => #3
        b amend x @100              => no conflicting_options post_only 99 100 99
        b buy 5 @99 post_only ioc   => no conflicting_options post_only none reject none
        book                        => 5@99 | 5@100
        b balances                  => X 1000+0 USD 99505+495
    """)


def test_self_trade_prevention_by_the_takers_mode_and_by_group(play):
    play("""
        a sell 5 @100 none              => #1
        b sell 5 @100                   => #2
        a2 buy 8 @100 cancel_taker      => #3, kept #1-0 #3-8, #3 cancelled:self_trade
        a2 buy 3 @100 decrement         => #4, kept #1-3 #4-3, #4 cancelled:self_trade
        book                            => - | 7@100
        a2 buy 8 @100 cancel_maker      => #5, kept #1-2 #5-0, #1 cancelled:self_trade, 5@100 #2x#5, #2 filled
        book                            => 3@100 | -
        a sell 9 @100 cancel_both       => #6, kept #5-3 #6-9, #5 cancelled:self_trade, #6 cancelled:self_trade
        a sell 5 @100                   => #7
        a buy 4 @100 none               => #8, 4@100 #7x#8, #8 filled
        a buy 4 @100 decrement          => #9, kept #7-1 #9-1, #7 cancelled:self_trade
        a open                          => #9:3@100
        a balances                      => X 1000+0 USD 99700+300
    """)


def test_all_or_nothing_counts_only_what_prevention_leaves(play):
    play("""
        b sell 3 @9               => #1
        a sell 3 @9               => #2
        b sell 3 @9               => #3
        a buy 6 @9 fok            => #4, #4 cancelled:fok_unfilled
        a buy 6 @9 fok decrement  => #5, #5 cancelled:fok_unfilled
        a buy 3 @9 fok decrement  => #6, 3@9 #1x#6, #1 filled, #6 filled
        a buy 4 @9 fok cancel_maker => #7, #7 cancelled:fok_unfilled
        a buy 3 @9 fok cancel_maker => #8, kept #2-3 #8-0, #2 cancelled:self_trade, 3@9 #3x#8, #3 filled, #8 filled
    """)


def test_an_order_decremented_and_then_traded_out_is_filled(play):
    play("""
        a sell 3 @9               => #1
        b sell 3 @9               => #2
        a buy 6 @9 decrement      => #3, kept #1-3 #3-3, #1 cancelled:self_trade, 3@9 #2x#3, #2 filled, #3 filled
        book                      => - | -
    """)
