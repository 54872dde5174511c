"""What is typed about funds, places in them, gifts and acts."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import joinings, month_of, show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from groups.registry.models import Membership, Office
from welfare.funds.models import Donor, DuesRule, FundKind, Pays, WelfareFund
from welfare.funds.queries import owed_by_main
from welfare.funds.rules.templates import PARTS, TEMPLATES

PURSES = [("cash", _("cash")), ("bank", _("bank"))]
MAIN = "main"


class Resolution(forms.Form):
    """The resolution behind what is typed above it."""

    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))

    def resolution(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("resolution_no", "resolution_on")}


class DuesForm(Resolution):
    """What a place costs. Thirty days make a month of a baht a day, 365 a year."""

    holds_from = ThaiDateInput(label=_("Holds from"))
    monthly = MoneyInput(label=_("A month (baht)"), required=False, least=CENT, help_text=_("Empty: not offered."))
    half_yearly = MoneyInput(label=_("Half a year (baht)"), required=False, least=CENT)
    yearly = MoneyInput(label=_("A year (baht)"), required=False, least=CENT)
    payer = forms.ChoiceField(label=_("Who pays"), choices=DuesRule.Payer, widget=forms.RadioSelect)

    field_order = ["holds_from", "monthly", "half_yearly", "yearly", "payer"]

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {f"part_{part.code}": part.code for part in parts}
        for name, part in zip(self.parts, parts, strict=True):
            label = _("%(part)s: per cent of the dues") % {"part": part.name}
            self.fields[name] = forms.DecimalField(label=label, max_digits=5, decimal_places=2, min_value=0)

    def rule(self) -> dict:
        """Return what `dues_rule_step` takes."""
        typed = self.cleaned_data
        split = [(code, typed[name]) for name, code in self.parts.items() if typed[name]]
        plain = {name: typed[name] for name in ("holds_from", *Pays.values, "payer")}
        return {**plain, "split": split, **self.resolution()}


class FundForm(Resolution):
    """A new fund, begun from what is proposed for its kind."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=FundKind)
    name_th = forms.CharField(label=_("Name of the fund"), max_length=100)
    code = forms.CharField(
        label=_("Short code"),
        max_length=11,
        help_text=_("Two to eleven letters from A to Z and figures. It stands in the accounts and stays for ever."),
    )
    on = ThaiDateInput(label=_("Runs since"), window=joinings)
    monthly = MoneyInput(label=_("Dues a month (baht)"), required=False, least=CENT, help_text=_("Empty: not offered."))
    half_yearly = MoneyInput(label=_("Dues half a year (baht)"), required=False, least=CENT)
    yearly = MoneyInput(label=_("Dues a year (baht)"), required=False, least=CENT)
    payer = forms.ChoiceField(label=_("Dues are paid by"), choices=DuesRule.Payer, widget=forms.RadioSelect)
    split = forms.BooleanField(
        label=_("Divide the dues over three parts: 50 pays welfare now, 30 revolves, 20 is kept for later"),
        required=False,
    )
    may_lend = forms.BooleanField(
        label=_("The resolution allows lending out of this fund"),
        required=False,
        help_text=_("Without it nothing is lent out of the fund. It can be allowed later."),
    )

    field_order = ["kind", "name_th", "code", "on", *Pays.values, "payer", "split", "may_lend"]

    def __init__(self, *args, kind: str, today: date, **kwargs):
        proposed = TEMPLATES[kind]
        initial = {"kind": kind, "name_th": proposed.name_th, "code": proposed.code, "payer": proposed.payer}
        initial |= {**proposed.dues, "on": show_date(today, style="numeric")}
        super().__init__(*args, initial=initial, **kwargs)
        if not proposed.parts:
            del self.fields["split"]
        if not proposed.loan:
            del self.fields["may_lend"]

    def facts(self) -> dict:
        """Return what `start_fund` takes."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in ("kind", "name_th", "code", "on", "payer")}
        dues = {pays: typed[pays] for pays in Pays.values}
        parts = PARTS if typed.get("split") else ()
        return {**plain, "dues": dues, "parts": parts, "may_lend": typed.get("may_lend", False), **self.resolution()}


class PlaceForm(forms.Form):
    """A place for one member."""

    membership = forms.ModelChoiceField(label=_("Member"), queryset=Membership.objects.none())
    office = forms.ModelChoiceField(label=_("By the post"), queryset=Office.objects.none())
    since = ThaiDateInput(
        label=_("Member of the fund since"), window=joinings, help_text=_("Tenure counts from this day.")
    )
    dues_from = ThaiDateInput(
        label=_("Dues are counted from"),
        window=joinings,
        required=False,
        help_text=_("For who was in the fund before these books: the first day not paid for yet. Empty: the same day."),
    )
    pays = forms.ChoiceField(label=_("Pays"), choices=Pays)

    def __init__(self, *args, fund: WelfareFund, members, offices=None, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = members
        self.fields["pays"].choices = [(one.value, one.label) for one in Pays if not offered or one.value in offered]
        if offices is None:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = offices
            self.fields["office"].label_from_instance = _shown_office


def _shown_office(office: Office) -> str:
    shown = {"who": office.person.name, "post": office.get_post_display(), "until": show_date(office.until)}
    return _("%(post)s %(who)s, until %(until)s") % shown


class AllForm(forms.Form):
    """A place for every member who has none."""

    since_joining = forms.BooleanField(
        label=_("Tenure of each counts from the day of joining the group"),
        required=False,
        help_text=_("Without it, from the day below."),
    )
    dues_from = ThaiDateInput(label=_("Dues are counted from"), window=joinings)
    pays = forms.ChoiceField(label=_("Pays"), choices=Pays)

    def __init__(self, *args, offered=(), today: date, **kwargs):
        super().__init__(*args, initial={"dues_from": show_date(month_of(today), style="numeric")}, **kwargs)
        self.fields["pays"].choices = [(one.value, one.label) for one in Pays if not offered or one.value in offered]

    def facts(self) -> dict:
        typed = self.cleaned_data
        since = None if typed["since_joining"] else typed["dues_from"]
        return {"since": since, "dues_from": typed["dues_from"], "pays": typed["pays"]}


class EndForm(forms.Form):
    on = ThaiDateInput(label=_("Ends on"))
    why = forms.CharField(label=_("Reason"), max_length=300)


class GiftForm(forms.Form):
    donor = forms.ChoiceField(label=_("Given by"), choices=Donor)
    donor_name = forms.CharField(label=_("Name of who gave it"), max_length=200)
    on = ThaiDateInput(label=_("Day"))
    amount = MoneyInput(label=_("Baht"), least=CENT)
    into = forms.ChoiceField(label=_("Into the fund's"), choices=PURSES, widget=forms.RadioSelect, initial="bank")
    purpose = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    matches = forms.ModelChoiceField(label=_("Matches the list of members of"), queryset=None, required=False)

    def __init__(self, *args, rounds, today: date, **kwargs):
        super().__init__(*args, initial={"on": show_date(today, style="numeric")}, **kwargs)
        self.fields["matches"].queryset = rounds
        self.fields["matches"].label_from_instance = lambda one: show_date(one.counted_on)
        if not rounds:
            del self.fields["matches"]


class ActForm(forms.Form):
    """Part of every act: the day, how much, why, and the resolution behind it."""

    on = ThaiDateInput(label=_("Day"))
    amount = MoneyInput(label=_("Baht"), least=CENT)
    reason = forms.CharField(label=_("What for"), max_length=300)
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40, required=False)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"), required=False)

    data_fields: tuple = ()
    by_resolution = False

    def __init__(self, *args, fund: WelfareFund, others=(), today: date, **kwargs):
        super().__init__(*args, initial={"on": show_date(today, style="numeric")}, **kwargs)
        self.order_fields([*self.data_fields, "on", "amount", "reason"])
        for name in ("resolution_no", "resolution_on"):
            self.fields[name].required = self.by_resolution

    def facts(self) -> dict:
        """Return what `propose_act_step` takes."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in ("on", "amount", "reason", "resolution_no", "resolution_on")}
        return {**plain, "data": self.details()}

    def details(self) -> dict:
        """Return the act's own data."""
        return {name.rstrip("_"): self.cleaned_data[name] for name in self.data_fields}


