"""The facts of loans as the rules read them. A constant number of queries, however many loans."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from loans.lending.models import Loan, LoanEvent, ScheduleRow
from loans.lending.rules.facts import Contract, Fact, PlanRow
from loans.lending.rules.replay import replay
from loans.lending.rules.state import State
from loans.products.rules import ProductTerms


@dataclass(frozen=True, slots=True)
class History:
    """A loan's contract and all its facts that were not struck, in no particular order."""

    loan: Loan
    contract: Contract
    facts: list[Fact]

    def state(self) -> State:
        """Return how the loan stands after its last fact."""
        return replay(self.contract, self.facts)[1]


def fact_of(event: LoanEvent) -> Fact:
    return Fact(event.kind, event.on, event.seq, event.amount, event.data, key=event.pk)


def histories(loans: Iterable[Loan]) -> dict:
    """Return {loan id: `History`} of loans of one network. Two queries."""
    loans = list(loans)
    facts = _facts(loans) if loans else {}
    contracts = contracts_of(loans)
    return {loan.pk: History(loan, contracts[loan.pk], facts.get(loan.pk, [])) for loan in loans}


def contracts_of(loans: Iterable[Loan]) -> dict:
    """Return {loan id: `Contract`} with the rows of every agreed schedule. One query."""
    loans = list(loans)
    plans = _plans(loans) if loans else {}
    read = _terms_reader()
    return {
        loan.pk: Contract(read(loan), loan.principal, loan.effective_yearly_rate, plans.get(loan.pk, {}))
        for loan in loans
    }


def _facts(loans: list[Loan]) -> dict:
    rows = LoanEvent.objects.filter(
        network_id=loans[0].network_id, loan__one_of=[loan.pk for loan in loans], struck_at=None
    ).values_list("loan_id", "kind", "on", "seq", "amount", "data", "pk")
    facts: dict = {}
    for loan_id, *fact in rows.order_by("loan_id", "seq"):
        facts.setdefault(loan_id, []).append(Fact(*fact))
    return facts


def _plans(loans: list[Loan]) -> dict:
    rows = ScheduleRow.objects.filter(
        network_id=loans[0].network_id, schedule__loan__one_of=[loan.pk for loan in loans]
    ).values_list("schedule__loan_id", "schedule__number", "n", "due_on", "principal", "interest")
    plans: dict = {}
    for loan_id, version, *row in rows.order_by("schedule__loan_id", "schedule__number", "n"):
        plans.setdefault(loan_id, {}).setdefault(version, []).append(PlanRow(*row))
    return plans


def _terms_reader():
    """Return a function that reads a loan's terms; those that say the same are read once."""
    known: dict = {}

    def read(loan: Loan) -> ProductTerms:
        key = json.dumps(loan.terms)
        if key not in known:
            known[key] = ProductTerms.from_data(loan.terms)
        return known[key]

    return read
