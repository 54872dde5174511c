"""The terms of a loan that decide its schedule: what a product's version fixes and a contract keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from federation.kit.money import CENT
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from loans.schedules.rules.calendar import Every
from loans.schedules.rules.daycount import DAY_COUNTS
from loans.schedules.rules.rounding import ROUNDINGS

LEVEL = ("equal-instalment", "balloon")
METHODS = ("equal-instalment", "equal-principal", "flat", "bullet", "percent", "balloon", "seasonal")
MULTIPLE_OF = ("instalment", "parts")
MULTIPLES = (CENT, Decimal("0.25"), Decimal("1.00"), Decimal("5.00"), Decimal("10.00"), Decimal("100.00"))  # offered
_MOST_MULTIPLE = 1000
HIGHEST_RATE = 10  # a year: 1,000 %, so that an old contract can still be told


class BadTerms(NotReadable):
    """These terms contradict each other or are outside what a loan can have."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of a schedule.

    method: equal-instalment and equal-principal charge the balance; flat charges the principal first lent; bullet
        repays at the end; percent repays a given part of the principal each time; balloon is equal instalments that
        leave a given part to the last; seasonal repays on given dates, by weights.
    yearly_rate: nominal, a fraction: 0.12 is 12 % a year.
    multiple: instalments are whole multiples of so many baht; the last shows the difference.
    multiple_of: what is rounded to it: the instalment, or its parts (principal and interest each). Unless given, the
        instalment where it is level, else the parts.
    grace_principal: so many first instalments repay no principal. grace_interest: so many first instalments pay no
        interest; what accrued falls due with the next, without interest on it. grace_charge: so many first periods
        bear no interest.
    deferred_on_top: interest put off falls due on top of a level instalment, else within it, before its principal.
    percent: part of the principal of each instalment (0.05 is 5 %). balloon: part left to the last instalment.
    weights: how the principal is divided over given dates; none: equally.
    """

    method: str
    yearly_rate: Decimal | Fraction
    every: Every = Every()
    day_count: str = "30/360"
    rounding: str = "half-up"
    multiple: Decimal = CENT
    multiple_of: str = ""
    grace_principal: int = 0
    grace_interest: int = 0
    grace_charge: int = 0
    deferred_on_top: bool = False
    percent: Decimal | None = None
    balloon: Decimal | None = None
    weights: tuple[int, ...] = ()

    def __post_init__(self):
        for wrong, reason, words in self._problems():
            if wrong:
                raise BadTerms(words, reason=reason)

    @property
    def counting(self) -> str:
        """The day count for this loan's interest: with weeks or days, 30/360 counts the calendar's days over 360."""
        return "actual/360" if self.day_count == "30/360" and self.every.unit != "month" else self.day_count

    @property
    def rounds_parts(self) -> bool:
        """Whether principal and interest are each rounded to the multiple, instead of their sum."""
        return self.multiple_of == "parts" or (not self.multiple_of and self.method not in LEVEL)

    @property
    def interest_multiple(self) -> Decimal:
        """The multiple in baht that the interest of an instalment is rounded to."""
        return self.multiple if self.rounds_parts else CENT

    def _problems(self):
        yield self.method not in METHODS, "method", _("Choose one of the methods of repayment.")
        yield self.day_count not in DAY_COUNTS, "day_count", _("Choose one of the ways to count days.")
        yield self.rounding not in ROUNDINGS, "rounding", _("Choose one of the ways to round.")
        rate_ok = isinstance(self.yearly_rate, Decimal | Fraction) and 0 <= self.yearly_rate <= HIGHEST_RATE
        yield not rate_ok, "rate", _("The interest rate is between 0 and 1,000 per cent a year.")
        multiple_ok = 0 < self.multiple <= _MOST_MULTIPLE and self.multiple % CENT == 0
        yield not multiple_ok, "multiple", _("Instalments are multiples of 0.01 to 1,000 baht, like 1, 10 or 100.")
        yield self.multiple_of not in ("", *MULTIPLE_OF), "multiple", _("Choose what is rounded to the multiple.")
        graces = (self.grace_principal, self.grace_interest, self.grace_charge)
        yield min(graces) < 0, "grace", _("A grace cannot be below zero.")
        yield (self.percent is None) == (self.method == "percent"), "percent", _("Give the percent of each instalment.")
        yield not _is_part(self.percent), "percent", _("The percent of each instalment is between 0 and 100.")
        yield (self.balloon is None) == (self.method == "balloon"), "balloon", _("Give what is left to the last.")
        yield not _is_part(self.balloon), "balloon", _("What is left to the last is between 0 and 100 per cent.")
        yield bool(self.weights) and self.method != "seasonal", "weights", _("Weights go with given due dates only.")
        yield any(w < 0 for w in self.weights), "weights", _("A weight cannot be below zero.")
        yield bool(self.weights) and self.weights[-1] == 0, "weights", _("The last due date has a part to repay.")

    def to_data(self) -> dict:
        """Return these terms as JSON can hold them; `from_data` reads them back the same."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("yearly_rate", "every", "multiple", "percent", "balloon"):
            data[name] = None if data[name] is None else str(data[name])
        return {**data, "weights": list(self.weights)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Terms":
        """Read what `to_data` wrote. Raises `BadTerms` where a key is missing, unknown or unreadable."""
        names = {field.name for field in fields(cls)}
        if set(data) != names:
            odd = ", ".join(sorted(names ^ set(data)))
            raise BadTerms(_("These loan terms lack or have too much: %(odd)s") % {"odd": odd}, reason="keys")
        try:
            return cls(**{**data, **_figures(data)})
        except (InvalidOperation, ValueError, TypeError, ZeroDivisionError) as error:
            if isinstance(error, NotReadable):
                raise
            raise BadTerms(_("These loan terms cannot be read."), reason="figures") from error


def too_large_a_multiple() -> BadTerms:
    """Return the refusal of a multiple that would round an instalment to nothing."""
    return BadTerms(_("This multiple is larger than an instalment; choose a smaller one."), reason="multiple")


def _figures(data: Mapping) -> dict:
    """Return the fields that JSON holds as text, as what they are."""
    rate = str(data["yearly_rate"])
    graces = ("grace_principal", "grace_interest", "grace_charge")
    return {
        "deferred_on_top": _yes_or_no(data["deferred_on_top"]),
        "yearly_rate": Fraction(rate) if "/" in rate else Decimal(rate),
        "every": Every.read(data["every"]),
        "multiple": Decimal(data["multiple"]).quantize(CENT),
        **{name: _whole(data[name]) for name in graces},
        **{name: None if data[name] is None else Decimal(data[name]) for name in ("percent", "balloon")},
        "weights": tuple(_whole(weight) for weight in data["weights"]),
    }


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"not a whole number: {value!r}")
    return value


def _yes_or_no(value: object) -> bool:
    if type(value) is not bool:
        raise TypeError(f"neither yes nor no: {value!r}")
    return value


def _is_part(value: Decimal | None) -> bool:
    return value is None or 0 < value < 1
