"""What somebody brings for a loan between two meetings: how much, when, in cash or with a slip, and what for."""

import uuid

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, show_input
from loans.lending.forms.members import MemberInput, OfMembers
from loans.lending.models import EventKind

WHAT_FOR = [
    (EventKind.REPAYMENT.value, _("what is due, and then the coming instalments from the front")),
    (EventKind.PREPAYMENT.value, _("principal early: the last instalments fall away, the loan ends sooner")),
]


class RepayForm(OfMembers):
    """borrower: whose loan it is; guarantors: who stand for it; purses: [(account, name)], cash first.

    below: the same of the borrower's own book, where an organisation borrows.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyInput(label=_("Baht"), least=CENT)
    on = ThaiDateInput(label=_("Day on which it was brought"))
    purse = forms.ChoiceField(label=_("Came as"), widget=forms.RadioSelect)
    from_purse = forms.ChoiceField(
        label=_("Out of the borrower's"),
        widget=forms.RadioSelect,
        help_text=_("The same payment is entered in the borrower's own book."),
    )
    slip = forms.CharField(
        label=_("Number of the slip"),
        required=False,
        max_length=60,
        help_text=_("For a transfer: the number or the time on the bank's slip. Without names."),
    )
    payer = MemberInput(label=_("Brought by (number or name)"))
    kind = forms.ChoiceField(label=_("What it pays"), choices=WHAT_FOR, widget=forms.RadioSelect)

    def __init__(self, *args, borrower, guarantors, purses, may_prepay, due, today, below=(), **kwargs):
        new = {
            "key": uuid.uuid4(),
            "kind": EventKind.REPAYMENT.value,
            "on": show_date(today, style="numeric"),
            "purse": purses[0][0].code,
            "payer": borrower,
            "amount": show_input(due) if due else "",
        }
        super().__init__(*args, initial=new, **kwargs)
        self.purses = {account.code: account for account, _name in purses}
        self.below = {account.code: account for account, _name in below}
        choose_below(self, "from_purse", below)
        self.fields["payer"].help_text = _payer_help(guarantors)
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
            "payer": typed["payer"],
            "kind": typed["kind"],
            "from_purse": self.below.get(typed.get("from_purse")),
        }

    def draw_again(self):
        """Give the form a new key: what was refused is another intent when it is sent again."""
        self.data = self.data.copy()
        self.data["key"] = uuid.uuid4()


def choose_below(form, name: str, below) -> None:
    """Let a form ask which account of the borrower's own book money goes to or comes from; none where it has none.

    below: [(account, name)], cash first.
    """
    if not below:
        form.fields.pop(name, None)
        return
    form.fields[name].choices = [(account.code, shown) for account, shown in below]
    form.initial.setdefault(name, below[0][0].code)


def _payer_help(guarantors) -> str:
    """Return who may bring money, with the guarantors by name: what they pay is kept as theirs."""
    help_text = gettext("Any member of the group may bring it for the borrower.")
    if guarantors:
        help_text += " " + gettext("Guarantors: %(names)s") % {"names": ", ".join(map(str, guarantors))}
    return help_text
