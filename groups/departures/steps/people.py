"""Who stands behind the money of a departure: at least three people, none of whom it is paid to.

Source: domain, 9, caution 8; 1.2 Membership rules, death: paid to who was named, before others.
"""

from django.utils.translation import gettext_lazy as _

from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.models import Departure, PaidOut
from groups.registry.rules import is_called

LEAST = 3


def check_may_prepare(payment: PaidOut, departure: Departure, *, by) -> None:
    """Raise `NeedsSecondPerson` if `by` must not prepare a payment: who reported a death, or who is paid."""
    _check_reporter(departure, by=by)
    check_not_paid(departure, [payment.name], departure.decided_by, by)


def check_may_pay(payment: PaidOut, departure: Departure, *, by) -> None:
    """Raise `NeedsSecondPerson` unless three people at least asked, decided, prepared and paid."""
    _check_reporter(departure, by=by)
    check_not_paid(departure, [payment.name], departure.decided_by, payment.by, by)
    if len({departure.asked_by_id, departure.decided_by_id, payment.by_id, by.pk}) < LEAST:
        words = _("Only two people stand behind this money so far. A third has to prepare it or pay it out.")
        raise NeedsSecondPerson(words)


def check_not_paid(departure: Departure, names, *officers) -> None:
    """Raise `NeedsSecondPerson` if one of `officers`, or who reported a death, bears the name of who is paid."""
    reporters = [departure.asked_by] if departure.is_death else []
    for officer in [*reporters, *officers]:
        check_no_heir(officer, names)


def check_no_heir(officer, names) -> None:
    """Raise `NeedsSecondPerson` if money would come to an officer who does something about it."""
    if officer.person_id and any(is_called(name, officer.person) for name in names):
        words = _(
            "%(name)s would be paid here, and reports, decides, prepares or pays as an officer. Let officers act who"
            " get nothing; a death that an heir reported is taken back and reported by another officer."
        )
        raise NeedsSecondPerson(words % {"name": officer.person.name})


def _check_reporter(departure: Departure, *, by) -> None:
    if departure.is_death and by.pk == departure.asked_by_id:
        words = _("You reported this death. Other officers prepare and pay what it leaves.")
        raise NeedsSecondPerson(words)
