"""What a dividend is weighed by: baht at the end of the year, baht and months, baht and days, or a rate on them.

Every weight is opening × `opening_factor` + Σ moved × `factor` of its day, so one member's moves touch one weight.
Source: domain, 1.6, dividend formulas; worked example E4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.dates import months_between
from federation.kit.money import ZERO, round_satang
from groups.surplus.rules.allocation import allocate, up_to_quarter

YEAR_END, MONTHS, MONTHS_WITH, DAYS, RATE = "year_end", "share_months", "share_months_with", "share_days", "rate"
BASES = (YEAR_END, MONTHS, MONTHS_WITH, DAYS, RATE)


@dataclass(frozen=True, slots=True)
class Moved:
    """Baht put in on a day; below zero what was taken out."""

    on: date
    baht: Decimal


def opening_factor(basis: str, *, since: date, until: date) -> int:
    """Return how often a baht counts that was there before the year and stayed: the months or days of the year, or 1.

    since, until: the first and last day of the year.
    """
    if basis in (MONTHS, MONTHS_WITH):
        return months_between(since, until) + 1
    return (until - since).days + 1 if basis == DAYS else 1


def factor(basis: str, on: date, *, since: date, until: date) -> int:
    """Return how often a baht counts that was put in on a day of the year.

    In the m-th month of twelve it is 12 − m for `MONTHS` and 13 − m for `MONTHS_WITH`; by days, the day counts itself.
    """
    whole = opening_factor(basis, since=since, until=until)
    if on < since:
        return whole
    if on > until:
        return 0
    if basis == MONTHS:
        return months_between(on, until)
    if basis == MONTHS_WITH:
        return months_between(on, until) + 1
    return (until - on).days + 1 if basis == DAYS else 1


def weight_of(basis: str, opening: Decimal, moved: Iterable[Moved], *, since: date, until: date) -> Decimal:
    """Return a member's weight. opening: baht held when the year began; moved: what came in and out of it.

    >>> months = [Moved(date(2025, m, 5), Decimal(100)) for m in range(1, 13)]
    >>> weight_of("share_months", Decimal(3000), months, since=date(2025, 1, 1), until=date(2025, 12, 31))
    Decimal('42600')
    """
    year = {"since": since, "until": until}
    return opening * opening_factor(basis, **year) + sum(
        (one.baht * factor(basis, one.on, **year) for one in moved), Decimal(0)
    )


def at_rate(weights: Sequence[Decimal], *, rate: Decimal, most: Decimal, quarter: bool = False) -> list[Decimal]:
    """Return weight × rate for each, to the satang; where they come to more than `most`, `most` is divided instead.

    rate: a fraction of a baht a baht. most: baht there is for it. quarter: each is rounded up to a quarter of a baht.

    >>> at_rate([Decimal(1000)], rate=Decimal("0.05"), most=Decimal("60.00"))
    [Decimal('50.00')]

    Source: domain: 1.6, dividend formula 2.
    """
    parts = [round_satang(weight * rate) for weight in weights]
    if quarter:
        parts = [up_to_quarter(part) for part in parts]
    return parts if sum(parts, ZERO) <= most else allocate(most, weights)
