"""What a row of the sheet comes to, how a sum is spread over what is due, and what lies on the table.

Plain arithmetic in baht with two places; no database.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO

BLANK, PAID, PART, ABSENT, EXCUSED = "blank", "paid", "part", "absent", "excused"
MARKS = (ABSENT, EXCUSED)

NOTES = ["1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.25"]
NOTES_AND_COINS = tuple(Decimal(note) for note in NOTES)


def state_of(amounts: Mapping[str, Decimal], *, dues: Mapping[str, Decimal], mark: str = "") -> str:
    """Return how a row ends: absent or excused as marked, else paid, in part, or blank.

    amounts: what was typed, by column; a column left empty is not in it. Nothing typed at all is a blank row,
    a zero that was typed is an answer. Who pays more than was due has paid.

    Source: domain: 1.3 Deposits; interface: The deposit sheet.
    """
    if mark in MARKS and not any(amounts.values()):
        return mark
    if not amounts:
        return BLANK
    short = any(amounts.get(column, ZERO) < due for column, due in dues.items())
    return PART if short else PAID


def apart(amounts: Mapping[str, Decimal], *, dues: Mapping[str, Decimal], columns: Iterable[str]) -> dict[str, Decimal]:
    """Return {column: baht more than is due, below zero where less} of the columns where the two differ."""
    found = {column: amounts.get(column, ZERO) - dues.get(column, ZERO) for column in columns}
    return {column: more for column, more in found.items() if more}


def to_whole_baht(total: Decimal) -> Decimal:
    """Return what makes a sum whole baht that no coins can make; nothing where they can."""
    return 1 - total % 1 if total % NOTES_AND_COINS[-1] else ZERO


def as_due(dues: Mapping[str, Decimal], *, columns: Sequence[str]) -> dict[str, Decimal]:
    """Return the amounts of a row paid as due: what is due in each column, or one zero where nothing is."""
    amounts = {column: dues[column] for column in columns if dues.get(column)}
    return amounts or dict.fromkeys(columns[:1], ZERO)


@dataclass(frozen=True, slots=True)
class Allocation:
    """A sum spread over what is due; the amounts and what is left over add up to it."""

    amounts: dict[str, Decimal]
    left_over: Decimal


def allocate(total: Decimal, *, dues: Mapping[str, Decimal], order: Iterable[str]) -> Allocation:
    """Spread one sum over what is due, in the group's order; each column gets its due until the money ends.

    What is left over is nobody's guess: the treasurer says where it goes.

    Source: domain: 9, payment_order.

    >>> allocate(Decimal("105.00"), dues={"satja": Decimal("100.00"), "fine": Decimal("10.00")},
    ...          order=["fine", "satja"])
    Allocation(amounts={'fine': Decimal('10.00'), 'satja': Decimal('95.00')}, left_over=Decimal('0.00'))
    """
    amounts, left = {}, total
    for column in order:
        if part := min(left, dues.get(column, ZERO)):
            amounts[column] = part
            left -= part
    return Allocation(amounts, left)


def is_multiple(amount: Decimal, *, step: Decimal | None) -> bool:
    """Tell whether an amount is made of whole steps (shares: of their par)."""
    return not step or amount % step == 0


def cash_of(counted: Mapping[Decimal, int]) -> Decimal:
    """Return what notes and coins come to, in baht. Raises ValueError for a note that does not exist."""
    if strange := [note for note in counted if note not in NOTES_AND_COINS]:
        raise ValueError(f"no such note or coin: {strange[0]}")
    if any(number < 0 for number in counted.values()):
        raise ValueError("notes are not counted below zero")
    return sum((note * number for note, number in counted.items()), ZERO)


def seen(version: int, *, mark: str, amounts: Mapping[str, Decimal], payer: int | None) -> str:
    """Return what a form remembers of a row it drew: the version, and a digest of what stood in its boxes.

    With the version one sees that somebody else wrote meanwhile, with the digest that this person did.
    """
    body = json.dumps([mark, {column: str(amount) for column, amount in amounts.items()}, payer], sort_keys=True)
    return f"{version}.{hashlib.sha256(body.encode()).hexdigest()[:8]}"


def wrong_envelopes(payers: Mapping) -> set:
    """Return the members who name a payer that is not on the sheet, or whose own money came with a third.

    payers: for each member on the sheet the one who brought the money, or None.
    """
    return {member for member, payer in payers.items() if payer and (payer not in payers or payers[payer])}
