"""The plan of an import: what would be made of every row, what is doubtful, and the control totals."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from federation.exchange.register.findings import TAKE_AS_SHOWN, Choice, Desk, Finding, Severity, Typed, date_of
from federation.exchange.register.heads import Column, Table, find_table
from federation.exchange.register.members import Member
from federation.exchange.register.opening import Opening, opening_day, plan_opening, read_others
from federation.exchange.register.pairs import look_at_known, settle_pairs
from federation.exchange.register.rows import Register, read_rows
from federation.exchange.register.totals import Control, check_totals
from federation.exchange.register.workbook import Workbook
from federation.kit.dates import month_of, show_date, show_month
from federation.kit.identity import MaskedId
from federation.kit.money import ZERO, show
from federation.kit.wording import gettext_lazy as _

PAID, PART, ABSENT = "paid", "part", "absent"
MATCHING = {"column", "column_unsure", "head_row", "sheet", "year", "year_turn"}


@dataclass(frozen=True)
class PlannedRow:
    """One member on a planned sheet; the amount is satja, in baht."""

    member: Member
    amount: Decimal
    state: str


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet of a past meeting."""

    meeting_on: date
    rows: tuple[PlannedRow, ...]

    @property
    def month(self) -> date:
        return month_of(self.meeting_on)

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), ZERO)


@dataclass
class Plan:
    """Everything an import would make, and everything there is to say about it."""

    digest: bytes
    findings: list[Finding]
    table: Table | None = None
    members: list[Member] = field(default_factory=list)
    left_out: dict[int, object] = field(default_factory=dict)
    sheets: list[PlannedSheet] = field(default_factory=list)
    opening: Opening | None = None
    fines: bool = False
    controls: list[Control] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def doubts(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == Severity.DOUBT]

    @property
    def open(self) -> list[Finding]:
        """The doubts nobody has decided yet."""
        return [finding for finding in self.findings if finding.is_open]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == Severity.ERROR]

    @property
    def may_commit(self) -> bool:
        return not any(finding.stops for finding in self.findings) and self.opening is not None

    @property
    def matching(self) -> list[Finding]:
        """What there is to say about sheets, heads and columns."""
        return [finding for finding in self.findings if finding.code in MATCHING]


def make_plan(
    workbook: Workbook,
    answers: Mapping[str, str],
    *,
    today: date,
    books_from: date,
    meeting_day: Callable[[date], date],
    kept_names: Callable[[list[MaskedId]], Mapping[MaskedId, str]] = lambda ids: {},
    accounts: Mapping[str, object] = MappingProxyType({}),
) -> Plan:
    """Read a workbook as a register and plan its import; nothing is written.

    answers: {key of a doubt: answer}. books_from: first day of the group's books.
    meeting_day: the group's meeting day in a month. kept_names: the names under which the network keeps persons
    with these national IDs already. accounts: {code: name} that may open with a balance besides.
    """
    desk = Desk(answers, today=today)
    plan = Plan(workbook.digest, desk.findings)
    plan.table = find_table(workbook, desk=desk)
    if plan.table is not None:
        books = Books(books_from, meeting_day, kept_names, accounts)
        _fill(plan, workbook, desk=desk, books=books)
    plan.strangers = desk.strangers()
    plan.findings = sorted(desk.findings, key=lambda f: f.row or 0)
    return plan


@dataclass(frozen=True)
class Books:
    """What a plan has to know of the books it is made for; see `make_plan`."""

    books_from: date
    meeting_day: Callable[[date], date]
    kept_names: Callable[[list[MaskedId]], Mapping[MaskedId, str]]
    accounts: Mapping[str, object]


def _fill(plan: Plan, workbook: Workbook, *, desk: Desk, books: Books) -> None:
    on = opening_day(plan.table, desk=desk, books_from=books.books_from)
    other_pages = tuple(page for page in workbook.pages if page is not plan.table.page)
    register = read_rows(plan.table, desk=desk, opening_on=on, other_pages=other_pages)
    if not register.members:
        desk.wrong("no_members", _("No member was found under the heads."))
    settle_pairs(register, desk=desk)
    look_at_known(register, books.kept_names, desk=desk)
    plan.controls = check_totals(register, desk=desk)
    days = _meeting_days(register, desk=desk, books=books)
    _look_at_joinings(register, days, desk=desk)
    plan.sheets = [_sheet(register, column, day) for column, day in days]
    plan.fines = _ask_fines(plan.sheets, desk=desk)
    last = plan.sheets[-1].meeting_on if plan.sheets else on
    others = read_others(books.accounts, desk=desk)
    facts = {"on": on, "books_from": books.books_from, "last_meeting": last, "others": others}
    plan.opening = plan_opening(register, desk=desk, **facts)
    plan.members, plan.left_out = register.members, register.left_out


