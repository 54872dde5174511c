"""Values of rules as typed, with the resolution that sets them."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.bylaws.catalogue import RULES
from federation.bylaws.queries import Bylaws
from federation.bylaws.rules import Month, Months, OneOf
from federation.kit.dates import month_name
from federation.kit.fields import ThaiDateInput
from federation.kit.refusals import NotReadable

WEAK = _("▲ Weakly sourced: ask your meeting.")
RESOLUTION = ("resolution_no", "resolution_on", "resolution_text", "holds_from")


class _ValueField(forms.Field):
    """What every box of a rule shares: the rule's kind reads what was typed and shows what is kept."""

    def __init__(self, *, rule, **kwargs):
        self.rule = rule
        required = not isinstance(rule.default, tuple)
        unit = f" ({rule.unit})" if rule.unit else ""
        source = f"{rule.source} {WEAK}" if rule.weak else rule.source
        super().__init__(label=f"{rule.label}{unit}", required=required, help_text=source, **kwargs)

    def clean(self, value):
        if self.required:
            self.validate(value)
        try:
            return self.rule.kind.read(value)
        except NotReadable as refusal:
            raise ValidationError(str(refusal), code=refusal.reason) from refusal

    def prepare_value(self, value):
        return value if isinstance(value, str | list) or value is None else self.rule.kind.typed(value)


def value_field(rule):
    """Return the box for a rule's value: choices where there are some, else a line of text."""
    kind = rule.kind
    if isinstance(kind, Months):
        choices = [(str(month), month_name(month)) for month in range(1, 13)]
        return _ValueField(rule=rule, widget=forms.CheckboxSelectMultiple(choices=choices))
    if isinstance(kind, Month):
        choices = [(str(month), month_name(month)) for month in range(1, 13)]
        return _ValueField(rule=rule, widget=forms.Select(choices=choices))
    if isinstance(kind, OneOf):
        return _ValueField(rule=rule, widget=forms.RadioSelect(choices=kind.options))
    return _ValueField(rule=rule, widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": "40"}))


class BylawForm(forms.Form):
    """Values of some rules, and the one resolution that sets them."""

    resolution_no = forms.CharField(
        label=_("Resolution number"), max_length=40, help_text=_("As in the minutes, like 3/2569.")
    )
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))
    resolution_text = forms.CharField(
        label=_("Words of the resolution"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    holds_from = ThaiDateInput(
        label=_("Holds from"),
        help_text=_("The day of the meeting or a later one. What was posted before stays as it is."),
    )

    def __init__(self, *args, rules, bylaws: Bylaws, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = list(rules)
        values = {key: value_field(RULES[key]) for key in self.rules}
        for key, field in values.items():
            field.initial = bylaws[key]
        self.fields = {**values, **self.fields}

    def parts(self) -> list:
        """Return [(heading, [fields])] of the rules, as the catalogue has them."""
        by_part = groupby(self.rules, key=lambda key: RULES[key].part)
        return [(part, [self[key] for key in keys]) for part, keys in by_part]

    def paper(self) -> list:
        """Return the fields of the resolution."""
        return [self[name] for name in RESOLUTION]

    def values(self) -> dict:
        return {key: self.cleaned_data[key] for key in self.rules}

    def resolution(self) -> dict:
        return {name: self.cleaned_data[name] for name in RESOLUTION}
