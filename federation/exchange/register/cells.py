"""One cell of a register, read as what its column holds. What cannot be told for certain is asked."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.exchange.register.findings import TAKE_AS_SHOWN, Choice, Desk, Typed, amount_of, date_of
from federation.exchange.register.heads import Column, Table
from federation.exchange.register.roles import Role
from federation.exchange.register.workbook import Cell
from federation.kit.dates import NotADate, Window, births, ce_year, joinings, read_date, show_date
from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.identity import MaskedId, NotAnId, mask_id, parse_id
from federation.kit.money import ZERO, NotAnAmount, parse_amount, show, show_input
from federation.kit.names import PersonName, split_name
from federation.kit.phones import NotAPhone, read_phone
from federation.kit.thai import clean_name, clean_text
from federation.kit.wording import gettext_lazy as _

_DASHES = re.compile(r"[-\u2010-\u2015\u2212_.]+")
_NOTHING_PAID = re.compile(r"ขาด(?:ส่ง)?|ไม่(?:ได้)?(?:ส่ง|มา|จ่าย|ฝาก)|งด|ลา(?:ออก)?|ค้าง(?:ส่ง)?|[xX×]")
_PAID_TICK = re.compile(r"[/✓✔√]+|จ่าย(?:แล้ว)?|ส่งแล้ว")
_MOO = re.compile(r"(?P<house>.*?)\s*(?:ม\.?|หมู่(?:ที่|บ้านที่)?\.?)\s*(?P<moo>\d{1,2})\b\s*(?P<rest>.*)")
_NICKNAME = re.compile(r"\s*\(([^()]*)\)\s*$")
_YEAR_ALONE = re.compile(r"(?:ปี\s*)?(?:พ\.?\s*ศ\.?\s*)?(2[45]\d\d)")
_BETWEEN_PHONES = re.compile(r"[,;/]|\s{2,}|หรือ|และ")
LONGEST_NAME = 100
LONGEST_NICKNAME = 60
LONGEST_HOUSE = 30

NOTHING = Choice("0", _("nothing was paid"))
LEAVE_OUT = Choice("leave_out", _("leave it out"))


@dataclass(frozen=True)
class RowReader:
    """Reads the cells of one row of a register; findings and questions go to the desk."""

    table: Table
    row: int
    desk: Desk

    def cell(self, role: Role) -> Cell | None:
        column = self.table.one(role)
        return self.table.page.cell(self.row, column.index) if column else None

    def text(self, role: Role) -> str:
        """Return the cell as clean text; a figure without its “.0”."""
        cell = self.cell(role)
        value = cell.value if cell else None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return clean_text(str(value)).text if value is not None else ""

    def cell_text(self, column: Column) -> str:
        """Return what stands in a column as clean text, if it is text."""
        value = self.table.page.value(self.row, column.index)
        return clean_text(value).text if isinstance(value, str) else ""

    def place(self, role: Role, *, shown: str = "") -> dict:
        """Return where a finding about that role's cell stands, for the desk."""
        column = self.table.one(role)
        return {"row": self.row, "column": column.letter if column else "", "cell": shown or self.text(role)}

    def key(self, name: object) -> str:
        return f"row{self.row}:{name}"

    # Money

    def money(self, role: Role) -> Decimal:
        column = self.table.one(role)
        return self.amount(column, key=self.key(role)) if column else ZERO

    def amount(self, column: Column, *, key: str, promise: Decimal = ZERO) -> Decimal:
        """Read baht; empty, a dash or a word for it are nothing. What is unreadable is asked."""
        cell = self.table.page.cell(self.row, column.index)
        if cell is None:
            return ZERO
        place = {"row": self.row, "column": column.letter, "cell": _shown(cell), "key": key}
        if cell.unsolved:
            words = _("The cell holds a formula whose result is not stored. What is the amount?")
            return self._asked_amount("formula_unsolved", words, place)
        text = _bare(cell.value)
        if _DASHES.fullmatch(text) or not text:
            return ZERO
        if column.role == Role.MONTH and _NOTHING_PAID.fullmatch(text):
            self.desk.note("word_for_nothing", _("“%(text)s” is taken as nothing paid.") % {"text": text}, **_at(place))
            return ZERO
        if column.role == Role.MONTH and promise and _PAID_TICK.fullmatch(text):
            words = _("“%(text)s” may mean paid as promised. How much was paid?") % {"text": text}
            ticked = Choice(show_input(promise), _("as promised: %(amount)s") % {"amount": show(promise)})
            return self._asked_amount("tick", words, place, ticked, suggested=ticked.value)
        try:
            return parse_amount(cell.value)
        except NotAnAmount as refusal:
            return self._asked_amount(f"amount_{refusal.reason}", refusal.message, place)

    def _asked_amount(self, code: str, words: object, place: dict, *more: Choice, suggested: str = "") -> Decimal:
        answer = self.desk.ask(code, words, choices=(*more, NOTHING), typed=Typed.AMOUNT, suggested=suggested, **place)
        return amount_of(answer) or ZERO

    def usual_promise(self, payments: dict[int, Decimal]) -> Decimal:
        """Ask for the monthly promise where none is written; the most frequent payment is suggested."""
        usual = Counter(amount for amount in payments.values() if amount).most_common(1)
        suggestion = usual[0][0] if usual else ZERO
        answer = self.desk.ask(
            "promise_missing",
            _("How much is promised each month? The register does not say; the usual payment is %(amount)s.")
            % {"amount": show(suggestion)},
            key=self.key("usual_promise"),
            choices=[Choice(show_input(suggestion), show(suggestion))],
            typed=Typed.AMOUNT,
            suggested=show_input(suggestion),
            **self.place(Role.PROMISE, shown="-"),
        )
        return amount_of(answer) or ZERO

    def printed(self, role: Role) -> Decimal | None:
        """Read a total that the workbook prints; None where there is none, or it cannot be read."""
        column = self.table.one(role)
        cell = self.table.page.cell(self.row, column.index) if column else None
        if cell is None or cell.unsolved:
            return None
        if _DASHES.fullmatch(_bare(cell.value)):
            return ZERO
        try:
            return parse_amount(cell.value)
        except NotAnAmount as refusal:
            self.desk.note(f"printed_{refusal.reason}", refusal.message, **self.place(role))
            return None

    def number(self, role: Role) -> int | None:
        """Read a whole number such as 001, ๐๐๑ or ส.001; None where there is none."""
        text = to_arabic_digits(self.text(role))
        figures = re.findall(r"\d+", text)
        if len(figures) != 1 or not 0 < int(figures[0]) <= 99_999:
            return None
        if not re.fullmatch(r"\d+", text):
            words = _("“%(text)s” is taken as number %(number)s.") % {"text": text, "number": int(figures[0])}
            self.desk.note("number_from_text", words, **self.place(role))
        return int(figures[0])

    # Who it is

    def name(self) -> PersonName:
        """Read title, given and family name, from one column or several."""
        clean = clean_name(_NICKNAME.sub("", self._raw_name()))
        if clean.changes:
            words = _("The name was cleaned: %(changes)s.") % {"changes": _List(clean.changes)}
            self.desk.note("name_cleaned", words, **self.place(self._name_role(), shown=clean.text))
        name = split_name(clean.text)
        problems = list(clean.problems)
        if not name.given or max(map(len, name)) > LONGEST_NAME:
            problems.append(_("The name cannot be read. Type it: title, given and family name."))
        if not problems:
            return name
        choices = [TAKE_AS_SHOWN] if name.given and max(map(len, name)) <= LONGEST_NAME else []
        place = self.place(self._name_role(), shown=clean.text)
        answer = self.desk.ask(
            "name_doubtful", problems[0], key=self.key("name"), choices=choices, typed=Typed.TEXT, **place
        )
        return name if answer in ("", TAKE_AS_SHOWN.value) else split_name(answer)

    def nickname(self) -> str:
        """Return the nickname, from its column or from brackets behind the name."""
        in_brackets = _NICKNAME.search(clean_text(self._raw_name()).text)
        return (self.text(Role.NICKNAME) or (in_brackets[1].strip() if in_brackets else ""))[:LONGEST_NICKNAME]

    def _name_role(self) -> Role:
        return Role.NAME if self.table.one(Role.NAME) else Role.GIVEN

    def _raw_name(self) -> str:
        """Return the name as one text. Not `text()`: what is cleaned in a name has to be said."""
        parts = []
        for role in (Role.TITLE, Role.NAME, Role.GIVEN, Role.FAMILY):
            cell = self.cell(role)
            parts.append(str(cell.value) if cell and cell.value is not None else "")
        title, whole, given, family = parts
        if not (title or given or family):
            return whole
        return f"{title.strip()}{whole or given}{' ' if family else ''}{family.strip()}"

    def national_id(self) -> tuple[MaskedId | None, str]:
        """Read the national ID; return it, or None and why there is none."""
        cell = self.cell(Role.NATIONAL_ID)
        value = cell.value if cell else None
        if value is None or _DASHES.fullmatch(_bare(value)):
            self.desk.note("id_missing", _("No national ID is written."), **self.place(Role.NATIONAL_ID, shown="-"))
            return None, "card_not_shown"
        try:
            return self._id_of(value), ""
        except NotAnId as refusal:
            self.desk.ask(
                f"id_{refusal.reason}",
                _("The national ID is wrong. %(why)s Correct the workbook, or import the member without it.")
                % {"why": refusal.message},
                key=self.key(Role.NATIONAL_ID),
                choices=[Choice("without", _("without a national ID for now: the number given is doubtful"))],
                suggested="without",
                **self.place(Role.NATIONAL_ID, shown=_masked(value)),
            )
            return None, "doubtful"

    def _id_of(self, value: object) -> MaskedId:
        """Read a national ID; a spreadsheet that took it for an amount has eaten the 0 before it."""
        if isinstance(value, int | float) and 10**11 <= value < 10**12:
            read = parse_id(f"0{value:.0f}")
            words = _("The 0 before the national ID was put back: %(id)s.") % {"id": read}
            self.desk.note("id_zero", words, **self.place(Role.NATIONAL_ID, shown=str(read)))
            return read
        return parse_id(value)

    def phone(self) -> str:
        cell = self.cell(Role.PHONE)
        if cell is None or cell.value is None or _DASHES.fullmatch(_bare(cell.value)):
            return ""
        first, *others = [part for part in _BETWEEN_PHONES.split(_bare(cell.value)) if part.strip()] or [cell.value]
        if others:
            words = _("Of several telephone numbers the first is kept; left out: %(others)s.")
            self.desk.note("phone_first", words % {"others": ", ".join(others)}, **self.place(Role.PHONE))
        try:
            number = read_phone(first)
        except NotAPhone as refusal:
            self.desk.ask(
                "phone_unreadable",
                refusal.message,
                key=self.key(Role.PHONE),
                choices=[LEAVE_OUT],
                suggested=LEAVE_OUT.value,
                **self.place(Role.PHONE),
            )
            return ""
        if not _bare(cell.value).startswith(("0", "+", "66")):
            words = _("The 0 before the telephone number was put back: %(number)s.") % {"number": number}
            self.desk.note("phone_zero", words, **self.place(Role.PHONE))
        return number

    def address(self) -> tuple[str, int | None]:
        """Return house number and village number; what does not fit is left out with a note."""
        text = to_arabic_digits(self.text(Role.ADDRESS) or self.text(Role.HOUSE))
        moo, rest = to_arabic_digits(self.text(Role.MOO)), ""
        if match := _MOO.fullmatch(text):
            text, moo, rest = match["house"], moo or match["moo"], match["rest"]
        figures = re.search(r"\d{1,2}", moo)
        text = "" if _DASHES.fullmatch(text) else text
        if left_out := text[LONGEST_HOUSE:] + rest:
            words = _("Of the address, this is left out: %(text)s") % {"text": left_out}
            self.desk.note("address_cut", words, **self.place(Role.ADDRESS))
        return text[:LONGEST_HOUSE], int(figures[0]) if figures else None

    # Dates

    def joined_on(self, *, opening_on: date) -> date:
        """Read the day of joining; not known, it is the day the books open, or as typed."""
        known = Choice("opening", _("not known: by %(date)s at the latest") % {"date": show_date(opening_on)})
        read = self._day(Role.JOINED, joinings(self.desk.today), known)
        if read is None and self.cell(Role.JOINED) is None:
            words = _("The day of joining is not written: taken as %(date)s at the latest.")
            place = self.place(Role.JOINED, shown="-")
            self.desk.note("joined_missing", words % {"date": show_date(opening_on)}, **place)
        return read or opening_on

    def born_on(self, *, joined_on: date) -> date | None:
        """Read the birthday, which lies before the day of joining; None where it is not known."""
        window = births(self.desk.today)
        return self._day(Role.BORN, Window(window.first, joined_on), Choice("unknown", _("not known")))

    def _day(self, role: Role, window: Window, unknown: Choice) -> date | None:
        cell = self.cell(role)
        if cell is None or cell.unsolved or _DASHES.fullmatch(_bare(cell.value)):
            return None
        shown = _shown(cell)
        try:
            read = read_date(cell.value, today=self.desk.today, window=window)
        except NotADate as refusal:
            if found := _YEAR_ALONE.fullmatch(_bare(cell.value)):
                return self._asked_year(role, int(found[1]), unknown, shown)
            answer = self._asked_day(f"{role}_{refusal.reason}", refusal.message, role, [unknown], shown)
            return date_of(answer)
        if not read.doubtful:
            return read.value
        words = read.why if read.reason != "short_year" else self._is_it(role, shown, read.value)
        code = f"{role}_{read.reason}"
        answer = self._asked_day(code, words, role, [TAKE_AS_SHOWN, unknown], shown, suggested=TAKE_AS_SHOWN.value)
        return read.value if answer == TAKE_AS_SHOWN.value else date_of(answer)

    def _asked_year(self, role: Role, year: int, unknown: Choice, shown: str) -> date | None:
        """Only the year is written: ask whether its first day will do."""
        day = date(ce_year(year, month=6), 1, 1)
        words = _("Only the year is written: “%(cell)s”. Is %(date)s taken?") % {"cell": shown, "date": show_date(day)}
        choices = [Choice(day.isoformat(), show_date(day)), unknown]
        code = f"{role}_year_alone"
        return date_of(self._asked_day(code, words, role, choices, shown, suggested=day.isoformat()))

    def _is_it(self, role: Role, shown: str, day: date) -> object:
        figures = {"cell": shown, "date": show_date(day)}
        if role != Role.BORN:
            return _("Is “%(cell)s” %(date)s?") % figures
        age = self.desk.today.year - day.year - ((self.desk.today.month, self.desk.today.day) < (day.month, day.day))
        return _("Is “%(cell)s” %(date)s? That is an age of %(age)s.") % {**figures, "age": age}

    def _asked_day(self, code: str, words: object, role: Role, choices: list, shown: str, suggested: str = "") -> str:
        place = self.place(role, shown=shown)
        return self.desk.ask(
            code, words, key=self.key(role), choices=choices, typed=Typed.DATE, suggested=suggested, **place
        )


class _List:
    """Sentences joined when they are read, in the language of the reader."""

    def __init__(self, parts):
        self.parts = tuple(parts)

    def __str__(self) -> str:
        return "; ".join(map(str, self.parts))


def _bare(value: object) -> str:
    return without_invisible(to_arabic_digits(str(value if value is not None else ""))).strip()


def _shown(cell: Cell) -> str:
    if isinstance(cell.value, date):
        return show_date(cell.value)
    return clean_text(str(cell.value)).text if cell.value is not None else ""


def _masked(value: object) -> str:
    """Return a wrong ID so that nobody can read it whole."""
    figures = re.sub(r"\D", "", to_arabic_digits(f"{value:.0f}" if isinstance(value, float) else str(value)))
    return mask_id(figures) if len(figures) == 13 else "x" * max(len(figures), 1)


def _at(place: dict) -> dict:
    return {part: place[part] for part in ("row", "column", "cell")}
