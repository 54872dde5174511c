"""Who may bring money for a loan, where it goes, and the receipts that were given for it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from federation.audit.models import Act
from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day, month_of
from federation.kit.money import ZERO
from federation.ledger.chart import CASH
from federation.ledger.funds import MAIN_FUND, plain
from federation.ledger.journal import lines_of, purses
from federation.ledger.posting import EntryKind
from federation.organisations.bank_accounts import bank_accounts_of
from groups.registry.models import Membership
from loans.lending.models import Guarantee, Loan, LoanAdjustment, LoanEvent
from loans.lending.queries.accounts import accounts_of
from loans.lending.queries.borrowers import borrower_of
from loans.lending.queries.history import contracts_of, fact_of
from loans.lending.queries.loans import joint_of
from loans.lending.queries.papers import HOLDERS
from loans.lending.rules.replay import replay

PRINTED = "loan_receipt_printed"


def guarantors_standing(loan: Loan) -> list[Membership]:
    """Return the members who guarantee a loan now."""
    found = Guarantee.objects.filter(network_id=loan.network_id, loan=loan, released_on=None)
    return [one.membership for one in found.select_related(*HOLDERS).order_by("pk")]


def purses_of(organisation, *, fund: str = MAIN_FUND) -> list[tuple]:
    """Return [(account, name)] of the cash box and of the bank accounts in use, cash first; of the main or one fund."""
    found = purses(organisation.book, fund=fund)
    entered = {bank.account_id: str(bank) for bank in bank_accounts_of(organisation)}
    banks = [purse for purse in found if plain(purse.code) != CASH]
    used = [bank for bank in banks if bank.pk in entered] or banks
    cash = [(purse, purse.name) for purse in found if plain(purse.code) == CASH]
    return cash + [(bank, entered.get(bank.pk) or bank.name) for bank in used]


def purses_for_loan(loan: Loan) -> list[tuple]:
    """Return the same of the fund whose money a loan is."""
    return purses_of(loan.organisation, fund=loan.account.fund)


def purses_below(loan: Loan) -> list[tuple]:
    """Return the same of an organisation that borrows, where it keeps a book here; else nothing."""
    borrower = borrower_of(loan)
    return purses_of(borrower) if borrower and borrower.book_id else []


def payment(loan: Loan, seq: int) -> LoanEvent | None:
    """Return the payment on a loan that stands under a number and has a receipt of its own, or None."""
    found = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, seq=seq, entry__receipts__isnull=False)
    found = found.filter(entry__kind=EntryKind.LOAN)
    return found.select_related("entry", "payer__person", "payer__member_organisation", "by__person").first()


def receipts_of(loan: Loan) -> set:
    """Return the ids of the payments that got a receipt of their own, at the desk."""
    events = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, entry__kind="loan")
    return set(events.filter(entry__receipts__isnull=False).values_list("pk", flat=True))


def receipt_of(event: LoanEvent):
    return event.entry.receipts.first()


@dataclass(frozen=True, slots=True)
class Split:
    """How a payment was booked, and what was left after it: of the principal, or of what is still claimed; in baht."""

    principal: Decimal
    interest: Decimal
    fine: Decimal
    left: Decimal


def booked_at_first(event: LoanEvent) -> Split:
    """Return what a payment's own entry says, and what was left by all that was known then: it never changes."""
    loan = event.loan
    accounts = accounts_of(loan.organisation.book, [loan])[loan.pk]
    sums: dict = {}
    for line in lines_of(event.entry):
        sums[line.account_id] = sums.get(line.account_id, ZERO) + line.credit
    parts = (sums.get(account, ZERO) for account in (accounts.loan, accounts.interest, accounts.fines))
    return Split(*parts, left=_left_then(event))


def _left_then(event: LoanEvent) -> Decimal:
    """Return what was left of the loan after a payment, by the facts recorded up to then, those struck since too."""
    recorded = LoanEvent.objects.filter(network_id=event.network_id, loan=event.loan, seq__lte=event.seq)
    known = [fact_of(one) for one in recorded if one.struck_at is None or one.struck_at > event.at]
    order = fact_of(event).order
    state = replay(contracts_of([event.loan])[event.loan.pk], [one for one in known if one.order <= order])[1]
    return sum(state.claim, ZERO) if state.claim else state.principal


def booked_anew(event: LoanEvent) -> tuple[datetime, Split] | None:
    """Return when a payment was last booked otherwise, because of a record of an earlier day, and how; or None."""
    found = LoanAdjustment.objects.filter(network_id=event.network_id, event=event).select_related("entry")
    last = found.order_by("entry__number").last()
    if last is None or event.struck_at:
        return None
    return last.entry.recorded_at, Split(event.principal, event.interest, event.fine, event.principal_after)


def sheet_not_posted(organisation, *, on: date) -> date | None:
    """Return the meeting day of the month of `on` whose sheet is not posted though the day is here; or None.

    A group that never had a sheet keeps none.
    """
    sheets = organisation.sheets.filter(network_id=organisation.network_key, meeting_on__lte=on)
    states = dict(sheets.exclude(state="reversed").order_by("meeting_on").values_list("meeting_on", "state"))
    of_month = {day: state for day, state in states.items() if month_of(day) == month_of(on)}
    if drafts := [day for day, state in of_month.items() if state == "draft"]:
        return drafts[-1]
    days = bylaws_of(organisation, on=on)["meeting_days"] if states else ()
    planned = [day for day in (on.replace(day=min(n, last_day(on).day)) for n in days) if day <= on]
    return planned[-1] if len(planned) > len(of_month) else None


def prints_of(event: LoanEvent) -> list[Act]:
    """Return when the receipt of a payment was printed, the first time first."""
    found = Act.objects.filter(network_id=event.network_id, what=PRINTED, about=f"loan_event:{event.pk}")
    return list(found.order_by("at", "pk"))


def payers_of(loan: Loan) -> list[Membership]:
    """Return whose loan it is: the borrower first, who owes with him, who guarantees."""
    owing = [loan.membership, *(one.membership for one in joint_of(loan))]
    return owing + [one for one in guarantors_standing(loan) if one not in owing]
