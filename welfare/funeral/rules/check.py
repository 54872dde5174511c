"""A list of who paid, as an office sends it, held against who was expected to pay (reverse check). No Django here.

A row goes by its number; the name only doubts it. Somebody of a like name and no number is shown, never matched in
silence, and nothing is booked by a list. Source: domain: 2 Funeral aid, collection; cases: 24.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from federation.kit.money import ZERO
from federation.kit.names import split_name
from federation.kit.thai import skeleton

PAID, PAID_BEFORE, MISSING, NOT_PAID = "paid", "paid_before", "missing", "not_paid"
OTHER_SUM, OTHER_NAME = "other_sum", "other_name"
# What becomes of everybody expected, each in one of these: together they are all who were expected.
FATES = (PAID, PAID_BEFORE, MISSING, NOT_PAID, OTHER_SUM, OTHER_NAME)

UNKNOWN, TWICE, LIKE_NAME = "unknown", "twice", "like_name"
# What is odd about a row that stands for nobody expected.
ODD = (UNKNOWN, TWICE, LIKE_NAME)


_PARTS = ("fates", "odd")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Somebody who is to pay: number in the scheme, name, baht; paid_before: had paid before the list came."""

    number: int
    name: str
    amount: Decimal
    paid_before: bool = False


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A row of the list: its line in the file, what it says of number and name, and baht (None: left empty)."""

    line: int
    number: int | None
    name: str
    amount: Decimal | None


@dataclass(frozen=True)
class Found:
    """What became of everybody expected, {fate: [(number, line)]}, and the odd rows, {kind: [(line, number)]}."""

    fates: dict[str, list[tuple[int, int | None]]] = field(default_factory=lambda: {fate: [] for fate in FATES})
    odd: dict[str, list[tuple[int, int | None]]] = field(default_factory=lambda: {kind: [] for kind in ODD})

    @property
    def expected(self) -> int:
        """How many were expected: the fates together."""
        return sum(map(len, self.fates.values()))

    def count(self, kind: str) -> int:
        return len(self.fates.get(kind, self.odd.get(kind, ())))

    def to_data(self) -> dict:
        """Return it as JSON can hold it: numbers and lines only, no names."""
        return {"fates": _plain(self.fates), "odd": _plain(self.odd)}

    @classmethod
    def from_data(cls, data: dict) -> "Found":
        read = {part: {kind: [tuple(pair) for pair in data[part][kind]] for kind in data[part]} for part in _PARTS}
        return cls(read["fates"], read["odd"])


def compare(expected: Sequence[Expected], rows: Iterable[ListRow]) -> Found:
    """Hold a list against who was expected to pay; everybody expected ends in one of `FATES`."""
    found, by_number = Found(), {one.number: one for one in expected}
    by_name = {_bones(one.name): one for one in expected}
    seen: dict[int, ListRow] = {}
    for row in rows:
        one = by_number.get(row.number)
        if one is None:
            alike = by_name.get(_bones(row.name)) if row.name.strip() else None
            found.odd[LIKE_NAME if alike else UNKNOWN].append((row.line, alike.number if alike else None))
        elif row.number in seen:
            found.odd[TWICE].append((row.line, row.number))
        else:
            seen[row.number] = row
    for one in expected:
        row = seen.get(one.number)
        found.fates[_fate(one, row)].append((one.number, row.line if row else None))
    return found


def _fate(one: Expected, row: ListRow | None) -> str:
    if one.paid_before:
        return PAID_BEFORE
    if row is None:
        return MISSING
    if row.name.strip() and _bones(row.name) != _bones(one.name):
        return OTHER_NAME
    if row.amount in (None, ZERO):
        return NOT_PAID
    return PAID if row.amount == one.amount else OTHER_SUM


def _bones(name: str) -> str:
    """Return a name without its title, spaces, tones and look-alikes."""
    parts = split_name(name)
    return skeleton(f"{parts.given} {parts.family}")


def _plain(groups: dict) -> dict:
    return {kind: [list(pair) for pair in pairs] for kind, pairs in groups.items()}
