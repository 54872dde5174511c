"""Taking back what was recorded of a loan, by the mirror of its entry. Nothing is ever edited."""

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.refusals import Refused
from federation.ledger.posting import EntryKind, reverse
from federation.ledger.twins import OtherBookRefused, mirrors_of, reverse_between
from loans.acts.models import Act, ActKind
from loans.acts.queries import acts_to_strike
from loans.acts.steps.claims import GuarantorCall, InCourt
from loans.acts.steps.guarantors import GuarantorChange
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.acts.steps.losses import WriteOff
from loans.acts.steps.opening import Opening, entry_key
from loans.acts.steps.restructure import Restructure
from loans.lending.models import EventKind, Loan, LoanEvent, LoanState
from loans.lending.queries.borrowers import WITH_BOOKS
from loans.lending.steps.between import posting_day
from loans.lending.steps.contracts import cancel_step
from loans.lending.steps.events import strike_entry_step, strike_step

KIND_OF_TAKEOVER = Opening()
UNDO = {kind.code: kind for kind in (GuarantorCall(), InCourt(), GuarantorChange(), WriteOff(), Restructure())}


class Strike(Kind):
    """data: event, the id of what was recorded; or act, the id of an act that has no event, or of a takeover."""

    code = ActKind.STRIKE
    states = tuple(LoanState)

    def check(self, case):
        if case.loan is None:
            check_opening(case)
        elif case.data.get("act"):
            if not acts_to_strike(case.loan).filter(pk=case.data["act"]).exists():
                raise NotPossible(_("This was taken back already."))
        else:
            check_event(_event(case))

    def may_not_check(self, act, *, by):
        return KIND_OF_TAKEOVER.may_not_check(act.strikes, by=by) if act.loan_id is None else ""

    def carry_out(self, case):
        if case.loan is None:
            return take_back_opening(case)
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


def check_event(event: LoanEvent | None) -> None:
    """Raise `NotPossible` for what was struck already, or came in by an entry that others share."""
    if event is None or event.struck_at:
        raise NotPossible(_("This was taken back already."))
    if event.entry_id and event.entry.kind == EntryKind.SHEET:
        raise NotPossible(_("This was paid on a deposit sheet. Take the whole sheet back, and enter it rightly."))
    if event.entry_id and event.entry.kind == EntryKind.OPENING:
        raise NotPossible(_("Loans taken over together are mended one by one: by a payment, a waiver or a write-off."))


def _event(case: Case) -> LoanEvent | None:
    found = LoanEvent.objects.filter(network_id=case.act.network_id, loan=case.loan, pk=case.data["event"])
    return found.select_related("entry__book").first()


def _strike(event: LoanEvent, case: Case) -> None:
    """Strike an event; where its entry made several, as a loan that pays off another, all of them."""
    alone = (
        not event.entry_id
        or LoanEvent.objects.filter(network_id=event.network_id, entry=event.entry, struck_at=None).count() == 1
    )
    if alone:
        strike_step(event, reason=case.memo, **case.who)
        return
    mirror = _reversed(event.entry, case, loans=[case.loan])
    strike_entry_step(event.entry, reversal=mirror, at=case.at)


def _reversed(entry, case: Case, *, loans: list[Loan]):
    """Return the mirror of an entry, dated as it where all books it touches take that day."""
    on, _concerns = posting_day(loans, entry.on, today=case.at.astimezone(BANGKOK).date())
    return reverse_between(entry, on=on, by=case.by, checked_by=case.checked_by, reason=case.memo).entry


def _reversed_alone(entry, case: Case, *, on) -> None:
    try:
        reverse(entry, on=on, by=case.by, checked_by=case.checked_by, reason=case.memo)
    except Refused as refusal:
        raise OtherBookRefused(entry.book, refusal) from refusal


# A takeover of many loans


def loans_taken(act: Act) -> list[Loan]:
    """Return the loans that a takeover made, by number."""
    found = Loan.objects.filter(network_id=act.network_id, events__entry__key=entry_key(act), events__struck_at=None)
    return list(found.select_related(*WITH_BOOKS).distinct().order_by("number"))


def check_opening(case: Case) -> None:
    """Raise `NotPossible` unless a takeover stands, and nothing was recorded on its loans since."""
    act = Act.objects.filter(
        network_id=case.act.network_id, organisation=case.organisation, pk=case.data["act"]
    ).first()
    loans = loans_taken(act) if act and act.agreed and act.kind == ActKind.OPENING else []
    if not loans:
        raise NotPossible(_("This was taken back already."))
    later = [loan for loan in loans if loan.events.filter(struck_at=None).exclude(kind=EventKind.OPENING).exists()]
    if later:
        shown = {"contracts": ", ".join(loan.contract_no for loan in later[:10])}
        raise NotPossible(_("First take back what was recorded since on these contracts: %(contracts)s.") % shown)


def take_back_opening(case: Case) -> Done:
    """Reverse the entry of a takeover; its loans are cancelled, and their contract numbers free again."""
    act = Act.objects.get(network_id=case.act.network_id, pk=case.data["act"])
    loans = loans_taken(act)
    entry = loans[0].events.select_related("entry__book").get(kind=EventKind.OPENING, struck_at=None).entry
    mirror = _reversed(entry, case, loans=loans)
    for opened in mirrors_of(entry):
        if opened.key == entry.key:  # brought forward in a borrower's own book
            _reversed_alone(opened, case, on=mirror.on)
    strike_entry_step(entry, reversal=mirror, at=case.at)
    for loan in loans:
        loan = cancel_step(loan, on=case.on, reason=case.act.reason)
        loan.contract_no = f"{loan.contract_no[:30]}#{loan.number}"
        loan.save(update_fields=["contract_no"])
    return Done(facts={"act": str(act.pk), "loans": len(loans)})
