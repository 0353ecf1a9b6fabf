"""Find a number in an interval, a multiple of these, of none of those, and not one of a list. Exact: no floats."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tradespec.records import dataclass, field

TRIES_MAX: Final = 20_000
Number = int | float | Decimal


class OutOfReach(Exception):  # noqa: N818 - named for what happened to the search
    """The search met its bound before an answer."""


def exact(value: Number) -> Fraction:
    """Return the number a JSON text says: ``0.1`` is one tenth, not the nearest float."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def least_common_multiple(steps: list[Fraction]) -> Fraction:
    """Return the smallest number that is a multiple of each step."""
    numerator = math.lcm(*(step.numerator for step in steps))
    denominator = math.gcd(*(step.denominator for step in steps))
    return Fraction(numerator, denominator)


@dataclass(slots=True)
class NumberGoal:
    """What the number must be. A bound is (value, whether the value itself is left out)."""

    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    multiples: list[Fraction] = field(default_factory=list)
    not_multiples: list[Fraction] = field(default_factory=list)
    excluded: set[Fraction] = field(default_factory=set)
    tries: int = 0
    """How many numbers were looked at."""

    def at_least(self, value: Fraction, *, strictly: bool) -> None:
        """Raise the lower bound."""
        if self.low is None or (value, strictly) > self.low:
            self.low = (value, strictly)

    def at_most(self, value: Fraction, *, strictly: bool) -> None:
        """Lower the upper bound."""
        if self.high is None or (value, not strictly) < (self.high[0], not self.high[1]):
            self.high = (value, strictly)

    def find(self) -> Fraction | None:
        """Return such a number, near zero where possible, or None where there is none; `OutOfReach` past the bound."""
        return self.on_grid(least_common_multiple(self.multiples)) if self.multiples else self.anywhere()

    def admits(self, value: Fraction) -> bool:
        """Whether the value is in bounds, not listed, and a multiple of none of those it must not be one of."""
        self.tries += 1
        if value in self.excluded or any((value / step).denominator == 1 for step in self.not_multiples):
            return False
        if self.low and (value < self.low[0] or (self.low[1] and value == self.low[0])):
            return False
        return not (self.high and (value > self.high[0] or (self.high[1] and value == self.high[0])))

    def on_grid(self, step: Fraction) -> Fraction | None:
        """Search the multiples of ``step``; one full period of the multiples to avoid is enough to know."""
        if any((step / other).denominator == 1 for other in self.not_multiples):
            return None
        first = math.ceil(self.low[0] / step) if self.low else None
        last = math.floor(self.high[0] / step) if self.high else None
        if first is not None and last is not None and first > last:
            return None
        start = first if first is not None and first > 0 else last if last is not None and last < 0 else 0
        period = least_common_multiple([step, *self.not_multiples]) / step if self.not_multiples else Fraction(1)
        enough = int(period) + len(self.excluded) + 3
        for offset in range(min(enough, TRIES_MAX)):
            for index in {start + offset, start - offset}:
                if self.admits(index * step):
                    return index * step
        if enough > TRIES_MAX:
            raise OutOfReach("the multiples to avoid repeat too late")
        return None

    def anywhere(self) -> Fraction | None:
        """Search the reals: an open interval always holds a decimal that avoids finitely many grids and values."""
        low, high = self.low, self.high
        if low and high and low[0] > high[0]:
            return None
        if low and high and low[0] == high[0]:
            return low[0] if self.admits(low[0]) else None
        base = low[0] if low else high[0] - 1 if high else Fraction(0)
        width = high[0] - base if high else Fraction(1)
        grain = Fraction(1)
        while grain > width:
            grain /= 10
        candidates = [Fraction(0), Fraction(1), base, base + 1, *([high[0]] if high else [])]
        for _ in range(12):
            grain /= 10
            start = Fraction(math.ceil(base / grain)) * grain
            candidates += [start + grain * count for count in (1, 2, 3, 7)]
        candidates += [base + count for count in range(2, len(self.excluded) + 3)]
        for candidate in candidates:
            if self.admits(candidate):
                return candidate
        raise OutOfReach("no simple decimal avoids the numbers that are left out")


def as_json(value: Fraction) -> int | Decimal:
    """Return the number as JSON can carry it exactly; `OutOfReach` for a fraction that no decimal can say."""
    if value.denominator == 1:
        return int(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        raise OutOfReach(f"{value} is no finite decimal")
    return Decimal(value.numerator) / Decimal(value.denominator)
