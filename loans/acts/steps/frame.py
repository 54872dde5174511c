"""Proposing an act and deciding it: the frame round every kind. Inside the caller's transaction.

What an act would do is found by doing it and taking it back, so that what both people see is what will be posted.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.audit.log import record
from federation.kit.clock import BANGKOK
from federation.kit.ids import new_id
from federation.kit.refusals import Refused
from federation.ledger.journal import entries_after, lines_of
from federation.ledger.months import head_of
from federation.ledger.posting import lock
from federation.ledger.refusals import NeedsSecondPerson
from federation.people.models import User
from loans.acts.models import REASON_LENGTH, Act
from loans.acts.queries import is_bound
from loans.acts.rules import GENERAL_MEETING
from loans.acts.steps.kind import Case, Done
from loans.acts.steps.kinds import KINDS
from loans.lending.models import Loan
from loans.lending.queries.borrowers import WITH_BOOKS, borrower_of
from loans.lending.queries.standing import standing
from loans.lending.steps.independence import check_no_post


class ReasonTooShort(Refused):
    """Raised when somebody proposes an act without saying why."""


class ResolutionMissing(Refused):
    """Raised when an act needs a resolution, or one of the general meeting, and has none."""


class AskedAlready(Refused):
    """Raised when the same kind of act waits for the same loan; `act` is which."""

    def __init__(self, act: Act):
        self.act = act
        super().__init__(_("This is proposed already and waits for another person to decide."))


class DatedAhead(Refused):
    """Raised when an act is dated on a day that has not come, or before the contract."""


class AlreadyDecided(Refused):
    """Raised when an act was decided before, otherwise or by somebody else."""


class OwnLoan(NeedsSecondPerson):
    """Raised when somebody proposes or checks an act on a loan they owe or guarantee."""


class FiguresChanged(Refused):
    """Raised when an act would do something else now than what was shown when it was proposed; `would` is what."""

    def __init__(self, words, *, would: Mapping):
        self.would = would
        super().__init__(words)


def draft_step(organisation, loan: Loan | None, **facts) -> Act:
    """Return an act, not kept, with all that it would do in `would`. Nothing stays written.

    facts: kind, on, data, reason, by and at; with a resolution resolution_no and resolution_on.
    data: what its form said, as JSON can hold it; `resolution_of` in it is "general_meeting" or "committee".
    The caller locks nothing. Raises a `Refused`: of this file, of the kind, of lending, or of the ledger.
    """
    lock(organisation.book)
    act = _proposal(organisation, loan, **facts)
    act.would = _tried(act)
    return act


def _proposal(
    organisation,
    loan: Loan | None,
    *,
    kind: str,
    on: date,
    data: Mapping,
    reason: str,
    resolution_no: str = "",
    resolution_on: date | None = None,
    by,
    at: datetime,
) -> Act:
    """Return an act that may be proposed, not kept and without what it would do."""
    act = Act(
        id=new_id(),
        network_id=organisation.network_key,
        organisation=organisation,
        loan=loan,
        kind=kind,
        on=on,
        data=dict(data),
        reason=" ".join(reason.split()),
        resolution_no=resolution_no.strip(),
        resolution_on=resolution_on,
        asked_by=by,
        asked_at=at,
    )
    act.strikes_id = data.get("act")
    _check_proposal(act)
    return act


def propose_step(organisation, loan: Loan | None, **proposal) -> Act:
    """Keep an act for another person to decide. Arguments and refusals as `draft_step`."""
    act = draft_step(organisation, loan, **proposal)
    act.save(force_insert=True)
    _note_proposed(act)
    return act


def _note_proposed(act: Act) -> None:
    record(
        "loan_act_proposed",
        by=act.asked_by,
        at=act.asked_at,
        organisation=act.organisation,
        about=f"loan_act:{act.pk}",
        after={"kind": act.kind, "day": act.on, "resolution_no": act.resolution_no},
    )


def propose_and_decide_step(organisation, loan: Loan | None, *, checked_by, checked_at: datetime, **proposal) -> Act:
    """Keep an act that one person proposed and another carried out, both known: for the demo and for imports.

    Nothing is tried first. Arguments and refusals as `draft_step` and `decide_step`.
    """
    lock(organisation.book)
    act = _proposal(organisation, loan, **proposal)
    _check_decider(act, agree=True, by=checked_by, at=checked_at)
    act.would, done = _carried_out(act, checked_by=checked_by, at=checked_at)
    act.event, act.agreed, act.decided_by, act.decided_at = done.event, True, checked_by, checked_at
    act.save(force_insert=True)
    _note_proposed(act)
    _note_decided(act)
    return act


def decide_step(act: Act, *, agree: bool, by, at: datetime) -> Act:
    """Carry an act out as another person proposed it, or decline it. The same decision sent again changes nothing.

    Raises `AlreadyDecided`, `NeedsSecondPerson`, `OwnLoan`, `FiguresChanged`, or what carrying it out raises.
    """
    lock(act.organisation.book)
    act = (
        Act.objects.select_for_update(of=["self"])
        .select_related(*DECIDED_WITH)
        .get(network_id=act.network_id, pk=act.pk)
    )
    if act.decided_at:
        if act.decided_by_id == by.pk and act.agreed == agree:
            return act
        raise AlreadyDecided(_("This was decided already. Nothing was changed now."))
    _check_decider(act, agree=agree, by=by, at=at)
    if agree:
        act.event = _carried_out_as_shown(act, by=by, at=at).event
    act.agreed, act.decided_by, act.decided_at = agree, by, at
    act.save(update_fields=["event", "agreed", "decided_by", "decided_at"])
    _note_decided(act)
    return act


def _note_decided(act: Act) -> None:
    what = "loan_act_carried_out" if act.agreed else "loan_act_declined"
    who = {"by": act.decided_by, "at": act.decided_at}
    record(what, **who, organisation=act.organisation, about=f"loan_act:{act.pk}", after={"kind": act.kind})


DECIDED_WITH = ("organisation__book", "loan__membership__member_organisation", "asked_by")


def _check_proposal(act: Act) -> None:
    """Raise unless the act says why, by which resolution, of a day that has come, and by who may."""
    kind = KINDS[act.kind]
    if len(act.reason) < REASON_LENGTH:
        words = _("Write why, in ten letters or more.")
        raise ReasonTooShort(words, fields={"reason": words})
    today = act.asked_at.astimezone(BANGKOK).date()
    if act.on > today:
        words = _("That day has not come yet.")
        raise DatedAhead(words, fields={"on": words})
    if act.loan and act.on < act.loan.signed_on:
        words = _("That day lies before the contract was signed.")
        raise DatedAhead(words, fields={"on": words})
    if kind.needs_resolution and not (act.resolution_no and act.resolution_on):
        words = _("Write the number and the date of the resolution.")
        raise ResolutionMissing(words, fields={"resolution_no": words})
    if act.resolution_on and act.resolution_on > today:
        words = _("That day has not come yet.")
        raise ResolutionMissing(words, fields={"resolution_on": words})
    if act.loan and borrower_of(act.loan):
        check_no_post(act.asked_by, [act.loan.membership], on=today)
    if act.loan and not kind.own_loan and is_bound(act.asked_by, act.loan, on=today):
        raise OwnLoan(_("You owe this loan or guarantee it. Another officer has to propose this."))
    if waiting := _waiting_alike(act):
        raise AskedAlready(waiting)


def _waiting_alike(act: Act) -> Act | None:
    found = Act.objects.filter(network_id=act.network_id, organisation=act.organisation, decided_at=None)
    return found.filter(loan=act.loan, kind=act.kind).first()


def _check_decider(act: Act, *, agree: bool, by, at: datetime) -> None:
    if act.asked_by_id == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if not agree:
        return
    if not independent(act.asked_by, by, first_at=act.asked_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)
    if act.loan and borrower_of(act.loan):
        check_no_post(by, [act.loan.membership], on=at.astimezone(BANGKOK).date())
    if act.loan and is_bound(by, act.loan, on=at.astimezone(BANGKOK).date()):
        raise OwnLoan(_("You owe this loan or guarantee it. Another officer has to check it."))
    if why_not := KINDS[act.kind].may_not_check(act, by=by):
        raise NeedsSecondPerson(why_not)


def _tried(act: Act) -> dict:
    """Return what the act would do: carry it out, write down what happened, and take it all back."""
    second = User.objects.exclude(pk=act.asked_by_id).order_by("pk").first()
    if second is None:
        raise NeedsSecondPerson(_("This needs a second person to check it."))
    with transaction.atomic():
        would, _done = _carried_out(act, checked_by=second, at=act.asked_at)
        transaction.set_rollback(True)
    return would


def _carried_out_as_shown(act: Act, *, by, at: datetime) -> Done:
    """Carry the act out; raise `FiguresChanged` if that does something else than what was shown."""
    would, done = _carried_out(act, checked_by=by, at=at)
    if _agreed_to(would) != _agreed_to(act.would):
        raise FiguresChanged(
            _(
                "The figures of this loan changed since this was proposed, so something else would be posted now."
                " Nothing was posted. Decline this, and let it be proposed again with the new figures."
            ),
            would=would,
        )
    return done


def _agreed_to(would: Mapping) -> tuple:
    """Return the part of what an act does that both people must have seen alike: what is posted, and its facts.

    The day of an entry is not compared: what concerns a closed month is dated when it is carried out.
    """
    lines = [[(line["code"], line["debit"], line["credit"]) for line in entry["lines"]] for entry in would["entries"]]
    return lines, would["facts"]


def _carried_out(act: Act, *, checked_by, at: datetime) -> tuple[dict, Done]:
    """Carry the act out under the book's lock; return what it did, in words for JSON, and the thing itself."""
    kind, loan = KINDS[act.kind], _fresh(act)
    number = head_of(act.organisation.book).number
    case = Case(act, loan, checked_by, at)
    kind.check(case)
    if kind.needs_general_meeting(case) and act.data.get("resolution_of") != GENERAL_MEETING:
        words = _("This needs a resolution of the general meeting; a committee's is not enough.")
        raise ResolutionMissing(words, fields={"resolution_of": words})
    before = _figures(loan, on=act.on)
    done = kind.carry_out(case)
    would = {
        "entries": _entries_since(act.organisation.book, number),
        "facts": done.facts,
        "before": before,
        "after": _figures(_fresh(act), on=act.on),
    }
    return would, done


