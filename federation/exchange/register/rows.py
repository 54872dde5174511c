"""The rows under the heads: which are members, which totals, and the members' numbers."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from federation.exchange.register.cells import RowReader
from federation.exchange.register.findings import Choice, Desk, Typed
from federation.exchange.register.heads import Table
from federation.exchange.register.members import Member, read_member
from federation.exchange.register.roles import MONEY, Role, plain
from federation.exchange.register.workbook import Page
from federation.kit.digits import to_arabic_digits
from federation.kit.money import ZERO
from federation.kit.wording import gettext_lazy as _

HEADS_AGAIN = 3


class RowKind(StrEnum):
    MEMBER = "member"
    TOTAL = "total"
    HEADS = "heads"
    FOOT = "foot"
    STRAY = "stray"


@dataclass
class Register:
    """What was read of a table. left_out: rows that are not imported, each with the reason."""

    table: Table
    members: list[Member] = field(default_factory=list)
    total_rows: list[int] = field(default_factory=list)
    left_out: dict[int, object] = field(default_factory=dict)
    other_pages: tuple[Page, ...] = ()

    def sum_of(self, role: Role) -> Decimal:
        """Return what the members' rows add up to in a column of money, in baht."""
        match role:
            case Role.TOTAL:
                return sum((m.paid for m in self.members), ZERO)
            case Role.BALANCE:
                return sum((m.carried + m.paid for m in self.members), ZERO)
        return sum((getattr(m, role) for m in self.members), ZERO)

    def sum_of_column(self, index: int) -> Decimal:
        """Return what was paid in one column of payments."""
        return sum((m.payments.get(index, ZERO) for m in self.members), ZERO)


_TOTAL = re.compile(r"^(?:รวม|ยอดรวม|ยกไป|ยอดยกไป|ทั้งสิ้น|ผลรวม|total)", re.IGNORECASE)
_FOOT = re.compile(r"ลงชื่อ|ผู้จัดทำ|ผู้ทำบัญชี|ผู้ตรวจ|ผู้รับเงิน|เหรัญญิก|ประธาน|เลขานุการ|กรรมการ|พยาน|^\(.*\)$|\.{6}|…{3}|_{6}")


def read_rows(table: Table, *, desk: Desk, opening_on: date, other_pages: tuple[Page, ...] = ()) -> Register:
    """Read every row under the heads. opening_on: the day the books open."""
    register = Register(table, other_pages=other_pages)
    below = [row for row in table.page.rows if row > table.head_row]
    hidden = _leave_hidden([row for row in below if row in table.page.hidden_rows], desk=desk)
    register.left_out.update(dict.fromkeys(hidden, _("hidden in the workbook, left out as decided")))
    for row in below:
        if row not in hidden:
            _take(register, row, desk=desk, opening_on=opening_on)
    give_numbers(register, desk=desk)
    _look_at_order(register, desk=desk)
    return register


def _take(register: Register, row: int, *, desk: Desk, opening_on: date) -> None:
    table = register.table
    match kind_of(table, row, after_total=bool(register.total_rows)):
        case RowKind.MEMBER:
            register.members.append(read_member(RowReader(table, row, desk), opening_on=opening_on))
        case RowKind.TOTAL:
            register.total_rows.append(row)
        case RowKind.STRAY if _is_member_after_all(table, row, desk=desk):
            register.members.append(read_member(RowReader(table, row, desk), opening_on=opening_on))
        case RowKind.STRAY:
            register.left_out[row] = _("no member's row")


def _leave_hidden(hidden: list[int], *, desk: Desk) -> set[int]:
    """Ask once whether hidden rows count; return those that are left out."""
    if not hidden:
        return set()
    words = _("%(count)s rows are hidden in the workbook, the first is row %(row)s. Are they members like the others?")
    answer = desk.ask(
        "hidden_rows",
        words % {"count": len(hidden), "row": hidden[0]},
        key="hidden_rows",
        choices=[Choice("take", _("take them")), Choice("leave", _("leave them out"))],
        suggested="take",
        row=hidden[0],
    )
    return set(hidden) if answer == "leave" else set()


