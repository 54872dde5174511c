"""The sheet as it is drawn: one row a member, one cell a column, totals at the foot; page and cards are the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.tables import MoneyColumn, NameColumn, StateColumn, Table, ThaiDateColumn
from groups.sheets import rules
from groups.sheets.items import Columns
from groups.sheets.models import RowState, Sheet, SheetRow, SheetState

SHAPES = {rules.BLANK: "○", rules.PAID: "●", rules.PART: "▲", rules.ABSENT: "■", rules.EXCUSED: "◆"}

SATJA = "satja"
MIXED = _("short here, over there")
SCRIPT_WORDS = {
    "saved": _("Saved"),
    "saving": _("Saving …"),
    "unsaved": _("Rows not saved yet: %(n)s. Trying again by itself; keep this page open."),
    "wrong": _("Rows to mend: %(n)s."),
    "signed_out": _("You are signed out. Sign in again in another window, then press Save."),
    "none": _("Nobody is called that."),
    "found": _("%(n)s found, Enter goes on"),
    "theirs": _("Use theirs"),
    "mine": _("Use mine"),
    "meanwhile": _("%(who)s saved meanwhile: %(what)s"),
    "amount": _("Write an amount in figures, like 1,250.50."),
    "short": _("Money short by %(baht)s baht."),
    "over": _("Money over by %(baht)s baht."),
    "right": _("It agrees with the sheet."),
    "envelope": _("envelope %(baht)s"),
    "less": _("Less"),
    "more": _("Other amount, absent"),
}
ANSWERED = (rules.PAID, rules.PART)
STATES = {
    SheetState.DRAFT: ("info", SheetState.DRAFT.label),
    SheetState.POSTED: ("good", SheetState.POSTED.label),
    SheetState.REVERSED: ("plain", SheetState.REVERSED.label),
}


def state_words(state: str, apart: Mapping[str, Decimal]):
    """Return how a row ends in words; paid in part means that nothing is over anywhere."""
    return MIXED if state == rules.PART and any(more > 0 for more in apart.values()) else RowState(state).label


def difference_words(amount: Decimal, *, due: Decimal) -> str:
    """Return how an amount differs from what is due, in sign and shape: "▼ −50.00", or nothing."""
    if amount == due:
        return ""
    return f"▲ +{show(amount - due)}" if amount > due else f"▼ −{show(due - amount)}"


@dataclass(slots=True)
class Cell:
    """One box. value: as typed or stored; due: what is due, shown while the box is empty."""

    code: str
    label: object
    value: str
    due: str
    differs: str
    error: object = ""
    rare: bool = False


@dataclass(slots=True)
class Row:
    """One member's row. n: the number that names its boxes; sum: of its boxes; before: saved up to now, in baht.

    apart: by how much its columns are short or over; in_coins: of a sum that coins cannot make, what is missing to
    whole baht, and those.
    """

    n: int
    number: str
    name: str
    nickname: str
    notes: list[str]
    cells: list[Cell]
    due: str
    total: str
    sum: str
    state: str
    state_words: str
    shape: str
    mark: str
    payer: str
    seen: str
    before: str
    after: str
    envelope: str = ""
    apart: str = ""
    in_coins: tuple[str, str] | None = None
    typed_by: str = ""
    errors: Mapping[str, object] = field(default_factory=dict)
    stored: str = ""
    stored_by: str = ""
    stored_boxes: Mapping[str, str] = field(default_factory=dict)
    is_organisation: bool = False


@dataclass(slots=True)
class SideShown:
    """A member organisation that pays: from its cash, or by_bank from its bank. refused: why its book cannot."""

    n: int
    number: str
    name: str
    total: str
    by_bank: bool
    keeps_book: bool
    refused: str = ""


def sides_shown(rows: Sequence[SheetRow], *, refused: Sequence[tuple]) -> list[SideShown]:
    """Return the rows of member organisations that pay something. refused: as `checks.rows_refused` gives it."""
    why = {row.pk: str(words) for row, words in refused}
    return [
        SideShown(
            one.number,
            one.shown_number,
            one.name,
            show(row.total),
            row.by_bank,
            bool(one.member_organisation.book_id),
            why.get(row.pk, ""),
        )
        for row in rows
        for one in [row.membership]
        if one.member_organisation_id and row.total
    ]


@dataclass(slots=True)
class Column:
    """A column's head and foot. payers: how many members paid something into it."""

    code: str
    label: object
    total: str
    payers: int
    rare: bool


