"""The period or the day of a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import joinings
from federation.kit.fields import ThaiDateInput
from welfare.funeral.queries.reports import BY_APPLICATION, BY_COVERAGE, BY_ENTRY


class PeriodForm(forms.Form):
    """From one day to another."""

    since = ThaiDateInput(label=_("From"), window=joinings)
    until = ThaiDateInput(label=_("To"), window=joinings)


class ApplicationsForm(PeriodForm):
    """A period, and which of three dates lies in it."""

    by = forms.ChoiceField(
        label=_("Counted by"),
        choices=(
            (BY_APPLICATION, _("day of application")),
            (BY_COVERAGE, _("first covered day")),
            (BY_ENTRY, _("day of entry")),
        ),
    )


class DayForm(forms.Form):
    """One day."""

    on = ThaiDateInput(label=_("On"), window=joinings)
