"""The parts of a product's terms: how much one may borrow, what being late costs, what the loan costs besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from federation.kit.money import CENT, ZERO, round_satang
from federation.kit.refusals import NotReadable
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

BASES = {
    "satja": _("satja savings"),
    "shares": _("shares"),
    "special": _("special savings"),
    "savings": _("all savings and shares"),
    "own_debt": _("what is still owed on other loans"),
    "guaranteed": _("what is guaranteed for others"),
}
FINE_KINDS = ("none", "per_month", "yearly")
_MINUS, _TIMES = "\u2212", "\u00d7"


class BadProductTerms(NotReadable):
    """These terms contradict each other or are outside what a product can have."""


@dataclass(frozen=True)
class Worked:
    """A figure in baht and how it came about: "3 × 12,400 − 5,000 = 32,200"."""

    amount: Decimal
    words: Sentence | str


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """The most that a member may borrow: so many times what he or she has, less what is owed, and never above `most`.

    parts: ((factor, one of BASES), ...); a factor below zero takes away. Without parts only `most` counts, in baht.

    Source: domain: 1.4 Loans; features 62.
    """

    most: Decimal
    parts: tuple[tuple[Decimal, str], ...] = ()

    def __post_init__(self):
        wrong_base = any(base not in BASES or not factor for factor, base in self.parts)
        refuse_if(wrong_base, "ceiling", _("Each part of the ceiling is a number of times shares, savings or debts."))
        refuse_if(len({base for _f, base in self.parts}) < len(self.parts), "ceiling", _("Name each part once."))
        none_adds = bool(self.parts) and all(factor < 0 for factor, _base in self.parts)
        refuse_if(none_adds, "ceiling", _("A ceiling that only takes away leaves nothing to borrow."))
        refuse_if(self.most <= 0, "most", _("The most that may be borrowed is above zero."))

    def of(self, figures: Mapping[str, Decimal]) -> Worked:
        """Work the ceiling out of a member's figures in baht, {base: amount}; never below zero.

        Raises KeyError where a figure that the ceiling needs is missing.
        """
        if not self.parts:
            return Worked(self.most, short_baht(self.most))
        exact = sum((factor * figures[base] for factor, base in self.parts), Decimal(0))
        amount = round_satang(exact)
        words = f"{self._sum(figures)} = {short_baht(amount)}"
        if amount > self.most:
            shown = {"sum": words, "most": short_baht(self.most)}
            return Worked(self.most, _("%(sum)s, at most %(most)s") % shown)
        if amount < 0:
            return Worked(ZERO, _("%(sum)s, so nothing can be borrowed") % {"sum": words})
        return Worked(amount, words)

    def in_words(self) -> Sentence:
        """Return the formula as people read it: "5 × shares − what is guaranteed for others, at most 50,000 baht"."""
        most = {"most": short_baht(self.most)}
        if not self.parts:
            return _("up to %(most)s baht") % most
        return _("%(sum)s, at most %(most)s baht") % {"sum": self._sum(BASES), **most}

    def _sum(self, figures: Mapping) -> str:
        """Return the parts with figures or names in their place; what adds stands first."""
        text = ""
        for factor, base in sorted(self.parts, key=lambda part: part[0] < 0):
            of = figures[base] if isinstance(figures[base], Sentence) else short_baht(figures[base])
            times = "" if abs(factor) == 1 else f"{plain(abs(factor))} {_TIMES} "
            sign = f" {_MINUS} " if factor < 0 else " + "
            text += f"{sign if text else ''}{times}{of}"
        return text

    def to_data(self) -> dict:
        return {"most": str(self.most), "parts": [[str(factor), base] for factor, base in self.parts]}

    @classmethod
    def from_data(cls, data: Mapping) -> "Ceiling":
        keys_are(data, {"most", "parts"})
        parts = tuple((decimal_from(factor), base) for factor, base in data["parts"])
        return cls(most=decimal_from(data["most"]), parts=parts)


@dataclass(frozen=True, kw_only=True)
class FineRule:
    """What a late instalment costs, from the day after its due date and the days of grace.

    kind: none; per_month: `baht` for each month begun and each late instalment; yearly: `yearly_rate`, a fraction, on
    the overdue principal, day by day. All fines of a loan together stop at `cap_percent` of its principal, and with
    the interest they never pass the lawful rate on what is overdue.

    Source: domain: 5.4 Civil and Commercial Code (s.224/1), 9 Consolidated defaults; features 88.
    """

    kind: str = "none"
    baht: Decimal = ZERO
    yearly_rate: Decimal = ZERO
    grace_days: int = 0
    cap_percent: Decimal = ZERO

    def __post_init__(self):
        refuse_if(self.kind not in FINE_KINDS, "fine_kind", _("Choose one of the ways to fine, or no fine."))
        refuse_if(not 0 <= self.grace_days <= 60, "grace_days", _("The days of grace lie between 0 and 60."))
        refuse_if((self.baht > 0) != (self.kind == "per_month"), "fine_baht", _("Give the fine for a month in baht."))
        rate_fits = 0 < self.yearly_rate <= 1 if self.kind == "yearly" else not self.yearly_rate
        refuse_if(not rate_fits, "fine_rate", _("Give the fine in per cent a year."))
        cap_fits = 0 < self.cap_percent <= 100 if self.kind != "none" else not self.cap_percent
        refuse_if(not cap_fits, "fine_cap", _("Fines have an upper limit: a percentage of the loan."))

    def __bool__(self) -> bool:
        return self.kind != "none"

    def cap_of(self, principal: Decimal) -> Decimal:
        """Return the most that all fines of a loan may come to, in baht."""
        return round_satang(principal * self.cap_percent / 100)

    def to_data(self) -> dict:
        figures = {name: str(getattr(self, name)) for name in ("baht", "yearly_rate", "cap_percent")}
        return {"kind": self.kind, "grace_days": self.grace_days, **figures}

    @classmethod
    def from_data(cls, data: Mapping) -> "FineRule":
        keys_are(data, {"kind", "baht", "yearly_rate", "grace_days", "cap_percent"})
        figures = {name: decimal_from(data[name]) for name in ("baht", "yearly_rate", "cap_percent")}
        return cls(kind=data["kind"], grace_days=whole_from(data["grace_days"]), **figures)


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What is taken once when the loan is paid out: baht, and a percentage of the principal."""

    baht: Decimal = ZERO
    percent: Decimal = ZERO

    def __post_init__(self):
        fits = self.baht >= 0 and self.baht == self.baht.quantize(CENT)
        refuse_if(not fits, "fee_baht", _("A fee is an amount in baht, or 0."))
        refuse_if(not 0 <= self.percent <= 15, "fee_percent", _("A fee lies between 0 and 15 per cent of the loan."))

    def __bool__(self) -> bool:
        return bool(self.baht or self.percent)

    def of(self, principal: Decimal) -> Decimal:
        """Return the fee for a loan of this principal, in baht."""
        return self.baht + round_satang(principal * self.percent / 100)

    def to_data(self) -> dict:
        return {"baht": str(self.baht), "percent": str(self.percent)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Fee":
        keys_are(data, {"baht", "percent"})
        return cls(baht=decimal_from(data["baht"]), percent=decimal_from(data["percent"]))


def refuse_if(wrong: bool, reason: str, words: Sentence) -> None:
    """Raise `BadProductTerms` with these words where something is wrong."""
    if wrong:
        raise BadProductTerms(words, reason=reason)


def keys_are(data: object, names: set[str]) -> None:
    """Raise `BadProductTerms` unless the data have exactly these keys."""
    if not isinstance(data, Mapping) or set(data) != names:
        odd = ", ".join(sorted(names ^ set(data))) if isinstance(data, Mapping) else type(data).__name__
        raise BadProductTerms(_("These product terms lack or have too much: %(odd)s") % {"odd": odd}, reason="keys")


def decimal_from(stored: object) -> Decimal:
    """Return a stored figure; it is kept as text. Raises `BadProductTerms`."""
    try:
        value = Decimal(stored) if isinstance(stored, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise BadProductTerms(_("These product terms cannot be read."), reason="figures")
    return value


def truth_from(stored: object) -> bool:
    """Return a stored yes or no. Raises `BadProductTerms`."""
    if type(stored) is not bool:
        raise BadProductTerms(_("These product terms cannot be read."), reason="figures")
    return stored


def whole_from(stored: object) -> int:
    """Return a stored whole number. Raises `BadProductTerms`."""
    if type(stored) is not int:
        raise BadProductTerms(_("These product terms cannot be read."), reason="figures")
    return stored


def short_baht(amount: Decimal) -> str:
    """Return baht as one says them: "12,400", "12,400.50", with a true minus sign."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{amount:,.{places}f}".replace("-", _MINUS)


def plain(figure: Decimal) -> str:
    """Return a number without zeros at its end: "5", "1.5"."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
