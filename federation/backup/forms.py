"""The passphrase, typed twice, since nobody can help whoever mistypes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.backup.files import check_passphrase
from federation.kit.refusals import Refused


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. Without it nobody can open the file again, not even we."),
    )
    again = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_passphrase(self):
        try:
            check_passphrase(self.cleaned_data["passphrase"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data["passphrase"]

    def clean(self):
        if self.cleaned_data.get("passphrase") != self.cleaned_data.get("again"):
            self.add_error("again", _("The two passphrases differ."))
