"""What is typed when a contract is signed, or cancelled before its payout."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.digits import to_arabic_digits
from federation.kit.fields import ThaiDateInput
from loans.lending.forms.requests import dues
from loans.lending.forms.seen import SeenForm
from loans.lending.rules.numbers import LONGEST


class SignForm(SeenForm):
    """The day of signing, the contract's number, and that it will be signed on paper before the payout.

    in_writing: whether the law asks for writing. guardian: who signs besides a borrower under 20.
    """

    signed_on = ThaiDateInput(label=_("Signed on"))
    first_due_on = ThaiDateInput(label=_("First instalment due on"), window=dues)
    contract_no = forms.CharField(label=_("Contract number"), max_length=LONGEST, required=False)
    on_paper = forms.BooleanField(
        label=_("Borrower, guarantors and two witnesses sign the printed contract before any money is paid"),
        help_text=_("Above 2,000 baht only what is in writing and signed holds (Civil Code, section 653)."),
    )
    guardian_signs = forms.BooleanField(label=_("The guardian signs too"))

    def __init__(self, *args, in_writing: bool, guardian: str, next_number: str, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("Left empty, it becomes %(number)s.") % {"number": next_number}
        self.fields["contract_no"].help_text = words
        if not in_writing:
            self.fields["on_paper"].required = False
        if guardian:
            self.fields["guardian_signs"].label = _("The guardian signs too: %(name)s") % {"name": guardian}
        else:
            del self.fields["guardian_signs"]

    def facts(self) -> dict:
        """Return what `sign_contract` takes."""
        names = ("signed_on", "first_due_on", "seen")
        facts = {name: self.cleaned_data[name] for name in names}
        return {**facts, "contract_no": to_arabic_digits(self.cleaned_data["contract_no"].strip()) or None}


class CancelForm(forms.Form):
    """When and why a contract is cancelled."""

    on = ThaiDateInput(label=_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
