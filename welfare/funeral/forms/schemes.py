"""Starting a scheme and setting its terms: only what the scheme's model asks for is on the form."""

from dataclasses import replace
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import month_name
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import ZERO
from federation.kit.refusals import NotReadable, Refused
from welfare.funds.models import FundKind, WelfareFund
from welfare.funeral.forms.boxes import percent_box, whole_box
from welfare.funeral.models import Footing, Relation, Scheme, Wording
from welfare.funeral.rules import COLLECTING, MEMBER, Terms
from welfare.funeral.rules.law import check_lawful
from welfare.funeral.rules.terms import BALANCE, PREPAID, SAVING, YEARLY

RESOLUTION = ("resolution_no", "resolution_on", "holds_from", "text")
NAMES = ("name_th", "name_en", "code", "fund", "wording", "footing", "registration_no")


def baht_box(**kwargs) -> MoneyInput:
    return MoneyInput(required=False, **kwargs)


class TermsForm(forms.Form):
    """The terms of a scheme and the resolution that sets them. `terms` is what the boxes say, once they are valid."""

    rate_member = baht_box(label=_("Each brings at a member's death (baht)"))
    rate_relative = baht_box(label=_("Each brings at the death of one of the family (baht)"))
    fee_percent = percent_box(label=_("Stays with the fund (per cent)"))
    deduction = baht_box(label=_("Besides that the fund keeps for each death (baht)"))
    fee_rounding = forms.ChoiceField(
        label=_("Parts of a satang"), choices=(("half_up", _("half is rounded up")), ("down", _("rounded down")))
    )
    units_target = whole_box(1, 1000, label=_("Units each holds ahead"))
    units_warn = whole_box(0, 1000, label=_("Warn after so many deaths"))
    refill = forms.ChoiceField(
        label=_("Units are filled up"),
        choices=(("all_at_once", _("for all at once")), ("at_warning", _("for each who is down to the warning"))),
    )
    units_back = forms.ChoiceField(
        label=_("Units left when somebody resigns or is put out"),
        choices=(("member", _("go back to the member")), ("fund", _("stay with the fund"))),
        help_text=_("At a death they always go to the heirs."),
    )
    yearly_fee = baht_box(label=_("Fee of a year (baht)"))
    yearly_due_day = whole_box(1, 31, label=_("Due on the day"))
    yearly_due_month = forms.TypedChoiceField(
        label=_("of the month"), coerce=int, choices=lambda: [(n, month_name(n)) for n in range(1, 13)]
    )
    min_balance = baht_box(label=_("Savings above (baht)"))
    min_days = whole_box(0, 3650, label=_("Member for so many days"))
    saving_months = whole_box(0, 120, label=_("Months of satja without a gap"))
    fixed_sum = baht_box(label=_("Paid at a death (baht)"))
    relative_percent = percent_box(label=_("Of it at the death of one of the family (per cent)"))

    covers = forms.MultipleChoiceField(
        label=_("Covered besides the member"),
        required=False,
        choices=[choice for choice in Relation.choices if choice[0] != MEMBER],
        widget=forms.CheckboxSelectMultiple,
    )
    wait_days = whole_box(0, 3650, label=_("Days of waiting after admission"))
    accident_exempt = forms.BooleanField(required=False, label=_("No waiting for an accident"))
    max_entry_age = whole_box(0, 120, label=_("Greatest age on joining"), help_text=_("0 or empty: any age."))
    age_by = forms.ChoiceField(
        label=_("Age is counted"),
        choices=(("full_years", _("in full years")), ("birth_year", _("by the year of birth alone"))),
    )

    waiting_pay = forms.BooleanField(required=False, label=_("Who still waits is counted among the payers"))
    arrears_pay = forms.BooleanField(required=False, label=_("Who is behind is counted among the payers"))
    dues_days = whole_box(0, 365, label=_("Days to bring dues, from the claim"))
    lapse_cases = whole_box(
        0, 60, label=_("Unpaid cases before putting out is proposed"), help_text=_("0 or empty: never.")
    )
    lapse_counts = forms.ChoiceField(
        label=_("These cases are counted"), choices=(("in_a_row", _("in a row")), ("in_all", _("in all")))
    )
    lapse_notice_days = whole_box(0, 365, label=_("Days between the written notice and putting out"))

    payees_most = whole_box(1, 20, label=_("How many may share the money"))
    pay_by = forms.ChoiceField(
        label=_("Paid"),
        choices=(("30th", _("by the 30th of the month of the claim")), ("days", _("within days of the claim"))),
    )
    pay_days = whole_box(0, 365, label=_("Days, where it goes by days"))
    first_part = baht_box(label=_("First part paid ahead (baht at most)"), help_text=_("0 or empty: all at once."))
    first_part_days = whole_box(0, 365, label=_("First part within so many days"))
    rest_days = whole_box(0, 365, label=_("The rest within so many days"))
    rite = baht_box(label=_("Goes ahead for the funeral itself (baht)"))
    advance = forms.ChoiceField(
        label=_("What is not brought yet"),
        choices=(
            ("full", _("the fund advances it: the payees get all on time")),
            ("collected", _("is paid when it comes in")),
        ),
    )

    entry_fee = baht_box(label=_("Fee on joining (baht)"))
    maintenance_fee = baht_box(label=_("Upkeep (baht)"))
    maintenance_per = forms.ChoiceField(
        label=_("Upkeep is for"), choices=(("month", _("a month")), ("year", _("a year")))
    )

    resolution_no = forms.CharField(
        label=_("Resolution number"), max_length=40, help_text=_("As in the minutes, like 3/2569.")
    )
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))
    holds_from = ThaiDateInput(label=_("Holds from"))
    text = forms.CharField(
        label=_("The rule in the bylaw's own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept beside the settings above, which say how it is read."),
    )

    def __init__(self, *args, model: str, base: Terms, footing: str = Footing.CUSTOM, initial=None, **kwargs):
        self.model, self.base, self.footing, self.terms = model, base, footing, None
        super().__init__(*args, initial={**_typed(base), **(initial or {})}, **kwargs)
        for name in set(TERM_FIELDS) - _fields_of(model):
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, MoneyInput) and name in cleaned:
                cleaned[name] = cleaned[name] or ZERO
        if not self.errors:
            self._read_terms(cleaned)
        return cleaned

    def _read_terms(self, cleaned: dict) -> None:
        """Make terms of the boxes and hold them against the model and the law; say what is wrong beside its box."""
        try:
            facts = {name: cleaned[name] for name in self.fields if name in TERM_FIELDS}
            facts["covers"] = (MEMBER, *facts["covers"])
            if "relative_percent" in facts:
                facts["payout_factor"] = facts.pop("relative_percent") / Decimal(100)
            self.terms = replace(self.base, **facts)
            self.terms.check_for(self.model)
            check_lawful(self.terms, footing=cleaned.get("footing", self.footing))
        except NotReadable as refusal:
            box = {"payout_factor": "relative_percent"}.get(refusal.reason, refusal.reason)
            self.add_error(box if box in self.fields else None, str(refusal))
        except Refused as refusal:
            refusal.show_on(self)

    def parts(self) -> list:
        """Return [(heading, fields, folded fields, whether the fold is open)] in the order a committee talks."""
        found = []
        for heading, shown, folded in PARTS:
            fields = [self[name] for name in shown if name in self.fields]
            under = [self[name] for name in folded if name in self.fields]
            if fields or under:
                found.append((heading, fields, under, any(field.errors for field in under)))
        return found

    def paper(self) -> list:
        """Return the fields of the resolution."""
        return [self[name] for name in RESOLUTION]

    def resolution(self) -> dict:
        return {name: self.cleaned_data[name] for name in RESOLUTION}


