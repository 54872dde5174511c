"""Control totals: what the rows add up to against what the workbook itself prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from federation.exchange.register.findings import Choice, Desk
from federation.exchange.register.heads import Column
from federation.exchange.register.members import Member
from federation.exchange.register.months import read_month_head
from federation.exchange.register.roles import LABELS, MONEY, Role, plain, role_of
from federation.exchange.register.rows import Register
from federation.exchange.register.workbook import Page, letter
from federation.kit.dates import show_month
from federation.kit.money import ZERO, NotAnAmount, parse_amount, show
from federation.kit.wording import gettext_lazy as _

_MEMBERS = re.compile("(?:จำนวน)?สมาชิก(?:รวม|ทั้งหมด|ทั้งสิ้น)|จำนวนสมาชิก|จำนวน(?:คน|ราย)")
_LABELLED = {Role.CARRIED, Role.TOTAL, Role.BALANCE, Role.LOAN, Role.SHARES, Role.SPECIAL, Role.PROMISE}
REACH = 4
MEMBERS = "members"
HEADLINE = (MEMBERS, Role.CARRIED, Role.TOTAL, Role.LOAN)


@dataclass(frozen=True)
class Control:
    """One figure compared. counted: what the rows give; printed: what the workbook says, None if nothing.

    what: "members" or the role of the column. where: the cell that prints it.
    Baht, but a count of persons for members.
    """

    what: str
    name: object
    counted: Decimal
    printed: Decimal | None = None
    where: str = ""

    @property
    def persons(self) -> bool:
        return self.what == MEMBERS

    @property
    def agrees(self) -> bool:
        return self.printed is None or self.printed == self.counted

    @property
    def difference(self) -> Decimal:
        return (self.printed or ZERO) - self.counted if self.printed is not None else ZERO

    @property
    def counted_shown(self) -> str:
        return f"{self.counted:.0f}" if self.persons else show(self.counted)

    @property
    def printed_shown(self) -> str:
        if self.printed is None:
            return "-"
        return f"{self.printed:.0f}" if self.persons else show(self.printed)


def check_totals(register: Register, *, desk: Desk) -> list[Control]:
    """Compare rows, total rows and summary sheets; every difference becomes a doubt."""
    _look_at_row_totals(register, desk=desk)
    printed = [*_total_rows(register), *_summaries(register, desk=desk)]
    for name, control in printed:
        if not control.agrees:
            _ask_about(name, control, desk=desk)
    return _with_headline([control for _name, control in printed], register)


def _look_at_row_totals(register: Register, *, desk: Desk) -> None:
    """Compare each row's printed total; a column of totals may include what was carried over."""
    if _includes_carried(register.members):
        words = _("The column of totals includes what was carried over; it is compared so.")
        desk.note("total_with_carried", words, column=register.table.one(Role.TOTAL).letter)
        for member in register.members:
            member.printed_balance, member.printed_total = member.printed_total, None
    for member in register.members:
        _look_at_row(member, register, desk=desk)


def _includes_carried(members: list[Member]) -> bool:
    with_both = [m for m in members if m.printed_total and m.carried and m.paid and m.printed_balance is None]
    fitting = sum(1 for m in with_both if m.printed_total == m.carried + m.paid)
    return len(with_both) >= 3 and fitting * 2 > len(with_both)


def _look_at_row(member: Member, register: Register, *, desk: Desk) -> None:
    pairs = (
        (Role.TOTAL, member.printed_total, member.paid),
        (Role.BALANCE, member.printed_balance, member.carried + member.paid),
    )
    for role, printed, counted in pairs:
        if printed is None or printed == counted or (role == Role.TOTAL and not register.table.months):
            continue
        words = _("The row prints %(printed)s as its total; its cells add up to %(counted)s, %(difference)s apart.")
        figures = {"printed": show(printed), "counted": show(counted), "difference": show(abs(printed - counted))}
        column = register.table.one(role) or register.table.one(Role.TOTAL)
        desk.ask(
            "row_total",
            words % figures,
            key=f"row{member.row}:{role}",
            choices=[Choice("cells", _("the cells are right: %(counted)s") % figures)],
            suggested="cells",
            row=member.row,
            column=column.letter,
            cell=show(printed),
        )


