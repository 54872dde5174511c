"""Taking back a death that was reported wrongly: asked by one person, carried out by another. All stands as before."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.ledger.posting import reverse
from groups.departures.models import Departure, DepartureState
from groups.departures.steps.frame import NotPossible, NotYet, check_other, check_state, locked, note
from groups.promises.steps import recount_step
from groups.registry.models import Office
from groups.registry.steps import take_end_back_step
from loans.lending.models import LoanEvent
from loans.lending.steps.events import strike_step
from welfare.funds.models import Enrolment


def ask_back_step(departure: Departure, *, reason: str, by, at: datetime) -> Departure:
    """Ask another person to take a reported death back. Raises `NotPossible`."""
    departure = locked(departure)
    check_state(departure, DepartureState.ASKED, DepartureState.DECIDED, DepartureState.DONE)
    if not departure.is_death or departure.left_before:
        raise NotPossible(_("Only a death that was reported by mistake is taken back."))
    if not reason.strip():
        words = _("Write the reason.")
        raise NotPossible(words, fields={"reason": words})
    departure.back_reason, departure.back_asked_by, departure.back_asked_at = reason.strip(), by, at
    departure.save(update_fields=["back_reason", "back_asked_by", "back_asked_at"])
    note("leaving_back_asked", departure, by=by, at=at)
    return departure


def take_back_step(departure: Departure, *, on: date, money_is_back: bool = False, by, at: datetime) -> Departure:
    """Take a reported death back: entries by their mirrors, the membership, places and posts as they were.

    money_is_back: that what was paid out lies in the purse again. Raises `NotPossible`, `NotYet`,
    `NeedsSecondPerson`, or what the loans and the ledger raise.
    """
    departure = locked(departure)
    check_state(departure, DepartureState.ASKED, DepartureState.DECIDED, DepartureState.DONE)
    if departure.back_asked_by is None:
        raise NotPossible(_("Let another officer ask for this first, with the reason."))
    check_other(departure.back_asked_by, first_at=departure.back_asked_at, by=by, at=at)
    paid = list(departure.payments.exclude(entry=None).select_related("entry__book"))
    if paid and not money_is_back:
        raise NotYet(_("Money was paid out. Let it be brought back into the same purse first, and say so here."))
    _undo_money(departure, paid, on=on, by=by, at=at)
    membership = take_end_back_step(departure.membership, on=on, by=by, at=at, reason=departure.back_reason)
    recount_step([membership])
    _give_back(departure)
    departure.state, departure.back_by = DepartureState.TAKEN_BACK, by
    departure.save(update_fields=["state", "back_by"])
    note("leaving_taken_back", departure, by=by, at=at)
    return departure


def _undo_money(departure: Departure, paid: list, *, on: date, by, at: datetime) -> None:
    given = {"on": on, "by": departure.back_asked_by, "checked_by": by, "reason": departure.back_reason}
    for payment in paid:
        reverse(payment.entry, **given)
    if departure.entry:
        reverse(departure.entry, **given)
    events = LoanEvent.objects.filter(
        network_id=departure.network_id, entry__event=departure.event, struck_at=None, payer=departure.membership
    )
    for event in events.select_related("loan__organisation__book").order_by("-seq"):
        strike_step(event, at=at, **given)


def _give_back(departure: Departure) -> None:
    """Let the posts and places run on that ended with the death. Funeral rounds are taken back on their own page."""
    for ground in departure.grounds:
        if ground["what"] == "office":
            Office.objects.filter(network_id=departure.network_id, pk=ground["id"]).update(until=ground["until"])
        elif ground["what"] == "place":
            place = Enrolment.objects.filter(network_id=departure.network_id, pk=ground["id"])
            place.update(until=None, why_ended="")
