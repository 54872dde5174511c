"""Taking back what was recorded of a loan, by the mirror of its entry. Nothing is ever edited."""

from django.utils.translation import gettext_lazy as _

from federation.ledger.months import is_open
from federation.ledger.posting import EntryKind, reverse
from loans.acts.models import Act, ActKind
from loans.acts.queries import acts_to_strike
from loans.acts.steps.claims import GuarantorCall, InCourt
from loans.acts.steps.guarantors import GuarantorChange
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.acts.steps.losses import WriteOff
from loans.acts.steps.restructure import Restructure
from loans.lending.models import LoanEvent, LoanState
from loans.lending.steps.events import strike_entry_step, strike_step

UNDO = {kind.code: kind for kind in (GuarantorCall(), InCourt(), GuarantorChange(), WriteOff(), Restructure())}


class Strike(Kind):
    """data: event, the id of what was recorded; or act, the id of an act that has no event."""

    code = ActKind.STRIKE
    states = tuple(LoanState)

    def check(self, case):
        super().check(case)
        if case.data.get("act"):
            if not acts_to_strike(case.loan).filter(pk=case.data["act"]).exists():
                raise NotPossible(_("This was taken back already."))
            return
        event = _event(case)
        if event is None or event.struck_at:
            raise NotPossible(_("This was taken back already."))
        if event.entry_id and event.entry.kind == EntryKind.SHEET:
            words = _("This was paid on a deposit sheet. Take the whole sheet back, and enter it rightly.")
            raise NotPossible(words)
        if event.entry_id and event.entry.kind == EntryKind.OPENING:
            words = _("Loans taken over together are mended one by one: by a payment, a waiver or a write-off.")
            raise NotPossible(words)

    def carry_out(self, case):
        if case.data.get("act"):
            act = Act.objects.get(network_id=case.act.network_id, pk=case.data["act"])
            UNDO[act.kind].undo(act, case)
            return Done(facts={"act": str(act.pk)})
        event = _event(case)
        _strike(event, case)
        act = Act.objects.filter(network_id=event.network_id, event=event, agreed=True).first()
        if act and act.kind in UNDO:
            case.loan.refresh_from_db()
            UNDO[act.kind].undo(act, case)
        return Done(facts={"event": str(event.pk)})


def _event(case: Case) -> LoanEvent | None:
    found = LoanEvent.objects.filter(network_id=case.act.network_id, loan=case.loan, pk=case.data["event"])
    return found.select_related("entry__book").first()


def _strike(event: LoanEvent, case: Case) -> None:
    """Strike an event; where its entry made several, as a loan that pays off another, all of them."""
    reason = case.act.reason
    alone = (
        not event.entry_id
        or LoanEvent.objects.filter(network_id=event.network_id, entry=event.entry, struck_at=None).count() == 1
    )
    if alone:
        strike_step(event, reason=reason, **case.who)
        return
    on = event.entry.on if is_open(case.book, event.entry.on) else case.on
    mirror = reverse(event.entry, on=on, by=case.by, checked_by=case.checked_by, reason=reason).entry
    strike_entry_step(event.entry, reversal=mirror, at=case.at)
