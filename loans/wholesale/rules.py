"""Where the money of a fund is: lent on, used by the group itself, lost, or still in its box.

What is owed to the lender is always the sum of the four. Where members' repayments came in more slowly than the group
paid the lender, the box has given of its own: then what is in the box stands below zero.

Source: features 107 and N9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO, round_satang

BORROWED, PAID, LENT, CAME_BACK, USED, RETURNED, LOST, RECOVERED = (
    "borrowed",
    "paid",
    "lent",
    "came_back",
    "used",
    "returned",
    "lost",
    "recovered",
)
# What each movement does, as (owed, lent on, used, lost); what it does to the box follows.
EFFECTS = {
    BORROWED: (1, 0, 0, 0),
    PAID: (-1, 0, 0, 0),
    LENT: (0, 1, 0, 0),
    CAME_BACK: (0, -1, 0, 0),
    USED: (0, 0, 1, 0),
    RETURNED: (0, 0, -1, 0),
    LOST: (0, 0, 0, 1),
    RECOVERED: (0, 0, 0, -1),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that happened to the money of a fund. amount: baht above zero; loan: of a member, where it is one.

    A loan to a member that is given up is two movements on one day: it came back as nothing, and was lost.
    """

    on: date
    kind: str
    amount: Decimal
    entry: int | None = None
    loan: object = None
    words: object = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the money is, in baht."""

    owed: Decimal = ZERO
    on_lent: Decimal = ZERO
    used: Decimal = ZERO
    lost: Decimal = ZERO

    @property
    def unlent(self) -> Decimal:
        """What is in the box of it; below zero, what the group has put in of its own."""
        return self.owed - self.on_lent - self.used - self.lost

    @property
    def own(self) -> Decimal:
        """What the group has put in of its own."""
        return max(-self.unlent, ZERO)

    def after(self, movement: Movement) -> "Place":
        signs = EFFECTS[movement.kind]
        parts = (self.owed, self.on_lent, self.used, self.lost)
        return Place(*(part + sign * movement.amount for part, sign in zip(parts, signs, strict=True)))


def place(movements: Iterable[Movement]) -> Place:
    """Return where the money is after all these.

    >>> day = date(2025, 2, 5)
    >>> place([Movement(day, BORROWED, Decimal("24.00")), Movement(day, LENT, Decimal("20.00"))]).unlent
    Decimal('4.00')
    """
    found = Place()
    for movement in movements:
        found = found.after(movement)
    return found


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return hundredths with two places; None of nothing."""
    return round_satang(part * 100 / whole) if whole else None
