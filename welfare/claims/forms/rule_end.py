"""The form that ends a benefit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import ThaiDateInput


class EndForm(forms.Form):
    """The resolution that ends a benefit."""

    resolution_no = forms.CharField(
        label=_("Resolution number"), max_length=40, help_text=_("As in the minutes, like 3/2569.")
    )
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))
    holds_from = ThaiDateInput(
        label=_("Ends with"), help_text=_("What happens from this day on gets nothing any more.")
    )
    text = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
