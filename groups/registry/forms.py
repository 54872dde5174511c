"""What officers type about members: a person's data, a national ID, a term of office, the days of a statement."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import Window, births, joinings
from federation.kit.fields import NationalIdInput, PhoneInput, ThaiDateInput, ThaiNameInput
from federation.kit.names import TITLES
from federation.organisations.forms import PlaceField
from federation.organisations.models import Organisation
from federation.people.models import Person
from federation.people.steps import CHANGEABLE
from groups.registry.models import OfficePost
from groups.registry.queries import membership

MOST_NUMBER = 999_999


class NumberInput(forms.TextInput):
    """A box for a whole number, without the arrows that change it by a slip of the wheel."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", **(attrs or {})})


class TitleInput(forms.TextInput):
    """A box for a title, with the usual ones offered; free text is taken too."""

    template_name = "groups/registry/widgets/title.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["titles"] = TITLES
        context["widget"]["attrs"]["list"] = f"{name}-titles"
        return context


class PersonForm(forms.Form):
    """A person's names, birthday, telephone and address."""

    title = ThaiNameInput(label=_("Title"), required=False, widget=TitleInput)
    given = ThaiNameInput(label=_("Given name"))
    family = ThaiNameInput(label=_("Family name"), required=False)
    nickname = ThaiNameInput(label=_("Nickname"), required=False)
    born_on = ThaiDateInput(label=_("Born on"), required=False, window=births)
    guardian = ThaiNameInput(label=_("Guardian"), required=False, help_text=_("Who signs for someone under 20."))
    phone = PhoneInput(label=_("Telephone"), required=False)
    house_no = forms.CharField(label=_("House number"), required=False, max_length=30)
    moo = forms.IntegerField(
        label=_("Village number (moo)"), required=False, min_value=1, max_value=99, widget=NumberInput
    )
    village = forms.CharField(label=_("Village or community"), required=False, max_length=100)
    place_code = PlaceField(label=_("Tambon"), required=False)
    public_post = forms.ChoiceField(
        label=_("Public post"),
        required=False,
        choices=[("", _("none")), *Person.PublicPost.choices],
        help_text=_("Who holds one may not ask others for their debts."),
    )

    def person_facts(self):
        """Return what was typed about the person, {field: value}; a box left empty is an empty text."""
        facts = {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.cleaned_data}
        return facts | {"phone": facts["phone"] or ""}


class NationalIdForm(forms.Form):
    """A national ID, or why there is none."""

    national_id = NationalIdInput(label=_("National ID"), required=False)
    no_id_reason = forms.ChoiceField(
        label=_("Why there is no national ID"),
        required=False,
        choices=[("", _("the national ID is written above")), *Person.NoIdReason.choices],
    )

    def clean(self):
        typed = super().clean()
        has_id, has_reason = bool(typed.get("national_id")), bool(typed.get("no_id_reason"))
        if has_id and has_reason:
            self.add_error("no_id_reason", _("The national ID is written: no reason is needed."))
        if not has_id and not has_reason and "national_id" not in self.errors:
            self.add_error("national_id", _("Write the national ID, or choose why there is none."))
        return typed


def terms(today: date) -> Window:
    """Return the window of terms of office: they reach some years ahead."""
    return Window(date(1957, 1, 1), date(today.year + 10, 12, 31))


class OfficeForm(forms.Form):
    """A post for a term. In a network the holder is named by group and member number."""

    post = forms.ChoiceField(label=_("Post"), choices=OfficePost)
    group = forms.ModelChoiceField(label=_("Group"), queryset=Organisation.objects.none())
    number = forms.IntegerField(label=_("Member number"), min_value=1, max_value=MOST_NUMBER, widget=NumberInput)
    since = ThaiDateInput(label=_("First day"), window=terms)
    until = ThaiDateInput(label=_("Last day"), window=terms)
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"), required=False)

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if organisation.is_group:
            del self.fields["group"]
        else:
            self.fields["group"].queryset = Organisation.objects.kept_by(organisation).order_by("code")

    def clean(self):
        typed = super().clean()
        group = self.organisation if self.organisation.is_group else typed.get("group")
        if group and typed.get("number"):
            typed["member"] = membership(group, typed["number"])
            if typed["member"] is None or typed["member"].person is None:
                self.add_error("number", _("No member has this number."))
        return typed

    def facts(self):
        """Return what `give_office` takes."""
        names = ("post", "since", "until", "resolution_no", "resolution_on")
        return {name: self.cleaned_data[name] for name in names} | {"person": self.cleaned_data["member"].person}


class EndForm(forms.Form):
    """The last day of a term that ends early."""

    on = ThaiDateInput(label=_("Last day"), window=terms)


class PeriodForm(forms.Form):
    """From which day to which a statement goes."""

    since = ThaiDateInput(label=_("From"), required=False, window=joinings)
    until = ThaiDateInput(label=_("To"), required=False)
