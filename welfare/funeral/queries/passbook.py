"""What a member was asked for and brought, death by death, with what is still owed after each line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.models import Covered, DeathDue, DeathPaid, DeathState


@dataclass(frozen=True)
class PassbookLine:
    """A line of a member's book in a scheme, in baht: asked or brought, and what is owed after it."""

    on: date
    what: Sentence
    asked: Decimal | None
    brought: Decimal | None
    owed: Decimal


def passbook(covered: Covered) -> list[PassbookLine]:
    """Return the dues of a covered person's member and what was brought for them, oldest first."""
    dues = DeathDue.objects.filter(
        network_id=covered.network_id, death__scheme_id=covered.scheme_id, membership_id=covered.membership_id
    )
    dues = list(dues.exclude(death__state=DeathState.TAKEN_BACK).select_related("death").order_by("death__number"))
    moves = [*_asked(dues), *_given_up(dues), *_brought(covered, dues)]
    lines, owed = [], ZERO
    for on, _order, what, asked, brought in sorted(moves, key=lambda move: move[:2]):
        owed += (asked or ZERO) - (brought or ZERO)
        lines.append(PassbookLine(on, what, asked, brought, owed))
    return lines


def _asked(dues: list[DeathDue]):
    words = _("Death no. %(number)s")
    return [(due.death.claimed_on, 0, words % {"number": due.death.number}, due.amount, None) for due in dues]


def _given_up(dues: list[DeathDue]):
    words = _("Given up by resolution, death no. %(number)s")
    return [
        (due.settled_on or due.death.claimed_on, 2, words % {"number": due.death.number}, None, due.given_up)
        for due in dues
        if due.given_up
    ]


def _brought(covered: Covered, dues: list[DeathDue]):
    numbers = {due.pk: due.death.number for due in dues}
    paid = DeathPaid.objects.filter(network_id=covered.network_id, due__in=dues, struck_by=None)
    words = _("Brought for death no. %(number)s")
    return [(one.on, 1, words % {"number": numbers[one.due_id]}, None, one.amount) for one in paid.order_by("on", "pk")]
