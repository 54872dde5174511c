"""What is typed about a year's surplus: the plan and the resolution, why a close is taken back, who is paid."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import ZERO, show_input
from groups.surplus.models import Head, Into
from groups.surplus.queries.plans import heads_for
from groups.surplus.rules import CASH_NOW, OWED, PATRONAGE, Plan

HUNDRED = Decimal(100)
BASES = (
    ("year_end", _("what a member holds at the end of the year")),
    ("share_months", _("baht and full months, without the month of deposit")),
    ("share_months_with", _("baht and full months, the month of deposit counted")),
    ("share_days", _("baht and days")),
    ("rate", _("a rate on what a member holds")),
)
HAND_OVER = ((CASH_NOW, _("in cash now")), (OWED, _("owed to them, handed over later")))


class PlanForm(forms.Form):
    """Per cents by head, and how the dividend is worked out. `plan()` gives what was typed."""

    basis = forms.ChoiceField(label=_("The dividend is weighed by"), choices=BASES)
    rate = MoneyInput(label=_("Rate, % (only where a rate is set)"), required=False, most=HUNDRED)
    patronage_rate = MoneyInput(
        label=_("Refund, % of interest paid"),
        required=False,
        most=HUNDRED,
        help_text=_("Empty: what the head has is divided among all who paid interest."),
    )
    hand_over = forms.ChoiceField(label=_("Funds get their part"), choices=HAND_OVER)

    def __init__(self, *args, organisation, plan: Plan, **kwargs):
        self.start = plan
        self.head_names = [head.value for head in heads_for(organisation)]
        super().__init__(*args, initial={**_typed(plan), **kwargs.pop("initial", {})}, **kwargs)
        for head in self.head_names:
            self.fields[head] = MoneyInput(label=Head(head).label, required=False, most=HUNDRED)

    @property
    def head_fields(self) -> list:
        """The boxes of the heads, with those first that have something."""
        return [self[head] for head in self.head_names]

    @property
    def rule_fields(self) -> list:
        return [self[name] for name in ("basis", "rate", "patronage_rate", "hand_over")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("basis") == "rate" and not cleaned.get("rate") and not self.errors.get("rate"):
            self.add_error("rate", _("Write the rate, like 5.50."))
        if cleaned.get("patronage_rate") and not cleaned.get(PATRONAGE):
            self.add_error(PATRONAGE, _("Give the refund some per cent of the surplus too."))
        return cleaned

    def plan(self) -> Plan:
        """Return the plan that was typed; what the form does not ask stays as the bylaws say."""
        typed = self.cleaned_data
        percents = {head: typed[head] for head in self.head_names if typed.get(head)}
        return Plan(
            percents,
            basis=typed["basis"],
            earns=self.start.earns,
            leavers=self.start.leavers,
            deducts=self.start.deducts,
            rounding=self.start.rounding,
            rate=(typed["rate"] or ZERO) / HUNDRED if typed["basis"] == "rate" else Decimal(0),
            patronage_rate=(typed["patronage_rate"] or ZERO) / HUNDRED,
            hand_over=typed["hand_over"],
        )


def _typed(plan: Plan) -> dict:
    """Return a plan as the boxes hold it."""
    rates = {"rate": plan.rate, "patronage_rate": plan.patronage_rate}
    shown = {name: show_input((rate * HUNDRED).quantize(ZERO)) for name, rate in rates.items() if rate}
    percents = {head: show_input(percent) for head, percent in plan.percents.items()}
    return {"basis": plan.basis, "hand_over": plan.hand_over, **shown, **percents}


class ResolutionForm(PlanForm):
    """The plan as the general meeting resolved it."""

    meeting_on = ThaiDateInput(label=_("Day of the general meeting"))
    resolution_no = forms.CharField(label=_("Number of the resolution"), max_length=40)

    @property
    def meeting_fields(self) -> list:
        return [self["meeting_on"], self["resolution_no"]]


class LossForm(forms.Form):
    """The resolution on a loss year: there is nothing to allot."""

    meeting_on = ThaiDateInput(label=_("Day of the general meeting"))
    resolution_no = forms.CharField(label=_("Number of the resolution"), max_length=40)


class BackForm(forms.Form):
    reason = forms.CharField(label=_("Why the year is taken back"), min_length=10, max_length=300)


class PayForm(forms.Form):
    """Which members are paid in money on a day, and from which purse; or all that goes into accounts."""

    on = ThaiDateInput(label=_("Paid on"))
    purse = forms.ChoiceField(label=_("Out of"))

    def __init__(self, *args, purses, today, **kwargs):
        self.purses = {purse.code: purse for purse in purses}
        super().__init__(*args, initial={"on": show_date(today, style="numeric")}, **kwargs)
        self.fields["purse"].choices = [(code, str(purse.name)) for code, purse in self.purses.items()]

    def account(self):
        return self.purses[self.cleaned_data["purse"]]


class ChoiceForm(forms.Form):
    """Where one member wants the dividend; empty where nobody said."""

    into = forms.ChoiceField(choices=[("", "—"), *Into.choices], required=False)
