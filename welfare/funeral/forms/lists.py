"""A list of who paid, as an office sends it: a workbook or a CSV file, read into rows of number, name and baht."""

import csv
import io
import zipfile
from decimal import Decimal

import openpyxl
from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.money import NotAnAmount, parse_amount
from federation.kit.refusals import NotReadable
from welfare.funeral.queries.checks import BY_FUNERAL_NUMBER, BY_MEMBER_NUMBER
from welfare.funeral.rules.check import ListRow

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 40
HEAD_WITHIN = 15
ALL = "all"
HEADS = {
    "number": ("เลขที่", "เลขสมาชิก", "เลขทะเบียน", "เลขฌาปนกิจ", "ทะเบียน", "number", "no."),
    "name": ("ชื่อ", "name"),
    "amount": ("จำนวนเงิน", "ยอดเงิน", "ยอดหัก", "ยอดชำระ", "บาท", "amount", "baht"),
}

NOT_HEADS = ("บัญชี", "บัตร", "account")  # numbers of bank accounts and ID cards are no numbers of members


class NotAList(NotReadable):
    """The file cannot be read as a list of who paid."""


class CheckForm(forms.Form):
    """Which death, which numbers, and the file."""

    death = forms.ChoiceField(label=_("Held against"))
    numbers = forms.ChoiceField(
        label=_("The list goes by"),
        choices=((BY_FUNERAL_NUMBER, _("funeral numbers")), (BY_MEMBER_NUMBER, _("member numbers"))),
    )
    file = forms.FileField(
        label=_("The list (xlsx or csv)"),
        help_text=_("With columns for number, name and amount, their headings in one of the first rows."),
    )

    def __init__(self, *args, deaths, of_network: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.deaths = {str(death.pk): death for death in deaths}
        one = _("death no. %(number)s, %(name)s")
        shown = [(pk, one % {"number": it.number, "name": it.covered.shown_name}) for pk, it in self.deaths.items()]
        self.fields["death"].choices = [(ALL, _("everything that is still open, of all deaths")), *shown]
        if of_network:  # member numbers begin anew in each group
            del self.fields["numbers"]

    def clean_death(self):
        return self.deaths.get(self.cleaned_data["death"])

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large. At most 2 MB can be read."))
        self.content = sent.read()
        try:
            self.rows = rows_of_list(sent.name, self.content)
        except NotAList as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return sent

    def goes_by(self) -> str:
        """Return which numbers the list goes by."""
        return self.cleaned_data.get("numbers", BY_FUNERAL_NUMBER)


def rows_of_list(file_name: str, content: bytes) -> list[ListRow]:
    """Return the rows of a list with number, name and baht. Raises `NotAList`."""
    lines = _lines_of_csv(content) if file_name.lower().endswith(".csv") else _lines_of_workbook(content)
    at, columns = _head(lines)
    rows = [_row(line, cells, columns=columns) for line, cells in enumerate(lines[at + 1 :], at + 2)]
    found = [row for row in rows if row is not None]
    if not found:
        raise NotAList(_("There are no rows under the headings."), reason="empty")
    return found


def _lines_of_csv(content: bytes) -> list[list]:
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [cells[:MOST_COLUMNS] for cells in csv.reader(io.StringIO(text, newline=""))][: MOST_ROWS + 1]
    raise NotAList(_("The letters of this file cannot be read. Save it as UTF-8."), reason="encoding")


def _lines_of_workbook(content: bytes) -> list[list]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise NotAList(_("This workbook is too large when unpacked."), reason="size")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError, SyntaxError) as error:
        raise NotAList(_("This file is no workbook. Send an xlsx or a csv file."), reason="kind") from error
    return lines


def _head(lines: list[list]) -> tuple[int, dict[str, int]]:
    """Return at which line the headings stand, and {what: column}."""
    for at, cells in enumerate(lines[:HEAD_WITHIN]):
        columns = {what: _column(cells, words) for what, words in HEADS.items()}
        if columns["amount"] is not None and (columns["number"] is not None or columns["name"] is not None):
            return at, columns
    words = _("No headings were found. Write over the columns: เลขที่, ชื่อ, จำนวนเงิน.")
    raise NotAList(words, reason="heads")


def _column(cells: list, words: tuple[str, ...]) -> int | None:
    for at, cell in enumerate(cells):
        text = _text(cell).replace(" ", "").casefold()
        if any(word in text for word in words) and not any(word in text for word in NOT_HEADS):
            return at
    return None


def _row(line: int, cells: list, *, columns: dict[str, int]) -> ListRow | None:
    """Return a row; one that names nobody (a sum at the foot, a blank line) is left out."""
    number = _number(_cell(cells, columns["number"]))
    name = _text(_cell(cells, columns["name"]))
    if number is None and (not name or name.startswith(("รวม", "ยอดรวม"))):
        return None
    return ListRow(line=line, number=number, name=name, amount=_amount(_cell(cells, columns["amount"]), line=line))


def _cell(cells: list, at: int | None):
    return cells[at] if at is not None and at < len(cells) else None


def _text(cell) -> str:
    return " ".join(without_invisible(str("" if cell is None else cell)).split())


def _number(cell) -> int | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    digits = to_arabic_digits(_text(cell))
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _amount(cell, *, line: int) -> Decimal | None:
    if _text(cell) in ("", "-", "–"):
        return None
    try:
        return parse_amount(cell)
    except NotAnAmount as refusal:
        words = _("Line %(line)s: %(why)s") % {"line": line, "why": refusal}
        raise NotAList(words, reason="amount") from refusal
