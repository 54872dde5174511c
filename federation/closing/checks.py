"""Everything that keeps a month from closing, all at once, each with the page on which it is mended.

Source: architecture, Month end; features 141 and 148.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from federation.bylaws.queries import bylaws_of
from federation.closing.rules import has_met
from federation.kit.dates import last_day, show_date, show_month
from federation.kit.money import ZERO, show
from federation.kit.report import Link
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from federation.ledger.agreement import BooksAt, lowest_balance
from federation.ledger.chart import LOANS, SUSPENSE
from federation.ledger.funds import is_control_in
from federation.ledger.journal import is_money
from federation.ledger.months import open_month
from federation.ledger.queries import TrialRow
from groups.sheets.models import Sheet, SheetReversal, SheetState
from loans.acts.models import Act
from loans.arrears.queries import portfolio


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a month cannot close yet. code: the same in every language. link: where it is mended."""

    code: str
    words: Sentence
    link: Link | None = None

    @property
    def url(self) -> str:
        return self.link.url if self.link else ""


def problems(
    organisation, month: date, *, on: date, no_meeting: bool = False, books: BooksAt | None = None
) -> list[Problem]:
    """Return all that keeps a month of an organisation's book from closing on a day; nothing when it may close.

    no_meeting: a person has confirmed, with a reason, that the group did not meet in this month.
    books: the month's end, where the caller has read it already.
    """
    oldest = open_month(organisation.book)
    if month < oldest:
        return [Problem("closed", _("%(month)s is closed, or lies before these books.") % _shown(month))]
    unfinished = Q(month__lt=month, state=SheetState.DRAFT)  # stands in for a sheet of a closed month
    sheets = list(Sheet.objects.of(organisation).standing().filter(Q(month=month) | unfinished).order_by("meeting_on"))
    books = books or BooksAt(organisation.book, last_day(month))
    return [
        *_earlier(organisation, month, oldest=oldest),
        *_not_over(organisation, month, on=on, sheets=sheets),
        *_sheets(organisation, month, sheets=sheets, no_meeting=no_meeting),
        *_reversals(organisation, month),
        *_suspense(organisation, books.rows, month=month),
        *_below_zero(organisation, books.rows, month=month),
        *_loan_acts(organisation, month),
        *_loans(organisation, books.rows, month=month),
        *_disagreements(organisation, books, month=month),
    ]


def _shown(month: date) -> dict:
    return {"month": show_month(month)}


def _earlier(organisation, month: date, *, oldest: date) -> list[Problem]:
    if oldest >= month:
        return []
    link = Link("federation:month_close", {"code": organisation.code, "month": f"{oldest:%Y-%m}"})
    return [Problem("earlier_open", _("%(month)s is still open. Close it first.") % _shown(oldest), link)]


def _not_over(organisation, month: date, *, on: date, sheets: list[Sheet]) -> list[Problem]:
    last = last_day(month)
    if on > last:
        return []
    held = [sheet.meeting_on for sheet in sheets if sheet.state == SheetState.POSTED]
    days = bylaws_of(organisation, on=on)["meeting_days"]
    if organisation.is_group and has_met(month, meeting_days=days, held=held):
        return []
    words = _("%(month)s is not over and its last meeting is not posted yet. It may close after %(day)s.")
    return [Problem("not_over", words % {**_shown(month), "day": show_date(last)})]


def _sheets(organisation, month: date, *, sheets: list[Sheet], no_meeting: bool) -> list[Problem]:
    found = [
        Problem(
            "draft_sheet",
            _("The sheet of %(day)s is not posted yet.") % {"day": show_date(sheet.meeting_on)},
            Link("groups:sheet", {"code": organisation.code, "day": sheet.meeting_on.isoformat()}),
        )
        for sheet in sheets
        if sheet.state == SheetState.DRAFT
    ]
    if sheets or no_meeting or not organisation.is_group:
        return found
    words = _("There is no deposit sheet in %(month)s. Open it, or confirm below that the group did not meet.")
    return [Problem("no_sheet", words % _shown(month), Link("groups:sheets", {"code": organisation.code}))]


