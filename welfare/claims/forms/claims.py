"""What is typed about a claim: who claims what, the facts its kind needs, decisions, papers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import Window
from federation.kit.digits import to_arabic_digits
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from groups.registry.forms import NumberInput
from groups.registry.models import Beneficiary
from welfare.claims.facts import DISASTERS, LABELS, WHO, asked_of, health_asked_of
from welfare.claims.models import Benefit, Claim, WelfareType
from welfare.claims.pictures import MOST_BYTES
from welfare.claims.queries.filing import MOST_FOUND, find_places
from welfare.claims.rules import DOCUMENTS, Terms
from welfare.claims.steps.claims import Filing
from welfare.claims.steps.payee import OF_A_DEATH
from welfare.funds.models import Enrolment

COUNTS = {"nights": 366, "children": 20}
CHOICES = {"who": WHO, "disaster": DISASTERS}
TICKS = ("mother_is_member", "on_duty")
SUMS = ("loan", "cost")
PLEASE = _("Health is sealed: only who decides on claims reads it, and each reading is written down.")
SEARCHED = 120


def past(today) -> Window:
    """Return the window of days of an event: past ones, twenty years back."""
    return Window(today.replace(year=today.year - 20, day=1), today)


class ChooseForm(forms.Form):
    """What is claimed, and for whom."""

    benefit = forms.ModelChoiceField(
        label=_("What is claimed"), queryset=Benefit.objects.none(), widget=forms.RadioSelect
    )
    member = forms.CharField(
        label=_("Member (number or name)"), max_length=SEARCHED, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["benefit"].queryset = offered
        self.fields["benefit"].empty_label = None
        self.fields["benefit"].label_from_instance = lambda one: f"{one.name} · {one.fund.name}"

    def clean(self):
        typed = super().clean()
        if not self.errors:
            typed["place"] = self._found(find_places(typed["benefit"].fund, typed["member"]))
        return typed

    def _found(self, places: list[Enrolment]) -> Enrolment | None:
        if len(places) == 1:
            return places[0]
        if not places:
            words = _("Nobody with a place in this fund is found. Look at the spelling, or write the member number.")
        elif len(places) > MOST_FOUND:
            words = _("Many members fit. Write the member number.")
        else:
            names = ", ".join(f"{one.membership} ({one.membership.organisation.name})" for one in places)
            words = _("Several members fit: %(names)s. Write number and name.") % {"names": names}
        self.add_error("member", words)
        return None


class FilingForm(forms.Form):
    """One claim: the day of the event, the facts that its kind and its rule need, who files it.

    heirs: whom the member named for the case of death. died_on: the day of the member's reported death, or None.
    """

    event_on = ThaiDateInput(label=_("Day of the event"), window=past)
    another = forms.BooleanField(label=_("this is a second event of the same day"), required=False)
    claimant_name = forms.CharField(
        label=_("Who files it"), max_length=200, required=False, help_text=_("Left empty: the member.")
    )
    claimant_relation = forms.CharField(label=_("Relation to the member"), max_length=60, required=False)
    by_proxy = forms.BooleanField(label=_("files for the member, with a letter of proxy"), required=False)
    payee_name = forms.CharField(
        label=_("To be paid to"), max_length=200, required=False, help_text=_("Left empty: who files it.")
    )

    def __init__(self, *args, benefit: Benefit, terms: Terms | None, claim=None, heirs=(), died_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.health = asked_of(benefit.type, terms), health_asked_of(benefit.type)
        self.claim = claim
        facts = {name: _fact_field(name, terms) for name in self.asked}
        kept = claim is not None
        health = {name: _health_field(name, kept=kept, first=not i) for i, name in enumerate(self.health)}
        event = {"event_on": self.fields.pop("event_on"), "another": self.fields.pop("another")}
        if benefit.type == WelfareType.OLD_AGE:
            event["event_on"].label = _("Day from which it is claimed")
        if not (claim and claim.event_no > 1) and "another" not in self.data:
            event["another"].widget = forms.HiddenInput()
        self.fields = {**event, **facts, **health, **self.fields}
        if benefit.type in OF_A_DEATH or died_on:
            self._ask_the_family(heirs, benefit=benefit, died_on=died_on)
        if claim:
            self.initial = _as_typed(claim)

    def _ask_the_family(self, heirs: list[Beneficiary], *, benefit: Benefit, died_on) -> None:
        """Ask who lives and claims and is paid, and propose whom the member named."""
        claimant, payee = self.fields["claimant_name"], self.fields["payee_name"]
        claimant.required = payee.required = died_on is not None or "who" not in self.asked
        claimant.help_text = _("Who of the family files it; never the member who died.")
        payee.help_text = _named(heirs)
        if heirs and claimant.required:
            first = heirs[0]
            named = {"claimant_name": first.name, "claimant_relation": first.relation, "payee_name": first.name}
            self.initial = {**named, **self.initial}
        if died_on and benefit.type in OF_A_DEATH:
            self.initial = {"event_on": died_on, **self.initial}

    def offer_another(self) -> None:
        """Let it be said that this is a second event of the day."""
        self.fields["another"].widget = forms.CheckboxInput()

    def clean(self):
        typed = super().clean()
        if typed.get("by_proxy"):
            for name in ("claimant_name", "claimant_relation"):
                if not typed.get(name):
                    self.add_error(name, _("Who files for another says who that is, and how they are related."))
        return typed

    def filing(self) -> Filing:
        """Return what was typed."""
        typed = self.cleaned_data
        facts = {name: typed[name] for name in self.asked if typed[name] not in (None, "", False)}
        said = ("event_on", "another", "claimant_name", "claimant_relation", "by_proxy", "payee_name")
        return Filing(
            facts={name: str(value) if name in SUMS else value for name, value in facts.items()},
            health={name: typed[name] for name in self.health},
            **{name: typed[name] for name in said},
        )


def _named(heirs: list[Beneficiary]) -> str:
    if not heirs:
        return _("Nobody is named for the case of death: the committee says who is paid.")
    names = ", ".join(f"{one.name} ({one.relation}) {one.percent.normalize():f}%" for one in heirs)
    return _("Named for the case of death: %(names)s.") % {"names": names}


def _fact_field(name: str, terms: Terms | None) -> forms.Field:
    label = LABELS[name]
    if name in COUNTS:
        return forms.IntegerField(label=label, min_value=0, max_value=COUNTS[name], widget=NumberInput)
    if name in TICKS:
        return forms.BooleanField(label=label, required=False)
    if name in SUMS:
        return MoneyInput(label=label, least=CENT)
    if name == "who":
        offered = [(key, words) for key, words in WHO.items() if terms is None or key in terms.who]
        return forms.ChoiceField(label=label, choices=offered)
    if name in CHOICES:
        return forms.ChoiceField(label=label, choices=list(CHOICES[name].items()))
    return forms.CharField(label=label, max_length=200, required=name not in ("whose",))


def _health_field(name: str, *, kept: bool, first: bool) -> forms.Field:
    words = _("Sealed. Left empty, what was written before stays.") if kept else PLEASE
    return forms.CharField(label=LABELS[name], max_length=300, required=False, help_text=words if first else "")


def _as_typed(claim: Claim) -> dict:
    said = ("event_on", "claimant_name", "claimant_relation", "by_proxy", "payee_name")
    return {**claim.facts, "another": claim.event_no > 1, **{name: getattr(claim, name) for name in said}}


class PaperForm(forms.Form):
    """A paper that came in: the original seen, or a picture of it."""

    kind = forms.ChoiceField(label=_("Paper"))
    seen = forms.BooleanField(label=_("I saw the original"), required=False)
    picture = forms.FileField(
        label=_("Photograph or PDF"),
        required=False,
        help_text=_("4 MB at most. The place where it was taken is removed from a photograph."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def __init__(self, *args, wanted, **kwargs):
        super().__init__(*args, **kwargs)
        first = [(line.code, str(line.words)) for line in wanted]
        others = [(code, str(one.words)) for code, one in DOCUMENTS.items() if code not in dict(first)]
        asked = [(_("Papers of this claim"), first)] if first else []
        self.fields["kind"].choices = [*asked, (_("Other papers"), others)]

    def clean_picture(self):
        sent = self.cleaned_data["picture"]
        if sent and sent.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 4 MB. Take the photograph again in a smaller size."))
        return sent.read() if sent else None


class ReasonForm(forms.Form):
    """The reason of an act."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class EmptyForm(forms.Form):
    """A press of a button."""


