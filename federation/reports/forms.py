"""Which day or period of the books to show."""

from contextlib import suppress
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import ThaiDateInput


class OnForm(forms.Form):
    """The day at whose end balances are shown."""

    on = ThaiDateInput(label=_("At the end of"))


class PeriodForm(forms.Form):
    """A period, both days included."""

    since = ThaiDateInput(label=_("From"))
    until = ThaiDateInput(label=_("To"))

    def clean(self):
        typed = super().clean()
        first, last = typed.get("since"), typed.get("until")
        if first and last and first > last:
            self.add_error("until", _("The period ends before it begins."))
        return typed


def asked(form_class, request, **usual: date):
    """Return the form as the address fills it in; what it leaves out is as usual."""
    given = {name: _as_typed(request.GET.get(name), day) for name, day in usual.items()}
    return form_class(given)


def _as_typed(given: str | None, usual: date) -> str:
    """Return a day as a person would type it; the links of other pages name days as 2026-10-05."""
    with suppress(TypeError, ValueError):
        usual, given = date.fromisoformat(given), None
    return given or show_date(usual, style="numeric")
