"""Boxes of a rule's form: lengths of time, whole numbers, percentages, as people type them."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.bylaws.rules import Percent, Whole
from federation.kit.refusals import NotReadable
from welfare.claims.rules import Length

LESS_THAN = ("ไม่ถึง", "น้อยกว่า", "less than", "under", "<")


class TypedBox(forms.Field):
    """A box of text that `read` makes a value of; empty is `empty`."""

    def __init__(self, *, empty=None, longest=24, css="", **kwargs):
        self.empty = empty
        attrs = {"autocomplete": "off", "maxlength": str(longest), "class": css}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(required=False, **kwargs)

    def read(self, typed: str):
        raise NotImplementedError

    def to_python(self, value):
        if value is None or not str(value).strip():
            return self.empty
        try:
            return self.read(str(value).strip())
        except NotReadable as refusal:
            raise ValidationError(refusal.message, code=refusal.reason) from refusal


class LengthBox(TypedBox):
    """A length of time, like 180 days or 2 years 1 day."""

    def read(self, typed):
        return Length.read(typed)

    def prepare_value(self, value):
        return str(value.words) if isinstance(value, Length) and value else "" if isinstance(value, Length) else value


class EndBox(LengthBox):
    """Where a row ends: (length, whether it still counts). "less than 2 years" does not count the two years."""

    def read(self, typed):
        for words in LESS_THAN:
            if typed.lower().startswith(words):
                return Length.read(typed[len(words) :]), False
        return Length.read(typed), True

    def prepare_value(self, value):
        if not isinstance(value, tuple):
            return value
        length, within = value
        return str(length.words) if within else str(_("less than %(length)s") % {"length": length.words})


class WholeBox(TypedBox):
    """A whole number."""

    def __init__(self, least, most, **kwargs):
        self.kind = Whole(least, most)
        super().__init__(longest=8, css="money", **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def read(self, typed):
        return self.kind.read(typed)

    def prepare_value(self, value):
        return str(value) if isinstance(value, int | Decimal) else value


class FactorBox(TypedBox):
    """A percentage or a factor, with two places at most."""

    def __init__(self, **kwargs):
        self.kind = Percent()
        super().__init__(longest=8, css="money", **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def read(self, typed):
        return self.kind.read(typed.replace("%", ""))

    def prepare_value(self, value):
        return self.kind.typed(value) if isinstance(value, Decimal) else value
