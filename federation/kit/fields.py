"""Fields of models and forms: money, dates, IDs and names, each read by its one parser.

A form field keeps what was typed when it refuses it, and says in plain words how to mend it.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from federation.kit import clock
from federation.kit.dates import NotADate, Window, around, parse_date, show_date
from federation.kit.identity import MaskedId, parse_id
from federation.kit.money import CENT, MOST, ZERO, parse_amount, show, show_input
from federation.kit.phones import read_phone
from federation.kit.refusals import NotReadable
from federation.kit.thai import clean_name
from federation.kit.wording import gettext_lazy as _


class MoneyField(models.DecimalField):
    """Baht with two places, numeric(14,2)."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_digits=14, decimal_places=2)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


class ThaiSortKey(models.Func):
    """The key of a text in the order of the Thai dictionary, for a stored column or an order_by.

    As a column: `GeneratedField(expression=ThaiSortKey("name"), db_persist=True,
    output_field=TextField(db_collation="C"))`.
    """

    function = "thai_sort_key"
    arity = 1
    output_field = models.TextField(db_collation="C")


class _Typed(forms.Field):
    """A box of text whose value is what `read` makes of it; `empty` is said when nothing was typed."""

    widget = forms.TextInput
    inputmode = "text"
    longest = 60
    empty = _("Fill in this box.")

    def __init__(self, **kwargs):
        messages = {"required": self.empty, **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)

    def widget_attrs(self, widget):
        attrs = {"inputmode": self.inputmode, "autocomplete": "off", "maxlength": str(self.longest)}
        return {**super().widget_attrs(widget), **attrs}

    def read(self, typed: str) -> object:
        raise NotImplementedError

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        if len(str(value)) > self.longest:
            words = _("This is too long. At most %(longest)s letters fit here.")
            raise ValidationError(words % {"longest": self.longest}, code="too_long")
        try:
            return self.read(value)
        except NotReadable as refusal:
            raise ValidationError(refusal.message, code=refusal.reason) from refusal

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class MoneyInput(_Typed):
    """An amount of baht as typed. least: the smallest amount taken; 0.01 refuses nothing paid."""

    inputmode = "decimal"
    longest = 24
    empty = _("Write an amount.")

    def __init__(self, *, least: Decimal = ZERO, most: Decimal = MOST, **kwargs):
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "class": "money"}

    def read(self, typed):
        return parse_amount(typed)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value < self.least:
            words = _("Write an amount above zero.") if self.least == CENT else _("Write %(least)s or more.")
            raise ValidationError(words % {"least": show(self.least)}, code="too_small")
        if value > self.most:
            raise ValidationError(_("Write %(most)s or less.") % {"most": show(self.most)}, code="too_large")

    def prepare_value(self, value):
        return show_input(value) if isinstance(value, Decimal) else value


class ThaiDateWidget(forms.TextInput):
    """A box for a date; what it holds is said in full beside it, so that nobody needs to guess."""

    template_name = "kit/widgets/date.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["said"] = self.say(value)
        return context

    def say(self, value: object) -> str:
        return ""


class ThaiDateInput(_Typed):
    """A date as typed, shown in the Buddhist era.

    window: the days it can mean, made from today; `births` and `joinings` are others.
    """

    widget = ThaiDateWidget
    longest = 40
    empty = _("Write a date, like 15/2/2569.")

    def __init__(self, *, window: Callable[[date], Window] = around, **kwargs):
        self.window = window
        super().__init__(**kwargs)
        self.widget.say = self.say

    def read(self, typed):
        today = clock.today()
        return parse_date(typed, today=today, window=self.window(today))

    def say(self, value):
        """Return the whole date that a typed text means, or nothing if it does not mean one."""
        try:
            return show_date(self.read(value)) if value else ""
        except NotADate:
            return ""

    def prepare_value(self, value):
        return show_date(value, style="numeric") if isinstance(value, date) else value


class NationalIdInput(_Typed):
    """A national ID as typed; its value is a `MaskedId`, and it is never shown again."""

    inputmode = "numeric"
    longest = 30
    empty = _("Write the 13 figures of the national ID.")

    def read(self, typed):
        return parse_id(typed)

    def prepare_value(self, value):
        return "" if isinstance(value, MaskedId) else value


class PhoneInput(_Typed):
    """One telephone number; its value is digits from 0."""

    inputmode = "tel"
    longest = 30
    empty = _("Write a telephone number, like 086-475-5162.")

    def read(self, typed):
        return read_phone(typed)


class ThaiNameInput(_Typed):
    """A name in canonical form: typed in two parts, out of order or with unseen characters, it is mended."""

    longest = 100
    empty = _("Write a name.")

    def read(self, typed):
        clean = clean_name(typed)
        if clean.problems:
            raise ValidationError(list(clean.problems))
        return clean.text

    def to_python(self, value):
        return super().to_python(value) or ""
