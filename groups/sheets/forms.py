"""What is typed on a sheet, turned into values. What can't be read stays in its box, with words beside it."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.digits import to_arabic_digits
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, ZERO, NotAnAmount, parse_amount, show, show_input
from groups.sheets import rules
from groups.sheets.actions import RowTyped
from groups.sheets.items import Columns
from groups.sheets.models import SheetRow

SEEN = re.compile(r"\d{1,9}\.[0-9a-f]{8}")
LEADING_NUMBER = re.compile(r"\s*(\d{1,6})\b", re.ASCII)
LEAST_SLIPS, MOST_SLIPS = 3, 200
MOST_NOTES = 100_000


class NotThisForm(Exception):
    """The request did not come from a form that was drawn here."""


@dataclass(slots=True)
class ReadRow:
    """One row as sent: what stood in its boxes, what is wrong by box, and the typed row when nothing is."""

    number: int
    boxes: dict[str, str]
    errors: dict[str, object] = field(default_factory=dict)
    typed: RowTyped | None = None


def read_rows(data: Mapping, *, rows: Mapping[int, SheetRow], columns: Columns) -> list[ReadRow]:
    """Read every row that came with a form. rows: those of the sheet by member number.

    Raises `NotThisForm` if a row is not drawn by us.
    """
    reader = _Reader(data, rows=rows, columns=columns)
    return [reader.read(number) for number in rows if f"{number}-seen" in data]


class _Reader:
    def __init__(self, data, *, rows, columns):
        self.data, self.rows, self.columns = data, rows, columns

    def read(self, number: int) -> ReadRow:
        names = [*self.columns.codes, "sum", "mark", "payer", "seen"]
        boxes = {name: self.data.get(f"{number}-{name}", "").strip() for name in names}
        if not SEEN.fullmatch(boxes["seen"]) or boxes["mark"] not in ("", *rules.MARKS):
            raise NotThisForm
        if self.data.get("due") == str(number):
            self._fill_as_due(boxes, self.rows[number])
        read = ReadRow(number, boxes)
        amounts = self._amounts(read)
        payer = self._payer(read)
        if not read.errors:
            amounts = self._with_sum(read, amounts, payer=payer)
        read.errors |= self.columns.wrong(self.rows[number].membership, amounts) if not read.errors else {}
        if boxes["mark"] and any(amounts.values()):
            read.errors["mark"] = _("Marked as not paying, yet there is an amount. Empty one of the two.")
        if not read.errors:
            amounts = {} if boxes["mark"] else amounts
            read.typed = RowTyped(number, boxes["seen"], amounts, mark=boxes["mark"], payer=payer)
        return read

    def _fill_as_due(self, boxes: dict, row: SheetRow) -> None:
        """The button of this row was pressed: what is due takes the place of what was typed."""
        amounts = rules.as_due(self.columns.dues(row.membership), columns=self.columns.codes)
        boxes.update({code: show_input(amounts[code]) if code in amounts else "" for code in self.columns.codes})
        boxes.update(sum="", mark="")

    def _amounts(self, read: ReadRow) -> dict[str, Decimal]:
        amounts = {}
        for item in self.columns.items:
            if not read.boxes[item.code]:
                continue
            try:
                amounts[item.code] = parse_amount(read.boxes[item.code])
            except NotAnAmount as refusal:
                read.errors[item.code] = str(refusal)
                continue
            if not rules.is_multiple(amounts[item.code], step=item.step):
                words = _("Write a multiple of %(step)s baht.")
                read.errors[item.code] = words % {"step": show(item.step)}
        return amounts

    def _with_sum(self, read: ReadRow, amounts: dict, *, payer: int | None) -> dict[str, Decimal]:
        """Return the amounts, spread from the box of the whole sum where only that was typed."""
        row, typed = self.rows[read.number], read.boxes["sum"]
        if not typed:
            return amounts
        try:
            total = parse_amount(typed)
        except NotAnAmount as refusal:
            read.errors["sum"] = str(refusal)
            return amounts
        was_drawn_so, agrees = row.amounts and total == row.total, amounts and total == sum(amounts.values())
        if was_drawn_so or agrees:
            return amounts
        version = int(read.boxes["seen"].split(".")[0])
        drawn = rules.seen(version, mark=read.boxes["mark"], amounts=amounts, payer=payer)
        if amounts and drawn != read.boxes["seen"]:
            read.errors["sum"] = _("This is not what the boxes add up to. Mend a box, or empty them and write the sum.")
            return amounts
        return self._spread(read, total, dues=self.columns.dues(row.membership))

    def _spread(self, read: ReadRow, total: Decimal, *, dues: dict) -> dict[str, Decimal]:
        spread = rules.allocate(total, dues=dues, order=self.columns.order)
        if spread.left_over:
            words = _("%(baht)s baht more than is due. Write into the boxes what it is for.")
            read.errors["sum"] = words % {"baht": show(spread.left_over)}
        amounts = spread.amounts or {self.columns.codes[0]: ZERO}
        if not read.errors:
            read.boxes.update(dict.fromkeys(self.columns.codes, ""))
            read.boxes.update({column: show_input(amount) for column, amount in amounts.items()})
        return amounts

    def _payer(self, read: ReadRow) -> int | None:
        typed = read.boxes["payer"]
        if not typed:
            return None
        match = LEADING_NUMBER.match(to_arabic_digits(typed))
        number = int(match[1]) if match else None
        if number == read.number:
            return None
        if number not in self.rows:
            read.errors["payer"] = _("Write the number of the member who brought the money; it is on this sheet.")
        elif self._has_payer(number):
            read.errors["payer"] = _("That member's money came with somebody else. Write who brought the envelope.")
        return number

    def _has_payer(self, number: int) -> bool:
        sent = self.data.get(f"{number}-payer")
        if sent is not None:
            match = LEADING_NUMBER.match(to_arabic_digits(sent))
            return bool(match) and int(match[1]) != number
        return self.rows[number].payer_id is not None


class OpenForm(forms.Form):
    """The day of the meeting whose sheet is opened."""

    meeting_on = ThaiDateInput(label=_("Day of the meeting"))


class CountField(forms.CharField):
    """How many of one note or coin; empty is none. Thai digits are taken."""

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off", "class": "money"}

    def to_python(self, value):
        typed = to_arabic_digits(super().to_python(value)).replace(",", "")
        if not typed:
            return 0
        if not (typed.isascii() and typed.isdigit()) or int(typed) > MOST_NOTES:
            raise forms.ValidationError(_("Write how many there are, in whole figures, like 12."))
        return int(typed)


class CountForm(forms.Form):
    """Notes, coins and transfer slips on the table. key: names this form; version: of the sheet that is counted."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, version):
        super().__init__(data, initial={"key": uuid.uuid4(), "version": version})
        for note in rules.NOTES_AND_COINS:
            self.fields[f"note-{note}"] = CountField(required=False, label=f"{note:,}")
            self.fields[f"note-{note}"].widget.attrs["data-note"] = str(note)
        for n in range(self._slips_to_draw(data)):
            self.fields[f"slip-{n}"] = MoneyInput(required=False, least=CENT, label=_("Amount on the slip"))
            self.fields[f"slip-{n}"].widget.attrs["data-slip"] = ""
            self.fields[f"reference-{n}"] = forms.CharField(required=False, max_length=60, label=_("Reference"))

    @staticmethod
    def _slips_to_draw(data) -> int:
        sent = [int(name[5:]) for name in data or () if re.fullmatch(r"slip-\d{1,3}", name) and data[name].strip()]
        return min(max([LEAST_SLIPS, *(n + 2 for n in sent)]), MOST_SLIPS)

    @property
    def notes(self):
        return [(note, self[f"note-{note}"]) for note in rules.NOTES_AND_COINS]

    @property
    def slip_boxes(self):
        return [(self[name], self[f"reference-{name[5:]}"]) for name in self.fields if name.startswith("slip-")]

    def clean(self):
        for name in [name for name in self.fields if name.startswith("slip-")]:
            if (
                self.cleaned_data.get(f"reference-{name[5:]}")
                and not self.cleaned_data.get(name)
                and name not in self.errors
            ):
                self.add_error(name, _("Write the amount on this slip."))

    @property
    def counted(self) -> dict[Decimal, int]:
        found = {note: self.cleaned_data.get(f"note-{note}") for note in rules.NOTES_AND_COINS}
        return {note: number for note, number in found.items() if number}

    @property
    def slips(self) -> list[tuple[Decimal, str]]:
        found = [
            (self.cleaned_data.get(name), self.cleaned_data.get(f"reference-{name[5:]}", ""))
            for name in self.fields
            if name.startswith("slip-")
        ]
        return [(amount, reference) for amount, reference in found if amount]

    def draw_again(self, *, version):
        """Give a form that was refused a new key, and the sheet as it is now: only what was posted keeps its own."""
        self.data = self.data.copy()
        self.data["key"], self.data["version"] = str(uuid.uuid4()), str(version)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it must be taken back"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
