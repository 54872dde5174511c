"""What is typed into the registry."""

import uuid
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.exchange.register.workbook import MOST_BYTES
from federation.kit.dates import Window
from federation.kit.fields import MoneyInput, PhoneInput, ThaiDateInput
from federation.nation.models import StrengthSort
from federation.nation.rules import Counted
from federation.nation.steps import CountIn
from federation.nation.workbook import MOST_MONEY, Reading
from federation.organisations.forms import PlaceField
from federation.organisations.models import AffiliationSort, Kind, Level, Organisation
from federation.organisations.places import DISTRICT, PROVINCE

LINKS_AT_ONCE = 3
SALT = "registry-counts"
KEPT_FOR = 24 * 60 * 60


def past(today):
    return Window(date(1900, 1, 1), today)


class KnownForm(forms.Form):
    """An organisation that is known by name only. `facts()` gives what the action takes."""

    name_th = forms.CharField(label=_("Name"), max_length=200)
    level = forms.ChoiceField(label=_("Level"), choices=Level, initial=Level.GROUP)
    kind = forms.ModelChoiceField(Kind.objects.none(), label=_("Kind"))
    also_kinds = forms.ModelMultipleChoiceField(
        Kind.objects.none(),
        label=_("Also of these kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is counted once, under its main kind."),
    )
    tambon = PlaceField(label=_("Tambon"), required=False)
    district = PlaceField(label=_("or District"), level=DISTRICT, required=False)
    province = PlaceField(label=_("or Province"), level=PROVINCE, required=False)
    moo = forms.IntegerField(label=_("Village number (moo)"), required=False, min_value=1, max_value=99)
    village = forms.CharField(label=_("Village or community"), max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("kind", "also_kinds"):
            self.fields[name].queryset = Kind.objects.order_by("position", "pk")

    def facts(self) -> dict:
        typed = self.cleaned_data
        plain = {name: typed[name] for name in ("name_th", "level", "moo", "village", "also_kinds")}
        place = typed["tambon"] or typed["district"] or typed["province"]
        return {**plain, "kind_code": typed["kind"].pk, "place_code": place}


class CountForm(forms.Form):
    """How large an organisation is, by somebody's word on a day."""

    members = forms.IntegerField(label=_("Members"), required=False, min_value=0)
    money = MoneyInput(label=_("Funds (baht)"), required=False, most=MOST_MONEY)
    as_of = ThaiDateInput(label=_("As of"), window=past)
    source = forms.CharField(label=_("Who says so, or where it is written"), max_length=300)


class LinkForm(forms.Form):
    """Several higher organisations to belong to. `links()` gives what the action takes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(1, LINKS_AT_ONCE + 1):
            self.fields |= self._boxes(n, required=n == 1)

    @staticmethod
    def _boxes(n: int, *, required: bool) -> dict:
        number = {"number": n}
        upper = forms.CharField(
            label=_("%(number)s. Code of the higher one") % number, max_length=20, required=required
        )
        return {
            f"upper{n}": upper,
            f"sort{n}": forms.ChoiceField(label=_("Sort of link"), choices=AffiliationSort),
            f"since{n}": ThaiDateInput(label=_("Since"), required=False, window=past),
            f"until{n}": ThaiDateInput(label=_("Last day"), required=False, window=past),
        }

    def clean(self):
        typed = super().clean()
        codes = {n: typed.get(f"upper{n}", "").strip() for n in range(1, LINKS_AT_ONCE + 1)}
        networks = Organisation.objects.networks()
        self.uppers = {n: networks.filter(code__iexact=code).first() for n, code in codes.items() if code}
        for n, upper in self.uppers.items():
            if upper is None:
                self.add_error(f"upper{n}", ValidationError(_("No network has this code."), code="unknown"))
        return typed

    def links(self) -> list[dict]:
        typed = self.cleaned_data
        names = ("sort", "since", "until")
        return [{"upper": upper, **{name: typed[f"{name}{n}"] for name in names}} for n, upper in self.uppers.items()]


class StrengthForm(forms.Form):
    """What an organisation does or is good at, or who leads there."""

    sort = forms.ChoiceField(label=_("What it is"), choices=StrengthSort)
    words = forms.CharField(
        label=_("In words"), max_length=200, help_text=_("Like accounts, coordination, a village bank; or a name.")
    )
    can_teach = forms.BooleanField(label=_("Can teach others"), required=False)
    since = ThaiDateInput(label=_("Since"), required=False, window=past)
    phone = PhoneInput(label=_("Telephone"), required=False)
    consent_on = ThaiDateInput(
        label=_("Day of the consent"),
        required=False,
        window=past,
        help_text=_("For a person's name or telephone: the day on which the person agreed to be found here."),
    )

    def facts(self) -> dict:
        return {**self.cleaned_data, "phone": self.cleaned_data["phone"] or ""}


class FindForm(forms.Form):
    """What is searched for, where, and of which sort."""

    q = forms.CharField(label=_("What or who"), max_length=100, required=False)
    place = forms.CharField(label=_("Where"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("Sort"), choices=[("", _("everything")), *StrengthSort.choices], required=False)
    can_teach = forms.BooleanField(label=_("Only who can teach"), required=False)


class WorkbookForm(forms.Form):
    """A workbook of counts, 5 MB at most."""

    workbook = forms.FileField(
        label=_("The workbook (.xlsx)"),
        help_text=_("5 MB at most. Nothing is entered before you have seen every row."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_workbook(self):
        sent = self.cleaned_data["workbook"]
        if sent.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB."))
        return sent


class RowsForm(forms.Form):
    """The rows of a workbook as they were shown, signed, so that what is entered is what was seen."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def clean_rows(self):
        try:
            kept = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature as problem:
            raise ValidationError(_("What was shown is too old or was changed. Send the workbook again.")) from problem
        self.batch = uuid.uuid5(uuid.NAMESPACE_OID, kept["digest"])
        return [_unpacked(row) for row in kept["rows"]]


def signed_rows(reading: Reading) -> str:
    """Return the rows of a workbook for the hidden box of `RowsForm`."""
    rows = [_packed(row) for row in reading.rows]
    return signing.dumps({"digest": reading.digest.hex(), "rows": rows}, salt=SALT, compress=True)


def _packed(row: CountIn) -> dict:
    plain = asdict(row)
    plain["as_of"] = row.as_of and row.as_of.isoformat()
    plain["counted"] = [
        row.counted.groups,
        row.counted.members,
        None if row.counted.money is None else str(row.counted.money),
    ]
    return plain


def _unpacked(plain: dict) -> CountIn:
    groups, members, money = plain.pop("counted")
    as_of = plain.pop("as_of")
    counted = Counted(groups, members, None if money is None else Decimal(money))
    return CountIn(counted=counted, as_of=as_of and date.fromisoformat(as_of), **plain)
