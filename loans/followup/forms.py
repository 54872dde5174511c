"""What is typed into a case, turned into values."""

from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import Window
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, ZERO
from federation.people.models import Person
from loans.followup.models import Case
from loans.followup.queries.people import guarantees_in, may_own
from loans.followup.rules.contact import hours_on
from loans.followup.rules.kinds import CAUSES, KINDS
from loans.followup.rules.ladder import RUNGS
from loans.followup.rules.letters import LETTERS
from loans.followup.steps.cases import BY_HAND, NEXT_STEPS
from loans.followup.steps.doings import Doing
from loans.followup.steps.letters import Writing, may_go_to_guarantor

BORROWER, NAMED = "borrower", "named"
LONG = forms.Textarea(attrs={"rows": 3})


def ahead(today: date) -> Window:
    """Return the window of days to come, and of today."""
    last = date(today.year + 3, 12, 31)
    return Window(today, last, certain=(today, last))


class HourInput(forms.Field):
    """An hour of the day as typed: 14.30, 14:30, ๑๔.๓๐ or 14."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "10"})

    def to_python(self, value):
        typed = to_arabic_digits(str(value or ""))[:20].strip().rstrip(".").removesuffix("น").strip()
        if not typed:
            return None
        hours, _colon, minutes = typed.replace(".", ":").partition(":")
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError as problem:
            raise ValidationError(_("Write the hour like 14.30."), code="hour") from problem

    def prepare_value(self, value):
        return f"{value:%H.%M}" if isinstance(value, time) else value


class PersonChoice(forms.ModelChoiceField):
    """One of the persons who may see to a case."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Person.objects.none(), **kwargs)

    def offer(self, people: list[Person], *, default: Person | None = None) -> None:
        self.queryset = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("sort_key", "pk")
        if default in people:
            self.initial = default.pk

    def label_from_instance(self, person):
        return person.name


