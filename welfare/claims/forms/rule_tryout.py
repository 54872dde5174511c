"""The box in which anybody tries a rule out: what happened, and it says what comes out and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyInput, ThaiDateInput
from welfare.claims.forms.boxes import WholeBox
from welfare.claims.forms.rule_cases import wide
from welfare.claims.rules import POST_WORDS, WHO_WORDS, Facts, Terms, cap_words


class TryForm(forms.Form):
    """What happened, as far as this rule asks for it. Nothing of it is kept."""

    joined_on = ThaiDateInput(label=_("In the fund since"), window=wide)
    event_on = ThaiDateInput(label=_("Day of the event"), window=wide)

    def __init__(self, *args, terms: Terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= dict(_asked(terms))
        self.used = {f"used_{cap.key}": cap.key for cap in terms.caps if cap.per != "event"}

    def facts(self) -> Facts:
        """Return what was told; the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        used = {key: told.pop(box) for box, key in self.used.items() if box in told}
        return Facts(**told, used=used)


def _asked(terms: Terms):
    """Yield (name, box) of what this rule needs to know besides the two days."""
    if terms.by_night:
        yield "nights", WholeBox(0, 999, empty=0, label=_("Nights in hospital"))
    if terms.by_child:
        yield "children", WholeBox(0, 30, label=_("Number of children"))
    if terms.least_age:
        yield "age", WholeBox(0, 120, label=_("Age in full years"))
    for base in terms.bases:
        words = {"loan": _("Owed on the loan (baht)"), "cost": _("What it cost (baht)")}
        yield base, MoneyInput(label=words[base], required=False)
    if len(terms.who) > 1:
        yield "who", forms.ChoiceField(label=_("It happened to"), choices=[(who, WHO_WORDS[who]) for who in terms.who])
    if terms.posts:
        choices = [("", _("no post")), *((post, POST_WORDS[post]) for post in terms.posts)]
        yield "post", forms.ChoiceField(label=_("Post"), choices=choices, required=False)
    if terms.on_duty:
        yield "on_duty", forms.BooleanField(label=_("It happened on duty"), required=False)
    if terms.dropout_days or terms.behind_days is not None:
        yield "paid_through", ThaiDateInput(label=_("Dues paid until"), window=wide, required=False)
    for cap in terms.caps:
        if cap.per != "event":
            yield f"used_{cap.key}", _used_box(cap)


def _used_box(cap):
    said = {"label": _("Used up before"), "help_text": cap_words(cap)}
    if cap.of == "baht":
        return MoneyInput(required=False, **said)
    return WholeBox(0, 9999, **said)
