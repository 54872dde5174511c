"""Which month's end to show."""

from contextlib import suppress
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import last_day, month_of, month_range, show_month

MOST_MONTHS = 60


class MonthEndForm(forms.Form):
    """A choice among the ends of months, the newest first."""

    on = forms.ChoiceField(label=_("At the end of the month"))

    def __init__(self, given, *, months):
        super().__init__(given)
        self.fields["on"].choices = [(last_day(month).isoformat(), show_month(month)) for month in reversed(months)]


def month_end_asked(request, *, opened_on: date) -> tuple[MonthEndForm, date]:
    """Return the form as the address fills it in, and the month's end it names: any day of a month names its end.

    Without one it is the end of the last month that is over, or of the first month of the books.
    """
    this_month = month_of(request.today)
    months = list(month_range(min(opened_on, this_month), this_month))[-MOST_MONTHS:]
    asked = months[-2:][0]
    with suppress(TypeError, ValueError):
        named = month_of(date.fromisoformat(request.GET.get("on")))
        asked = named if named in months else asked
    on = last_day(asked)
    return MonthEndForm({"on": on.isoformat()}, months=months), on
