"""Applying, admitting, and the later steps of a covered person's life."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit import clock
from federation.kit.dates import births
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import ThaiDateInput, ThaiNameInput
from federation.kit.wording import gettext_lazy
from federation.organisations.models import Organisation
from groups.registry.models import Membership, MembershipState
from groups.registry.queries import members_on
from welfare.funeral.models import Covered, CoveredState, Relation, Scheme
from welfare.funeral.queries.people import all_covered
from welfare.funeral.rules import MEMBER, Terms
from welfare.funeral.rules.people import needs_resolution


class MembersField(forms.ModelMultipleChoiceField):
    """Members to tick, by number and name."""

    def label_from_instance(self, membership):
        return str(membership)


class ApplyForm(forms.Form):
    """Members who apply on one day."""

    applied_on = ThaiDateInput(label=_("Day of the application"))
    members = MembersField(
        label=_("Members who apply"), queryset=Membership.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, organisation, scheme: Scheme, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = not_covered(organisation, scheme, on=on)


def not_covered(organisation, scheme: Scheme, *, on):
    """Return the members of a group without a running place in a scheme, by number."""
    running = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, relation=MEMBER, ended_on=None)
    members = members_on(organisation, on).filter(state=MembershipState.ADMITTED, person__isnull=False)
    return members.exclude(pk__in=running.values("membership"))


class ApplyFromGroupsForm(forms.Form):
    """Members of one group who apply to the network's scheme, by their numbers there."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=Organisation.objects.none())
    numbers = forms.CharField(label=_("Member numbers"), max_length=400, help_text=_("Like 1, 5, 12."))
    applied_on = ThaiDateInput(label=_("Day of the application"))

    def __init__(self, *args, network, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Organisation.objects.groups().kept_by(network).order_by("code")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._find(cleaned)
        return cleaned

    def _find(self, cleaned: dict) -> None:
        """Find the members by number; say which number nobody has."""
        typed = [word for word in re.split(r"[\s,]+", to_arabic_digits(cleaned["numbers"])) if word]
        numbers = [int(word) for word in typed if word.isascii() and word.isdigit() and len(word) < 7]
        found = members_on(cleaned["group"], clock.today()).filter(number__in=numbers, person__isnull=False)
        known = {f"{member.number}" for member in found}
        if odd := [word for word in typed if word.lstrip("0") not in known]:
            self.add_error("numbers", _("No member has the number %(numbers)s there.") % {"numbers": ", ".join(odd)})
        cleaned["members"] = list(found)


class RelativeForm(forms.Form):
    """Somebody of a member's family who applies."""

    relation = forms.ChoiceField(label=_("What they are to the member"), widget=forms.RadioSelect)
    name = ThaiNameInput(label=_("Name"))
    born_on = ThaiDateInput(label=_("Day of birth"), window=births, required=False)
    applied_on = ThaiDateInput(label=_("Day of the application"))

    def __init__(self, *args, terms: Terms, **kwargs):
        super().__init__(*args, **kwargs)
        covered = [choice for choice in Relation.choices if choice[0] in terms.covers and choice[0] != MEMBER]
        self.fields["relation"].choices = covered


class PlacesField(forms.ModelMultipleChoiceField):
    """People who applied, by funeral number and name."""

    def label_from_instance(self, covered):
        return f"{covered.number} {covered.shown_name}"


class AdmitForm(forms.Form):
    """Admit who applied, by one resolution."""

    people = PlacesField(
        label=_("Who is admitted"), queryset=Covered.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    on = ThaiDateInput(label=_("Admitted on"))
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))

    def __init__(self, *args, scheme: Scheme, **kwargs):
        super().__init__(*args, **kwargs)
        applied = all_covered(scheme).filter(state=CoveredState.PENDING)
        self.fields["people"].queryset = applied
        self.initial.setdefault("people", [one.pk for one in applied])

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("on", "resolution_no", "resolution_on")}


class StepForm(forms.Form):
    """A later step: the day, why, and the resolution where one is needed."""

    on = ThaiDateInput(label=_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))

    def __init__(self, *args, state: str, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_resolution(state):
            del self.fields["resolution_no"], self.fields["resolution_on"]

    def facts(self) -> dict:
        typed = self.cleaned_data
        resolution = (typed.get("resolution_no", ""), typed.get("resolution_on"))
        return {"on": typed["on"], "reason": typed["reason"], "resolution": resolution}


class PutOutForm(StepForm):
    """Putting somebody out, after the notice."""

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("on", "reason", "resolution_no", "resolution_on")}


class NoticeForm(forms.Form):
    """The day on which the written notice goes out."""

    on = ThaiDateInput(label=_("Day the notice goes out"))


# {name in the address: (state, words of the page, words of the button)}
STEPS = {
    "resign": ("resigned", gettext_lazy("Resign"), gettext_lazy("Enter the resignation")),
    "withdraw": ("resigned", gettext_lazy("Withdraw the application"), gettext_lazy("Withdraw the application")),
    "suspend": ("suspended", gettext_lazy("Suspend"), gettext_lazy("Suspend")),
    "take-back": ("covered", gettext_lazy("Take back into the scheme"), gettext_lazy("Take back")),
}
