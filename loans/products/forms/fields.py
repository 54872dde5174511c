"""Boxes for figures: each reads what was typed by one kind of value of the bylaws."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.bylaws.rules import Percent, Whole
from federation.kit.money import ZERO
from federation.kit.refusals import NotReadable


class FigureInput(forms.Field):
    """A figure that its kind reads; an empty box that may stay empty means `empty`."""

    def __init__(self, *, kind, empty=None, required=False, **kwargs):
        self.kind, self.empty = kind, empty
        widget = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "24", "class": "money"}
        )
        wrong = {"required": _("Fill in this box.")}
        super().__init__(widget=widget, required=required, error_messages=wrong, **kwargs)

    def to_python(self, value):
        if value is None or not str(value).strip():
            return None if self.required else self.empty
        try:
            return self.kind.read(str(value).replace("%", ""))
        except NotReadable as refusal:
            raise ValidationError(refusal.message, code=refusal.reason) from refusal

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "" if value == self.empty == 0 else self.kind.typed(value)


def percent_box(**kwargs):
    """Return a box for a percentage with two places at most; empty is zero."""
    return FigureInput(kind=Percent(), empty=ZERO, **kwargs)


def times_box(**kwargs):
    """Return a box for a factor, like 5 or 0.9; empty is zero."""
    return FigureInput(kind=Percent(), empty=Decimal(0), **kwargs)


def whole_box(least, most, *, empty=0, **kwargs):
    """Return a box for a whole number."""
    return FigureInput(kind=Whole(least, most), empty=empty, **kwargs)
