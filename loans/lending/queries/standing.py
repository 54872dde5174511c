"""How loans stand on a day. Asking changes nothing, whatever the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO
from groups.registry.models import Membership
from loans.lending.models import Loan
from loans.lending.queries.history import histories
from loans.lending.rules.standing import Instalment, Owed, Standing, standing_of
from loans.lending.rules.state import State

__all__ = [
    "Instalment",
    "LoanDue",
    "Owed",
    "Standing",
    "due_on_sheet",
    "loan",
    "loans_of",
    "running_loans",
    "standing",
    "standings",
]


@dataclass(frozen=True, slots=True)
class LoanDue:
    """What one loan asks for on a meeting day, in baht; `label` is its contract, with how late it is."""

    loan: Loan
    fine: Decimal
    interest: Decimal
    principal: Decimal
    label: str

    @property
    def total(self) -> Decimal:
        return self.fine + self.interest + self.principal


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


def due_on_sheet(organisation, memberships: Sequence[Membership], *, on: date, until: date) -> dict:
    """Return {membership id: [`LoanDue`]} of running loans that ask for something, the oldest debt first.

    until: instalments that fall due up to that day are asked for; interest and fines are those of the day `on`.
    A constant number of queries.
    """
    wanted = {membership.pk for membership in memberships}
    loans = [one for one in running_loans(organisation) if one.membership_id in wanted] if wanted else []
    states = states_on(loans, on=on) if loans else {}
    found: dict = {}
    for one in sorted(loans, key=lambda one: order_of(states[one.pk], one)):
        due = _due(one, states[one.pk], on=on, until=until)
        if due.total:
            found.setdefault(one.membership_id, []).append(due)
    return found


def order_of(state: State, loan: Loan) -> tuple:
    """Return by what a member's loans are paid in turn: the oldest unpaid instalment, then the number."""
    return (state.unpaid_since() or date.max, loan.number)


def _due(loan: Loan, state: State, *, on: date, until: date) -> LoanDue:
    stands = standing_of(state, on=on)
    fine, interest, principal = due_by(stands.now, until=until)
    label = loan.contract_no
    if stands.days_late:
        label = _("%(contract)s unpaid since %(day)s") % {
            "contract": loan.contract_no,
            "day": show_date(stands.unpaid_since, style="short"),
        }
    return LoanDue(loan, fine, interest, principal, label)


def due_by(now: State, *, until: date) -> tuple[Decimal, Decimal, Decimal]:
    """Return (fine, interest, principal) that a loan asks for on its day, instalments up to `until` included."""
    principal = interest_ahead = ZERO
    asks = False
    for row, left in now.front():
        if not row.fallen and row.due_on > until:
            break
        principal += left
        if not row.fallen:
            asks = True
            interest_ahead += row.unpaid_interest if left else ZERO
    if not now.contract.is_actual:
        return now.fine_now, now.interest_fallen + interest_ahead, principal
    asks = asks or principal or now.interest_fallen or now.fine_now
    return now.fine_now, now.interest_now if asks else ZERO, principal
