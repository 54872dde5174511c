"""What is typed when a month is handed over, and the totals of a month kept on paper."""

from dataclasses import fields

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.handover.rules import FIGURES, PARTS, Heads
from federation.kit.fields import MoneyInput

LONGEST = 1000
# The books say how else loans changed; of a paper only what was written off is asked.
FROM_BOOKS_ONLY = ("loans_otherwise",)


def words_field(label, **more):
    """Return a box for some sentences."""
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **{"required": False, **more})


class SendForm(forms.Form):
    """A group's own words that go with its figures."""

    problems = words_field(
        _("Problems"), help_text=_("Name nobody: what is written here is read by the network and by other groups.")
    )
    requests = words_field(_("What you ask of the network"))


class ReturnForm(forms.Form):
    """Why a month goes back to its group."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        help_text=_("The group reads this on its first page. Say what to mend."),
    )


class CountInput(forms.IntegerField):
    """A number of people or loans."""

    def __init__(self, **kwargs):
        box = forms.TextInput(attrs={"inputmode": "numeric", "class": "number", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=999_999, widget=box, **kwargs)


class PaperMonthForm(forms.Form):
    """The totals of a month as a group's paper has them; what the paper does not say stays empty."""

    source = forms.CharField(
        label=_("Taken from"),
        max_length=200,
        help_text=_("Which paper, and who signed it, like: monthly sheet of 5 January, signed by chair and treasurer."),
    )

    def __init__(self, *args, heads: Heads | None = None, **kwargs):
        initial = _typed(heads) if heads else {}
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        for figure in FIGURES:
            if figure.key not in FROM_BOOKS_ONLY:
                box = MoneyInput if figure.kind == "money" else CountInput
                self.fields[figure.key] = box(label=figure.label, required=False)
        self.fields["given_up"] = MoneyInput(label=_("Written off this month"), required=False)
        self.fields["problems"] = words_field(_("Problems"))
        self.fields["requests"] = words_field(_("What the group asks of the network"))

    def parts(self):
        """Yield (title of a head, its boxes)."""
        for part, title in PARTS.items():
            keys = [figure.key for figure in FIGURES if figure.part == part and figure.key in self.fields]
            if part == "loans":
                keys.insert(keys.index("loans_closing"), "given_up")
            yield title, [self[key] for key in keys]

    def heads(self) -> Heads:
        """Return what was typed; an empty box is unknown."""
        typed = dict(self.cleaned_data)
        given_up = typed.pop("given_up")
        known = {f.name: typed[f.name] for f in fields(Heads) if f.name in typed}
        return Heads(**known, loans_otherwise=-given_up if given_up is not None else None)


def _typed(heads: Heads) -> dict:
    initial = {f.name: getattr(heads, f.name) for f in fields(Heads)}
    given_up = heads.loans_otherwise
    return {**initial, "given_up": None if given_up is None else -given_up}
