"""What a ratio is: sums of named figures over sums of named figures, exact, rounded once where it is shown.

A sum of figures is a mapping {name of the figure: how many times it counts}. So a ratio of many groups together is the
same ratio over their figures added up, never an average of ratios.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from federation.kit.money import CENT

WEEKS_OF_YEAR = 52
WEEKS = "weeks"
HALF = Fraction(1, 2)
Sum = Mapping[str, Fraction]


class Unit(StrEnum):
    PERCENT = "percent"
    BAHT = "baht"
    COUNT = "count"
    NONE_LEFT = "none_left"  # yes where the upper figure is nothing


class Good(StrEnum):
    HIGH = "high"
    LOW = "low"
    WITHIN = "within"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A ratio: what it is called, its formula in words and as data, what is held to be good, in its own unit.

    bottom: None where the upper figure is the whole answer. yearly: times 52 over the weeks so far.
    least, most: the ends of the range that is aimed at; goal: what is aimed at where no figure says it.
    """

    key: str
    name: object
    formula: object
    top: Sum
    bottom: Sum | None = None
    unit: Unit = Unit.PERCENT
    yearly: bool = False
    good: Good = Good.NEITHER
    least: Decimal | None = None
    most: Decimal | None = None
    goal: object = ""
    code: str = ""

    @property
    def names(self) -> list[str]:
        """The names of the figures it needs, each once, in the order of the formula."""
        found = dict.fromkeys([*self.top, *(self.bottom or ())])
        return [*found, WEEKS] if self.yearly else list(found)

    def reaches(self, value: Fraction) -> bool | None:
        """Tell whether a value lies in the range that is aimed at; None where there is none."""
        if self.unit == Unit.NONE_LEFT:
            return value == 0
        if self.least is None and self.most is None:
            return None
        shown = rounded(self, value)
        return (self.least is None or shown >= self.least) and (self.most is None or shown <= self.most)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out. value: in the ratio's unit, exact; None for want of figures, or with nothing to divide by."""

    value: Fraction | None = None
    missing: list[str] = field(default_factory=list)
    over_nothing: bool = False


def summed(*parts: Sum) -> Sum:
    """Return the sum of sums."""
    found: dict[str, Fraction] = {}
    for part in parts:
        for name, times in part.items():
            found[name] = found.get(name, Fraction(0)) + times
    return {name: times for name, times in found.items() if times}


def times(factor: Fraction | int, sum_: Sum) -> Sum:
    return {name: Fraction(factor) * count for name, count in sum_.items()}


def less(sum_: Sum, *others: Sum) -> Sum:
    return summed(sum_, *(times(-1, other) for other in others))


def of(*names: str) -> Sum:
    """Return the sum of figures, each counted once."""
    return {name: Fraction(1) for name in names}


def a_year_before(sum_: Sum) -> Sum:
    """Return the same sum of the figures as they were a year before."""
    return {f"{name}_then": count for name, count in sum_.items()}


def mean(sum_: Sum) -> Sum:
    """Return the middle between now and a year before."""
    return times(HALF, summed(sum_, a_year_before(sum_)))


def total(sum_: Sum, amounts: Mapping) -> Fraction:
    return sum((count * Fraction(amounts[name]) for name, count in sum_.items()), Fraction(0))


def answer(ratio: Definition, amounts: Mapping) -> Answer:
    """Work a ratio out of named figures. Nothing is made up: a figure not known is named, and none divides by nothing.

    amounts: {name: baht or count}; None, or not there, for what is not known.
    """
    missing = [name for name in ratio.names if amounts.get(name) is None]
    if missing:
        return Answer(missing=missing)
    value = total(ratio.top, amounts)
    divisor = total(ratio.bottom, amounts) if ratio.bottom else Fraction(1)
    if ratio.yearly:
        divisor *= Fraction(amounts[WEEKS]) / WEEKS_OF_YEAR
    if not divisor:
        return Answer(over_nothing=True)
    return Answer(value / divisor * (100 if ratio.unit == Unit.PERCENT else 1))


def rounded(ratio: Definition, value: Fraction) -> Decimal:
    """Return a value as it is shown: two places, halves away from zero; a count without places."""
    smallest = Decimal(1) if ratio.unit == Unit.COUNT else CENT
    scaled = Fraction(value) / Fraction(smallest)
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += rest * 2 >= scaled.denominator
    return Decimal(whole if scaled >= 0 else -whole) * smallest


def added_up(of_each: list[Mapping], *, names: list[str]) -> dict:
    """Return the figures of several organisations added up; the weeks so far only where they are the same for all."""
    found = {name: sum(amounts[name] for amounts in of_each) for name in names if name != WEEKS}
    weeks = {amounts[WEEKS] for amounts in of_each} if WEEKS in names else set()
    return found | ({WEEKS: weeks.pop()} if len(weeks) == 1 else {})
