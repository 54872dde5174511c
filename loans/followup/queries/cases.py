"""Cases as they stand on a day: late or paid up, what was promised, what is to be done next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from federation.kit.money import ZERO
from loans.arrears.queries.meetings import meetings_not_entered, waits_for_sheet
from loans.arrears.queries.portfolio import LoanAt, network_portfolio, portfolio
from loans.followup.models import Case, CaseStep, Letter, PaymentPromise
from loans.followup.rules import promises as promise_rules
from loans.followup.rules.kinds import rungs_done
from loans.followup.rules.ladder import RUNGS, opens_on
from loans.followup.rules.outcome import outcome_of
from loans.followup.rules.promises import BROKEN, Promised, judged
from loans.lending.models import EventKind, Loan, LoanEvent

PAID = (EventKind.REPAYMENT, EventKind.PREPAYMENT, EventKind.RECOVERY)
PEOPLE = ("loan__membership__person", "loan__membership__member_organisation", "owner", "organisation")


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise to pay with what became of it."""

    promise: PaymentPromise
    state: str


@dataclass(slots=True)
class CaseView:
    """A case on a day. at: how its loan stands, while it runs. outcome: how it ended, stored or as the loan tells."""

    case: Case
    on: date
    at: LoanAt | None
    outcome: str
    promises: list[PromiseView] = field(default_factory=list)
    steps: list[CaseStep] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.case.closed_on is None and not self.outcome

    @property
    def has_broken_promise(self) -> bool:
        """Whether the promise due last was broken: one that was kept since makes up for it."""
        settled = [view for view in self.promises if view.state != promise_rules.WAITING]
        return bool(settled) and max(settled, key=lambda view: view.promise.due_on).state == BROKEN

    @property
    def is_due(self) -> bool:
        return self.is_open and self.case.next_on is not None and self.case.next_on <= self.on

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.case.next_on is not None and self.case.next_on < self.on

    @property
    def work(self) -> str:
        """In which state of work the case is: over, broken, overdue, due or later."""
        if not self.is_open:
            return "over"
        if self.has_broken_promise:
            return "broken"
        return "overdue" if self.is_overdue else "due" if self.is_due else "later"

    @property
    def days(self) -> int:
        return self.at.standing.days if self.at else 0

    @property
    def principal(self) -> Decimal:
        return self.at.principal if self.at else ZERO

    @property
    def overdue(self) -> Decimal:
        return self.at.overdue if self.at else ZERO

    @property
    def order(self) -> tuple:
        """Broken promises first, then what has waited longest."""
        return (not self.has_broken_promise, self.case.next_on or date.max, self.case.code)


def cases_of(organisation) -> QuerySet[Case]:
    """Return the cases of an organisation with borrower and owner."""
    found = Case.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return found.select_related(*PEOPLE)


def case_coded(organisation, code: str) -> Case | None:
    """Return the case of a code, or None."""
    return cases_of(organisation).filter(code=code).first()


def case_of_loan(loan: Loan) -> Case | None:
    """Return the open case of a loan, or None."""
    return Case.objects.filter(network_id=loan.network_id, loan=loan, closed_on=None).first()


def open_cases(organisation, *, on: date) -> list[CaseView]:
    """Return the cases that are still late on a day: broken promises first, then by their next date. Five queries."""
    return [view for view in running(organisation, on=on) if view.is_open]


def running(organisation, *, on: date) -> list[CaseView]:
    """Return the cases that nobody closed yet, the paid up ones with their outcome, in the order of work."""
    cases = list(cases_of(organisation).filter(closed_on=None))
    return sorted(views_of(cases, at=portfolio(organisation, on=on), on=on), key=lambda view: view.order)


def due_today(organisation, on: date, person=None) -> list[CaseView]:
    """Return the cases to be worked on by a day: their date has come, or a promise was broken. person: its owner."""
    found = [view for view in open_cases(organisation, on=on) if view.is_due or view.has_broken_promise]
    return [view for view in found if person is None or view.case.owner_id == person.pk]


def handed_to_network(network, *, on: date) -> list[CaseView]:
    """Return the running cases of all its groups that a network was asked to help with."""
    asked = Case.objects.filter(network_id=network.pk, closed_on=None, with_network_since__isnull=False)
    cases = list(asked.select_related(*PEOPLE))
    at = network_portfolio(network, on=on) if cases else []
    return sorted(views_of(cases, at=at, on=on), key=lambda view: view.order)


def view_of(case: Case, *, on: date) -> CaseView:
    """Return one case as it stands on a day."""
    [found] = views_of([case], at=portfolio(case.organisation, on=on), on=on)
    return found


