"""What somebody brings for a loan between two meetings: how much, when, in cash or with a slip, and what for."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, show_input
from loans.lending.models import EventKind

WHAT_FOR = [
    (EventKind.REPAYMENT.value, _("what is due, and then the coming instalments from the front")),
    (EventKind.PREPAYMENT.value, _("principal early: the last instalments fall away, the loan ends sooner")),
]


class RepayForm(forms.Form):
    """payers: [(membership, words)], the borrower first; purses: [(account, name)], cash first."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyInput(label=_("Baht"), least=CENT)
    on = ThaiDateInput(label=_("Day on which it was brought"))
    purse = forms.ChoiceField(label=_("Came as"), widget=forms.RadioSelect)
    slip = forms.CharField(
        label=_("Number of the slip"),
        required=False,
        max_length=60,
        help_text=_("For a transfer: the number or the time on the bank's slip. Without names."),
    )
    payer = forms.ChoiceField(label=_("Brought by"))
    kind = forms.ChoiceField(label=_("What it pays"), choices=WHAT_FOR, widget=forms.RadioSelect)

    def __init__(self, *args, payers, purses, may_prepay, due, today, **kwargs):
        new = {
            "key": uuid.uuid4(),
            "kind": EventKind.REPAYMENT.value,
            "on": show_date(today, style="numeric"),
            "purse": purses[0][0].code,
            "payer": str(payers[0][0].pk),
            "amount": show_input(due) if due else "",
        }
        super().__init__(*args, initial=new, **kwargs)
        self.payers = {str(membership.pk): membership for membership, _words in payers}
        self.purses = {account.code: account for account, _name in purses}
        self.fields["payer"].choices = [(str(membership.pk), words) for membership, words in payers]
        self.fields["purse"].choices = [(account.code, name) for account, name in purses]
        if not may_prepay:
            self.fields["kind"].choices = WHAT_FOR[:1]

    def clean(self):
        typed = super().clean()
        cash = next(iter(self.purses))
        if typed.get("purse") not in (None, cash) and not typed.get("slip"):
            self.add_error("slip", _("Write the number of the bank's slip, so that it can be found again."))
        return typed

    def facts(self) -> dict:
        """Return what was typed as `actions.repay` takes it."""
        typed = self.cleaned_data
        return {
            "key": typed["key"],
            "amount": typed["amount"],
            "on": typed["on"],
            "purse": self.purses[typed["purse"]],
            "slip": typed["slip"],
            "payer": self.payers[typed["payer"]],
            "kind": typed["kind"],
        }

    def draw_again(self):
        """Give the form a new key: what was refused is another intent when it is sent again."""
        self.data = self.data.copy()
        self.data["key"] = uuid.uuid4()
