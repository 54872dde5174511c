"""Dividing a surplus: by largest remainder, so that the parts are the whole to the satang; a loss, by what covers it.

Source: domain, 1.6 Annual profit and its allocation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO, split
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

HUNDRED = Decimal("100.00")
QUARTER = Decimal("0.25")


class HeadsDoNotAddUp(Refused):
    """Raised where the heads of an allocation are not 100.00 per cent together, or one is below nothing."""


class NothingToWeighBy(Refused):
    """Raised where there is money to divide and nobody has a weight above zero."""


def allocate(amount: Decimal, weights: Iterable[Decimal | int]) -> list[Decimal]:
    """Divide baht in proportion to weights, by largest remainder; a weight of zero gets nothing.

    Among equal remainders a satang goes to the earlier: to the earlier head, or the lower member number.
    amount: baht, not negative, two places at most. Raises `NothingToWeighBy` where no weight is above zero.

    >>> allocate(Decimal("48250.75"), [60, 10, 30])
    [Decimal('28950.45'), Decimal('4825.08'), Decimal('14475.22')]

    Source: domain: 1.6 Annual profit and its allocation, allocation of satang.
    """
    weights = list(weights)
    if any(weight > 0 for weight in weights):
        return split(amount, weights)
    if amount:
        raise NothingToWeighBy(_("There is money to divide and nobody has anything that it is weighed by."))
    return [ZERO for _weight in weights]


def check_heads(percents: Sequence[Decimal]) -> None:
    """Raise `HeadsDoNotAddUp` unless the per cents of all heads are 100.00 together and none is negative."""
    if any(percent < 0 for percent in percents):
        raise HeadsDoNotAddUp(_("No head can be below nothing."))
    together = sum(percents, ZERO)
    if together != HUNDRED:
        apart = HUNDRED - together
        less = _("The heads are %(sum)s per cent together: %(apart)s are missing to 100.00. Raise one of them.")
        more = _("The heads are %(sum)s per cent together: %(apart)s more than 100.00. Lower one of them.")
        words = less if apart > 0 else more
        raise HeadsDoNotAddUp(words % {"sum": f"{together:.2f}", "apart": f"{abs(apart):.2f}"})


def distributable(surplus: Decimal, *, retained: Decimal) -> Decimal:
    """Return what may be allotted of a year's surplus: what earlier years lack is made good first; never below zero.

    surplus: of the year, in baht. retained: the surplus of earlier years, below zero where they lack.

    >>> distributable(Decimal("1000.00"), retained=Decimal("-300.00"))
    Decimal('700.00')
    """
    return max(surplus + min(retained, ZERO), ZERO)


def shares_of_heads(amount: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """Return what each head gets of an amount in baht. Raises `HeadsDoNotAddUp`."""
    check_heads(percents)
    return allocate(amount, percents)


@dataclass(frozen=True, slots=True)
class Coverage:
    """By what a loss is covered, in baht: the risk reserve, the reserve, then later years."""

    risk: Decimal
    reserve: Decimal
    carried: Decimal


def cover_loss(loss: Decimal, *, risk: Decimal, reserve: Decimal) -> Coverage:
    """Return how a loss is covered: first from the risk reserve, then the reserve; what is left waits for later years.

    All in baht; loss above zero. Source: domain: 1.6, loss year.

    >>> cover_loss(Decimal("500.00"), risk=Decimal("200.00"), reserve=Decimal("250.00")).carried
    Decimal('50.00')
    """
    by_risk = min(loss, max(risk, ZERO))
    by_reserve = min(loss - by_risk, max(reserve, ZERO))
    return Coverage(by_risk, by_reserve, loss - by_risk - by_reserve)


def up_to_quarter(amount: Decimal) -> Decimal:
    """Round baht up to the next quarter.

    >>> [str(up_to_quarter(Decimal(text))) for text in ("12.00", "12.10", "12.60", "12.80")]
    ['12.00', '12.25', '12.75', '13.00']

    Source: domain: 1.6, rounding of member payments upward to 0.25 baht.
    """
    quarters = amount // QUARTER + (1 if amount % QUARTER else 0)
    return (quarters * QUARTER).quantize(ZERO)
