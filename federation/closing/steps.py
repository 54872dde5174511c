"""Closing a month. Stands in the caller's transaction; importer and demo compose it."""

from datetime import date, datetime

from federation.audit.log import record
from federation.closing.checks import Problem, problems
from federation.closing.models import ClosedMonth
from federation.closing.rules import REASON_LENGTH, balances_digest
from federation.kit.clock import BANGKOK
from federation.kit.dates import last_day
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.ledger import months
from federation.ledger.agreement import BooksAt
from federation.ledger.posting import lock
from federation.reports.monthly import NAME, monthly_report
from federation.reports.shelf import kinds_of
from federation.reports.steps import issue_step
from loans.arrears.steps import month_end_step


class MonthNotReady(Refused):
    """Raised when a month cannot close yet; `found` are all its problems."""

    def __init__(self, found: list[Problem]):
        self.found = found
        super().__init__(_("The month cannot close yet."), problems=[problem.words for problem in found])


class ReasonTooShort(Refused):
    """Raised when a month without a meeting is to close and nobody says why."""


def close_month_step(organisation, *, month: date, by, at: datetime, no_meeting_reason: str = "") -> ClosedMonth:
    """Close a month for ever: look again under the lock, book what its end says of loans, issue its reports.

    no_meeting_reason: why there is no sheet, ten letters or more; only for a month without one.
    Raises `MonthNotReady` with everything that is missing, or `ReasonTooShort`.
    """
    reason = " ".join(no_meeting_reason.split())
    if reason and len(reason) < REASON_LENGTH:
        words = _("Write why there was no meeting, in ten letters or more.")
        raise ReasonTooShort(words, fields={"no_meeting_reason": words})
    lock(organisation.book)
    books = BooksAt(organisation.book, last_day(month))
    found = problems(organisation, month, on=at.astimezone(BANGKOK).date(), no_meeting=bool(reason), books=books)
    if found:
        raise MonthNotReady(found)
    if month_end_step(organisation, month, by=by, at=at):
        books = BooksAt(organisation.book, last_day(month))
    report = monthly_report(organisation, month, at=at, draft=False, books=books)
    stored = issue_step(organisation, report, by=by, at=at)
    for kind in kinds_of(organisation):
        if kind.name != NAME:
            issue_step(organisation, kind.build(organisation, month, at=at, draft=False), by=by, at=at)
    closed = ClosedMonth.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        book=organisation.book,
        month=month,
        closed_by=by,
        closed_at=at,
        head_number=stored.head_number,
        head_hash=stored.head_hash,
        balances_digest=balances_digest((row.account.code, row.account.fund, row.closing) for row in books.rows),
        no_meeting_reason=reason,
    )
    months.close(organisation.book, month=month)
    record(
        "month_closed",
        by=by,
        at=at,
        organisation=organisation,
        about=f"month:{month:%Y-%m}",
        after={"entry": stored.head_number, "no_meeting": reason} if reason else {"entry": stored.head_number},
    )
    return closed
