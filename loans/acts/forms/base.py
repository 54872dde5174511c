"""What the form of every act asks: the day, the reason, and the resolution where the kind needs one."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import ThaiDateInput
from loans.acts.models import BY_RESOLUTION, REASON_LENGTH
from loans.acts.rules import COMMITTEE, GENERAL_MEETING

MEETINGS = [(COMMITTEE, _("the committee")), (GENERAL_MEETING, _("the general meeting"))]


class ReasonInput(forms.CharField):
    """Why, in ten letters or more."""

    def __init__(self):
        super().__init__(
            label=_("Reason"),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("In ten letters or more; without figures of the national ID."),
        )

    def clean(self, value):
        reason = " ".join(super().clean(value).split())
        if len(reason) < REASON_LENGTH:
            raise forms.ValidationError(_("Write why, in ten letters or more."))
        return reason


class TakeBackForm(forms.Form):
    """The day and the reason for taking a takeover back."""

    on = ThaiDateInput(label=_("Dated"))
    reason = ReasonInput()

    def __init__(self, data=None, *, today):
        super().__init__(data, initial={"on": show_date(today, style="numeric")})


class ActForm(forms.Form):
    """The form of one kind of act on a loan. `kind` is its code; `data()` is what goes into the act.

    now: how the loan stands today, for the figures that the boxes begin with.
    """

    kind: str
    asks_which_meeting = False

    on = ThaiDateInput(label=_("Dated"))
    resolution_no = forms.CharField(label=_("Number of the resolution"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))
    resolution_of = forms.ChoiceField(label=_("Resolved by"), choices=MEETINGS, widget=forms.RadioSelect)
    reason = ReasonInput()

    def __init__(self, data=None, *, loan, now, today):
        self.loan, self.now = loan, now
        super().__init__(data, initial={"on": show_date(today, style="numeric"), "resolution_of": COMMITTEE})
        if self.kind not in BY_RESOLUTION:
            del self.fields["resolution_no"], self.fields["resolution_on"]
        if not self.asks_which_meeting:
            del self.fields["resolution_of"]
        self.begin()
        self.order_fields(["on", *self.own_fields()])

    def begin_with(self, typed: Mapping) -> None:
        """Put what was typed on another page into the boxes."""
        self.initial |= {name: typed[name] for name in self.fields if name in typed}

    def begin(self) -> None:
        """Add fields that depend on the loan, and the figures the boxes begin with."""

    def own_fields(self) -> list[str]:
        """Return the names of the fields of this kind, in their order."""
        return [name for name in self.fields if name not in ActForm.base_fields]

    def data_of_kind(self) -> dict:
        """Return what only this kind says, as JSON can hold it."""
        return {}

    def proposal(self) -> dict:
        """Return the arguments of a proposal, of a valid form."""
        typed = self.cleaned_data
        which = {"resolution_of": typed["resolution_of"]} if "resolution_of" in typed else {}
        return {
            "kind": self.kind,
            "on": typed["on"],
            "reason": typed["reason"],
            "resolution_no": typed.get("resolution_no", ""),
            "resolution_on": typed.get("resolution_on"),
            "data": {**self.data_of_kind(), **which},
        }