class Grid:
    """The whole sheet. read: rows as a form sent them, by number, shown in place of what is stored; conflicts:
    the numbers of rows that another person changed first."""

    def __init__(
        self,
        rows: Sequence[SheetRow],
        *,
        columns: Columns,
        reader,
        read: Mapping | None = None,
        conflicts=(),
    ):
        self.columns_of_sheet, self.reader = columns, reader
        self.read, self.conflicts = read or {}, conflicts
        self.used = {code for row in rows for code in (*row.amounts, *columns.dues(row.membership))}
        self.totals, self.payers = dict.fromkeys(columns.codes, ZERO), dict.fromkeys(columns.codes, 0)
        self.states = dict.fromkeys(RowState.values, 0)
        self.rows = [self._row(row) for row in rows]
        self._add_envelopes(rows)
        self.taken_back = [f"{row.membership}: {show(row.total)}" for row in rows if row.taken_back_id]
        self.columns = [
            Column(item.code, item.label, show(self.totals[item.code]), self.payers[item.code], self._is_rare(item))
            for item in columns.items
        ]

    @property
    def total(self) -> Decimal:
        return sum(self.totals.values(), ZERO)

    @property
    def shown_total(self) -> str:
        return show(self.total)

    @property
    def used_columns(self) -> set[str]:
        return {code for code, payers in self.payers.items() if payers}

    @property
    def words(self) -> str:
        """Return the words and shapes that the page's script shows, as JSON."""
        states = {state: [SHAPES[state], str(RowState(state).label)] for state in RowState.values}
        states["mixed"] = [SHAPES[rules.PART], str(MIXED)]
        return json.dumps({"states": states, **{name: str(words) for name, words in SCRIPT_WORDS.items()}})

    @property
    def filled(self) -> int:
        return len(self.rows) - self.states[rules.BLANK]

    @property
    def has_rare(self) -> bool:
        return any(column.rare for column in self.columns)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Return (shape, words, how many) of each state that occurs."""
        return [(SHAPES[state], RowState(state).label, n) for state, n in self.states.items() if n]

    def differing(self) -> list[Row]:
        """Return the rows a second look is worth: not paid as due."""
        return [row for row in self.rows if row.state != rules.PAID or any(cell.differs for cell in row.cells)]

    def not_in_coins(self) -> list[Row]:
        """Return the rows whose sums no coins can make."""
        return [row for row in self.rows if row.in_coins]

    def _row(self, row: SheetRow) -> Row:
        member, paid = row.membership, row.paid
        dues = self.columns_of_sheet.dues(member)
        state = rules.state_of(paid, dues=dues, mark=row.mark)
        apart = rules.apart(paid, dues=dues, columns=self.columns_of_sheet.codes) if state in ANSWERED else {}
        rest = rules.to_whole_baht(row.total)
        self.states[state] += 1
        for code, amount in paid.items():
            self.totals[code] += amount
            self.payers[code] += bool(amount)
        payer = row.payer.shown_number if row.payer_id else ""
        drawn = Row(
            n=member.number,
            number=member.shown_number,
            name=member.name,
            nickname=member.person.nickname if member.person_id else "",
            is_organisation=not member.person_id,
            notes=self.columns_of_sheet.notes(member),
            cells=[self._cell(item, paid, dues=dues, state=state) for item in self.columns_of_sheet.items],
            due=show(sum(dues.values(), ZERO)),
            total=show(row.total),
            sum=show(row.total) if row.amounts else "",
            state=state,
            state_words=self._words(row, state, apart),
            shape=SHAPES[state],
            mark=row.mark,
            payer=payer,
            seen=rules.seen(row.version, mark=row.mark, amounts=paid, payer=row.payer.number if row.payer_id else None),
            before=self._saved(row),
            after=self._saved(row, paid.get(SATJA, ZERO)),
            apart=self._apart_words(apart),
            in_coins=(show(rest), show(row.total + rest)) if rest else None,
            typed_by=str(row.typed_by) if row.typed_by_id and row.typed_by_id != self.reader.pk else "",
        )
        if read := self.read.get(member.number):
            self._show_as_sent(drawn, read, row)
        return drawn

    def _words(self, row: SheetRow, state: str, apart: Mapping[str, Decimal]):
        """Return how a row ends in words; a member group that brought nothing and owed nothing has not "paid"."""
        if row.taken_back_id:
            return gettext("taken back in both books")
        if state == rules.PAID and row.membership.member_organisation_id and not row.total:
            return gettext("nothing brought")
        return state_words(state, apart)

    def _add_envelopes(self, rows: Sequence[SheetRow]) -> None:
        """Say beside whoever brought money for others what the whole envelope comes to."""
        brought: dict[int, Decimal] = {}
        for row in rows:
            if row.payer_id:
                brought[row.payer.number] = brought.get(row.payer.number, ZERO) + row.total
        own = {row.membership.number: row.total for row in rows}
        for drawn in self.rows:
            if drawn.n in brought:
                drawn.envelope = show(brought[drawn.n] + own[drawn.n])

    def _saved(self, row: SheetRow, now: Decimal = ZERO) -> str:
        """Return what the member saved, with what comes now, where the rows were asked for it."""
        field = "shares_saved" if self.columns_of_sheet.satja_is_shares else "satja_saved"
        return show(now - getattr(row, field)) if hasattr(row, field) else ""

    def _cell(self, item, paid: Mapping, *, dues: Mapping, state: str) -> Cell:
        typed = item.code in paid
        amount, due = paid.get(item.code, ZERO), dues.get(item.code, ZERO)
        answered = state in ANSWERED
        return Cell(
            code=item.code,
            label=item.label,
            value=show(amount) if typed else "",
            due=show(due) if due else "",
            differs=difference_words(amount, due=due) if answered else "",
            rare=self._is_rare(item),
        )

    def _apart_words(self, apart: Mapping[str, Decimal]) -> str:
        """Return what each column is short or over: "Satja short by 300.00, Loan over by 7,250.00"."""
        words = {code: gettext("%(column)s over by %(baht)s") for code, more in apart.items() if more > 0}
        words |= {code: gettext("%(column)s short by %(baht)s") for code, more in apart.items() if more < 0}
        label = self.columns_of_sheet.label
        return ", ".join(words[code] % {"column": label(code), "baht": show(abs(apart[code]))} for code in apart)

    def _is_rare(self, item) -> bool:
        """Tell whether a column can stay folded: seldom used, and not used on this sheet."""
        return item.collapsed and item.code not in self.used

    def _show_as_sent(self, drawn: Row, read, row: SheetRow) -> None:
        """Keep what was typed where it could not be saved, with what is wrong or what is stored beside it."""
        drawn.errors = read.errors
        conflict = read.number in self.conflicts
        if not read.errors and not conflict:
            return
        for cell in drawn.cells:
            cell.value, cell.error = read.boxes[cell.code], read.errors.get(cell.code, "")
        drawn.mark, drawn.payer, drawn.sum = read.boxes["mark"], read.boxes["payer"], read.boxes["sum"]
        if conflict:
            drawn.stored = stored_words(row, self.columns_of_sheet)
            drawn.stored_by = str(row.typed_by or "")
            payer = row.payer.shown_number if row.payer_id else ""
            drawn.stored_boxes = {code: show(amount) for code, amount in row.paid.items()}
            drawn.stored_boxes |= {"mark": row.mark, "payer": payer}
        else:
            drawn.seen = read.boxes["seen"]


def stored_words(row: SheetRow, columns: Columns) -> str:
    """Return what is stored of a row in a few words: "Satja 150.00, Fine 10.00" or its mark."""
    parts = [f"{columns.label(code)} {show(amount)}" for code, amount in row.paid.items()]
    if row.payer_id:
        parts.append(gettext("with member %(number)s") % {"number": row.payer.shown_number})
    return ", ".join(parts) if parts else str(RowState(row.state).label)


def entry_rows(lines, *, mirrored: bool = False) -> list[tuple]:
    """Return (account, debit, credit, receipt) of an entry's lines as read, or of the entry that takes it back."""
    rows = []
    for line in lines:
        debit, credit = (line.credit, line.debit) if mirrored else (line.debit, line.credit)
        rows.append((line.account, show(debit) if debit else "", show(credit) if credit else "", line.shown_receipt))
    return rows


class SheetTable(Table):
    """The sheets of an organisation, newest first."""

    meeting_on = ThaiDateColumn(style="long", verbose_name=_("Day of the meeting"))
    state = StateColumn(states=STATES, verbose_name=_("State"))
    total = MoneyColumn(verbose_name=_("Total"), default="")
    posted_by = NameColumn(verbose_name=_("Posted by"), default="")

    class Meta:
        orderable = False

    def __init__(self, *args, organisation, **kwargs):
        self.code = organisation.code
        super().__init__(*args, caption=gettext("Deposit sheets"), **kwargs)

    def render_meeting_on(self, value, record):
        return format_html('<a href="{}">{}</a>', record_address(record, code=self.code), show_date(value))


def record_address(sheet: Sheet, *, code: str) -> str:
    """Return where a sheet is seen: a reversed one under its own id, since another may stand on its day."""
    if sheet.state == SheetState.REVERSED:
        return reverse("groups:sheet_reversed", kwargs={"code": code, "pk": sheet.pk})
    return reverse("groups:sheet", kwargs={"code": code, "day": sheet.meeting_on.isoformat()})
