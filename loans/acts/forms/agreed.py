"""Forms of acts that change what was agreed: schedule, rate, pause, waiver, guarantors, court, and taking back."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import ZERO, show
from loans.acts.forms.base import ActForm
from loans.acts.models import ActKind
from loans.acts.queries import acts_to_strike, events_of, guarantees_of

HIGHEST = Decimal("15.00")
NEW_GUARANTORS = 2


class WholeInput(forms.CharField):
    """A whole number above zero; Thai figures are taken."""

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off", "maxlength": "9"}

    def to_python(self, value):
        typed = to_arabic_digits(super().to_python(value)).strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 1_000_000):
            raise forms.ValidationError(_("Write it in whole figures, like 12."))
        return int(typed)


class NamesToTick(forms.CheckboxSelectMultiple):
    """Names one below the other, each with its box."""


class RestructureForm(ActForm):
    kind = ActKind.RESTRUCTURE.value
    asks_which_meeting = True

    instalments = WholeInput(label=_("How many instalments"))
    first_due = ThaiDateInput(label=_("First instalment due on"))
    yearly_rate = MoneyInput(
        label=_("Interest a year, per cent"), most=HIGHEST, required=False, help_text=_("Only where it changes.")
    )
    consents = forms.MultipleChoiceField(
        label=_("Guarantors who agreed in writing"),
        required=False,
        widget=NamesToTick,
        help_text=_("Who is not ticked is free of this loan from that day (Civil Code, section 700)."),
    )

    def begin(self):
        choices = [(str(one.pk), str(one.membership)) for one in guarantees_of(self.loan)]
        self.fields["consents"].choices = choices
        if not choices:
            del self.fields["consents"]
        if self.loan.terms["accrual"] != "scheduled":
            del self.fields["yearly_rate"], self.fields["resolution_of"]

    def data_of_kind(self):
        typed = self.cleaned_data
        return {
            "instalments": typed["instalments"],
            "first_due": typed["first_due"].isoformat(),
            "consents": typed.get("consents", []),
            **({"yearly_rate": str(typed["yearly_rate"] / 100)} if typed.get("yearly_rate") is not None else {}),
        }


class RateForm(ActForm):
    kind = ActKind.RATE.value
    asks_which_meeting = True

    yearly_rate = MoneyInput(
        label=_("Interest a year, per cent"),
        most=HIGHEST,
        help_text=_("From that day on. The law allows 15 at most."),
    )

    def data_of_kind(self):
        return {"yearly_rate": str(self.cleaned_data["yearly_rate"] / 100)}


class PauseForm(ActForm):
    kind = ActKind.PAUSE.value

    until = ThaiDateInput(label=_("Last day of the pause"))
    interest_runs = forms.ChoiceField(
        label=_("Interest meanwhile"),
        choices=[("no", _("does not run")), ("yes", _("runs on"))],
        widget=forms.RadioSelect,
    )

    def data_of_kind(self):
        typed = self.cleaned_data
        return {"until": typed["until"].isoformat(), "interest_runs": typed["interest_runs"] == "yes"}


class WaiverForm(ActForm):
    kind = ActKind.WAIVER.value
    asks_which_meeting = True

    interest = MoneyInput(label=_("Interest given up"), required=False)
    fine = MoneyInput(label=_("Fines given up"), required=False)

    def begin(self):
        for name, owed in (("interest", self.now.interest), ("fine", self.now.fine)):
            self.fields[name].help_text = _("%(baht)s baht are owed today.") % {"baht": show(owed)}

    def data_of_kind(self):
        return {name: str(self.cleaned_data[name] or ZERO) for name in ("interest", "fine")}


class GuarantorCallForm(ActForm):
    kind = ActKind.GUARANTOR_CALL.value

    def begin(self):
        for one in guarantees_of(self.loan):
            words = _("Stands for %(baht)s baht.") % {"baht": show(one.amount)}
            self.fields[f"call-{one.pk}"] = MoneyInput(label=str(one.membership), required=False, help_text=words)

    def data_of_kind(self):
        typed = self.cleaned_data
        calls = {name.removeprefix("call-"): value for name, value in typed.items() if name.startswith("call-")}
        return {"calls": {pk: str(amount) for pk, amount in calls.items() if amount}}


class GuarantorChangeForm(ActForm):
    kind = ActKind.GUARANTOR_CHANGE.value
    asks_which_meeting = True

    release = forms.MultipleChoiceField(label=_("Released from that day"), required=False, widget=NamesToTick)

    def begin(self):
        choices = [(str(one.pk), f"{one.membership} – {show(one.amount)}") for one in guarantees_of(self.loan)]
        self.fields["release"].choices = choices
        if not choices:
            del self.fields["release"]
        for n in range(1, NEW_GUARANTORS + 1):
            self.fields[f"number-{n}"] = WholeInput(
                label=_("New guarantor %(n)s, member number") % {"n": n}, required=False
            )
            self.fields[f"amount-{n}"] = MoneyInput(label=_("guarantees, in baht"), required=False)
            self.fields[f"spouse-{n}"] = forms.BooleanField(
                label=_("is husband or wife of the borrower"), required=False
            )

    def clean(self):
        typed = super().clean()
        for n in range(1, NEW_GUARANTORS + 1):
            if bool(typed.get(f"number-{n}")) != bool(typed.get(f"amount-{n}")) and not self.errors:
                self.add_error(f"amount-{n}", _("Write the member's number and the amount, both or neither."))
        return typed

    def data_of_kind(self):
        typed = self.cleaned_data
        rows = [
            {"number": typed[f"number-{n}"], "amount": str(typed[f"amount-{n}"]), "is_spouse": typed[f"spouse-{n}"]}
            for n in range(1, NEW_GUARANTORS + 1)
            if typed.get(f"number-{n}")
        ]
        return {"release": typed.get("release", []), "add": rows}


class InCourtForm(ActForm):
    kind = ActKind.IN_COURT.value

    court = forms.CharField(label=_("Court"), max_length=100)
    case_no = forms.CharField(label=_("Case number"), max_length=40, required=False)

    def data_of_kind(self):
        return {"court": self.cleaned_data["court"], "case_no": self.cleaned_data["case_no"]}


class StrikeForm(ActForm):
    kind = ActKind.STRIKE.value

    what = forms.ChoiceField(label=_("What is taken back"), widget=forms.RadioSelect)

    def begin(self):
        events = [(f"event:{one.pk}", _said(one, one.amount)) for one in events_of(self.loan)]
        acts = [(f"act:{one.pk}", _said(one, ZERO)) for one in acts_to_strike(self.loan)]
        self.fields["what"].choices = [*events, *acts]

    def data_of_kind(self):
        sort, _colon, pk = self.cleaned_data["what"].partition(":")
        return {sort: pk}


def _said(done, amount: Decimal) -> str:
    return f"{show_date(done.on)} · {done.get_kind_display()}" + (f" · {show(amount)}" if amount else "")
