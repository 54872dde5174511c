"""Where and when a meeting was, whose turn it was, who chaired and wrote; why an issued report is mended."""

import re
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_month
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import ThaiDateInput
from federation.meetings.models import MeetingKind
from federation.meetings.queries.meetings import groups_of, months_to_report
from federation.meetings.steps import HEAD

_HOUR = re.compile(r"(\d{1,2})\s*[.:]\s*(\d{2})")


class HourInput(forms.CharField):
    """An hour of the day as people write it: 9.30, 09:30, ๙.๓๐ น."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 12)
        super().__init__(widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = _HOUR.match(to_arabic_digits(text))
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError(_("Write an hour like 9.30 or 13.00."))
        return time(int(found[1]), int(found[2]))

    def prepare_value(self, value):
        return f"{value:%H.%M}" if isinstance(value, time) else value


class MonthChoice(forms.TypedChoiceField):
    """One of some months, shown as people say them."""

    def __init__(self, **kwargs):
        super().__init__(coerce=date.fromisoformat, **kwargs)

    def show(self, months: list[date]) -> None:
        self.choices = [(month.isoformat(), show_month(month)) for month in months]


class HeadForm(forms.Form):
    """Where and when, whose turn it was, who chaired and wrote."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    number = forms.IntegerField(
        label=_("Number in the year"), min_value=1, max_value=999, widget=forms.TextInput({"inputmode": "numeric"})
    )
    held_on = ThaiDateInput(label=_("Day of the meeting"))
    began_at = HourInput(label=_("Began at"), required=False)
    ended_at = HourInput(label=_("Ended at"), required=False)
    place = forms.CharField(label=_("Place of the meeting"), max_length=200)
    month = MonthChoice(label=_("Month whose money is reported"))
    host = forms.ModelChoiceField(
        None, label=_("Host group"), required=False, help_text=_("Proposed: the group after the last host.")
    )
    chair = forms.CharField(
        label=_("Who chairs"),
        max_length=200,
        help_text=_("Whoever the host group names; it need not be its chair."),
    )
    recorder = forms.CharField(label=_("Recorded by"), max_length=200, required=False)
    checker = forms.CharField(label=_("Record checked by"), max_length=200, required=False)
    next_on = ThaiDateInput(label=_("Next meeting on"), required=False)
    next_host = forms.ModelChoiceField(None, label=_("Next host"), required=False)

    def __init__(self, *args, organisation, today, **kwargs):
        super().__init__(*args, **kwargs)
        groups = groups_of(organisation, on=today)
        for name in ("host", "next_host"):
            if organisation.is_group:
                del self.fields[name]
            else:
                self.fields[name].queryset = type(organisation).objects.filter(pk__in=[group.pk for group in groups])
        if organisation.is_group:
            self.fields["chair"].help_text = ""
        months = months_to_report(organisation, on=today)
        held = self.initial.get("month")
        self.fields["month"].show(months if held in months or held is None else sorted({*months, held}, reverse=True))

    def clean(self):
        began, ended = self.cleaned_data.get("began_at"), self.cleaned_data.get("ended_at")
        if began and ended and ended <= began:
            self.add_error("ended_at", _("The meeting ended after it began; look at both hours again."))
        held, after = self.cleaned_data.get("held_on"), self.cleaned_data.get("next_on")
        if held and after and after <= held:
            self.add_error("next_on", _("The next meeting lies after this one."))
        return super().clean()

    def facts(self) -> dict:
        """Return the fields of a meeting's head."""
        return {name: self.cleaned_data.get(name) for name in HEAD}


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("What is corrected, and why"),
        min_length=10,
        max_length=300,
        help_text=_("Printed on the next version. The version issued before stays as it is."),
    )
