"""What is typed about borrowed money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from loans.wholesale.models import FundFactKind


class FactForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=FundFactKind.choices, widget=forms.RadioSelect)
    on = ThaiDateInput(label=_("Day"))
    amount = MoneyInput(label=_("Baht"), least=CENT)
    words = forms.CharField(label=_("For what"), max_length=300, help_text=_("Without names of members."))
    entry_number = forms.IntegerField(
        label=_("Number of its entry in our book"),
        required=False,
        min_value=1,
        help_text=_("Empty where it has none yet."),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"on": show_date(today, style="numeric"), "kind": "used"}, **kwargs)


class StrikeForm(forms.Form):
    reason = forms.CharField(label=_("Why it should not stand"), min_length=10, max_length=300)
