"""What people type to sign in, to choose a password, and to give others a role."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.access.passwords import LONGEST
from federation.access.queries import persons_called, user_named
from federation.access.steps import roles_for
from federation.kit.dates import Window, around, show_date
from federation.kit.fields import NationalIdInput, ThaiDateInput, ThaiNameInput
from federation.people.models import Person

NAME_BOX = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


def password_field(label, *, autocomplete, **more):
    box = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=box, **more)


class SignInNameField(forms.CharField):
    """A sign-in name, however a telephone wrote its first letter."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Sign-in name"))
        super().__init__(max_length=60, widget=forms.TextInput(attrs=NAME_BOX), **kwargs)

    def clean(self, value):
        return super().clean(value).strip().lower()


class SignInForm(forms.Form):
    username = SignInNameField()
    password = password_field(_("Password"), autocomplete="current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class PasswordForm(forms.Form):
    """A new password, twice. `current` is not asked of who has just signed in with a password that was given."""

    current = password_field(_("Password until now"), autocomplete="current-password")
    password = password_field(_("New password"), autocomplete="new-password")
    again = password_field(_("New password once more"), autocomplete="new-password")

    def __init__(self, *args, ask_current, **kwargs):
        super().__init__(*args, **kwargs)
        if not ask_current:
            del self.fields["current"]
        self.fields["password"].help_text = _(
            "15 characters or more. Four words of your own with spaces between are easy to remember and hard to guess."
        )

    def clean_again(self):
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two are not the same. Write the new password once more."))
        return self.cleaned_data["again"]


def _terms(today):
    """Return the days a term may begin or end: as for other business, but five years ahead."""
    usual = around(today)
    return Window(usual.first, today + timedelta(days=5 * 366), certain=usual.certain)


class TermForm(forms.Form):
    """Which role, from when to when, by which resolution."""

    role = forms.ChoiceField(label=_("Role"))
    since = ThaiDateInput(label=_("First day"), window=_terms)
    until = ThaiDateInput(
        label=_("Last day"), window=_terms, help_text=_("The role ends by itself after this day. At most four years.")
    )
    resolution_no = forms.CharField(label=_("Number of the resolution"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["role"].choices = [("", _("Choose a role")), *((r.value, r.label) for r in roles_for(organisation))]

    def term(self):
        """Return the keyword arguments that `actions.propose` takes."""
        return {name: self.cleaned_data[name] for name in TermForm.base_fields}


class AppointmentForm(TermForm):
    """A role for somebody who has an account."""

    username = SignInNameField()
    field_order = ["username"]

    def clean_username(self):
        user = user_named(self.cleaned_data["username"])
        if user is None or not user.is_active:
            raise forms.ValidationError(_("There is no account with this sign-in name. Ask the person for it."))
        self.user = user
        return user.username


class AccountForm(TermForm):
    """A role for somebody who has no account yet: a person of the register, or one to be kept."""

    NEW = "new"

    title = ThaiNameInput(label=_("Title"), required=False)
    given = ThaiNameInput(label=_("Given name"))
    family = ThaiNameInput(label=_("Family name"), required=False)
    who = forms.ChoiceField(
        label=_("Who is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who it is, so that nobody gets a second account.")},
    )
    national_id = NationalIdInput(
        label=_("National ID"), required=False, help_text=_("Only of somebody who is not in the register yet.")
    )
    username = SignInNameField(
        help_text=_("What the person will type to sign in: 3 to 30 small Latin letters or figures, like somjai.d")
    )
    field_order = ["title", "given", "family", "who", "national_id", "username"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.fields["who"].choices = [*self._namesakes(), (self.NEW, _("Somebody not in the register yet"))]
        else:
            del self.fields["who"]

    def _namesakes(self):
        typed = {name: self.data.get(name, "") for name in ("given", "family")}
        found = persons_called(self.organisation.network_key, **typed)
        self.people = {str(person.pk): person for person in found}
        return [(key, _told_apart(person)) for key, person in self.people.items()]

    def person(self):
        """Return the chosen person, or the fields of the one to be kept."""
        if self.cleaned_data["who"] != self.NEW:
            return self.people[self.cleaned_data["who"]]
        fields = {name: self.cleaned_data[name] for name in ("title", "given", "family", "national_id")}
        return {**fields, "no_id_reason": "" if fields["national_id"] else Person.NoIdReason.CARD_NOT_SHOWN}


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why the term ends now"), min_length=10, max_length=300)


def _told_apart(person):
    """Return name, masked national ID and birthday: enough to know a person among namesakes."""
    born = show_date(person.born_on) if person.born_on else ""
    return " · ".join(filter(None, (person.name, str(person.masked_id), born)))
