"""The form in which a committee sets the terms of a loan product, in parts; what is seldom needed is folded away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import month_name
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, ZERO
from federation.kit.refusals import NotReadable, Refused
from loans.products.forms.fields import percent_box, times_box, whole_box
from loans.products.forms.typed import BOX_OF, terms_from, typed_from
from loans.products.models import ProductKind
from loans.products.rules import METHOD_WORDS, PART_WORDS, ProductTerms, check_lawful, control_of, every_words
from loans.schedules.rules import MOST_INSTALMENTS, Every, Terms

ORDERS = ("fine,interest,principal", "interest,fine,principal", "interest,principal,fine", "principal,interest,fine")
EVERIES = ("1 month", "2 months", "3 months", "6 months", "12 months", "1 week", "2 weeks", "15 days", "1 day")
DAY_COUNTS = (
    ("30/360", _("every month alike, 30 days of a year of 360")),
    ("actual/365", _("by the calendar, a year has 365 days")),
    ("actual/actual", _("by the calendar, leap years have 366 days")),
    ("actual/360", _("by the calendar, over 360 days")),
    ("364", _("by weeks, a year has 52")),
    ("months", _("whole months only")),
)
FINES = (
    ("none", _("no fine")),
    ("yearly", _("per cent a year on the principal that is late")),
    ("per_month", _("baht for each month begun and each instalment")),
)
RESOLUTION = ("resolution_no", "resolution_on", "resolution_text", "holds_from")


def _every_choices():
    for text in EVERIES:
        yield text, every_words(Terms(method="bullet", yearly_rate=ZERO, every=Every.read(text)))


class TermsForm(forms.Form):
    """New terms of a product and the resolution that sets them. `terms` is what the boxes say, once they are valid."""

    most_amount = MoneyInput(least=CENT, label=_("Most that may be lent to one member (baht)"))
    times_shares = times_box(
        label=_("How many times the member's shares"), help_text=_("Empty: shares do not set the limit.")
    )
    less_own_debt = forms.BooleanField(required=False, label=_("less what the member still owes on other loans"))
    least_amount = MoneyInput(least=CENT, label=_("Least amount of a loan (baht)"))
    times_satja = times_box(label=_("How many times the satja savings"))
    times_special = times_box(label=_("How many times the special savings"))
    times_savings = times_box(label=_("How many times all savings and shares together"))
    less_guaranteed = forms.BooleanField(required=False, label=_("less what the member guarantees for others"))

    members_for_months = whole_box(0, 60, label=_("Months of membership before the loan"))
    max_live = whole_box(1, 20, empty=1, label=_("Loans of this kind that one member may have at a time"))

    rate = percent_box(label=_("Interest (per cent)"), help_text=_("0 or empty: a loan without interest."))
    per = forms.ChoiceField(
        label=_("Interest is for"),
        choices=(("month", _("a month")), ("year", _("a year"))),
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(
        label=_("How it is repaid"), choices=tuple(METHOD_WORDS.items()), widget=forms.RadioSelect
    )
    most_instalments = whole_box(1, MOST_INSTALMENTS, required=True, label=_("Most instalments"))
    every = forms.ChoiceField(label=_("An instalment falls due"), choices=_every_choices)
    due_months = forms.MultipleChoiceField(
        label=_("Months of the harvest"),
        required=False,
        choices=lambda: [(str(month), month_name(month)) for month in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for repayment in the months of the harvest."),
    )
    least_instalments = whole_box(1, MOST_INSTALMENTS, empty=1, label=_("Fewest instalments"))
    multiple = forms.ChoiceField(
        label=_("Instalments are rounded to"),
        choices=(
            ("0.01", _("satang")),
            ("0.25", _("25 satang")),
            ("1.00", _("1 baht")),
            ("5.00", _("5 baht")),
            ("10.00", _("10 baht")),
            ("100.00", _("100 baht")),
        ),
    )
    grace_principal = whole_box(0, 60, label=_("First instalments that repay no principal"))
    grace_interest = whole_box(0, 60, label=_("First instalments that pay no interest, which falls due later"))
    percent = percent_box(label=_("Part of the principal that each instalment repays (per cent)"))
    balloon = percent_box(label=_("Part of the principal left to the last instalment (per cent)"))
    accrual = forms.ChoiceField(
        label=_("Interest is charged"),
        choices=(
            ("actual", _("for the days the money was really out")),
            ("scheduled", _("as the schedule says, whenever one pays")),
        ),
        help_text=_("Flat interest always goes by the schedule."),
    )
    day_count = forms.ChoiceField(label=_("How days are counted"), choices=DAY_COUNTS)
    rounding = forms.ChoiceField(
        label=_("Half a satang is rounded"),
        choices=(("half-up", _("up")), ("half-even", _("to the even satang"))),
    )
    payment_order = forms.ChoiceField(
        label=_("A payment pays first"),
        choices=lambda: [(order, " → ".join(str(PART_WORDS[part]) for part in order.split(","))) for order in ORDERS],
    )
    prepayment = forms.BooleanField(required=False, label=_("More than is due may be paid, and shortens the loan"))

    fine_kind = forms.ChoiceField(label=_("Fine for what is late"), choices=FINES, widget=forms.RadioSelect)
    fine_rate = percent_box(label=_("Fine a year (per cent)"), help_text=_("With the interest never above 15 in all."))
    fine_baht = MoneyInput(required=False, label=_("Fine a month (baht)"))
    fine_grace_days = whole_box(0, 60, label=_("Days late that cost nothing"))
    fine_cap = percent_box(label=_("All fines together stop at (per cent of the loan)"))
    fee_baht = MoneyInput(required=False, label=_("Fee when the loan is paid out (baht)"))
    fee_percent = percent_box(label=_("Fee when the loan is paid out (per cent of the loan)"))

    guarantors = whole_box(0, 10, label=_("Guarantors"))
    own_savings_without_guarantor = forms.BooleanField(
        required=False, label=_("Who borrows no more than his or her own free savings needs no guarantor")
    )

    resolution_no = forms.CharField(
        label=_("Resolution number"), max_length=40, help_text=_("As in the minutes, like 3/2569.")
    )
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))
    resolution_text = forms.CharField(
        label=_("Words of the resolution"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    holds_from = ThaiDateInput(
        label=_("Holds from"), help_text=_("For loans signed from this day on. Earlier loans keep their terms.")
    )

    def __init__(self, *args, base: ProductTerms, kind: str = "", fund: str = "", **kwargs):
        self.base, self.kind, self.fund, self.terms = base, kind, fund, None
        super().__init__(*args, initial={**typed_from(base), **kwargs.pop("initial", {})}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        for box in ("fine_baht", "fee_baht"):
            cleaned[box] = cleaned.get(box) or ZERO
        if not self.errors:
            self._read_terms(cleaned)
        return cleaned

    def _read_terms(self, cleaned: dict) -> None:
        """Make terms of the boxes and hold them against the law; say what is wrong beside its box."""
        control = control_of(cleaned.get("kind", self.kind), fund=cleaned.get("fund", self.fund))
        try:
            self.terms = terms_from(cleaned, base=self.base, control=control)
            check_lawful(self.terms)
        except NotReadable as refusal:
            box = BOX_OF.get(refusal.reason, refusal.reason)
            self.add_error(box if box in self.fields else None, str(refusal))
        except Refused as refusal:
            refusal.show_on(self)

    def parts(self) -> list:
        """Return [(heading, fields, folded fields, whether the fold is open)] in the order a committee talks."""
        return [
            (heading, [self[name] for name in shown], [self[name] for name in folded], self._unfolds(folded))
            for heading, shown, folded in PARTS
        ]

    def paper(self) -> list:
        """Return the fields of the resolution."""
        return [self[name] for name in RESOLUTION]

    def resolution(self) -> dict:
        return {name: self.cleaned_data[name] for name in RESOLUTION}

    def _unfolds(self, names) -> bool:
        """Return whether something folded needs a look: an error, or the months of a harvest."""
        return any(self[name].errors or name == "due_months" and self[name].value() for name in names)


PARTS = (
    (
        _("How much"),
        ("most_amount", "times_shares", "less_own_debt"),
        ("least_amount", "times_satja", "times_special", "times_savings", "less_guaranteed"),
    ),
    (_("Who may borrow"), ("members_for_months", "max_live"), ()),
    (
        _("Interest and instalments"),
        ("rate", "per", "method", "every", "most_instalments"),
        (
            *("due_months", "least_instalments", "multiple", "grace_principal", "grace_interest"),
            *("percent", "balloon", "accrual", "day_count", "rounding", "payment_order", "prepayment"),
        ),
    ),
    (
        _("Fines and fees"),
        ("fine_kind", "fine_rate", "fine_baht", "fine_grace_days", "fine_cap"),
        ("fee_baht", "fee_percent"),
    ),
    (_("Security"), ("guarantors", "own_savings_without_guarantor"), ()),
)


class NewProductForm(TermsForm):
    """A new product: its name and kind, and its first terms."""

    name_th = forms.CharField(label=_("Name that members know"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProductKind)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    fund = forms.ChoiceField(
        label=_("Lent out of the money of"),
        required=False,
        help_text=_("What is paid back, with its interest, goes back there. This is never changed afterwards."),
    )

    def __init__(self, *args, funds=(), **kwargs):
        """funds: the funds besides the main one whose money may be lent."""
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [("", _("the main fund")), *((fund.code, fund.name) for fund in funds)]
        if not funds:
            del self.fields["fund"]

    def names(self) -> list:
        """Return the fields that name the product, and say of whose money it is lent where there is a choice."""
        return [self[name] for name in ("name_th", "kind", "name_en", "fund") if name in self.fields]

    def fund_name(self) -> str:
        """Return the name of the fund that was chosen."""
        return dict(self.fields["fund"].choices)[self.cleaned_data["fund"]]

    def product(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name_th", "name_en", "kind", "fund") if name in self.fields}
