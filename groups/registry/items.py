"""What a column of the deposit sheet is made from. Whatever is owed or saved gives its own items."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from groups.registry.models import Membership


@dataclass(frozen=True)
class Item:
    """One column of the sheet.

    code: its name for ever, as rows of sheets keep it ("satja", "special").
    dues: what each membership owes on this meeting day, by its id, in baht; missing is nothing.
    notes: what the treasurer should know beside a member's cell, by the membership's id.
    account_of: the credits an amount becomes, [(account id, baht)], together the amount. Raises `Refused`.
    step: amounts are a multiple of this (shares: their par).
    collapsed: seldom used; shown on demand on the phone.
    till: where `account_of` keeps what it took, if a step has to record it once the entry stands.
    check: of (membership, {column: baht}), why this column cannot take the row's amount; nothing where it can.
    """

    code: str
    label: object
    account_of: Callable[[Membership, Decimal], list]
    dues: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    step: Decimal | None = None
    collapsed: bool = False
    till: object = None
    check: Callable[[Membership, Mapping[str, Decimal]], object] | None = None
