"""Decimal strings on a grid: exact both ways, and the nearest neighbour for an answer."""

from decimal import Decimal

import pytest

from tradespec_server.exchange.decimals import Grid, format_ratio

PARSED = [
    # step, text, count
    ("0.01", "0", 0),
    ("0.01", "1", 100),
    ("0.01", "1.5", 150),
    ("0.01", "1.50", 150),
    ("0.01", "1.5000000000", 150),
    ("0.01", "1.501", None),
    ("0.01", "-1.5", -150),
    ("0.01", "-0.01", -1),
    ("0.05", "0.15", 3),
    ("0.05", "0.12", None),
    ("1", "42", 42),
    ("1", "42.0", 42),
    ("1", "42.5", None),
    ("25", "100", 4),
    ("25", "110", None),
    ("0.00000001", "21000000", 2_100_000_000_000_000),
    ("0.00000001", "0.00000001", 1),
    ("0.00000001", "0.000000001", None),
    ("0.000000000000000001", "1234567890123456789.000000000000000001", 1234567890123456789000000000000000001),
]


@pytest.mark.parametrize(("step", "text", "count"), PARSED)
def test_a_decimal_is_counted_in_steps_or_lies_between_two(step, text, count):
    assert Grid(step).parse(text) == count
    if count is not None:
        assert Decimal(Grid(step).format(count)) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "1.",
        ".5",
        "+1",
        "01",
        "1e3",
        "1_000",
        " 1",
        "1 ",
        "1\n",
        "٣",
        "NaN",
        "Infinity",
        "0x1",
        "--1",
        "1.2.3",
        "9" * 26,
    ],
)
def test_what_is_no_plain_decimal_is_an_error(text):
    with pytest.raises(ValueError, match="Expected a decimal"):
        Grid("0.01").parse(text)


FORMATTED = [
    ("0.01", 150, "1.5"),
    ("0.01", 100, "1"),
    ("0.01", 0, "0"),
    ("0.01", 1000, "10"),
    ("0.01", 5, "0.05"),
    ("0.01", -5, "-0.05"),
    ("0.05", 3, "0.15"),
    ("1", 7, "7"),
]


@pytest.mark.parametrize(("step", "count", "text"), FORMATTED)
def test_a_count_is_written_as_the_shortest_decimal(step, count, text):
    assert Grid(step).format(count) == text


NEAREST = [
    ("0.01", "1.504", "1.5"),
    ("0.01", "1.505", "1.51"),
    ("0.01", "1.5051", "1.51"),
    ("0.05", "0.12", "0.1"),
    ("0.05", "0.13", "0.15"),
    ("0.01", "0.001", "0.01"),
    ("0.01", "0", "0.01"),
    ("0.01", "-3", "0.01"),
    ("25", "110", "100"),
    ("25", "113", "125"),
]


@pytest.mark.parametrize(("step", "text", "nearest"), NEAREST)
def test_the_nearest_step_above_zero(step, text, nearest):
    assert Grid(step).nearest(text) == nearest


@pytest.mark.parametrize("step", ["0", "0.00", "-1"])
def test_a_step_must_be_above_zero(step):
    with pytest.raises(ValueError, match="above zero"):
        Grid(step)


RATIOS = [
    (1, 4, "0.25"),
    (10, 5, "2"),
    (1, 3, "0.333333333333333333"),
    (2, 3, "0.666666666666666667"),
    (-2, 3, "-0.666666666666666667"),
    (2, -3, "-0.666666666666666667"),
    (0, 7, "0"),
    (1, 2 * 10**18, "0"),
    (3, 2 * 10**18, "0.000000000000000002"),
]


@pytest.mark.parametrize(("dividend", "divisor", "text"), RATIOS)
def test_a_quotient_is_rounded_half_to_even_at_18_places(dividend, divisor, text):
    assert format_ratio(dividend, divisor) == text