class SchemeForm(TermsForm):
    """A new scheme: its names, its fund, what it is in law, and its first terms."""

    name_th = forms.CharField(label=_("Name of the scheme"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    code = forms.SlugField(
        label=_("Short code for addresses"), max_length=12, help_text=_("Latin letters and figures, like aid.")
    )
    fund = forms.ModelChoiceField(label=_("Fund"), queryset=WelfareFund.objects.none(), empty_label=None)
    wording = forms.ChoiceField(
        label=_("Called"),
        choices=((Wording.FUNERAL_AID, _("Funeral aid")), (Wording.BURIAL_HELP, _("Help with the burial"))),
        widget=forms.RadioSelect,
        help_text=_("Members who are Muslim say help with the burial; the other word speaks of cremation."),
    )
    footing = forms.ChoiceField(label=_("In law it is"), choices=Footing.choices, widget=forms.RadioSelect)
    registration_no = forms.CharField(
        label=_("Registration number"), max_length=60, required=False, help_text=_("Of a registered association.")
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = free_funds(organisation)

    def names(self) -> list:
        return [self[name] for name in NAMES]

    def scheme(self) -> dict:
        """Return the facts of the scheme for the action."""
        facts = {name: self.cleaned_data[name] for name in NAMES}
        resolution = self.resolution()
        return {**facts, "started_on": resolution.pop("holds_from"), **resolution, "terms": self.terms}


def free_funds(organisation):
    """Return the running funds for funeral aid that no scheme uses yet."""
    funds = WelfareFund.objects.filter(network_id=organisation.network_key, organisation=organisation)
    used = Scheme.objects.filter(network_id=organisation.network_key).values("fund")
    return funds.filter(kind=FundKind.FUNERAL, closed_on=None, part_of=None).exclude(pk__in=used).order_by("code")


def _typed(terms: Terms) -> dict:
    """Return what stands in the boxes for these terms."""
    boxes = {name: getattr(terms, name) for name in TERM_FIELDS if name not in ("covers", "relative_percent")}
    others = [relation for relation in terms.covers if relation != MEMBER]
    return {**boxes, "covers": others, "relative_percent": terms.payout_factor * 100}


def _fields_of(model: str) -> set[str]:
    if model in COLLECTING:
        return {*_COMMON, *_COLLECTED, *_ONLY.get(model, ())}
    return {*_COMMON, "fixed_sum", "relative_percent", *_ONLY[model]}


PARTS = (
    (
        _("The money"),
        (
            *("rate_member", "rate_relative", "fee_percent", "yearly_fee", "yearly_due_day", "yearly_due_month"),
            *("min_balance", "min_days", "saving_months", "fixed_sum", "relative_percent", "units_target"),
            "units_warn",
        ),
        ("deduction", "fee_rounding", "refill", "units_back", "entry_fee", "maintenance_fee", "maintenance_per"),
    ),
    (
        _("Who is covered"),
        ("covers", "wait_days", "accident_exempt", "max_entry_age"),
        ("age_by",),
    ),
    (
        _("Bringing dues"),
        ("dues_days", "arrears_pay", "lapse_cases", "lapse_notice_days"),
        ("waiting_pay", "lapse_counts"),
    ),
    (
        _("Paying out"),
        ("pay_by", "payees_most", "advance"),
        ("pay_days", "first_part", "first_part_days", "rest_days", "rite"),
    ),
)
TERM_FIELDS = tuple(name for _heading, shown, folded in PARTS for name in (*shown, *folded))
_COMMON = (
    *("covers", "wait_days", "accident_exempt", "max_entry_age", "age_by", "payees_most", "pay_by", "pay_days"),
    *("first_part", "first_part_days", "rest_days", "rite", "entry_fee", "maintenance_fee", "maintenance_per"),
    "deduction",
)
_COLLECTED = (
    *("rate_member", "rate_relative", "fee_percent", "fee_rounding", "waiting_pay", "arrears_pay", "dues_days"),
    *("lapse_cases", "lapse_counts", "lapse_notice_days", "advance"),
)
_ONLY = {
    PREPAID: ("units_target", "units_warn", "refill", "units_back"),
    YEARLY: ("yearly_fee", "yearly_due_day", "yearly_due_month", "lapse_notice_days"),
    BALANCE: ("min_balance", "min_days"),
    SAVING: ("saving_months",),
}
