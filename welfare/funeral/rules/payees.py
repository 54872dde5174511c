"""Who is paid at a death, and how much each. No Django here.

The order is the rule's, and leaving it is explained in writing; the shares of what is paid are exact.
Source: domain: 2 Funeral aid, payee order; 10, trap 3 (order not enforced in a real system).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import split
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

NAMED, PARENTS, CHILDREN, SPOUSE, ARRANGER = "named", "parents", "children", "spouse", "arranger"
ORDER = (NAMED, PARENTS, CHILDREN, SPOUSE, ARRANGER)
WHOLE = Decimal("100.00")


class NotInOrder(Refused):
    """Raised when money would go past somebody who comes before, without a reason in writing."""


class BadShares(Refused):
    """Raised when shares do not make a whole, or more would share than the terms let."""


@dataclass(frozen=True, kw_only=True)
class Payee:
    """One who is paid. percent: their share of what is paid; why_not_named: why nobody before them gets it."""

    kind: str
    name: str
    percent: Decimal
    relation: str = ""
    why_not_named: str = ""


@dataclass(frozen=True)
class Share:
    """What one payee gets, in baht."""

    payee: Payee
    amount: Decimal


def before(kind: str) -> tuple[str, ...]:
    """Return the kinds that come before one.

    >>> before("children")
    ('named', 'parents')
    """
    return ORDER[: ORDER.index(kind)]


def order(
    payees: Sequence[Payee],
    *,
    net: Decimal,
    most: int,
    named: Collection[str] | None = None,
    known: Collection[str] = (),
) -> list[Share]:
    """Share `net` baht among payees, in the order given; the sums add up to it by largest remainder.

    most: how many may share, by the terms. named: the names that the member put down, only they are "named"; None
    where that is not looked at. known: kinds of people known to be there; the refusal names who is passed over.
    Raises `NotInOrder` or `BadShares`.
    """
    _check_shares(payees, most=most)
    for payee in payees:
        _check_place(payee, named=named, known=known)
    amounts = split(net, [payee.percent for payee in payees])
    if not all(amounts):
        raise BadShares(_("This is too little to be shared among so many."))
    return [Share(payee, amount) for payee, amount in zip(payees, amounts, strict=True)]


def _check_shares(payees: Sequence[Payee], *, most: int) -> None:
    if not payees:
        raise BadShares(_("Write who is paid."))
    if len(payees) > most:
        raise BadShares(_("By the terms at most %(most)s persons share the money.") % {"most": most})
    if any(payee.percent <= 0 for payee in payees) or sum(payee.percent for payee in payees) != WHOLE:
        raise BadShares(_("The shares make 100.00 per cent together, each above zero."))
    if any(not payee.name.strip() for payee in payees):
        raise BadShares(_("Write the name of everybody who is paid."))


def _check_place(payee: Payee, *, named: Collection[str] | None, known: Collection[str]) -> None:
    if payee.kind not in ORDER:
        raise NotInOrder(_("Choose what the payee is to the dead."))
    if payee.kind == NAMED:
        _check_named(payee, named=named)
        return
    passed = [kind for kind in before(payee.kind) if kind in known or (kind == NAMED and named)]
    if not payee.why_not_named.strip():
        words = (
            _("Somebody comes before %(name)s: %(passed)s. Write why the money does not go there.")
            if passed
            else _("%(name)s is not the named person. Write why: for example that nobody was named.")
        )
        shown = {"name": payee.name, "passed": ", ".join(str(KIND_WORDS[kind]) for kind in passed)}
        raise NotInOrder(words % shown, fields={"why_not_named": words % shown})


def _check_named(payee: Payee, *, named: Collection[str] | None) -> None:
    if named is None or payee.name.strip() in {name.strip() for name in named}:
        return
    words = _("%(name)s was not named by the member. Named: %(named)s.") if named else _("The member named nobody.")
    raise NotInOrder(words % {"name": payee.name, "named": ", ".join(named)})


KIND_WORDS = {
    NAMED: _("the named person"),
    PARENTS: _("parents"),
    CHILDREN: _("children and heirs"),
    SPOUSE: _("lawful spouse"),
    ARRANGER: _("who arranges the funeral, or the estate's manager"),
}
