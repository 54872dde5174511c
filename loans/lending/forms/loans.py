"""On which day a loan is looked at."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import ThaiDateInput


class DayForm(forms.Form):
    """A day in the life of a loan, up to a year ahead. not_before: the earliest that makes sense."""

    on = ThaiDateInput(label=_("Day"))

    def __init__(self, *args, loan, not_before: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.least = not_before or loan.signed_on

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < self.least:
            raise forms.ValidationError(_("Choose %(day)s or a later day.") % {"day": show_date(self.least)})
        return day
