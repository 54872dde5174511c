"""Which months' promises were kept, what is made up, what is fined. Plain arithmetic, for a pencil and a passbook.

A month is short when its meetings brought less than was promised. What comes above a month's promise makes up the
oldest short month first. A short month is never a debt: it is shown, it may be made up, and made up it may be fined.
Source: architecture, settled 15; domain, 1.3 Deposits, shares, meeting day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Sitting:
    """What one member brought to one meeting, in baht."""

    month: date
    on: date
    satja: Decimal = ZERO
    fine: Decimal = ZERO
    excused: bool = False


@dataclass(frozen=True)
class Short:
    """A month whose promise was not kept whole at its own meetings; all in baht.

    paid: what came for it, make-up included. fine: what the bylaws asked, when it was missed, for making it up late.
    """

    month: date
    promised: Decimal
    paid: Decimal
    excused: bool = False
    fine: Decimal = ZERO
    fined: Decimal = ZERO

    @property
    def missing(self) -> Decimal:
        return self.promised - self.paid

    @property
    def is_open(self) -> bool:
        return self.paid < self.promised

    @property
    def unfined(self) -> Decimal:
        """What making it up late still costs: nothing for who was excused."""
        return ZERO if self.excused else max(self.fine - self.fined, ZERO)


def settle(
    shorts: Iterable[Short],
    sitting: Sitting,
    *,
    promised: Decimal,
    rate_of: Callable[[Sitting], Decimal],
    brought: Decimal = ZERO,
) -> list[Short]:
    """Return a member's short months after one meeting, oldest first.

    promised: for the sitting's month. brought: satja that earlier meetings of the same month brought.
    rate_of: the fine by the bylaws of a meeting's day; asked only when a month falls short.
    Whatever is neither promised nor missing is saved all the same; it just settles nothing here.
    """
    known = {short.month: short for short in shorts}
    own = min(sitting.satja, max(promised - brought, ZERO))
    if promised:
        _count_own_month(known, sitting, promised=promised, paid=min(brought, promised) + own, rate_of=rate_of)
    earlier = sorted(month for month in known if month < sitting.month)
    _make_up(known, earlier, amount=sitting.satja - own)
    _take_fine(known, earlier, amount=sitting.fine)
    return [known[month] for month in sorted(known)]


def recount(
    sittings: Iterable[Sitting],
    *,
    promised_at: Callable[[Sitting], Decimal],
    rate_of: Callable[[Sitting], Decimal],
) -> list[Short]:
    """Return a member's short months from all meetings, in whatever order they are given.

    promised_at: what was promised for a sitting's month, as of that meeting.
    """
    shorts: list[Short] = []
    brought: dict[date, Decimal] = {}
    for sitting in sorted(sittings, key=lambda s: (s.month, s.on)):
        before = brought.get(sitting.month, ZERO)
        shorts = settle(shorts, sitting, promised=promised_at(sitting), brought=before, rate_of=rate_of)
        brought[sitting.month] = before + sitting.satja
    return shorts


def fine_due(shorts: Iterable[Short]) -> Decimal:
    """Return the fines for months already made up and not yet fined, in baht. An open month is not fined."""
    return sum((short.unfined for short in shorts if not short.is_open), ZERO)


def _count_own_month(known: dict, sitting: Sitting, *, promised: Decimal, paid: Decimal, rate_of: Callable) -> None:
    if paid == promised:
        known.pop(sitting.month, None)
        return
    before = known.get(sitting.month)
    known[sitting.month] = Short(
        month=sitting.month,
        promised=promised,
        paid=paid,
        excused=sitting.excused or bool(before and before.excused),
        fine=before.fine if before else rate_of(sitting),
    )


def _make_up(known: dict, earlier: list, *, amount: Decimal) -> None:
    for month in earlier:
        part = min(amount, known[month].missing)
        known[month] = replace(known[month], paid=known[month].paid + part)
        amount -= part


def _take_fine(known: dict, earlier: list, *, amount: Decimal) -> None:
    """Count a fine against months made up, oldest first, then against open ones fined in advance."""
    for month in sorted(earlier, key=lambda m: (known[m].is_open, m)):
        part = min(amount, known[month].unfined)
        known[month] = replace(known[month], fined=known[month].fined + part)
        amount -= part
