"""What stands on the account of loans to be detailed, whose it is by the register, and what was written down of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from federation.bylaws.queries import bylaws_of
from federation.exchange.models import LoanDraft
from federation.exchange.queries import posted_import
from federation.exchange.running.rules import (
    TypedRow,
    last_meeting_day,
    left_over,
    proposed_row,
    still_to_take,
)
from federation.kit.money import ZERO
from federation.ledger.books import account
from federation.ledger.chart import LOANS_TO_DETAIL
from federation.ledger.months import open_month
from federation.ledger.queries import balance
from federation.organisations.models import Organisation
from loans.lending.models import EventKind, Loan, LoanEvent
from loans.lending.rules.contracts import first_due_by_default
from loans.products.models import ProductVersion


@dataclass(frozen=True)
class Written:
    """The rows as they stand, kept or proposed. version: of the draft; 0 while nothing was kept."""

    on: date
    rows: list[TypedRow]
    version: int


def written(organisation: Organisation, *, today: date, versions: dict[str, ProductVersion]) -> Written:
    """Return what was written down and did not become a loan yet; where nothing was kept, what is proposed."""
    draft = LoanDraft.objects.filter(network_id=organisation.network_key, organisation=organisation).first()
    if draft and (rows := still_to_take(draft.rows, taken=taken_over(organisation))):
        return Written(draft.on, rows, draft.version)
    on = day_proposed(organisation, today=today)
    return Written(on, proposals(organisation, on=on, versions=versions), draft.version if draft else 0)


def proposals(organisation: Organisation, *, on: date, versions: dict[str, ProductVersion]) -> list[TypedRow]:
    """Return a row for each borrower whom the register names and whose loans have not come in."""
    taken = contract_numbers(organisation)
    facts = {"product": next(iter(versions), ""), "on": on, "due_on": next_due(organisation, on=on), "taken": taken}
    return [proposed_row(number, left, **facts) for number, left in to_detail_by_member(organisation).items()]


def to_detail_by_member(organisation: Organisation) -> dict[int, Decimal]:
    """Return {member number: baht} of loans that the register knows by borrower, as far as they stand in one sum."""
    imported = posted_import(organisation)
    register = imported.made.get("loans", {}) if imported else {}
    return left_over(register, taken=_taken_by_member(organisation)) if register else {}


def control_total(organisation: Organisation, *, on: date) -> Decimal:
    """Return what the books say is lent and not detailed yet, in baht at the end of a day."""
    return balance(account(organisation.book, LOANS_TO_DETAIL), on=on)


def day_proposed(organisation: Organisation, *, today: date) -> date:
    """Return the day to take loans over: the last meeting, on which interest was paid up to, if the books allow it.

    Its month is open, and the books said then what they say now; else it is today.
    """
    days = bylaws_of(organisation, on=today)["meeting_days"]
    meeting = last_meeting_day(today, meeting_days=days)
    if meeting is None or meeting < open_month(organisation.book):
        return today
    same = control_total(organisation, on=meeting) == control_total(organisation, on=today)
    return meeting if same else today


def next_due(organisation: Organisation, *, on: date) -> date:
    """Return the meeting day after the takeover on which the next instalments fall due."""
    return first_due_by_default(on, meeting_days=bylaws_of(organisation, on=on)["meeting_days"])


def contract_numbers(organisation: Organisation) -> set[str]:
    return set(Loan.objects.of(organisation).values_list("contract_no", flat=True))


def taken_over(organisation: Organisation) -> set[tuple[int, str]]:
    """Return (member number, contract number) of the loans that were taken over and not taken back."""
    return set(_openings(organisation).values_list("loan__membership__number", "loan__contract_no"))


def _taken_by_member(organisation: Organisation) -> dict[int, Decimal]:
    sums = _openings(organisation).values("loan__membership__number").annotate(baht=Sum("amount"))
    return {row["loan__membership__number"]: row["baht"] or ZERO for row in sums}


def _openings(organisation: Organisation):
    found = LoanEvent.objects.filter(network_id=organisation.network_key, loan__organisation=organisation)
    return found.filter(kind=EventKind.OPENING, struck_at=None).order_by()