class AgreeForm(forms.Form):
    """The committee's resolution."""

    amount = MoneyInput(label=_("Amount agreed (baht)"), least=CENT)
    reason = forms.CharField(
        label=_("Reason, where less is agreed or somebody else is paid"), max_length=300, required=False
    )
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))


class RefuseForm(ReasonForm):
    """A refusal: the reason goes into the letter. The committee's has a resolution."""

    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40, required=False)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"), required=False)

    def clean_reason(self):
        if len(to_arabic_digits(self.cleaned_data["reason"]).strip()) < 3:
            raise ValidationError(_("Write a reason that the claimant can understand."))
        return self.cleaned_data["reason"]


class PayForm(forms.Form):
    """Which purse of the fund it is paid from."""

    source = forms.ChoiceField(
        label=_("Paid from"),
        choices=[("cash", _("the fund's cash")), ("bank", _("the fund's bank account"))],
        widget=forms.RadioSelect,
        initial="cash",
    )


class ReceiveForm(forms.Form):
    """The day on which the payee signed."""

    on = ThaiDateInput(label=_("Signed and received on"))


class BackForm(forms.Form):
    """Whether a payment is taken back as another asked."""

    agree = forms.ChoiceField(
        label=_("The payment"),
        choices=[("yes", _("is taken back: its entry is reversed")), ("no", _("stays as it is"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason, where it stays"), max_length=300, required=False)
