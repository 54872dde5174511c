"""Opening, handing on and closing cases."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.people.models import Person
from loans.followup.models import Case, CaseStep, Outcome
from loans.followup.queries.cases import ToOpen, case_of_loan, cases_before, running, to_open, view_of
from loans.followup.queries.people import doer_of
from loans.followup.rules.contact import why_not
from loans.followup.rules.ladder import OPENED, ORDER, RUNGS, place, usual_next
from loans.followup.rules.outcome import case_code
from loans.lending.models import Loan

NEXT_STEPS = ORDER[1:]
BY_HAND = (Outcome.JUDGED, Outcome.WRITTEN_OFF, Outcome.MISTAKEN)


class NotLate(Refused):
    """Raised when a loan is not late, so that it needs no case."""


class CaseThere(Refused):
    """Raised when a loan has an open case already; `case` is which."""

    def __init__(self, case: Case):
        self.case = case
        super().__init__(_("This loan has an open case already: %(code)s.") % {"code": case.code})


class NotThatPerson(Refused):
    """Raised when somebody may not own or do a step of a case."""

    def __init__(self, words, *, field: str = "done_by"):
        super().__init__(words, fields={field: words})


class CaseClosed(Refused):
    """Raised when something is to be done in a case that has ended."""


class MayNotBeWritten(Refused):
    """Raised when a letter cannot go to whom it was meant for."""


class NotThatDay(Refused):
    """Raised when a date cannot be: before the case, or ahead where it must be past."""


def open_case_step(found: ToOpen, *, on: date, by, at) -> Case:
    """Open the case of a late loan. Its code goes where the name does not.

    Raises `NotLate` or `CaseThere`.
    """
    loan = Loan.objects.select_for_update(of=("self",)).get(network_id=found.loan.network_id, pk=found.loan.pk)
    if not found.at.is_late:
        raise NotLate(_("This loan is not late: it needs no case."))
    if there := case_of_loan(loan):
        raise CaseThere(there)
    next_step, next_on = usual_next(OPENED, unpaid_since=found.unpaid_since, on=on)
    case = Case(
        network_id=loan.network_id,
        organisation=loan.organisation,
        loan=loan,
        code=case_code(loan.organisation.code, loan_number=loan.number, serial=cases_before(loan) + 1),
        unpaid_since=found.unpaid_since,
        opened_on=on,
        opened_by=by,
        step=OPENED,
        next_step=next_step,
        next_on=next_on,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as problem:  # somebody else was a moment earlier
        raise CaseThere(case_of_loan(loan)) from problem
    _note(case, "case_opened", by=by, at=at, after={"loan": loan.number, "since": case.unpaid_since})
    return case


@dataclass(frozen=True, slots=True)
class Touched:
    """What one press did: cases opened, and cases closed because they were paid up."""

    opened: list[Case]
    closed: list[Case]


def open_due_cases_step(organisation, *, on: date, by, at) -> Touched:
    """Open a case for every loan that is late long enough, and close those that were paid up meanwhile."""
    opened = [open_case_step(found, on=on, by=by, at=at) for found in to_open(organisation, on=on)]
    return Touched(opened, close_cured_step(organisation, on=on, by=by, at=at))


def close_cured_step(organisation, *, on: date, by, at) -> list[Case]:
    """Close the cases whose loan is paid up, settled, or written off; they leave by themselves otherwise too."""
    over = [view for view in running(organisation, on=on) if view.outcome]
    return [close_case_step(view.case, outcome=view.outcome, on=on, by=by, at=at) for view in over]


def close_case_step(case: Case, *, outcome: str, on: date, by, at) -> Case:
    """Close a case with its outcome. Raises `CaseClosed`."""
    case = locked(case)
    case.outcome, case.closed_on = outcome, on
    case.next_step, case.next_on = "", None
    case.save(update_fields=["outcome", "closed_on", "next_step", "next_on"])
    _note(case, "case_closed", by=by, at=at, after={"outcome": outcome})
    return case


def touched(case: Case, *, on: date, by, at) -> Case | None:
    """Lock a case that somebody is about to work on; close it and return None if it is paid up.

    Raises `CaseClosed`.
    """
    case = locked(case)
    if outcome := view_of(case, on=on).outcome:
        close_case_step(case, outcome=outcome, on=on, by=by, at=at)
        return None
    return case


def locked(case: Case) -> Case:
    """Return a case read again under its lock. Raises `CaseClosed`."""
    people = ("loan__membership__person", "loan__membership__member_organisation", "organisation", "loan__organisation")
    found = Case.objects.select_for_update(of=("self",)).select_related(*people)
    case = found.get(network_id=case.network_id, pk=case.pk)
    if case.closed_on:
        words = _("This case was closed on %(day)s: %(outcome)s.")
        raise CaseClosed(words % {"day": show_date(case.closed_on), "outcome": case.get_outcome_display()})
    return case


def plan_step(case: Case, *, owner: Person | None, next_step: str, next_on: date | None, on: date, by, at) -> Case:
    """Say who sees to a case and what is next by when.

    Raises `NotThatPerson`, `NotThatDay`, `CaseClosed`.
    """
    case = locked(case)
    if owner:
        check_doer(case, owner, step=next_step, on=on, field="owner")
    if next_on and next_on < on:
        words = _("The next step lies ahead: choose today or a later day.")
        raise NotThatDay(words, fields={"next_on": words})
    before = {"owner": case.owner_id, "step": case.next_step, "day": case.next_on}
    case.owner, case.next_step, case.next_on = owner, next_step, next_on
    case.save(update_fields=["owner", "next_step", "next_on"])
    after = {"owner": case.owner_id, "step": next_step, "day": next_on}
    _note(case, "case_planned", by=by, at=at, before=before, after=after)
    return case


def name_contact_step(case: Case, *, named_contact: str, by, at) -> Case:
    """Write down whom the borrower named in writing as somebody who may be told too; an empty text takes it back."""
    case = locked(case)
    case.named_contact = named_contact.strip()
    case.save(update_fields=["named_contact"])
    _note(case, "case_contact_named", by=by, at=at, after={"named": bool(case.named_contact)})
    return case


def check_doer(case: Case, person: Person, *, step: str, on: date, field: str = "done_by") -> None:
    """Raise `NotThatPerson` unless somebody may own or do a step of this case."""
    if words := why_not(doer_of(case, person, on=on), step=step):
        raise NotThatPerson(words, field=field)


def advance(case: Case, *, rung: str, on: date, unpaid_since: date, next_on: date | None = None) -> None:
    """Bring a case to a step of the ladder, and set what usually follows; it never goes down again.

    next_on: the day agreed instead of the usual one.
    """
    if rung and place(rung) >= place(case.step):
        case.step = rung
    case.next_step, usual = usual_next(case.step, unpaid_since=unpaid_since, on=on)
    case.next_on = next_on or usual
    case.save(update_fields=["step", "next_step", "next_on"])


def ask_network_step(case: Case, *, on: date, done_by: Person, note: str, by, at) -> Case:
    """Ask the network for help: from now on its committee sees this case, by code, with the name only inside it (R6).

    Raises `NotThatPerson`, `CaseClosed`, `Refused` when it was asked before.
    """
    case = locked(case)
    if case.with_network_since:
        words = _("The network was asked on %(day)s already.")
        raise Refused(words % {"day": show_date(case.with_network_since)})
    check_doer(case, done_by, step="", on=on)
    case.with_network_since = on
    case.save(update_fields=["with_network_since"])
    write_down(case, kind="network", on=on, done_by=done_by, by=by, at=at, note=note)
    soon = on + timedelta(RUNGS["network"].wait)  # it was handed on, so it is looked at again soon
    advance(case, rung="network", on=on, unpaid_since=case.unpaid_since, next_on=soon)
    _note(case, "case_network_asked", by=by, at=at, after={"day": on})
    return case


def write_down(case: Case, *, kind: str, on: date, done_by: Person, by, at, **facts) -> CaseStep:
    """Write a step into a case."""
    return CaseStep.objects.create(
        network_id=case.network_id,
        case=case,
        kind=kind,
        on=on,
        done_by=done_by,
        written_by=by,
        written_at=at,
        **facts,
    )


def _note(case: Case, what: str, **facts) -> None:
    record(what, organisation=case.organisation, about=f"case:{case.pk}", **facts)
