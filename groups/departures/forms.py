"""What officers type about somebody who leaves."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import joinings
from federation.kit.fields import MoneyInput, ThaiDateInput, ThaiNameInput
from federation.kit.money import CENT
from federation.organisations.models import Organisation
from groups.registry.rules import Heir

WHOLE = Decimal("100.00")
ROWS = 3


class AskForm(forms.Form):
    """Why and from when somebody leaves; to which group somebody moves."""

    to = forms.ModelChoiceField(label=_("Moves to"), queryset=Organisation.objects.none())
    on = ThaiDateInput(label=_("Day on which it was asked in writing"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, others=None, proposes=False, **kwargs):
        super().__init__(*args, **kwargs)
        if others is None:
            del self.fields["to"]
        else:
            self.fields["to"].queryset = others
        if proposes:
            self.fields["on"].label = _("Day on which it is proposed")

    def facts(self):
        """Return what `ask_step` takes."""
        return self.cleaned_data


class RefundForm(forms.Form):
    """Why what is still held is returned."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DeathForm(forms.Form):
    """When a member died, and by what it is known."""

    died_on = ThaiDateInput(label=_("Day of death"), window=joinings)
    reason = forms.CharField(
        label=_("How it is known"),
        max_length=200,
        help_text=_("Such as the number of the death certificate, or who told it."),
    )
    sure = forms.BooleanField(
        label=_("The day of death is right"),
        required=False,
        help_text=_("Needed where it is long ago, or the member stands on sheets after it."),
    )


class NoticeForm(forms.Form):
    """The day of the written notice."""

    on = ThaiDateInput(label=_("Day on which the letter was handed over or posted"))


class AnswerForm(forms.Form):
    """Why something is refused or withdrawn."""

    answer = forms.CharField(label=_("Reason"), max_length=300)


class HeirRows(forms.Form):
    """Rows of people with a share; an empty row is nobody."""

    def add_rows(self, rows: int, *, phones: bool = False) -> None:
        self.rows, self.phones = rows, phones
        for n in range(1, rows + 1):
            number = {"n": n}
            self.fields[f"name_{n}"] = ThaiNameInput(label=_("Person %(n)s") % number, required=False)
            self.fields[f"relation_{n}"] = forms.CharField(label=_("How related"), required=False, max_length=60)
            self.fields[f"percent_{n}"] = MoneyInput(
                label=_("Share (per cent)"), required=False, least=CENT, most=WHOLE
            )
            if phones:
                self.fields[f"phone_{n}"] = forms.CharField(label=_("Telephone"), required=False, max_length=20)

    def heirs(self) -> list[Heir]:
        """Return who was written, in order."""
        typed = self.cleaned_data
        return [
            Heir(
                name=typed[f"name_{n}"],
                relation=typed[f"relation_{n}"],
                percent=typed[f"percent_{n}"] or Decimal(0),
                phone=typed.get(f"phone_{n}", ""),
            )
            for n in range(1, self.rows + 1)
            if typed[f"name_{n}"] or typed[f"percent_{n}"]
        ]


class DecideForm(HeirRows):
    """A resolution on somebody who leaves; for the dead without names, the heirs."""

    on = ThaiDateInput(label=_("Day on which it takes effect"))
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))
    certificate = forms.CharField(label=_("Number of the death certificate"), max_length=60)
    held = forms.BooleanField(label=_("I held the death certificate in my hands"))
    seen = forms.DecimalField(widget=forms.HiddenInput)

    def __init__(self, *args, asks_heirs=False, asks_paper=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = 0
        if not asks_paper:
            del self.fields["certificate"], self.fields["held"]
        if asks_heirs:
            self.add_rows(ROWS)

    def facts(self):
        """Return what `decide_step` takes."""
        wanted = ("on", "resolution_no", "resolution_on", "seen", "certificate", "held")
        kept = {name: self.cleaned_data[name] for name in wanted if name in self.fields}
        return {**kept, "heirs": self.heirs()}

    def show_anew(self, seen: Decimal) -> None:
        """Let the next look be at the net as it is now."""
        self.data = self.data.copy()
        self.data["seen"] = str(seen)


class PrepareForm(forms.Form):
    """From which purse somebody is paid. purses: [(account, name)]."""

    purse = forms.ChoiceField(label=_("Paid from"), widget=forms.RadioSelect)

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].choices = [(account.code, name) for account, name in purses]


class PayForm(forms.Form):
    """The day on which somebody was paid."""

    on = ThaiDateInput(label=_("Handed over on"))


class TaskForm(forms.Form):
    """What was done about something a death left to do."""

    on = ThaiDateInput(label=_("Done on"))
    note = forms.CharField(label=_("What was done"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class BackForm(forms.Form):
    """Why a reported death is to be taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=300)


class TakeBackForm(forms.Form):
    """That another person takes it back; asked about money where some was paid."""

    money_is_back = forms.BooleanField(
        label=_("What was paid out lies in the same purse again; I have counted it."), required=False
    )

    def __init__(self, *args, has_paid, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_paid:
            del self.fields["money_is_back"]


class AdmitForm(forms.Form):
    """Admitting who moves here: the promise, and the purses that the money leaves and enters."""

    on = ThaiDateInput(label=_("Day"))
    amount = MoneyInput(label=_("Monthly promise (baht)"), least=CENT)
    purse_from = forms.ChoiceField(label=_("The group left pays from"), widget=forms.RadioSelect)
    purse_to = forms.ChoiceField(label=_("It comes into this group's"), widget=forms.RadioSelect)
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))

    def __init__(self, *args, purses_from, purses_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse_from"].choices = [(account.code, name) for account, name in purses_from]
        self.fields["purse_to"].choices = [(account.code, name) for account, name in purses_to]


class BeneficiariesForm(HeirRows):
    """Whom a member names for the case of death, before two witnesses. most: rows, by the bylaws."""

    on = ThaiDateInput(label=_("Named on"))
    witness_1 = ThaiNameInput(label=_("First witness"))
    witness_2 = ThaiNameInput(label=_("Second witness"))

    def __init__(self, *args, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_rows(most, phones=True)
        self.order_fields([*[name for name in self.fields if "_" in name and "witness" not in name], "on"])

    def facts(self):
        """Return what `name_beneficiaries_step` takes."""
        typed = self.cleaned_data
        return {"witnesses": f"{typed['witness_1']}, {typed['witness_2']}", "on": typed["on"]}
