"""What people type to sign in and to choose a password."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.access.passwords import LONGEST

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
