"""The period or the day of a list."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import Window
from federation.kit.fields import ThaiDateInput
from welfare.funeral.queries.reports import BY_APPLICATION, BY_COVERAGE, BY_ENTRY


def listed(today: date) -> Window:
    """Return the days that a list can be asked for: any of the past, and the rest of this year and the next."""
    return Window(date(1957, 1, 1), date(today.year + 1, 12, 31))


class PeriodForm(forms.Form):
    """From one day to another."""

    since = ThaiDateInput(label=_("From"), window=listed)
    until = ThaiDateInput(label=_("To"), window=listed)


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

    on = ThaiDateInput(label=_("On"), window=listed)
