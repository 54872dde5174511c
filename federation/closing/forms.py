"""Closing a month, and saying so when there was no meeting in it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CloseForm(forms.Form):
    no_meeting_reason = forms.CharField(
        label=_("The group did not meet in this month, because"),
        required=False,
        max_length=300,
        help_text=_("Only when there is no deposit sheet. It stands in the log with your name."),
    )
    understood = forms.BooleanField(
        label=_("I understand that a closed month never opens again."),
        error_messages={"required": _("Tick this first: a closed month never opens again.")},
    )
