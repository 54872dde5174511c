"""What is typed about an organisation."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit import clock
from federation.kit.dates import Window, be_year, month_of, parse_date, parse_month, show_date, show_month
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import ThaiDateInput
from federation.kit.refusals import NotReadable
from federation.organisations.forms import PlaceField
from federation.organisations.kinds import NETWORK_KINDS
from federation.organisations.models import AffiliationSort, Kind, Level, Organisation, Origin, State
from federation.organisations.places import DISTRICT, PROVINCE
from federation.organisations.rules import may_follow, read_account_number

PLACE_LEVELS = {Level.AMPHOE: DISTRICT, Level.PROVINCE: PROVINCE}


class ReadField(forms.CharField):
    """A box whose text one of the kit's readers turns into a value; `shown` turns it back."""

    def __init__(self, *, read, shown=str, **kwargs):
        self.read, self.shown = read, shown
        super().__init__(max_length=100, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        try:
            return self.read(typed) if typed else None
        except NotReadable as refusal:
            raise ValidationError(refusal.message, code=refusal.reason) from refusal

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.shown(value)


def read_founded(typed):
    """Read a day, or a Buddhist year alone: (day, whether only the year is known)."""
    today = clock.today()
    year = re.fullmatch(r"25\d\d", to_arabic_digits(typed).strip())
    day = parse_date(f"1/1/{year[0]}" if year else typed, today=today, window=Window(date(1957, 1, 1), today))
    return day, bool(year)


def show_founded(founded):
    day, year_only = founded
    return str(be_year(day)) if year_only else show_date(day, style="numeric")


def read_month(typed):
    return parse_month(typed, today=clock.today())


class ProfileForm(forms.Form):
    """The profile of an organisation. `profile()` gives what the steps take."""

    name_th = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    kind = forms.ModelChoiceField(Kind.objects.none(), label=_("Kind"))
    origin = forms.ChoiceField(label=_("How it arose"), choices=Origin, initial=Origin.UNKNOWN)
    legal_form = forms.CharField(label=_("Legal form"), max_length=100, required=False)
    founded = ReadField(
        label=_("Founded"),
        required=False,
        read=read_founded,
        shown=show_founded,
        help_text=_("The day, or only the year, like 2544."),
    )
    place_code = PlaceField(label=_("Tambon"), required=False)
    moo = forms.IntegerField(
        label=_("Village number (moo)"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Towns have none; leave it empty there."),
    )
    village = forms.CharField(label=_("Village or community"), max_length=100, required=False)

    def __init__(self, *args, level, **kwargs):
        super().__init__(*args, **kwargs)
        of_networks = Kind.objects.filter(code__in=NETWORK_KINDS)
        kinds = Kind.objects.exclude(pk__in=of_networks) if level == Level.GROUP else of_networks
        self.fields["kind"].queryset = kinds.order_by("position", "pk")
        self._fit_place(level)

    def _fit_place(self, level):
        """A district has no village, a province no district, and what is larger no place at all."""
        if level in (Level.REGION, Level.NATION):
            del self.fields["place_code"]
        elif level in PLACE_LEVELS:
            names = {DISTRICT: _("District"), PROVINCE: _("Province")}
            known = PLACE_LEVELS[level]
            self.fields["place_code"] = PlaceField(label=names[known], level=known, required=False)
        if level not in (Level.GROUP, Level.TAMBON):
            del self.fields["moo"], self.fields["village"]

    @staticmethod
    def initial_of(organisation: Organisation) -> dict:
        plain = ("name_th", "name_en", "origin", "legal_form", "place_code", "moo", "village")
        initial = {name: getattr(organisation, name) for name in plain}
        founded = organisation.founded_on and (organisation.founded_on, organisation.founded_year_only)
        return {**initial, "kind": organisation.kind_id, "founded": founded}

    def profile(self) -> dict:
        typed = dict(self.cleaned_data)
        typed["kind_id"] = typed.pop("kind").pk
        typed["founded_on"], typed["founded_year_only"] = typed.pop("founded") or (None, False)
        return typed


class GroupForm(ProfileForm):
    """A group to be added to a network, with its code and the month its books begin."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Stands in addresses and on papers, like KDT-01. It stays for ever."),
    )
    books_from = ReadField(
        label=_("First month of its books here"),
        read=read_month,
        shown=lambda month: show_month(month, style="numeric"),
        help_text=_("Like 10/2569. Balances from before are entered in this month; it cannot be changed later."),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[(state.value, state.label) for state in (State.ACTIVE, State.FORMING)]
    )
    field_order = ["name_th", "code", "kind", "books_from", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, level=Level.GROUP, **kwargs)
        self.fields["books_from"].initial = month_of(clock.today())

    def facts(self) -> dict:
        facts = self.profile()
        return {**facts, "kind_code": facts.pop("kind_id")}


class PaperGroupForm(ProfileForm):
    """A group that keeps its books on paper, to be added to a network."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Stands in addresses and on papers, like KDT-01. It stays for ever."),
    )
    affiliated_since = ThaiDateInput(
        label=_("Belongs to the network since"), window=lambda today: Window(date(1957, 1, 1), today)
    )
    field_order = ["name_th", "code", "kind", "affiliated_since"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, level=Level.GROUP, **kwargs)

    def facts(self) -> dict:
        facts = self.profile()
        return {**facts, "kind_code": facts.pop("kind_id")}


class StateForm(forms.Form):
    """Another state, from a day on, with the reason and the resolution."""

    state = forms.ChoiceField(label=_("New state"))
    on = ThaiDateInput(label=_("From the day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Day of the resolution"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state, State(state).label) for state in may_follow(organisation.state)]


class AffiliationForm(forms.Form):
    """A higher organisation to belong to, named by its code."""

    upper = forms.CharField(
        label=_("Code of the network"), max_length=20, help_text=_("Ask the network for its code, like KDT.")
    )
    sort = forms.ChoiceField(label=_("Sort of link"), choices=AffiliationSort)
    since = ThaiDateInput(label=_("Since"), required=False, window=lambda today: Window(date(1957, 1, 1), today))

    def clean_upper(self):
        found = Organisation.objects.networks().filter(code__iexact=self.cleaned_data["upper"].strip()).first()
        if found is None:
            raise ValidationError(_("No network has this code."), code="unknown")
        return found


class EndForm(forms.Form):
    """The last day of a link."""

    until = ThaiDateInput(label=_("Last day"))


class BankAccountForm(forms.Form):
    """A bank account."""

    bank = forms.CharField(label=_("Bank"), max_length=100, help_text=_("Like BAAC or Government Savings Bank."))
    branch = forms.CharField(label=_("Branch"), max_length=100, required=False)
    name = forms.CharField(label=_("Account name"), max_length=200)
    number = ReadField(label=_("Account number"), read=read_account_number)
