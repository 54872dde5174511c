"""What is typed about the decision on a request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from groups.registry.forms import NumberInput
from loans.lending.forms.seen import SeenForm
from loans.lending.steps.decisions import Decision


class DecisionForm(SeenForm):
    """What was resolved on a request, and who of the committee sat there."""

    approve = forms.TypedChoiceField(
        label=_("The resolution"),
        choices=[("yes", _("approve")), ("no", _("refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    amount = MoneyInput(label=_("Amount approved (baht)"), least=CENT)
    instalments = forms.IntegerField(label=_("Instalments approved"), min_value=1, max_value=600, widget=NumberInput)
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))
    text = forms.CharField(
        label=_("Words of the resolution"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a refusal, and for an approval where a rule warns."),
    )
    general_meeting = forms.BooleanField(
        label=_("The general meeting decided, since too few of the committee may"), required=False
    )
    kin = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    absent = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    FIRST = ("approve", "amount", "instalments", "resolution_no", "resolution_on", "text")

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("kin", "absent"):
            self.fields[name].choices = [(str(person.pk), person.name) for person in committee]
        self.committee = {str(person.pk): person.pk for person in committee}

    def first_fields(self):
        return [self[name] for name in self.FIRST]

    def decision(self) -> Decision:
        typed = self.cleaned_data
        names = ("approve", "amount", "instalments", "resolution_no", "resolution_on", "text", "general_meeting")
        people = {name: frozenset(self.committee[pk] for pk in typed[name]) for name in ("kin", "absent")}
        return Decision(**{name: typed[name] for name in names}, **people)


class TakeBackForm(forms.Form):
    """The resolution by which an approval is taken back."""

    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
