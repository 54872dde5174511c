"""Which month's reports are wanted."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.addresses import month_in_address, show_in_address
from federation.kit.dates import show_month


class BatchForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    month = forms.TypedChoiceField(label=_("Month"), coerce=month_in_address)

    def __init__(self, *args, months, chosen=None, **kwargs):
        first = chosen if chosen in months else (months[1:2] or months[:1] or [None])[0]
        initial = {"key": uuid.uuid4(), "month": show_in_address(first) if first else ""}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["month"].choices = [(show_in_address(month), show_month(month)) for month in months]
