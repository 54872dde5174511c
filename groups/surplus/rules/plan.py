"""What a meeting decides on a surplus, and what comes of it for every head and member: one answer for rehearsal, slip
and entry alike.

Source: domain, 1.6 Annual profit and its allocation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from federation.kit.money import ZERO
from groups.surplus.rules.allocation import allocate, distributable, shares_of_heads
from groups.surplus.rules.weights import DAYS, MONTHS, MONTHS_WITH, RATE, at_rate

DIVIDEND, PATRONAGE = "dividend", "patronage"
CASH_NOW, OWED = "cash", "owed"
FIGURES = ("rate", "patronage_rate")
TEXTS = ("basis", "earns", "leavers", "deducts", "rounding", "hand_over")


@dataclass(frozen=True, slots=True)
class Plan:
    """Per cents by head in their order, and the rules of the dividend.

    rate, patronage_rate: fractions of a baht; 0 where the head is divided whole. earns: "satja", "shares" or "both".
    hand_over: whether funds get their part in cash now, or are owed it.
    """

    percents: Mapping[str, Decimal]
    basis: str = MONTHS
    earns: str = "both"
    leavers: str = "died"
    deducts: str = "overdue"
    rounding: str = "satang"
    rate: Decimal = Decimal(0)
    patronage_rate: Decimal = Decimal(0)
    hand_over: str = CASH_NOW

    def to_data(self) -> dict:
        """Return the plan as JSON can hold it; the per cents stand with the heads."""
        return {name: getattr(self, name) for name in TEXTS} | {name: f"{getattr(self, name):f}" for name in FIGURES}

    @classmethod
    def from_data(cls, data: Mapping, *, percents: Mapping[str, Decimal]) -> "Plan":
        texts = {name: data[name] for name in TEXTS if name in data}
        return cls(percents, **texts, **{name: Decimal(data[name]) for name in FIGURES if name in data})


@dataclass(frozen=True, slots=True)
class Holder:
    """A member as far as a dividend asks: what they weigh, and the interest they paid in the year, in baht."""

    key: object
    weight: Decimal
    interest: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class HeadShare:
    """What a head gets. share: its per cent in baht; amount: what it takes of that, less only where a rate says so."""

    head: str
    percent: Decimal
    share: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Allotted:
    """What a plan makes of a surplus. parts: {holder's key: (dividend, refund)}; all in baht.

    held_back: what no head takes; it stays with the surplus of earlier years, or makes good what they lack.
    """

    surplus: Decimal
    distributable: Decimal
    heads: Sequence[HeadShare]
    parts: Mapping[object, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @property
    def held_back(self) -> Decimal:
        return self.surplus - sum((head.amount for head in self.heads), ZERO)

    @property
    def to_members(self) -> Decimal:
        return self.amount(DIVIDEND) + self.amount(PATRONAGE)

    def amount(self, head: str) -> Decimal:
        return next((one.amount for one in self.heads if one.head == head), ZERO)


def allot(plan: Plan, *, surplus: Decimal, retained: Decimal, holders: Sequence[Holder]) -> Allotted:
    """Divide a surplus among heads, and the dividend and the refund among members; the lower number comes first.

    surplus, retained: baht, of this year and of earlier ones. holders: by member number. Of a loss nothing is allotted.
    Raises `HeadsDoNotAddUp`, and `NothingToWeighBy` where a head for members has money and nobody earned it.
    """
    there = distributable(surplus, retained=retained)
    percents = list(plan.percents.values())
    shares = dict(zip(plan.percents, shares_of_heads(there, percents) if percents or there else [], strict=True))
    dividends = _dividends(plan, [one.weight for one in holders], most=shares.get(DIVIDEND, ZERO))
    refunds = _refunds(plan, [one.interest for one in holders], most=shares.get(PATRONAGE, ZERO))
    taken = {DIVIDEND: sum(dividends, ZERO), PATRONAGE: sum(refunds, ZERO)}
    heads = [
        HeadShare(head, percent, shares[head], taken.get(head, shares[head])) for head, percent in plan.percents.items()
    ]
    parts = {one.key: (dividend, refund) for one, dividend, refund in zip(holders, dividends, refunds, strict=True)}
    return Allotted(surplus, there, heads, parts)


def _dividends(plan: Plan, weights: Sequence[Decimal], *, most: Decimal) -> list[Decimal]:
    if plan.basis == RATE:
        return at_rate(weights, rate=plan.rate, most=most, quarter=plan.rounding == "quarter")
    return allocate(most, weights)


def _refunds(plan: Plan, interest: Sequence[Decimal], *, most: Decimal) -> list[Decimal]:
    if plan.patronage_rate:
        return at_rate(interest, rate=plan.patronage_rate, most=most, quarter=plan.rounding == "quarter")
    return allocate(most, interest)


def per_hundred(dividend: Decimal, weight: Decimal, *, basis: str, whole: int) -> Decimal:
    """Return what 100 baht saved all year earn, to the satang. whole: how often a baht of all the year counts."""
    if not weight:
        return ZERO
    often = whole if basis in (MONTHS, MONTHS_WITH, DAYS) else 1
    return (dividend * 100 * often / weight).quantize(ZERO)
