"""What every step of a departure has in common: the row under its lock, the second person, the log."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.audit.log import record
from federation.kit.clock import BANGKOK
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.models import Departure
from groups.registry.models import Membership

WITH = (
    "organisation__book",
    "organisation__keeper",
    "membership__person",
    "to",
    "asked_by__person",
    "decided_by__person",
)
ACCOUNTS = ("membership__satja_account", "membership__shares_account", "membership__special_account")


class NotPossible(Refused):
    """Raised when a step does not fit how a departure or a membership stands now."""


class NotYet(Refused):
    """Raised while something stands in the way of leaving; `problems` says each thing and how to mend it."""


class FiguresChanged(Refused):
    """Raised when the net is another now than what the person who decides was shown."""


def locked(departure: Departure) -> Departure:
    """Return a departure as it stands under the lock of its book."""
    lock(departure.organisation.book)
    found = Departure.objects.select_for_update(of=["self"]).select_related(*WITH, *ACCOUNTS)
    return found.get(network_id=departure.network_id, pk=departure.pk)


def check_state(departure: Departure, *states: str) -> None:
    if departure.state not in states:
        words = _("This stands at “%(state)s”. Open it again to see what became of it.")
        raise NotPossible(words % {"state": departure.get_state_display()})


def check_other(first, *, first_at: datetime, by, at: datetime) -> None:
    """Raise `NeedsSecondPerson` unless `by` is another person than who was first, and independent."""
    if by == first:
        raise NeedsSecondPerson(_("Somebody else has to decide this: one asks, another decides."))
    if not independent(first, by, first_at=first_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)


def check_not_own(membership: Membership, *, by) -> None:
    if by.person_id and by.person_id == membership.person_id:
        raise NeedsSecondPerson(_("This is about yourself. Another officer has to do it."))


def check_day(on: date, *, at: datetime) -> None:
    if on > at.astimezone(BANGKOK).date():
        words = _("That day has not come yet.")
        raise NotPossible(words, fields={"on": words})


def note(what: str, departure: Departure, *, by, at: datetime, organisation=None, **after) -> None:
    """Write a step into the log of acts."""
    record(
        what,
        by=by,
        at=at,
        organisation=organisation or departure.organisation,
        about=f"departure:{departure.pk}",
        after={"kind": departure.kind, "membership": str(departure.membership_id), **after},
    )
