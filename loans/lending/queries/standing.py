"""How loans stand on a day. Asking changes nothing, whatever the day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from loans.lending.models import Loan
from loans.lending.queries.history import histories
from loans.lending.rules.standing import Instalment, Owed, Standing, standing_of
from loans.lending.rules.state import State

__all__ = [
    "Instalment",
    "Owed",
    "Standing",
    "loan",
    "loans_of",
    "running_loans",
    "standing",
    "standings",
]


def loans_of(organisation) -> QuerySet[Loan]:
    """Return an organisation's loans with whose they are, by number."""
    of_member = ("membership__person", "membership__member_organisation")
    found = Loan.objects.of(organisation).select_related("organisation__book", "product", "account", *of_member)
    return found.order_by("number", "pk")


def running_loans(organisation) -> QuerySet[Loan]:
    """Return the loans that are paid out and not settled, charged off or written off."""
    return loans_of(organisation).running()


def loan(organisation, number: int) -> Loan | None:
    return loans_of(organisation).filter(number=number).first()


def standing(loan: Loan, *, on: date) -> Standing:
    """Return how one loan stands at the end of a day."""
    return standings([loan], on=on)[loan.pk]


def standings(loans: Iterable[Loan], *, on: date) -> dict:
    """Return {loan id: `Standing`} at the end of a day, facts after it left out. Two queries."""
    return {pk: standing_of(state, on=on) for pk, state in states_on(loans, on=on).items()}


def states_on(loans: Iterable[Loan], *, on: date) -> dict:
    """Return {loan id: state after the last fact up to a day}. Two queries."""
    found = histories(loans)
    return {pk: _up_to(history, on).state() for pk, history in found.items()}


def _up_to(history, on: date):
    return type(history)(history.loan, history.contract, [fact for fact in history.facts if fact.on <= on])


def order_of(state: State, loan: Loan) -> tuple:
    """Return by what a member's loans are paid in turn: the oldest unpaid instalment, then the number."""
    return (state.unpaid_since() or date.max, loan.number)
