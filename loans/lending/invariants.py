"""What must hold of loans: their facts, their accounts and what is kept of them tell the same story."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from federation.kit.invariants import BREAKS_NAMED, Check, Found, Scope, by_sql, pieces
from federation.kit.wording import gettext_lazy as _
from federation.organisations.models import Organisation
from loans.lending.invariants_of_liens import liens_follow
from loans.lending.models import Loan, LoanEvent, LoanState
from loans.lending.queries.history import contracts_of, fact_of
from loans.lending.rules.contracts import yearly_cost
from loans.lending.rules.replay import replay, state_after
from loans.lending.rules.snapshot import to_data

_pieces = pieces(Path(__file__).with_suffix(".sql"))
asked = partial(by_sql, {name: _pieces["begin"] + query for name, query in _pieces.items()})


def facts_replay(scope: Scope) -> Found:
    """Work every loan out again from its facts: how each is booked, what it leaves, and the state it makes."""
    count, breaks = 0, []
    for organisation in _organisations(scope):
        loans = list(Loan.objects.of(organisation).order_by("number"))
        count += len(loans)
        for words in _differences(organisation, loans):
            breaks.append(words)
    return Found(count, tuple(breaks[:BREAKS_NAMED]))


def _differences(organisation: Organisation, loans: list[Loan]) -> Iterator[str]:
    """Yield "K01 12/2569 2026-03-05 repayment: stored / replayed" for each fact that differs."""
    contracts, events = contracts_of(loans), _events(loans)
    for loan in loans:
        own = {event.pk: event for event in events.get(loan.pk, [])}
        outcomes, state = replay(contracts[loan.pk], [fact_of(event) for event in own.values()])
        name = f"{organisation.book.code} {loan.contract_no}"
        for outcome in outcomes:
            event, parts = own[outcome.fact.key], outcome.parts
            stored = _shown(event, event)
            again = _shown(parts, outcome) + (f" over {parts.over}" if parts.over else "")
            if stored != again:
                yield f"{name} {event.on} {event.kind}: {stored} / {again}"
        if outcomes and own[outcomes[-1].fact.key].after not in (None, to_data(state)):
            yield f"{name}: the state kept after its newest fact"
        made = state_after(state)
        if loan.state != made and not (loan.state == LoanState.CANCELLED and made == LoanState.SIGNED):
            yield f"{name}: {loan.state} / {made}"


def _shown(parts, after) -> str:
    booked = f"{parts.principal} {parts.interest} {parts.fine}"
    return f"{booked}, {after.principal_after} {after.interest_after} {after.fine_after} {after.unpaid_since}"


def _events(loans: list[Loan]) -> dict:
    found: dict = {}
    for event in LoanEvent.objects.filter(loan__in=loans, struck_at=None).order_by("loan_id", "seq"):
        found.setdefault(event.loan_id, []).append(event)
    return found


def _organisations(scope: Scope):
    found = Organisation.objects.filter(book__isnull=False).select_related("book").order_by("code")
    if scope.network_id is not None:
        found = found.filter(book__network_id=scope.network_id)
    return found.filter(book=scope.book_id) if scope.book_id else found


def yearly_costs(scope: Scope) -> Found:
    """Work out anew what each contract costs a year, paid on time; those taken over keep what they came with."""
    count, breaks = 0, []
    for organisation in _organisations(scope):
        loans = list(
            Loan.objects.of(organisation).filter(is_imported=False).select_related("request").order_by("number")
        )
        contracts = contracts_of(loans)
        count += len(loans)
        for loan in loans:
            by_rhythm = not (loan.request.due_dates or loan.terms["due_months"])
            again = yearly_cost(contracts[loan.pk], on=loan.signed_on, by_rhythm=by_rhythm)
            if again != loan.effective_yearly_rate:
                breaks.append(f"{organisation.book.code} {loan.contract_no}: {loan.effective_yearly_rate} / {again}")
    return Found(count, tuple(breaks[:BREAKS_NAMED]))


CHECKS = [
    asked("I-14", _("nobody decides, checks or lightens a loan to themself"), of="requests"),
    asked("I-15", _("nobody with a post in the organisation that borrows has a hand in its loan"), of="requests"),
    asked("I-30b", _("a loan to an organisation is a borrowing of it, and no borrowing stands alone"), of="loans"),
    asked("I-26", _("what is owed on a loan stays between nothing and its principal"), of="lines"),
    asked("I-27", _("every loan has its own account, and every such account its loan"), of="loans"),
    asked("I-27b", _("every line on a loan's account has its fact, and every fact its line"), of="lines"),
    asked("I-27c", _("every loan entry has its fact, made by the same people"), of="loan entries"),
    asked("I-28", _("schedules add up to the principal"), of="schedules"),
    asked("I-29", _("every repayment is split exactly, as booked"), of="events"),
    Check("I-70", _("loans equal a replay of their facts"), facts_replay),
    asked("I-71", _("what is owed is the balance in the books"), of="loans"),
    asked("I-72", _("a contract has the terms of its product's version"), of="loans"),
    Check("I-72b", _("what a contract costs a year follows from its schedule"), yearly_costs),
    asked("I-73", _("who paid is who has the receipt"), of="events"),
    Check("I-74", _("bound savings follow from loans and guarantees"), liens_follow),
]