class MoveForm(ActForm):
    way = forms.ChoiceField(
        label=_("Which way"),
        choices=[("out", _("out of this fund")), ("in", _("into this fund"))],
        widget=forms.RadioSelect,
    )
    other = forms.ChoiceField(label=_("The other side"))
    from_ = forms.ChoiceField(label=_("Out of"), choices=PURSES, widget=forms.RadioSelect)
    into = forms.ChoiceField(label=_("Into"), choices=PURSES, widget=forms.RadioSelect)
    data_fields = ("way", "other", "from_", "into")
    by_resolution = True

    def __init__(self, *args, others=(), **kwargs):
        super().__init__(*args, others=others, **kwargs)
        named = [(one.code, one.name) for one in others]
        self.fields["other"].choices = [(MAIN, _("the main fund")), *named]


class SpendForm(ActForm):
    payee = forms.CharField(label=_("Paid to"), max_length=200)
    for_ = forms.ChoiceField(
        label=_("Spent on"),
        choices=[("running", _("running the fund")), ("welfare", _("other welfare"))],
        widget=forms.RadioSelect,
    )
    from_ = forms.ChoiceField(label=_("Out of"), choices=PURSES, widget=forms.RadioSelect)
    data_fields = ("payee", "for_", "from_")
    by_resolution = True


