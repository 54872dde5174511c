"""What a hall may try before it votes."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyInput
from welfare.claims.rules.presets import PRESETS, SCHEDULE_WORDS

YEARS = [(str(years), str(years)) for years in (5, 10, 15, 20)]
MORTALITY = [("0.75", _("a quarter fewer")), ("1", _("as in the table")), ("1.25", _("a quarter more"))]
AS_NOW, NOTHING = "", "none"


class PartInput(forms.IntegerField):
    """A per cent of what is now given: 100 changes nothing."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "3"})
        super().__init__(min_value=0, max_value=500, initial=100, widget=widget, **kwargs)


def _choices(event: str) -> list:
    """Return the published rules on an event by their schedule."""
    known = [preset for preset in PRESETS.values() if preset.terms.event == event and not preset.terms.posts]
    named = [(preset.name, SCHEDULE_WORDS[preset.schedule]) for preset in known]
    return [(AS_NOW, _("the rule in force")), *named, (NOTHING, _("nothing"))]


class TryForm(forms.Form):
    """How far to look, and one change of the rules. Empty boxes leave things as they are."""

    years = forms.ChoiceField(label=_("Years ahead"), choices=YEARS, initial="10")
    mortality = forms.ChoiceField(label=_("Deaths"), choices=MORTALITY, initial="1")
    dues = MoneyInput(label=_("Dues of one member, a year"), required=False, most=Decimal(100_000))
    gifts = MoneyInput(label=_("Matching money and gifts, a year"), required=False)
    death = forms.ChoiceField(label=_("Rule for a death"), choices=(), required=False)
    death_part = PartInput(label=_("of it, per cent"))
    old_age = forms.ChoiceField(label=_("Rule for old age"), choices=(), required=False)
    old_age_part = PartInput(label=_("of it, per cent"))
    claims = MoneyInput(label=_("All other claims of one member, a year"), required=False, most=Decimal(100_000))
    joins = forms.IntegerField(
        label=_("Newcomers a year"),
        required=False,
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
    )

    def __init__(self, given, *, known):
        shown = {name: field.initial for name, field in self.base_fields.items() if field.initial is not None}
        super().__init__({**shown, **given.dict()} if given else shown)
        self.known = known
        for event in ("death", "old_age"):
            self.fields[event].choices = _choices(event)

    @property
    def years_ahead(self) -> int:
        return int(self.cleaned_data["years"])

    def common(self) -> dict:
        """Return what holds for both sides of the comparison."""
        return {"years": self.years_ahead, "mortality": float(self.cleaned_data["mortality"])}

    def changes(self) -> dict:
        """Return what is tried instead of what holds now, as `Known.plan` takes it; empty when nothing is."""
        typed = self.cleaned_data
        changed = {name: float(typed[name]) for name in ("dues", "gifts") if typed[name] is not None}
        if typed["joins"] is not None:
            changed["joins"] = typed["joins"]
        if typed["claims"] is not None:
            changed |= {"claims": 1.0, "claim": float(typed["claims"])}
        return changed

    def rule(self, event: str):
        """Return (terms tried in place of those in force, or None; nothing at all is an empty list), and the part."""
        choice = self.cleaned_data[event]
        terms = None if choice == AS_NOW else [] if choice == NOTHING else [PRESETS[choice].terms]
        return terms, self.cleaned_data[f"{event}_part"] / 100

    @property
    def tries_something(self) -> bool:
        rules = [self.rule(event) != (None, 1) for event in ("death", "old_age")]
        return bool(self.changes()) or any(rules)