def _reversals(organisation, month: date) -> list[Problem]:
    waiting = SheetReversal.objects.filter(
        network_id=organisation.network_key,
        sheet__organisation=organisation,
        sheet__month__lte=month,
        decided_by=None,
    ).select_related("sheet")
    words = _("The reversal of the sheet of %(day)s waits for a second person.")
    return [
        Problem(
            "reversal_waiting",
            words % {"day": show_date(waits.sheet.meeting_on)},
            Link("groups:sheet_reversal", {"code": organisation.code, "day": waits.sheet.meeting_on.isoformat()}),
        )
        for waits in waiting.order_by("sheet__meeting_on", "pk")
    ]


def _suspense(organisation, rows: list[TrialRow], *, month: date) -> list[Problem]:
    words = _("%(baht)s baht stand in the suspense account. Say what they are before the month closes.")
    return [
        Problem("suspense", words % {"baht": show(row.natural)}, _account(organisation, row, month=month))
        for row in rows
        if row.account.code == SUSPENSE and row.closing
    ]


def _below_zero(organisation, rows: list[TrialRow], *, month: date) -> list[Problem]:
    found = []
    words = _("%(account)s stands at %(baht)s baht on %(day)s: more went out than was there. Look at the dates.")
    for row in rows:
        if is_money(row.account) and (row.debit or row.credit):
            lowest, day = lowest_balance(row.account, since=month, until=last_day(month))
            if lowest < 0:
                shown = {"account": row.account, "baht": show(lowest), "day": show_date(day)}
                found.append(Problem("below_zero", words % shown, _account(organisation, row, month=month)))
    return found


def _loan_acts(organisation, month: date) -> list[Problem]:
    words = _("“%(what)s” on contract %(contract)s waits for a second person.")
    waiting = Act.objects.filter(
        network_id=organisation.network_key, organisation=organisation, decided_by=None, on__lte=last_day(month)
    ).exclude(loan=None)
    return [
        Problem(
            "loan_act_waiting",
            words % {"what": act.get_kind_display(), "contract": act.loan.contract_no},
            Link("loans:act", {"code": organisation.code, "pk": str(act.pk)}),
        )
        for act in waiting.select_related("loan").order_by("on", "pk")
    ]


def _loans(organisation, rows: list[TrialRow], *, month: date) -> list[Problem]:
    """Hold what the loans' own facts say is lent against the books."""
    lent = [row for row in rows if is_control_in(row.account.code, LOANS)]
    sums: dict = {}
    for loan in portfolio(organisation, on=last_day(month)) if lent else []:
        sums[loan.control] = sums.get(loan.control, ZERO) + loan.principal
    words = _("%(account)s: the contracts say %(loans)s, the books %(books)s. Tell whoever looks after the machine.")
    return [
        Problem(
            "loans_disagree",
            words
            % {"account": row.account, "loans": show(sums.get(row.account.code, ZERO)), "books": show(row.natural)},
            _account(organisation, row, month=month),
        )
        for row in lent
        if row.natural != sums.get(row.account.code, ZERO)
    ]


def _disagreements(organisation, books: BooksAt, *, month: date) -> list[Problem]:
    words = _(
        "%(account)s: the month totals say %(totals)s, its lines say %(lines)s. Tell whoever looks after the machine."
    )
    return [
        Problem(
            "disagrees",
            words % {"account": d.row.account, "totals": show(d.row.closing), "lines": show(d.by_lines)},
            _account(organisation, d.row, month=month),
        )
        for d in books.disagreements()
    ]


def _account(organisation, row: TrialRow, *, month: date) -> Link:
    period = f"since={month}&until={last_day(month)}"
    return Link("federation:account", {"code": organisation.code, "account": row.account.code}, period)
