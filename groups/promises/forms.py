"""What officers type when somebody joins, promises another sum, or takes a step in their membership."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import joinings, month_range, next_month, show_month
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from federation.organisations.models import Organisation
from federation.people.steps import PersonIn
from groups.registry.forms import MOST_NUMBER, NationalIdForm, NumberInput, PersonForm
from groups.registry.models import LIVE, MemberClass, Membership, MembershipState
from groups.registry.rules import leaves_elsewhere, may_follow, needs_reason

MONTHS_AHEAD = 14


class JoiningForm(forms.Form):
    """When somebody joins, under which number, and what they promise a month."""

    joined_on = ThaiDateInput(label=_("Joined on"), window=joinings)
    amount = MoneyInput(label=_("Monthly promise (baht)"), least=CENT)
    number = forms.IntegerField(
        label=_("Member number"),
        required=False,
        min_value=1,
        max_value=MOST_NUMBER,
        widget=NumberInput,
        help_text=_("Left empty, the next free number is given."),
    )
    member_class = forms.ChoiceField(label=_("Class"), choices=MemberClass)
    resolution_no = forms.CharField(label=_("Resolution number"), required=False, max_length=40)

    JOINING = ("joined_on", "amount", "number", "member_class", "resolution_no")

    def joining_facts(self):
        return {name: self.cleaned_data[name] for name in self.JOINING}


class MemberForm(JoiningForm, NationalIdForm, PersonForm):
    """A newcomer: who they are, and what they promise. `confirmed` is asked only when they look like somebody known."""

    confirmed = forms.BooleanField(
        label=_("I have looked: go on and admit this person."), required=False, widget=forms.HiddenInput
    )

    field_order = [
        *("title", "given", "family", "nickname", "national_id", "no_id_reason", "born_on", "guardian", "phone"),
        *("house_no", "moo", "village", "place_code", "public_post"),
        *JoiningForm.JOINING,
        "confirmed",
    ]

    def ask_to_confirm(self):
        """Show the box that says: I have looked."""
        self.fields["confirmed"].widget = forms.CheckboxInput()

    def facts(self):
        """Return what `promises.actions.join` takes."""
        typed = self.cleaned_data
        ids = {"national_id": typed["national_id"], "no_id_reason": typed["no_id_reason"]}
        person = PersonIn(**self.person_facts(), **ids)
        return {"person": person, "confirmed": typed["confirmed"], **self.joining_facts()}


class MemberGroupForm(JoiningForm):
    """An organisation that joins a network."""

    member_organisation = forms.ModelChoiceField(label=_("Group"), queryset=Organisation.objects.none())

    field_order = ["member_organisation", *JoiningForm.JOINING]

    def __init__(self, *args, organisation: Organisation, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        joined = Membership.objects.of(organisation).filter(ended_on=None)
        found = Organisation.objects.members_of(organisation, today)
        self.fields["member_organisation"].queryset = found.exclude(
            pk__in=joined.values("member_organisation")
        ).order_by("code")

    def facts(self):
        return {"member_organisation": self.cleaned_data["member_organisation"], **self.joining_facts()}


class PeerForm(forms.Form):
    """Another group that this one means to lend to: an associate member, which promises nothing."""

    member_organisation = forms.ModelChoiceField(label=_("Group"), queryset=Organisation.objects.none())
    joined_on = ThaiDateInput(label=_("Joined on"), window=joinings)
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        joined = Membership.objects.of(organisation).filter(ended_on=None, member_organisation__isnull=False)
        others = Organisation.objects.kept_by(organisation.keeper).exclude(pk=organisation.pk)
        self.fields["member_organisation"].queryset = others.exclude(
            pk__in=joined.values("member_organisation")
        ).order_by("code")

    def facts(self):
        """Return what `promises.actions.join` takes."""
        return {**self.cleaned_data, "member_class": MemberClass.ASSOCIATE, "amount": None}


class PromiseForm(forms.Form):
    """Another promise, from a month on."""

    amount = MoneyInput(label=_("Monthly promise (baht)"))
    from_month = forms.TypedChoiceField(label=_("From the month"), coerce=date.fromisoformat)
    resolution_no = forms.CharField(label=_("Resolution number"), required=False, max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"), required=False)

    def __init__(self, *args, first: date, **kwargs):
        super().__init__(*args, **kwargs)
        months = month_range(first, next_month(first, by=MONTHS_AHEAD))
        self.fields["from_month"].choices = [(month.isoformat(), show_month(month)) for month in months]


class StateForm(forms.Form):
    """A step of a membership: held, taken up again, ended."""

    state = forms.ChoiceField(label=_("From now on"))
    on = ThaiDateInput(label=_("Day"), window=joinings)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
    resolution_no = forms.CharField(label=_("Resolution number"), required=False, max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"), required=False)

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        labels = WORDS_OF_STEPS | ({MembershipState.ADMITTED: _("admitted")} if membership.state not in LIVE else {})
        states = [state for state in may_follow(membership.state) if not leaves_elsewhere(membership, state)]
        self.fields["state"].choices = [(state, labels[state]) for state in states]
        self.fields["reason"].required = all(needs_reason(state) for state in states)


WORDS_OF_STEPS = {
    MembershipState.ADMITTED: _("a member again"),
    MembershipState.ON_HOLD: _("on hold: nothing is due and nothing is missed"),
    MembershipState.RESIGNED: _("resigned"),
    MembershipState.EXPELLED: _("expelled by resolution"),
    MembershipState.DIED: _("died"),
}