class PremiumForm(ActForm):
    insurer = forms.CharField(label=_("Insurer"), max_length=200)
    from_ = forms.ChoiceField(label=_("Out of"), choices=PURSES, widget=forms.RadioSelect)
    data_fields = ("insurer", "from_")


class BankForm(ActForm):
    from_ = forms.ChoiceField(label=_("Out of"), choices=PURSES, widget=forms.RadioSelect)
    data_fields = ("from_",)

    def details(self) -> dict:
        out = self.cleaned_data["from_"]
        return {"from": out, "into": "bank" if out == "cash" else "cash"}


class CollectForm(ActForm):
    """What the main fund owes: cash comes into cash, money of the bank into the bank."""

    from_ = forms.ChoiceField(
        label=_("How it is handed over"),
        choices=[("cash", _("in cash")), ("bank", _("from bank account to bank account"))],
        widget=forms.RadioSelect,
    )
    data_fields = ("from_",)

    def __init__(self, *args, fund: WelfareFund, **kwargs):
        super().__init__(*args, fund=fund, **kwargs)
        self.initial["amount"] = owed_by_main(fund)

    def details(self) -> dict:
        return {"from": self.cleaned_data["from_"], "into": self.cleaned_data["from_"]}


class LeadersForm(ActForm):
    """What is owed for the leaders up to the month is worked out, not typed."""

    amount = None
    from_ = forms.ChoiceField(label=_("Out of the main fund's"), choices=PURSES, widget=forms.RadioSelect)
    into = forms.ChoiceField(label=_("Into the fund's"), choices=PURSES, widget=forms.RadioSelect)
    data_fields = ("from_", "into")

    def facts(self) -> dict:
        """Return what `propose_leaders_step` takes."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in ("on", "into", "reason", "resolution_no", "resolution_on")}
        return {**plain, "source": typed["from_"]}


class StrikeForm(forms.Form):
    on = ThaiDateInput(label=_("Day"))
    reason = forms.CharField(label=_("What is wrong with it"), max_length=300)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, initial={"on": show_date(today, style="numeric")}, **kwargs)


ACT_FORMS = {
    "move": MoveForm,
    "spend": SpendForm,
    "premium": PremiumForm,
    "bank": BankForm,
    "leaders": LeadersForm,
    "collect": CollectForm,
}


class SubsidyForm(forms.Form):
    """What the system cannot know of the rules on matching money."""

    counted_on = ThaiDateInput(label=_("Counted on"))
    read_on = ThaiDateInput(
        label=_("The rule was read on"), help_text=_("Rules on matching money change from year to year.")
    )
    villages = forms.IntegerField(
        label=_("Villages of the sub-district, or communities of the town"), required=False, min_value=1
    )
    town = forms.BooleanField(label=_("The fund is in a town or city municipality"), required=False)
    kinds = forms.IntegerField(label=_("Basic kinds of welfare that the fund gives"), required=False, min_value=0)


class LendForm(forms.Form):
    resolution_no = forms.CharField(label=_("Number of the resolution that the fund may be lent"), max_length=40)


class YearForm(forms.Form):
    """Which year of the report on donors; without one, the running year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)

    def __init__(self, *args, years: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years


class EmptyForm(forms.Form):
    """Nothing is asked: only that it be done."""