def _fresh(act: Act) -> Loan | None:
    """Return the act's loan as it stands under the lock, whatever happened to it in memory."""
    if act.loan_id is None:
        return None
    return (
        Loan.objects.select_for_update(of=["self"])
        .select_related(*WITH_BOOKS, "membership__person", "product", "request")
        .get(network_id=act.network_id, pk=act.loan_id)
    )


def _figures(loan: Loan | None, *, on: date) -> dict:
    """Return how a loan stands at the end of a day, as JSON can hold it."""
    if loan is None:
        return {}
    now = standing(loan, on=on)
    amounts = {name: str(getattr(now, name)) for name in ("principal", "interest", "fine", "to_settle")}
    since = now.unpaid_since.isoformat() if now.unpaid_since else None
    return {**amounts, "days_late": now.days_late, "unpaid_since": since, "state": loan.state}


def _entries_since(book, number: int) -> list[dict]:
    """Return the entries written after one number, with their lines, as JSON can hold them."""
    return [
        {
            "on": entry.on.isoformat(),
            "lines": [
                {
                    "code": line.account.code,
                    "th": line.account.name_th,
                    "en": line.account.name_en,
                    "debit": str(line.debit),
                    "credit": str(line.credit),
                }
                for line in lines_of(entry)
            ],
        }
        for entry in entries_after(book, number)
    ]
