"""What is typed of a plan, of who looks after a group, and of how strong a group was found."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit.digits import to_arabic_digits
from federation.kit.fields import ThaiDateInput
from federation.support.rules import STEPS, Criteria

STEP_WORDS = {100: _("full"), 50: _("half"), 0: _("none")}


def _words(label, *, most, rows=3, **more):
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea({"rows": rows, "maxlength": most}), **more
    )


class PersonChoice(forms.ModelChoiceField):
    """A choice among users, by name."""

    def label_from_instance(self, user):
        return str(user)


class PlanStepForm(forms.Form):
    """A step of a plan."""

    what = _words(_("What is done"), most=300, rows=2)
    who = forms.CharField(label=_("Who does it"), max_length=200)
    due_on = ThaiDateInput(label=_("By when"))


class OpenForm(PlanStepForm):
    """Why the network steps in, who advises, by which resolution, and the first step."""

    trouble = _words(
        _("What the trouble is"), most=500, help_text=_("In plain words; without members' names: the group reads it.")
    )
    adviser = PersonChoice(
        None, label=_("Adviser"), help_text=_("A facilitator or somebody of the network's committee.")
    )
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))
    what = _words(_("First step: what is done"), most=300, rows=2)
    field_order = ("trouble", "adviser", "resolution_no", "resolution_on", "what", "who", "due_on")

    def __init__(self, *args, advisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = advisers

    def facts(self) -> dict:
        """Return what the action takes: the first step by itself, as `plan`."""
        plan = {name: self.cleaned_data[name] for name in PlanStepForm.base_fields}
        rest = {name: value for name, value in self.cleaned_data.items() if name not in plan}
        return {**rest, "plan": plan}


class DoneForm(forms.Form):
    """When a step was done, and what was found."""

    done_on = ThaiDateInput(label=_("Done on"))
    note = _words(_("What was found"), most=1000, help_text=_("Written down once. Without members' names."))


class EndForm(forms.Form):
    """How a plan came out."""

    outcome = _words(
        _("How it ended"),
        most=500,
        help_text=_("The group's figures of the last full month are taken and stand beside those before."),
    )


class AssignForm(forms.Form):
    """Who looks after a group, since when."""

    user = PersonChoice(None, label=_("Facilitator"))
    group = forms.ModelChoiceField(None, label=_("Group"))
    since = ThaiDateInput(label=_("Since"))

    def __init__(self, *args, users, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
        self.fields["group"].queryset = groups


class UntilForm(forms.Form):
    """The last day."""

    until = ThaiDateInput(label=_("Last day"))


class PointsInput(forms.CharField):
    """Points of an indicator, with up to two places."""

    def __init__(self, **kwargs):
        box = forms.TextInput({"inputmode": "decimal", "class": "number", "autocomplete": "off"})
        super().__init__(max_length=8, widget=box, **kwargs)

    def clean(self, value):
        try:
            points = Decimal(to_arabic_digits(super().clean(value)))
        except InvalidOperation as error:
            raise ValidationError(_("Write points, like 10 or 2.5.")) from error
        if not points.is_finite() or not 0 <= points <= 100:
            raise ValidationError(_("Points lie between 0 and 100."))
        return points

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class CriteriaForm(forms.Form):
    """How many points each indicator brings, by which resolution, from when."""

    def __init__(self, *args, criteria: Criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria.indicators:
            self.fields[f"{one.key}_points"] = PointsInput(label=one.name, initial=one.of)
        self.fields["resolution_no"] = forms.CharField(label=_("Resolution number"), max_length=40)
        self.fields["resolution_on"] = ThaiDateInput(label=_("Date of the resolution"))
        self.fields["holds_from"] = ThaiDateInput(label=_("Holds from"))

    @property
    def parts(self):
        """(name of the part, the boxes of its indicators)."""
        return [(name, [self[f"{one.key}_points"] for one in some]) for name, some in self.criteria.by_part()]

    @property
    def resolution(self):
        return [self[name] for name in ("resolution_no", "resolution_on", "holds_from")]

    def points(self) -> dict:
        return {one.key: self.cleaned_data[f"{one.key}_points"] for one in self.criteria.indicators}

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("resolution_no", "resolution_on", "holds_from")}


class GradeForm(forms.Form):
    """The scores that a person gives, each with its evidence; those by data are only shown."""

    def __init__(self, *args, criteria: Criteria, by_data, **kwargs):
        super().__init__(*args, **kwargs)
        self.typed = [one for one in criteria.indicators if one.key not in by_data]
        choices = [(share, STEP_WORDS[share]) for share in STEPS]
        for one in self.typed:
            self.fields[f"{one.key}_share"] = forms.TypedChoiceField(
                label=one.name,
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                help_text=_("up to %(of)s points") % {"of": f"{one.of:f}"},
            )
            self.fields[f"{one.key}_evidence"] = _words(_("What this rests on"), most=500, rows=2)

    def boxes(self, key: str):
        """Return the boxes of an indicator, nothing where the data says it."""
        name = f"{key}_share"
        return (self[name], self[f"{key}_evidence"]) if name in self.fields else ()

    def facts(self) -> dict:
        """Return {indicator: (per cent of its points, evidence)}."""
        typed = self.cleaned_data
        return {one.key: (typed[f"{one.key}_share"], typed[f"{one.key}_evidence"]) for one in self.typed}
