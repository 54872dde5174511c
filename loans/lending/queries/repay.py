"""Who may bring money for a loan, where it goes, and the receipts that were given for it."""

from federation.audit.models import Act
from federation.ledger.chart import CASH
from federation.ledger.journal import purses
from federation.organisations.bank_accounts import bank_accounts_of
from groups.registry.models import Membership
from loans.lending.models import Guarantee, Loan, LoanEvent
from loans.lending.queries.loans import joint_of
from loans.lending.queries.papers import HOLDERS

PRINTED = "loan_receipt_printed"


def guarantors_standing(loan: Loan) -> list[Membership]:
    """Return the members who guarantee a loan now."""
    found = Guarantee.objects.filter(network_id=loan.network_id, loan=loan, released_on=None)
    return [one.membership for one in found.select_related(*HOLDERS).order_by("pk")]


def purses_of(organisation) -> list[tuple]:
    """Return [(account, name)] of the cash box and of the bank accounts in use, cash first."""
    found = purses(organisation.book)
    entered = {bank.account_id: str(bank) for bank in bank_accounts_of(organisation)}
    banks = [purse for purse in found if purse.code != CASH]
    used = [bank for bank in banks if bank.pk in entered] or banks
    cash = [(purse, purse.name) for purse in found if purse.code == CASH]
    return cash + [(bank, entered.get(bank.pk) or bank.name) for bank in used]


def payment(loan: Loan, seq: int) -> LoanEvent | None:
    """Return the payment on a loan that stands under a number, with its receipt, or None."""
    found = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, seq=seq, entry__receipts__isnull=False)
    return found.select_related("entry", "payer__person", "payer__member_organisation", "by__person").first()


def receipts_of(loan: Loan) -> set:
    """Return the ids of the payments that got a receipt of their own, at the desk."""
    events = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, entry__kind="loan")
    return set(events.filter(entry__receipts__isnull=False).values_list("pk", flat=True))


def receipt_of(event: LoanEvent):
    return event.entry.receipts.first()


def prints_of(event: LoanEvent) -> list[Act]:
    """Return when the receipt of a payment was printed, the first time first."""
    found = Act.objects.filter(network_id=event.network_id, what=PRINTED, about=f"loan_event:{event.pk}")
    return list(found.order_by("at", "pk"))


def payers_of(loan: Loan) -> list[Membership]:
    """Return who may bring money for a loan: the borrower first, who owes with him, who guarantees."""
    owing = [loan.membership, *(one.membership for one in joint_of(loan))]
    return owing + [one for one in guarantors_standing(loan) if one not in owing]