def views_of(cases: Iterable[Case], *, at: Iterable[LoanAt], on: date) -> list[CaseView]:
    """Return cases as they stand on a day. at: the loans that run then. Three queries, however many cases."""
    cases = list(cases)
    loans = {one.loan_id: one for one in at}
    steps, promised, paid = steps_by_case(cases), _promises_by_case(cases), payments_by_loan(cases)
    return [
        CaseView(
            case=case,
            on=on,
            at=loans.get(case.loan_id),
            outcome=case.outcome or _outcome(case, loans.get(case.loan_id), steps=steps.get(case.pk, [])),
            promises=_judged(promised.get(case.pk, []), paid=paid.get(case.loan_id, []), on=on),
            steps=steps.get(case.pk, []),
        )
        for case in cases
    ]


def _outcome(case: Case, at: LoanAt | None, *, steps: list[CaseStep]) -> str:
    return outcome_of(
        loan_state=case.loan.state,
        days_late=at.standing.days if at else 0,
        steps=[key for key, _day in rungs_done(steps)],
        opened_on=case.opened_on,
        restructured_on=case.loan.restructured_on,
    )


def _judged(promises: list[PaymentPromise], *, paid: list[LoanEvent], on: date) -> list[PromiseView]:
    given = [Promised(one.made_on, one.due_on, one.amount) for one in promises]
    states = judged(given, payments=[(event.on, event.amount) for event in paid], on=on)
    return [PromiseView(one, state) for one, state in zip(promises, states, strict=True)]


def steps_by_case(cases: list[Case]) -> dict:
    """Return {case id: what was written down, in order}."""
    found = CaseStep.objects.filter(case__in=cases).select_related(
        "done_by", "to_guarantee__membership__person", "to_guarantee__membership__member_organisation"
    )
    return _by(_of_network(found, cases).order_by("on", "written_at", "pk"), "case_id")


def _promises_by_case(cases: list[Case]) -> dict:
    found = PaymentPromise.objects.filter(case__in=cases).select_related("by_guarantee__membership__person")
    return _by(_of_network(found, cases).order_by("due_on", "made_on", "pk"), "case_id")


def payments_by_loan(cases: list[Case]) -> dict:
    """Return {loan id: what was paid since the case was opened, or before, in order of day}."""
    found = LoanEvent.objects.filter(loan__in=[case.loan_id for case in cases], kind__in=PAID, struck_at=None)
    return _by(_of_network(found, cases).order_by("on", "seq"), "loan_id")


def _of_network(found: QuerySet, cases: list[Case]) -> QuerySet:
    return found.filter(network_id=cases[0].network_id) if cases else found.none()


def _by(rows: Iterable, name: str) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A late loan that has no case yet."""

    loan: Loan
    at: LoanAt

    @property
    def unpaid_since(self) -> date:
        return self.at.since


def to_open(organisation, *, on: date) -> list[ToOpen]:
    """Return the loans that are late since the day of the first step, and have no open case; latest first.

    Days of a pause do not count: who is not late after them gets no case. Who is late only since a meeting whose
    sheet is not entered yet gets none either: the money may have been paid there.
    """
    late = {at.loan_id: at for at in portfolio(organisation, on=on) if at.is_late and opens_on(at.since) <= on}
    meetings = meetings_not_entered(organisation, on=on) if late else []
    late = {pk: at for pk, at in late.items() if not waits_for_sheet(at, meetings)}
    loans = Loan.objects.of(organisation).filter(pk__in=late).exclude(cases__closed_on=None, cases__isnull=False)
    found = loans.select_related("membership__person", "membership__member_organisation", "organisation")
    return sorted((ToOpen(loan, late[loan.pk]) for loan in found), key=lambda one: (one.unpaid_since, one.loan.number))


def letters_of(case: Case) -> QuerySet[Letter]:
    """Return the letters of a case, by number."""
    found = Letter.objects.filter(network_id=case.network_id, case=case)
    guarantors = ("to_guarantee__membership__person", "to_guarantee__membership__member_organisation")
    return found.select_related("case__organisation", *guarantors).order_by("be_year", "number", "pk")


def letter_numbered(case: Case, *, number: int, year: int) -> Letter | None:
    """Return a letter of a case, or None."""
    return letters_of(case).filter(number=number, be_year=year).first()


def counts_by_step(views: Iterable[CaseView]) -> dict[str, int]:
    """Return {step: how many open cases have come to it}, in the order of the ladder."""
    counts = dict.fromkeys(RUNGS, 0)
    for view in views:
        if view.is_open and view.case.step in counts:
            counts[view.case.step] += 1
    return counts


def cases_before(loan: Loan) -> int:
    """Return how many cases a loan has had."""
    return Case.objects.filter(network_id=loan.network_id, loan=loan).aggregate(n=Count("pk"))["n"]