def _ask_fines(sheets: list[PlannedSheet], *, desk: Desk) -> bool:
    """Ask whether months missed on the imported sheets are fined when they are made up; the register is silent."""
    short = sum(1 for sheet in sheets for row in sheet.rows if row.amount < row.member.promise)
    if not short:
        return False
    words = _("%(count)s times less than the promise was paid. Is making these months up fined by the bylaws?")
    answer = desk.ask(
        "fines",
        words % {"count": short},
        key="opening:fines",
        choices=[
            Choice("none", _("no fine for months before these books were taken over")),
            Choice("bylaws", _("fined by the bylaws, like later months")),
        ],
        suggested="none",
    )
    return answer == "bylaws"


def _meeting_days(register: Register, *, desk: Desk, books: Books) -> list[tuple[Column, date]]:
    """Return the columns that become sheets, each with its meeting day; never a day to come."""
    days = []
    for column in register.table.months:
        paid = register.sum_of_column(column.index)
        if column.month < books.books_from:
            continue
        if not paid:
            words = _("Nobody paid in %(month)s: no sheet is made.") % {"month": show_month(column.month)}
            desk.note("empty_month", words, column=column.letter)
        elif column.month > desk.today:
            words = _("%(month)s has not come yet, but %(amount)s was paid in it. Is the year right?")
            figures = {"month": show_month(column.month), "amount": show(paid)}
            desk.wrong("month_to_come", words % figures, column=column.letter)
        else:
            days.append((column, _meeting_on(column, paid, desk=desk, meeting_day=books.meeting_day)))
    return sorted(days, key=lambda pair: pair[1])


def _meeting_on(column: Column, paid: Decimal, *, desk: Desk, meeting_day: Callable) -> date:
    usual = min(column.meeting_on or meeting_day(column.month), desk.today)
    key = f"meeting:{column.month:%Y-%m}" + (f":{column.letter}" if column.meeting_on else "")
    words = _("The payments of %(month)s, %(amount)s, become the sheet of %(date)s.")
    figures = {"month": show_month(column.month), "amount": show(paid), "date": show_date(usual)}
    answer = desk.offer(
        "meeting_day", words % figures, key=key, typed=Typed.DATE, suggested=usual.isoformat(), column=column.letter
    )
    day = date_of(answer) or usual
    if month_of(day) != column.month or day > desk.today:
        words = _("The meeting of %(month)s cannot have been on %(date)s.")
        figures = {"month": show_month(column.month), "date": show_date(day)}
        desk.wrong("meeting_outside", words % figures, column=column.letter)
        return usual
    return day


def _look_at_joinings(register: Register, days: Iterable[tuple[Column, date]], *, desk: Desk) -> None:
    """Ask about members who paid before the day on which they joined."""
    days = list(days)
    for member in register.members:
        paid_on = next((day for column, day in days if member.payments[column.index]), None)
        if paid_on is None or paid_on >= member.joined_on:
            continue
        words = _("Paid on %(paid)s, before joining on %(joined)s. Taken as joined on the day of that payment.")
        figures = {"paid": show_date(paid_on), "joined": show_date(member.joined_on)}
        answer = desk.ask(
            "paid_before_joining",
            words % figures,
            key=f"row{member.row}:paid_before_joining",
            choices=[TAKE_AS_SHOWN],
            typed=Typed.DATE,
            suggested=TAKE_AS_SHOWN.value,
            row=member.row,
        )
        member.joined_on = min(date_of(answer) or paid_on, paid_on)


def _sheet(register: Register, column: Column, meeting_on: date) -> PlannedSheet:
    """Put on a sheet whoever was a member that day, and whoever paid."""
    rows = []
    for member in sorted(register.members, key=lambda m: m.number):
        amount = member.payments[column.index]
        gone = member.left is not None and member.left.on <= meeting_on
        if amount or not gone and member.joined_on <= meeting_on:
            state = PAID if amount == member.promise else PART if amount else ABSENT
            rows.append(PlannedRow(member, amount, PAID if not member.promise and not amount else state))
    return PlannedSheet(meeting_on, tuple(rows))
