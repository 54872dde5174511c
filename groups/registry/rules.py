"""A membership's life: which state may follow which; whom a member names. Plain, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.wording import gettext_lazy as _

APPLIED, ADMITTED, ON_HOLD = "applied", "admitted", "on_hold"
ENDED = ("resigned", "expelled", "died")

# Source: domain, 1.2 Membership rules. Who left comes back under a new number; who applied may withdraw.
MAY_FOLLOW = {
    APPLIED: (ADMITTED, "resigned"),
    ADMITTED: (ON_HOLD, *ENDED),
    ON_HOLD: (ADMITTED, *ENDED),
    **dict.fromkeys(ENDED, ()),
}


def may_follow(state: str) -> tuple[str, ...]:
    """Return the states a membership in `state` may go to."""
    return MAY_FOLLOW[state]


def leaves_elsewhere(membership, state: str) -> bool:
    """Tell whether this step ends the membership of a person, with money to settle: that has pages of its own."""
    return bool(membership.person_id) and state in ENDED and membership.state != APPLIED


def needs_reason(state: str) -> bool:
    """Tell whether going to a state is explained in writing: all but an ordinary admission."""
    return state != ADMITTED


def needs_resolution(state: str) -> bool:
    """Tell whether the committee must have resolved on it: to expel somebody."""
    return state == "expelled"


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody named for the case of death, with a share in per cent."""

    name: str
    relation: str
    percent: Decimal
    phone: str = ""


def wrong_heirs(heirs: Sequence[Heir], *, most: int) -> list:
    """Return a sentence for each thing wrong with a set of names. Source: domain, 1.2, beneficiaries."""
    found = []
    if not heirs:
        found.append(_("Name at least one person."))
    if len(heirs) > most:
        found.append(_("By the bylaws at most %(most)s persons are named.") % {"most": most})
    if any(not heir.name.strip() or not heir.relation.strip() for heir in heirs):
        found.append(_("Write of everyone the name and how they are related."))
    if any(not 0 < heir.percent <= 100 for heir in heirs):
        found.append(_("Every share lies above 0 and is at most 100."))
    total = sum((heir.percent for heir in heirs), Decimal(0))
    if heirs and total != 100:
        found.append(_("The shares add up to %(total)s; together they have to be 100.") % {"total": f"{total:.2f}"})
    return found


def is_called(name: str, person) -> bool:
    """Tell whether a typed name is that of a person, with or without the title; spaces do not count."""
    typed = "".join(name.split())
    names = (person.name, f"{person.given}{person.middle}{person.family}")
    return any(typed == "".join(one.split()) for one in names)
