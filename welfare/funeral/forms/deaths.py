"""What is typed about a death, its payouts, and what is given up or taken back."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT, show_input
from welfare.funeral.models import PayeeKind, UnitsBack
from welfare.funeral.queries.deaths import PAPER_WORDS, PAPERS

PURSES = [("cash", _("the fund's cash")), ("bank", _("the fund's bank account"))]


class DeathForm(forms.Form):
    died_on = ThaiDateInput(label=_("Died on"))
    claimed_on = ThaiDateInput(
        label=_("Claim filed on"), help_text=_("Who pays is counted as of this day, and never again.")
    )
    by_accident = forms.BooleanField(label=_("By accident"), required=False)
    filed_by_name = forms.CharField(
        label=_("Who brought the claim"),
        max_length=200,
        help_text=_("A relative, or somebody they sent: write “for …” then."),
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers seen"),
        choices=[(name, PAPER_WORDS[name]) for name in PAPERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, today: date, on_paper=(), **kwargs):
        super().__init__(*args, initial={"claimed_on": show_date(today, style="numeric")}, **kwargs)
        self.groups = {f"on_paper_{one.code}": one for one in on_paper}
        for name, group in self.groups.items():
            label = _("People of %(group)s in the scheme on that day") % {"group": group.name}
            words = _("It keeps no book here: take the number from its own list.")
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=99999, help_text=words)

    def facts(self) -> dict:
        """Return what the step takes."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in self.groups}
        return facts | {"on_paper": {group: self.cleaned_data[name] for name, group in self.groups.items()}}


class PayoutForm(forms.Form):
    kind = forms.ChoiceField(label=_("Who gets it"), choices=PayeeKind.choices, initial="named")
    name = forms.CharField(label=_("Name"), max_length=200)
    relation = forms.CharField(label=_("Relation to the dead"), max_length=60, required=False)
    why_not_named = forms.CharField(
        label=_("Why not who comes before"),
        max_length=300,
        required=False,
        help_text=_("Needed unless the named person gets it: for example that nobody was named."),
    )
    amount = MoneyInput(label=_("Baht"), least=CENT)
    is_rite = forms.BooleanField(label=_("For the rites, ahead of the rest"), required=False)
    on = ThaiDateInput(label=_("Day of the payout"))
    purse = forms.ChoiceField(label=_("Out of"), choices=PURSES, widget=forms.RadioSelect, initial="cash")

    def __init__(self, *args, today: date, named=(), amount=None, **kwargs):
        initial = {"on": show_date(today, style="numeric"), "name": named[0] if named else ""}
        initial |= {"amount": show_input(amount)} if amount else {}
        super().__init__(*args, initial=initial, **kwargs)
        if named:
            self.fields["name"].help_text = _("Named: %(names)s") % {"names": ", ".join(named)}


class UnitsBackForm(forms.Form):
    """Prepaid units given back once a place ended. known: who gets them, as far as it is written down."""

    name = forms.CharField(label=_("Who gets it"), max_length=200)
    relation = forms.CharField(label=_("Relation to the dead"), max_length=60, required=False)
    amount = MoneyInput(label=_("Baht"), least=CENT)
    on = ThaiDateInput(label=_("Day of the payout"))
    purse = forms.ChoiceField(label=_("Out of"), choices=PURSES, widget=forms.RadioSelect, initial="cash")

    def __init__(self, *args, today: date, kind: str, known=(), amount, **kwargs):
        initial = {"on": show_date(today, style="numeric"), "amount": show_input(amount)}
        if known:
            initial |= {"name": known[0][0], "relation": known[0][1]}
        super().__init__(*args, initial=initial, **kwargs)
        if kind != UnitsBack.To.HEIRS:
            del self.fields["relation"]
        elif len(known) > 1:
            names = ", ".join(name for name, _relation in known)
            words = _("Named: %(names)s. Propose the part of each on its own.")
            self.fields["name"].help_text = words % {"names": names}
        if kind == UnitsBack.To.FUND:
            for name in ("name", "purse"):
                del self.fields[name]


class ReceivedForm(forms.Form):
    on = ThaiDateInput(label=_("Signed for on"))

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, initial={"on": show_date(today, style="numeric")}, **kwargs)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class GiveUpForm(ReasonForm):
    resolution_no = forms.CharField(label=_("Number of the resolution"), max_length=40)
    resolution_on = ThaiDateInput(label=_("Date of the resolution"))


class NoticeForm(forms.Form):
    on = ThaiDateInput(label=_("Notices handed over on"))
    dues = forms.MultipleChoiceField(
        label=_("To whom"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Mark to whom.")}
    )

    def __init__(self, *args, today: date, late=(), **kwargs):
        super().__init__(*args, initial={"on": show_date(today, style="numeric")}, **kwargs)
        self.late = {str(one.pk): one for one in late}
        self.fields["dues"].choices = [(pk, str(one.membership)) for pk, one in self.late.items()]

    def chosen(self) -> list:
        """Return the dues that were marked."""
        return [self.late[pk] for pk in self.cleaned_data["dues"]]
