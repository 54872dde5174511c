"""Putting out who has not paid: a written notice first, then a person decides. Never by the program alone.

They stand in the caller's transaction. Source: domain: 2 Funeral aid, lose membership; features 118.
"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from welfare.funeral.models import Covered, CoveredEvent, CoveredState, DeathDue
from welfare.funeral.queries.lapse import Proposal, lapse_proposal
from welfare.funeral.steps.people import change_step, check_day, check_own


class NothingProposed(Refused):
    """Raised when the terms do not let somebody be put out: paid in the meantime, or too few cases."""


class NoticeMissing(Refused):
    """Raised when the written notice has not gone out, or its days have not passed."""


def notice_step(covered: Covered, *, on: date, by, at: datetime) -> CoveredEvent:
    """Note that a written notice went out on a day, for the cases that are proposed. Raises `NothingProposed`."""
    proposal = _proposed(covered, on=on)
    check_day(on, at=at)
    unpaid = [due.pk for due in proposal.unpaid]
    DeathDue.objects.filter(network_id=covered.network_id, pk__in=unpaid, notice_on=None).update(notice_on=on)
    return CoveredEvent.objects.create(
        network_id=covered.network_id,
        covered=covered,
        state=proposal.covered.state,
        on=on,
        notice_on=on,
        by=by,
        at=at,
    )


def put_out_step(
    covered: Covered, *, on: date, reason: str, resolution_no: str, resolution_on: date, by, at: datetime
) -> Covered:
    """Put out who has not paid, after the notice and its days, by a resolution; the family's places end along.

    Raises `NothingProposed`, `NoticeMissing`, `PaperMissing` or `NotThatStep`.
    """
    check_own(covered, by=by)
    proposal = _proposed(covered, on=on)
    if proposal.may_from is None:
        raise NoticeMissing(_("Nobody is put out without a written notice. Write it and note the day it went out."))
    if on < proposal.may_from:
        words = _("The notice of %(noticed)s leaves time to pay. Putting out is possible from %(day)s on.")
        shown = {"noticed": show_date(proposal.noticed_on), "day": show_date(proposal.may_from)}
        raise NoticeMissing(words % shown, fields={"on": words % shown})
    facts = {"on": on, "reason": reason, "resolution": (resolution_no, resolution_on)}
    return change_step(covered, state=CoveredState.EXPELLED, notice_on=proposal.noticed_on, **facts, by=by, at=at)


def _proposed(covered: Covered, *, on: date) -> Proposal:
    Covered.objects.select_for_update().get(network_id=covered.network_id, pk=covered.pk)
    proposal = lapse_proposal(covered, on=on)
    if proposal is None:
        raise NothingProposed(_("By the terms nothing speaks for putting this person out on that day."))
    return proposal
