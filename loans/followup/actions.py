"""What people do in cases, each as one transaction. None of it moves money."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.people.models import Person
from loans.followup.models import Case, CaseStep, Letter, PaymentPromise
from loans.followup.queries.cases import ToOpen
from loans.followup.steps import cases, doings, letters
from loans.followup.steps.cases import Touched
from loans.followup.steps.doings import Doing
from loans.followup.steps.letters import Writing
from loans.lending.models import Guarantee


@transaction.atomic(durable=True)
def open_due_cases(organisation, *, on: date, by, at) -> Touched:
    """Open every case that is due, and close those that were paid up; see `cases.open_due_cases_step`."""
    return cases.open_due_cases_step(organisation, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def open_case(found: ToOpen, *, on: date, by, at) -> Case:
    """Open one case by hand. Raises `NotLate` or `CaseThere`."""
    return cases.open_case_step(found, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def close_case(case: Case, *, outcome: str, on: date, by, at) -> Case:
    """Close a case by hand. Raises `CaseClosed`."""
    return cases.close_case_step(case, outcome=outcome, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def plan(case: Case, *, owner: Person | None, next_step: str, next_on: date | None, on: date, by, at) -> Case:
    """Say who sees to a case and what comes next; see `cases.plan_step`."""
    return cases.plan_step(case, owner=owner, next_step=next_step, next_on=next_on, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def name_contact(case: Case, *, named_contact: str, by, at) -> Case:
    """Write down who else may be told; see `cases.name_contact_step`."""
    return cases.name_contact_step(case, named_contact=named_contact, by=by, at=at)


@transaction.atomic(durable=True)
def ask_network(case: Case, *, on: date, done_by: Person, note: str, by, at) -> Case:
    """Ask the network for help; see `cases.ask_network_step`."""
    return cases.ask_network_step(case, on=on, done_by=done_by, note=note, by=by, at=at)


@transaction.atomic(durable=True)
def do(case: Case, doing: Doing, *, today: date, by, at) -> CaseStep | None:
    """Write down what was done; see `doings.do_step`."""
    return doings.do_step(case, doing, today=today, by=by, at=at)


@transaction.atomic(durable=True)
def promise(
    case: Case,
    *,
    amount: Decimal,
    due_on: date,
    made_on: date,
    today: date,
    by,
    at,
    by_guarantee: Guarantee | None = None,
) -> PaymentPromise | None:
    """Write down a promise to pay; see `doings.promise_step`."""
    facts = {"amount": amount, "due_on": due_on, "made_on": made_on, "by_guarantee": by_guarantee}
    return doings.promise_step(case, **facts, today=today, by=by, at=at)


@transaction.atomic(durable=True)
def write_letter(case: Case, writing: Writing, *, on: date, by, at) -> Letter | None:
    """Write a letter with the sums of its day; see `letters.write_letter_step`."""
    return letters.write_letter_step(case, writing, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def post_letter(letter: Letter, *, posted_on: date, posted_as: str, today: date, by, at) -> Letter:
    """Write down that a letter was sent; see `letters.letter_posted_step`."""
    return letters.letter_posted_step(letter, posted_on=posted_on, posted_as=posted_as, today=today, by=by, at=at)
