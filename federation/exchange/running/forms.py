"""What is typed about running loans: one row for each contract, read into what the act of taking over needs."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.bylaws.rules import Percent, Whole
from federation.exchange.register.workbook import MOST_BYTES
from federation.exchange.running.rules import FIELDS, TypedRow
from federation.kit.dates import Window, joinings
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, ZERO, parse_amount, show
from federation.kit.refusals import NotReadable
from groups.registry.forms import NumberInput
from groups.registry.models import Membership
from loans.acts.rules import opening_problems
from loans.acts.steps.opening import schedule_of_rest, terms_of_row
from loans.lending.rules.numbers import LONGEST, is_contract_no
from loans.lending.steps.contracts import NOT_A_NUMBER
from loans.products.forms.fields import FigureInput
from loans.products.models import ProductVersion
from loans.products.rules import ProductTerms

_GUARANTEE = re.compile(r"(?P<number>\d{1,6})\s*[=:]\s*(?P<amount>[\d,.]*\d)")
_BETWEEN = re.compile(r"[\s,;/]*")


def dues(today: date) -> Window:
    """Return the window of the oldest unpaid instalment: twenty years back, and as far ahead as a loan may reach."""
    year = (today.replace(day=1, year=today.year - 1), today.replace(day=1, year=today.year + 1))
    return Window(date(today.year - 20, 1, 1), date(today.year + 30, 12, 31), certain=year)


class GuarantorsInput(forms.CharField):
    """Guarantors as member numbers with what each stands for: `12=5,000; 14=5,000`. Value: [(number, baht)]."""

    wrong = _("Write each guarantor as member number = baht, like 12=5000; 14=5000.")

    def to_python(self, value):
        text = to_arabic_digits(super().to_python(value))
        if _BETWEEN.fullmatch(_GUARANTEE.sub("", text)) is None:
            raise forms.ValidationError(self.wrong)
        try:
            found = [(int(m["number"]), parse_amount(m["amount"])) for m in _GUARANTEE.finditer(text)]
        except NotReadable as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        if any(amount <= ZERO for _number, amount in found):
            raise forms.ValidationError(self.wrong)
        return found


class RowForm(forms.Form):
    """One running loan. `data_of_act` of a valid row is what the act of taking over keeps of it."""

    number = forms.CharField(widget=forms.HiddenInput, required=False)
    contract_no = forms.CharField(label=_("Contract number"), max_length=LONGEST)
    product = forms.ChoiceField(label=_("Kind of loan"))
    signed_on = ThaiDateInput(label=_("Signed on"), window=joinings)
    principal = MoneyInput(label=_("Lent (baht)"), least=CENT)
    principal_left = MoneyInput(label=_("Still owed (baht)"), least=CENT)
    due_on = ThaiDateInput(label=_("Oldest unpaid instalment, or the next, due on"), window=dues)
    instalments_left = FigureInput(kind=Whole(1, 600), label=_("Instalments left, with unpaid ones"), required=True)
    interest_owed = MoneyInput(label=_("Interest owed up to that day (baht)"))
    yearly_rate = FigureInput(kind=Percent(), label=_("Interest a year in %, where it differs"))
    guarantors = GuarantorsInput(
        label=_("Guarantors: member number = baht"), required=False, max_length=300, help_text=_("12=5000; 14=5000")
    )

    def __init__(self, typed: TypedRow, *, at: int, rows: "LoanRows"):
        prefix = f"row-{at}"
        super().__init__({f"{prefix}-{name}": value for name, value in typed.items()}, prefix=prefix)
        self.at, self.rows, self.typed = at, rows, typed
        self.use_required_attribute = False
        self.fields["product"].choices = [(code, one.product.name) for code, one in rows.versions.items()]
        if typed["product"] not in rows.versions:
            unknown = _("There is no loan product “%(code)s”.") % {"code": typed["product"]}
            self.fields["product"].error_messages |= {"invalid_choice": unknown}

    @property
    def member(self) -> Membership | None:
        text = to_arabic_digits(self.typed["number"])
        return self.rows.members.get(int(text)) if text.isdecimal() else None

    @property
    def paid(self) -> Decimal | None:
        """What was repaid of the principal so far, in baht."""
        read = self.cleaned_data
        known = read.get("principal") is not None and read.get("principal_left") is not None
        return read["principal"] - read["principal_left"] if known else None

    @property
    def left(self) -> Decimal:
        return self.cleaned_data.get("principal_left") or ZERO

    @property
    def is_late(self) -> bool:
        due_on = self.cleaned_data.get("due_on")
        return due_on is not None and due_on < self.rows.on

    def clean_contract_no(self):
        number = to_arabic_digits(self.cleaned_data["contract_no"])
        if not is_contract_no(number):
            raise forms.ValidationError(str(NOT_A_NUMBER))
        if number in self.rows.taken:
            words = _("There is already a contract %(number)s. Choose another number.")
            raise forms.ValidationError(words % {"number": number})
        if self.rows.typed_numbers.count(number) > 1:
            raise forms.ValidationError(_("Contract %(contract)s stands there twice.") % {"contract": number})
        return number

    def clean_guarantors(self):
        found = self.cleaned_data["guarantors"]
        for number, _amount in found:
            if number not in self.rows.members:
                raise forms.ValidationError(_("There is no member number %(number)s.") % {"number": number})
        return found

    def clean(self):
        typed = super().clean()
        if self.member is None:
            words = _("There is no member number %(number)s. Mend it in the file, or leave this row out.")
            self.add_error(None, words % {"number": self.typed["number"] or "–"})
        if not self.errors:
            self._check_as_a_loan()
        return typed

    def _check_as_a_loan(self):
        """Say beside the row what would keep it from being taken over."""
        row = self.data_of_act()
        for words in opening_problems([row], on=self.rows.on):
            self.add_error(None, str(words))
        if self.errors:
            return
        try:
            terms = terms_of_row({**row, "version": self.rows.versions[row["product"]]})
            schedule_of_rest(ProductTerms.from_data(terms), row)
        except NotReadable as refusal:
            self.add_error("instalments_left", str(refusal))

    def data_of_act(self) -> dict:
        """Return the row as the act of taking over keeps it: amounts and days as text."""
        read, due_on = self.cleaned_data, self.cleaned_data["due_on"].isoformat()
        rate = read["yearly_rate"]
        return {
            "number": self.member.number,
            "contract_no": read["contract_no"],
            "product": read["product"],
            "signed_on": read["signed_on"].isoformat(),
            "principal": str(read["principal"]),
            "principal_left": str(read["principal_left"]),
            "next_due": due_on,
            "instalments_left": read["instalments_left"],
            "paid": str(read["principal"] - read["principal_left"]),
            "interest_owed": str(read["interest_owed"]),
            "unpaid_since": due_on if self.is_late else None,
            "guarantors": [{"number": number, "amount": str(amount)} for number, amount in read["guarantors"]],
            **({} if rate is None else {"yearly_rate": f"{(rate / 100).normalize():f}"}),
        }


@dataclass
class LoanRows:
    """All rows together, each read once. members: by number; taken: contract numbers in use; on: of the takeover."""

    typed: Sequence[TypedRow]
    on: date
    members: Mapping[int, Membership]
    versions: Mapping[str, ProductVersion]
    taken: Collection[str]
    forms: list[RowForm] = field(init=False)

    def __post_init__(self):
        self.typed_numbers = [row["contract_no"] for row in self.typed]
        self.forms = [RowForm(row, at=at, rows=self) for at, row in enumerate(self.typed)]
        for form in self.forms:
            form.full_clean()

    @property
    def wrong(self) -> list[RowForm]:
        return [form for form in self.forms if form.errors]

    @property
    def total(self) -> Decimal:
        """What is still owed by all rows together, in baht, as far as it can be read."""
        return sum((form.left for form in self.forms), ZERO)

    def data_of_act(self) -> list[dict]:
        return [form.data_of_act() for form in self.forms]

    def problems(self) -> list[str]:
        """Return all that is wrong as sentences, each with its row."""
        return [f"{self.named(form)}: {words}" for form in self.wrong for words in said_of(form)]

    def named(self, form: RowForm) -> str:
        return str(_("row %(row)s (%(number)s)") % {"row": form.at + 1, "number": form.typed["number"] or "–"})


def said_of(form: forms.Form) -> list[str]:
    """Return what is wrong with a row: the box, then what to do about it."""
    return [
        str(words) if name == forms.forms.NON_FIELD_ERRORS else f"{form.fields[name].label}: {words}"
        for name, sentences in form.errors.items()
        for words in sentences
    ]


class DayForm(forms.Form):
    """The day on which the loans come into the books, and whom to add."""

    on = ThaiDateInput(
        label=_("Taken over on"),
        help_text=_("Best the last meeting, up to which interest was paid. Interest runs in these books from then on."),
    )


class AddForm(forms.Form):
    """A borrower more."""

    add = forms.CharField(
        label=_("Add a loan of member number"), required=False, widget=NumberInput(attrs={"maxlength": "6"})
    )


class ProposeForm(forms.Form):
    """Why, and whether the rest is left for later."""

    partial = forms.BooleanField(label=_("The rest is taken over later"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, rest: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        if rest > ZERO:
            words = _("%(rest)s baht stay on account 13090 until their contracts are written down too.")
            self.fields["partial"].help_text = words % {"rest": show(rest)}
        else:
            del self.fields["partial"]


class RowsFileForm(forms.Form):
    """A workbook with the rows, as it was handed out."""

    rows_file = forms.FileField(
        label=_("The rows as a spreadsheet (.xlsx)"),
        help_text=_("Its rows take the place of all rows below. 5 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_rows_file(self):
        sent = self.cleaned_data["rows_file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Leave only the rows in it."))
        return sent


def typed_in_post(data: Mapping) -> list[dict]:
    """Return the rows as the page sent them, right or wrong."""
    count = str(data.get("count", ""))
    places = range(min(int(count), 1000)) if count.isdecimal() and len(count) < 5 else ()
    return [{name: data.get(f"row-{at}-{name}", "") for name in FIELDS} for at in places]
