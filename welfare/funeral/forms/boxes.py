"""Boxes for figures of terms: whole numbers, percents and parts, read as the bylaws read them."""

from django import forms
from django.core.exceptions import ValidationError

from federation.bylaws.rules import Percent, Whole
from federation.kit.refusals import NotReadable


class FigureInput(forms.Field):
    """A figure that its kind reads; an empty box means zero."""

    def __init__(self, *, kind, **kwargs):
        self.kind = kind
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "24", "class": "money"}
        super().__init__(widget=forms.TextInput(attrs=attrs), required=False, **kwargs)

    def to_python(self, value):
        text = str("" if value is None else value).replace("%", "").strip()
        try:
            return self.kind.read(text or "0")
        except NotReadable as refusal:
            raise ValidationError(refusal.message, code=refusal.reason) from refusal

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else self.kind.typed(value)


def whole_box(least: int, most: int, **kwargs) -> FigureInput:
    """Return a box for a whole number."""
    return FigureInput(kind=Whole(least, most), **kwargs)


def percent_box(**kwargs) -> FigureInput:
    """Return a box for a percentage with two places at most."""
    return FigureInput(kind=Percent(), **kwargs)
