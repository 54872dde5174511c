"""What may become of an organisation, how figures add up through the levels, and how account numbers are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.money import ZERO
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _

MAY_FOLLOW = {
    "forming": ("active", "closed"),
    "active": ("suspended", "closed"),
    "suspended": ("active", "closed"),
    "closed": (),
}
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?", re.ASCII)


class NotAnAccountNumber(NotReadable):
    """The text is not the number of a bank account."""


def may_follow(state: str) -> tuple[str, ...]:
    """Return the states an organisation may go to next; a closed one stays closed."""
    return MAY_FOLLOW[state]


def is_code(text: str) -> bool:
    """Tell whether a text may stand in addresses as an organisation's code: A-Z, 0-9 and hyphens, up to 20."""
    return bool(_CODE.fullmatch(text))


def read_account_number(text: str) -> str:
    """Read the number of a bank account as its 10 to 15 figures, however it was spaced.

    Raises `NotAnAccountNumber` with a reason of empty, letters or length.
    """
    bare = re.sub(r"[\s\-\u2010-\u2015]", "", without_invisible(to_arabic_digits(text)))
    if not bare:
        raise NotAnAccountNumber(_("Write the account number."), reason="empty")
    if not re.fullmatch(r"\d+", bare, re.ASCII):
        raise NotAnAccountNumber(_("An account number has figures only, like 020-1-23456-7."), reason="letters")
    if not 10 <= len(bare) <= 15:
        words = _("An account number has 10 to 15 figures; this one has %(count)s.")
        raise NotAnAccountNumber(words % {"count": len(bare)}, reason="length")
    return bare


@dataclass(frozen=True, slots=True)
class RollUp:
    """A sum over organisations, in baht or heads, and how many of them gave no figure: no data is not zero."""

    total: Decimal
    known: int
    unknown: int


def roll_up(paths: Iterable[tuple[int, ...]], *, figures: Mapping[int, Decimal | None]) -> dict[int, RollUp]:
    """Add figures up through a tree; return {organisation: its own figure with those of all below it}.

    paths: one for each place in the tree, from the root down. An organisation that is below another by two
    ways counts once. figures: by organisation; None where it is not known; one that is not named is not counted.
    """
    below: dict[int, set[int]] = {}
    for path in paths:
        for upper in path:
            below.setdefault(upper, set()).add(path[-1])
    return {upper: _sum([figures[each] for each in members if each in figures]) for upper, members in below.items()}


def _sum(amounts: list[Decimal | None]) -> RollUp:
    known = [amount for amount in amounts if amount is not None]
    return RollUp(sum(known, ZERO), len(known), len(amounts) - len(known))