class OfCase(forms.Form):
    """A form about a case, which knows who may do its steps."""

    def __init__(self, *args, case: Case, today: date, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        self.people = may_own(case, on=today)
        self.own = getattr(user, "person", None)
        for name in ("done_by", "signed_by", "owner"):
            if name in self.fields:
                self.fields[name].offer(self.people, default=self.own)

    def guarantor_choices(self) -> list[tuple[str, str]]:
        self.guarantees = {str(one.pk): one for one in guarantees_in(self.case)}
        return [(key, _("guarantor %(name)s") % {"name": one.membership.name}) for key, one in self.guarantees.items()]


class StepForm(OfCase):
    """What was done: boxes that its kind does not ask for are left out."""

    on = ThaiDateInput(label=_("Day"))
    hour = HourInput(label=_("Hour"))
    told = forms.ChoiceField(label=_("With whom"))
    place = forms.CharField(label=_("Where it was"), max_length=200, required=False)
    cause = forms.ChoiceField(
        label=_("Why it was not paid"), required=False, choices=[("", _("not said")), *CAUSES.items()]
    )
    note = forms.CharField(label=_("What was said"), max_length=1000, required=False, widget=LONG)
    result = forms.CharField(label=_("Outcome"), max_length=300, required=False)
    cost = MoneyInput(label=_("Fees paid (baht)"), required=False)
    done_by = PersonChoice(label=_("Done by"))
    next_on = ThaiDateInput(
        label=_("Next step on"), required=False, window=ahead, help_text=_("Left empty, the usual day is taken.")
    )

    ALWAYS = ("on", "note", "done_by", "next_on")

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = KINDS[kind]
        for name in [name for name in self.fields if name not in (*self.ALWAYS, *self.kind.asks)]:
            del self.fields[name]
        self.fields["on"].initial = self.today
        if "told" in self.fields:
            self.fields["told"].choices = self._told()
        if "hour" in self.fields:
            first, last = hours_on(self.today)
            words = _("Like 14.30. The law allows asking from %(first)s to %(last)s today, once a day.")
            self.fields["hour"].help_text = words % {"first": f"{first:%H.%M}", "last": f"{last:%H.%M}"}

    def _told(self) -> list[tuple[str, str]]:
        guarantors = self.guarantor_choices()
        if self.kind.of_guarantor:
            return guarantors
        choices = [(BORROWER, _("the borrower")), *guarantors]
        if self.case.named_contact:
            words = _("%(name)s, named by the borrower") % {"name": self.case.named_contact}
            choices.append((NAMED, words))
        return choices

    def doing(self) -> Doing:
        """Return what was done, as the steps take it."""
        typed = dict(self.cleaned_data)
        told = typed.pop("told", BORROWER)
        plain = {name: value for name, value in typed.items() if value is not None}
        return Doing(
            kind=self.kind.key,
            to_guarantee=self.guarantees.get(told) if told not in (BORROWER, NAMED) else None,
            to_named=told == NAMED,
            **{"cost": ZERO, **plain},
        )


class PromiseForm(OfCase):
    """A promise to pay by a day."""

    amount = MoneyInput(label=_("Amount (baht)"), least=CENT)
    due_on = ThaiDateInput(label=_("To be paid by"), window=ahead)
    made_on = ThaiDateInput(label=_("Promised on"))
    promised_by = forms.ChoiceField(label=_("Promised by"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["made_on"].initial = self.today
        self.fields["promised_by"].choices = [(BORROWER, _("the borrower")), *self.guarantor_choices()]

    def facts(self) -> dict:
        typed = dict(self.cleaned_data)
        guarantee = self.guarantees.get(typed.pop("promised_by"))
        return {**typed, "by_guarantee": guarantee, "today": self.today}


class LetterForm(OfCase):
    """A letter: to whom, who signs it, and where it invites to."""

    to = forms.ChoiceField(label=_("To"))
    meeting_on = ThaiDateInput(label=_("Day of the talk"), required=False, window=ahead)
    place = forms.CharField(label=_("Place of the talk"), max_length=120, required=False)
    extra = forms.CharField(
        label=_("A sentence of your own"),
        max_length=400,
        required=False,
        widget=LONG,
        help_text=_(
            "A letter asks with respect: no threat, no shaming, nothing that looks like a court's or the police's."
        ),
    )
    signed_by = PersonChoice(label=_("Signed by"))

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = LETTERS[kind]
        if not self.kind.invites:
            del self.fields["meeting_on"], self.fields["place"]
        guarantors = self.guarantor_choices()
        borrower = [] if self.kind.to_guarantor else [(BORROWER, self.case.loan.membership.name)]
        self.fields["to"].choices = borrower + (guarantors if may_go_to_guarantor(kind) else [])

    def writing(self) -> Writing:
        """Return the letter to be written, as the steps take it."""
        typed = dict(self.cleaned_data)
        guarantee = self.guarantees.get(typed.pop("to"))
        return Writing(kind=self.kind.key, to_guarantee=guarantee, **typed)


class PostedForm(forms.Form):
    """When a letter was sent, and the number of the postal receipt."""

    posted_on = ThaiDateInput(label=_("Sent on"))
    posted_as = forms.CharField(
        label=_("Number of the postal receipt"),
        max_length=40,
        help_text=_("Handed over in person: write who took it and signed."),
    )


class PlanForm(OfCase):
    """Who sees to a case, and what is next by when."""

    owner = PersonChoice(label=_("Who sees to it"), required=False)
    next_step = forms.ChoiceField(
        label=_("Next step"),
        required=False,
        choices=[("", _("none")), *((key, RUNGS[key].title) for key in NEXT_STEPS)],
    )
    next_on = ThaiDateInput(label=_("By the day"), required=False, window=ahead)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        next_on = case.next_on if case.next_on and case.next_on >= self.today else None
        self.initial = {"owner": case.owner_id or self.initial_owner, "next_step": case.next_step, "next_on": next_on}

    @property
    def initial_owner(self):
        return self.own.pk if self.own in self.people else None

    def facts(self) -> dict:
        return dict(self.cleaned_data)


class NamedForm(forms.Form):
    """Whom the borrower named in writing."""

    named_contact = forms.CharField(
        label=_("Who else may be told"),
        max_length=200,
        required=False,
        help_text=_("Only whom the borrower named for this in writing. Left empty, nobody else may be told."),
    )


class NetworkForm(OfCase):
    """Asking the network for help."""

    note = forms.CharField(label=_("What the group could not solve"), max_length=1000, widget=LONG)
    done_by = PersonChoice(label=_("Asked by"))


class CloseForm(forms.Form):
    """How a case ended, where the loan itself does not tell."""

    outcome = forms.ChoiceField(label=_("How it ended"), choices=[(one.value, one.label) for one in BY_HAND])
