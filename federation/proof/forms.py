"""What stands on a report: three parts to be typed, or the text of its square code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from federation.proof.heads import head_typed, read_head


class _HeadForm(forms.Form):
    """A form whose value `head` is what the paper says."""

    def read(self, typed):
        raise NotImplementedError

    def clean(self):
        typed = super().clean()
        if not self.errors:
            try:
                typed["head"] = self.read(typed)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return typed


class TypedForm(_HeadForm):
    book = forms.CharField(label=_("Code of the group"), max_length=20)
    number = forms.IntegerField(label=_("Number of the last entry"), min_value=0, max_value=999_999_999)
    code = forms.CharField(label=_("Code of the books"), max_length=100, help_text=_("such as 7K2M 0QXD 9RT4 HN6C"))

    def read(self, typed):
        return head_typed(typed["book"], typed["number"], typed["code"])


class ScannedForm(_HeadForm):
    scanned = forms.CharField(label=_("Text of the square code (QR)"), max_length=200)

    def read(self, typed):
        return read_head(typed["scanned"])