def kind_of(table: Table, row: int, *, after_total: bool) -> RowKind:
    """Tell a member's row from totals, signatures and repeated heads."""
    cells = table.page.rows[row]
    texts = [str(cell.value).strip() for cell in cells.values() if isinstance(cell.value, str)]
    if _repeats_heads(table, row):
        return RowKind.HEADS
    known = _has_figures(table, row, {Role.NUMBER, Role.NATIONAL_ID})
    money = _holds(table, row, MONEY)
    if not known and any(map(_TOTAL.match, texts)):
        return RowKind.TOTAL
    if not known and not money and (after_total or any(map(_FOOT.search, texts))):
        return RowKind.FOOT
    if _holds(table, row, {Role.NAME, Role.GIVEN}) and (known or money):
        return RowKind.MEMBER
    return RowKind.STRAY


def _holds(table: Table, row: int, roles: set[Role]) -> bool:
    return any(c.role in roles and table.page.cell(row, c.index) for c in table.columns)


def _has_figures(table: Table, row: int, roles: set[Role]) -> bool:
    """Tell whether a number stands in one of these columns; “รวม” may stand there too."""
    values = [table.page.value(row, c.index) for c in table.columns if c.role in roles]
    return any(re.search(r"\d", to_arabic_digits(str(value))) for value in values if value is not None)


def _repeats_heads(table: Table, row: int) -> bool:
    """A head printed again on the next page of the paper."""
    texts = {index: cell.value for index, cell in table.page.rows[row].items() if isinstance(cell.value, str)}
    again = [index for index, text in texts.items() if table.plain_heads.get(index) == plain(text)]
    return len(again) >= HEADS_AGAIN


def _is_member_after_all(table: Table, row: int, *, desk: Desk) -> bool:
    """A row that is neither a member nor a total: a lone text is passed over, the rest is asked."""
    cells = table.page.rows[row]
    shown = " · ".join(str(cell.value) for cell in cells.values())[:80]
    if len(cells) == 1 and isinstance(next(iter(cells.values())).value, str):
        desk.note("lone_text", _("This row was passed over: it holds only a text."), row=row, cell=shown)
        return False
    choices = [Choice("leave_out", _("leave it out"))]
    if _holds(table, row, {Role.NAME, Role.GIVEN}):
        choices.append(Choice("member", _("it is a member")))
    answer = desk.ask(
        "stray_row",
        _("This row has no member's name, or nothing but a name. Mend it in the workbook, or decide here."),
        key=f"row{row}:stray",
        choices=choices,
        row=row,
        cell=shown,
    )
    return answer == "member"


def give_numbers(register: Register, *, desk: Desk) -> None:
    """See that every member has a number: as written, else the order in the list, else the next free one."""
    if not register.table.one(Role.NUMBER) and register.members:
        orders = [m.order for m in register.members]
        if None not in orders and len(set(orders)) == len(orders):
            desk.note("numbers_from_order", _("There are no member numbers; the order in the list is taken."))
            for member in register.members:
                member.number = member.order
        else:
            words = _("There are no member numbers; they are given from 1 on, in the order of the rows.")
            desk.note("numbers_made", words)
            for number, member in enumerate(register.members, start=1):
                member.number = number
    free = max((m.number or 0 for m in register.members), default=0)
    for member in register.members:
        if member.number is None:
            free += 1
            member.number = _ask_number(member, free, desk=desk)


def _ask_number(member: Member, free: int, *, desk: Desk) -> int:
    words = _("The member number is missing or cannot be read. The next free number is %(number)s.") % {"number": free}
    choices = [Choice(str(free), str(free))]
    key = f"row{member.row}:number"
    answer = desk.ask(
        "number_missing", words, key=key, choices=choices, typed=Typed.NUMBER, suggested=str(free), row=member.row
    )
    return int(answer)


def _look_at_order(register: Register, *, desk: Desk) -> None:
    """Note where the numbering of the list breaks: rows were taken out, doubled or moved."""
    before = None
    for member in register.members:
        if member.order is None:
            continue
        if before is not None and member.order != before + 1:
            words = _("The list jumps from %(before)s to %(after)s.") % {"before": before, "after": member.order}
            desk.note("order_breaks", words, row=member.row)
        before = member.order
