"""Which accounts the events of a loan touch."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from federation.ledger import chart
from federation.ledger.books import Account, ids_by_code
from federation.ledger.chart import FINES_OF, GROUP_LOANS, INTEREST_OF, LOAN_FEES, LOANS_TO_DETAIL, RECOVERED_DEBTS
from federation.ledger.funds import MAIN_FUND, beside_loans, code_in, fines_of, fund_of_loans, interest_of
from federation.organisations.twins import between_accounts
from groups.registry.models import Membership
from loans.lending.models import Loan

CODES = (*INTEREST_OF.values(), *FINES_OF.values(), LOAN_FEES, RECOVERED_DEBTS, LOANS_TO_DETAIL)
OF_FUNDS = (chart.INTEREST_OF[chart.OTHER_LOANS], chart.FINES_OF[chart.OTHER_LOANS], LOAN_FEES, RECOVERED_DEBTS)
BETWEEN = {"interest": chart.GROUP_INTEREST, "fines": chart.GROUP_FINES, "fees": chart.GROUP_FEES}


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that a loan's events touch, by id."""

    loan: uuid.UUID
    interest: uuid.UUID
    fines: uuid.UUID
    fees: uuid.UUID
    recovered: uuid.UUID
    to_detail: uuid.UUID


def control_of(membership: Membership, *, terms_control: str, fund: str = MAIN_FUND) -> str:
    """Return the code that a loan's account stands under: of its product, or that of all loans to organisations.

    fund: whose money is lent.
    """
    return GROUP_LOANS if membership.member_organisation_id else code_in(terms_control, fund)


def accounts_of(book, loans: Iterable[Loan]) -> dict:
    """Return {loan id: the accounts its events touch}. One query.

    One more where a small fund lends, two more where an organisation borrows. Interest, fines and fees of an
    organisation stand on accounts of its own, for they have twins in its book.
    """
    loans = list(loans)
    of_loans = Q(code__in=CODES) | Q(pk__one_of=list({loan.account_id for loan in loans}))
    found = Account.objects.filter(of_loans, network_id=book.network_id, book=book).values_list("code", "pk")
    by_code, control = dict(found), {pk: code.partition(".")[0] for code, pk in found}
    funds = {fund_of_loans(control[loan.account_id]) for loan in loans} - {MAIN_FUND}
    if funds:
        by_code |= ids_by_code(book, [code_in(code, fund) for fund in funds for code in OF_FUNDS])
    between = _between(book, [loan for loan in loans if control[loan.account_id] == GROUP_LOANS])
    return {loan.pk: _accounts(loan, by_code, control[loan.account_id], between) for loan in loans}


def _between(book, loans: list[Loan]) -> dict:
    """Return {(membership id, "interest"): account id} of what organisations that borrow pay, besides principal."""
    if not loans:
        return {}
    members = Membership.objects.filter(network_id=book.network_id, pk__in={loan.membership_id for loan in loans})
    numbers = dict(members.values_list("pk", "number"))
    return {
        (pk, name): held[number].pk
        for name, control in BETWEEN.items()
        for held in [between_accounts(numbers.values(), book=book, control=control)]
        for pk, number in numbers.items()
        if number in held
    }


def _accounts(loan: Loan, found: dict[str, uuid.UUID], control: str, between: dict) -> Accounts:
    own = {name: between.get((loan.membership_id, name)) for name in BETWEEN}
    return Accounts(
        loan=loan.account_id,
        interest=own["interest"] or found[interest_of(control)],
        fines=own["fines"] or found[fines_of(control)],
        fees=own["fees"] or found[beside_loans(LOAN_FEES, control)],
        recovered=found[beside_loans(RECOVERED_DEBTS, control)],
        to_detail=found[LOANS_TO_DETAIL],
    )
