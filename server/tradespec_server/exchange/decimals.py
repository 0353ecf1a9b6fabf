"""Decimal strings to integers and back, exactly: no float and no rounding anywhere.

A `Grid` is the set of multiples of a step such as `0.05`. Prices are counted in ticks, quantities in
lots and funds in the smallest unit of their asset; each is a grid of its own.
"""

from __future__ import annotations

import re

__all__ = ["Grid", "format_decimal", "format_ratio"]

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,24})(?:\.[0-9]{1,24})?", re.ASCII)
_RATIO_PLACES = 18


class Grid:
    """The multiples of a step, each named by its integer count.

    Args:
        step: A decimal above zero, such as `0.05`.
    """

    __slots__ = ("places", "step", "units")

    def __init__(self, step: str) -> None:
        _, _, fraction = step.partition(".")
        self.step = step
        self.places = len(fraction)
        self.units = _digits(step, self.places)
        if self.units <= 0:
            raise ValueError(f"Expected a step above zero, got {step!r} - at the grid. Give a decimal such as '0.01'.")

    def parse(self, text: str) -> int | None:
        """Return the count of steps in a decimal string; None when it lies between two of them.

        Raises:
            ValueError: The text is not a plain decimal (an exponent, a sign `+`, blanks, too many digits).
        """
        if _DECIMAL.fullmatch(text) is None:
            raise ValueError(f"Expected a decimal such as '1.5', got {text!r}. Send digits with one point at most.")
        _, _, fraction = text.partition(".")
        if len(fraction) > self.places:
            if fraction[self.places :].strip("0"):
                return None
            text = text[: len(text) - (len(fraction) - self.places)]
            fraction = fraction[: self.places]
        count, rest = divmod(_digits(text, self.places), self.units)
        return None if rest else count

    def nearest(self, text: str) -> str:
        """Return the multiple above zero that lies nearest to a decimal string, upwards when two do."""
        places = max(self.places, len(text.partition(".")[2]))
        units = self.units * 10 ** (places - self.places)
        count = (2 * _digits(text, places) + units) // (2 * units)
        return self.format(max(count, 1))

    def format(self, count: int) -> str:
        """Return a count of steps as the shortest decimal string of the same value."""
        return format_decimal(count * self.units, self.places)


def format_decimal(value: int, places: int) -> str:
    """Return `value` * 10**-`places` as the shortest decimal string of the same value."""
    if places == 0:
        return str(value)
    sign = "-" if value < 0 else ""
    whole, fraction = divmod(abs(value), 10**places)
    if fraction == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{fraction:0{places}d}".rstrip("0")


def format_ratio(dividend: int, divisor: int) -> str:
    """Return a quotient as a decimal string, rounded half to even at 18 places."""
    quotient, rest = divmod(abs(dividend) * 10**_RATIO_PLACES, abs(divisor))
    twice = 2 * rest
    if twice > abs(divisor) or (twice == abs(divisor) and quotient % 2):
        quotient += 1
    return format_decimal(quotient if (dividend < 0) == (divisor < 0) else -quotient, _RATIO_PLACES)


def _digits(text: str, places: int) -> int:
    """Return a decimal string with at most `places` places as an integer count of its last place."""
    whole, _, fraction = text.partition(".")
    return int(whole + fraction.ljust(places, "0"))
