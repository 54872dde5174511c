"""What is typed about the pool of the groups' savings."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import Window, show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT

PURSES = [("cash", _("cash")), ("bank", _("the bank"))]


def ahead(today: date) -> Window:
    """Return the window of days to come, and of today."""
    last = date(today.year + 2, 12, 31)
    return Window(today, last, certain=(today, last))


class InterestForm(forms.Form):
    until = ThaiDateInput(label=_("Interest up to"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"until": show_date(today, style="numeric")}, **kwargs)


class WithdrawalForm(forms.Form):
    membership = forms.TypedChoiceField(label=_("Group"))
    amount = MoneyInput(label=_("Baht"), least=CENT)
    on = ThaiDateInput(label=_("To be paid out on"), window=ahead)
    into = forms.ChoiceField(
        label=_("Out of, and into"),
        choices=PURSES,
        widget=forms.RadioSelect,
        initial="cash",
        help_text=_("The network pays out of it, the group's book takes it into the same."),
    )
    reason = forms.CharField(label=_("What for"), max_length=300)
    resolution_no = forms.CharField(label=_("Number of the group's resolution"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))

    def __init__(self, *args, shares, earliest: date, **kwargs):
        super().__init__(*args, initial={"on": show_date(earliest, style="numeric")}, **kwargs)
        self.members = {str(share.membership.number): share.membership for share in shares if share.balance}
        self.fields["membership"].choices = [(number, str(member)) for number, member in self.members.items()]

    def facts(self) -> dict:
        """Return what the step takes."""
        facts = dict(self.cleaned_data)
        return {**facts, "membership": self.members[facts["membership"]]}


class DisputeForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong with it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What your group really paid or got, and how you know: receipt, bank book, cash counted."),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer (required for a no)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a no: say what shows that the entry is right."),
    )