def _total_rows(register: Register) -> Iterator[tuple[str, Control]]:
    """Yield what the rows of totals print, each with its name; a page's subtotal counts from the last one."""
    table, since = register.table, 0
    for row in register.total_rows:
        last = row == register.total_rows[-1]
        for column in table.columns:
            printed = _figure(table.page, row, column.index) if column.role in MONEY else None
            if printed is not None:
                whole, part = _sum(register, column), _sum(register, column, since=since, until=row)
                counted = part if printed == part or not last else whole
                name = f"total:{column.head}" if last else f"total:{column.head}:row{row}"
                yield name, Control(column.role, _named(column), counted, printed, f"{column.letter}{row}")
        since = row


def _named(column: Column) -> object:
    if column.role == Role.MONTH:
        return _("payments of %(month)s") % {"month": show_month(column.month, style="short")}
    return LABELS[column.role]


def _sum(register: Register, column: Column, *, since: int = 0, until: int = 10**9) -> Decimal:
    part = Register(register.table, [m for m in register.members if since < m.row < until])
    return part.sum_of_column(column.index) if column.role == Role.MONTH else part.sum_of(column.role)


def _figure(page: Page, row: int, column: int) -> Decimal | None:
    try:
        return parse_amount(page.value(row, column))
    except NotAnAmount:
        return None


def _summaries(register: Register, *, desk: Desk) -> Iterator[tuple[str, Control]]:
    """Yield the labelled figures of the other sheets, and those above the heads."""
    table = register.table
    for title, row, column, label, printed in _labelled(register):
        where = f"{title}!{letter(column)}{row}"
        name = f"summary:{label}"
        role, sure = role_of(label)
        if _MEMBERS.fullmatch(plain(label)):
            yield name, _count_of(register, printed, where)
        elif sure and role in _LABELLED:
            counted = register.sum_of(role)
            if role == Role.TOTAL and printed == register.sum_of(Role.BALANCE):
                role, counted = Role.BALANCE, printed
            yield name, Control(role, LABELS[role], counted, printed, where)
        elif month := read_month_head(label, today=desk.today):
            same = [c for c in table.months if c.month.month == month.month and month.year in (None, c.month.year)]
            if len(same) == 1:
                yield name, Control(Role.MONTH, _named(same[0]), register.sum_of_column(same[0].index), printed, where)


def _labelled(register: Register) -> Iterator[tuple[str, int, int, str, Decimal]]:
    """Yield (sheet, row, column, label, figure) of texts with a figure to their right."""
    table = register.table
    for page in (p for p in (*register.other_pages, table.page) if p):
        for row, cells in page.rows.items():
            if page is table.page and row >= table.first_head_row:
                break
            for column, cell in cells.items():
                if isinstance(cell.value, str):
                    beside = (c for c in range(column + 1, column + REACH) if page.cell(row, c))
                    figure = next(beside, None)
                    if figure and (amount := _figure(page, row, figure)) is not None:
                        yield page.title, row, figure, cell.value.strip(), amount


def _count_of(register: Register, printed: Decimal, where: str) -> Control:
    """Compare the number of members; a register may count those who left, or not."""
    everyone = Decimal(len(register.members))
    staying = Decimal(sum(1 for m in register.members if m.left is None))
    return Control(MEMBERS, _("members"), staying if printed == staying else everyone, printed, where)


def _ask_about(name: str, control: Control, *, desk: Desk) -> None:
    words = _("%(name)s: the workbook prints %(printed)s, the rows give %(counted)s.")
    figures = {"name": control.name, "printed": control.printed_shown, "counted": control.counted_shown}
    desk.ask(
        "total_differs",
        words % figures,
        key=name,
        choices=[Choice("rows", _("the rows are right: %(counted)s") % figures)],
        suggested="rows",
        column=control.where,
        cell=control.printed_shown,
    )


def _with_headline(printed: list[Control], register: Register) -> list[Control]:
    """Put the four figures of every register first, whether the workbook prints them or not."""
    said = {control.what for control in printed}
    counted = {role: Control(role, LABELS[role], register.sum_of(role)) for role in HEADLINE if role != MEMBERS}
    counted[MEMBERS] = Control(MEMBERS, _("members"), Decimal(len(register.members)))
    controls = [counted[what] for what in HEADLINE if what not in said] + printed
    return sorted(controls, key=lambda c: HEADLINE.index(c.what) if c.what in HEADLINE else len(HEADLINE))
