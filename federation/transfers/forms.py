"""How much went to the bank or came from it, and when."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from federation.transfers.postings import FROM_BANK, TO_BANK

WAYS = [(TO_BANK, _("Cash taken to the bank")), (FROM_BANK, _("Cash fetched from the bank"))]


class TransferForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(label=_("What was done"), choices=WAYS, widget=forms.RadioSelect)
    bank = forms.ChoiceField(label=_("Bank account"))
    amount = MoneyInput(label=_("Baht"), least=CENT)
    on = ThaiDateInput(label=_("Day"))
    memo = forms.CharField(
        label=_("Number of the slip, or a note"), required=False, max_length=200, help_text=_("Without names.")
    )

    def __init__(self, *args, banks, today, **kwargs):
        new = {"key": uuid.uuid4(), "way": TO_BANK, "on": show_date(today, style="numeric")}
        super().__init__(*args, initial={**new, "bank": banks[0].code if banks else ""}, **kwargs)
        self.fields["bank"].choices = [(bank.code, bank.name) for bank in banks]

    def draw_again(self):
        """Give the form a new key: what was refused is another intent when it is sent again."""
        self.data = self.data.copy()
        self.data["key"] = uuid.uuid4()
