"""What stands on a report, typed or scanned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from federation.proof.heads import head_typed, read_head


class HeadForm(forms.Form):
    """One box for the text of the square code, or three for what can be read aloud."""

    scanned = forms.CharField(label=_("Text of the square code (QR)"), required=False, max_length=200)
    book = forms.CharField(label=_("Code of the group"), required=False, max_length=20)
    number = forms.IntegerField(label=_("Number of the last entry"), required=False, min_value=0, max_value=999_999_999)
    code = forms.CharField(
        label=_("Code of the books"), required=False, max_length=100, help_text=_("such as 7K2M 0QXD 9RT4 HN6C")
    )

    def clean(self):
        typed = super().clean()
        try:
            if typed.get("scanned"):
                typed["head"] = read_head(typed["scanned"])
            elif typed.get("book") and typed.get("code") and typed.get("number") is not None:
                typed["head"] = head_typed(typed["book"], typed["number"], typed["code"])
            elif not self.errors:
                raise forms.ValidationError(_("Scan the square code of the report, or fill in the three boxes."))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return typed
