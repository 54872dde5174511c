"""The classes of late loans, by full months late, and what is set aside for each. The limits are bylaws.

Source: domain, 5.1 Classes and provision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO, round_satang
from federation.kit.wording import gettext_lazy as _

NORMAL, SPECIAL_MENTION, SUB_STANDARD, DOUBTFUL, LOSS = (
    "normal",
    "special_mention",
    "sub_standard",
    "doubtful",
    "loss",
)
RESTRUCTURED, IN_COURT = "restructured", "in_court"
BY_MONTHS = (NORMAL, SPECIAL_MENTION, SUB_STANDARD, DOUBTFUL, LOSS)
# From the mildest to the worst: where somebody has loans of several classes, the worst counts.
CLASSES = (NORMAL, SPECIAL_MENTION, RESTRUCTURED, SUB_STANDARD, DOUBTFUL, IN_COURT, LOSS)
CLASS_NAMES = {
    NORMAL: _("normal"),
    SPECIAL_MENTION: _("special mention"),
    RESTRUCTURED: _("restructured"),
    SUB_STANDARD: _("sub-standard"),
    DOUBTFUL: _("doubtful"),
    IN_COURT: _("in court"),
    LOSS: _("loss"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bylaws say of late loans.

    months: full months up to which each of the first four classes goes, rising. rates: per cent set aside for each
    class by months. restructured, in_court: per cent set aside at least for these. npl_months: beyond it a loan is bad.
    """

    months: tuple[int, ...] = (1, 3, 6, 12)
    rates: tuple[Decimal, ...] = (ZERO, Decimal(2), Decimal(20), Decimal(50), Decimal(100))
    restructured: Decimal = Decimal(20)
    in_court: Decimal = Decimal(50)
    npl_months: int = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """What the class of one loan depends on. days: late, pauses taken off. months: the full months among them."""

    days: int
    months: int
    restructured: bool = False
    in_court: bool = False


def place_of(months: int, *, scale: Scale) -> int:
    """Return which of the five stretches so many full months lie in: 0 up to the first limit, 4 beyond the last."""
    return sum(months > limit for limit in scale.months)


def class_of(standing: Standing, *, scale: Scale) -> str:
    """Return the class of a loan: in court and restructured come ahead of the months."""
    if standing.in_court:
        return IN_COURT
    if standing.restructured:
        return RESTRUCTURED
    return BY_MONTHS[place_of(standing.months, scale=scale)]


def rate_of(standing: Standing, *, scale: Scale) -> Decimal:
    """Return the per cent of a loan's principal to set aside: the highest of all that it falls under."""
    return max(
        scale.rates[place_of(standing.months, scale=scale)],
        scale.restructured if standing.restructured else ZERO,
        scale.in_court if standing.in_court else ZERO,
    )


def is_bad(standing: Standing, *, scale: Scale) -> bool:
    """Tell whether a loan is bad (NPL): more full months late than the bylaws allow, or in court."""
    return standing.in_court or standing.months > scale.npl_months


def worst(classes: Iterable[str]) -> str:
    """Return the worst of the classes of one borrower's loans."""
    return max(classes, key=CLASSES.index)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One line of the allowance: `count` loans of a class, `principal` of them, `rate` per cent of it.

    own: the borrowers' own satja and shares that could be taken off first; all in baht.
    """

    name: str
    rate: Decimal
    count: int
    principal: Decimal
    own: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        return round_satang(self.principal * self.rate / 100)

    @property
    def amount_less_own(self) -> Decimal:
        """What would be set aside if own satja and shares were taken off before the rate."""
        return round_satang((self.principal - self.own) * self.rate / 100)


def allowance(loans: Iterable, *, scale: Scale) -> list[SetAside]:
    """Return the allowance line by line, from the mildest class to the worst.

    loans: each with `principal`, `standing` and `own` (baht of own savings to count against it, at most its principal).
    """
    sums: dict = {}
    for loan in loans:
        key = class_of(loan.standing, scale=scale), rate_of(loan.standing, scale=scale)
        count, principal, own = sums.get(key, (0, ZERO, ZERO))
        sums[key] = count + 1, principal + loan.principal, own + loan.own
    lines = [SetAside(*key, *figures) for key, figures in sums.items()]
    return sorted(lines, key=lambda line: (CLASSES.index(line.name), line.rate))


def share_out(savings: Decimal, *, loans: Iterable) -> list[Decimal]:
    """Return how much of one borrower's own savings counts against each loan, each up to its principal, in baht."""
    parts, left = [], max(savings, ZERO)
    for loan in loans:
        parts.append(min(left, loan.principal))
        left -= parts[-1]
    return parts
