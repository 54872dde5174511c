"""The form in which a committee sets the rule of a benefit; what is seldom needed is folded away."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import month_name
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.money import CENT
from federation.kit.refusals import NotReadable
from welfare.claims.forms.boxes import EndBox, FactorBox, LengthBox, WholeBox
from welfare.claims.forms.rule_cases import CaseBoxes
from welfare.claims.forms.rule_typed import BOX_OF, ROWS, terms_from, typed_from
from welfare.claims.models import WelfareType
from welfare.claims.rules import CALENDAR, DAYS365, DOCUMENTS, POST_WORDS, WHO_WORDS, Case, Terms

RESOLUTION = ("resolution_no", "resolution_on", "holds_from", "text")
MONTHS = range(1, 13)
ROWS_SHOWN = 4


def _money(**kwargs):
    return MoneyInput(required=False, **kwargs)


class RuleForm(CaseBoxes, forms.Form):
    """The rule of a benefit as typed, and its resolution. `terms` is what the boxes say, once they are valid.

    begins: terms to begin with. old: test cases that need an answer. siblings: other benefits of the fund.
    """

    fixed_baht = _money(label=_("A fixed sum (baht)"), help_text=_("Empty: no fixed sum."))
    fixed_per = forms.ChoiceField(
        label=_("The fixed sum is"),
        choices=(("event", _("for the event")), ("child", _("for each child"))),
        required=False,
    )
    night_rate = _money(label=_("For a night in hospital (baht)"), help_text=_("Empty: nights do not count."))
    night_most = WholeBox(1, 999, label=_("Most nights of one stay"))
    share_percent = FactorBox(label=_("Part of a sum (per cent)"))
    share_of = forms.ChoiceField(
        label=_("The sum is"),
        choices=(("loan", _("what is owed on the member's loan")), ("cost", _("what it cost"))),
        required=False,
    )
    share_most = _money(label=_("At most (baht)"))
    factor = FactorBox(label=_("All of it times"), help_text=_("Leaders may get double: 2."))

    basis = forms.ChoiceField(
        label=_("How years of belonging count"),
        choices=((DAYS365, _("a year is 365 days")), (CALENDAR, _("by the calendar, to the same day"))),
        required=False,
    )
    tenure = forms.ChoiceField(
        label=_("Belonging counts"),
        choices=(("place", _("since joining the fund")), ("membership", _("since becoming a member"))),
        required=False,
    )
    more_baht = _money(label=_("After the last row, more (baht)"))
    more_years = WholeBox(1, 50, empty=1, label=_("for every so many full years"))
    more_most = _money(label=_("but at most (baht)"))

    wait = LengthBox(label=_("Waiting time in the fund"), help_text=_("Like 180 days or 1 year. Empty: none."))
    least_age = WholeBox(0, 120, empty=0, label=_("From how many years of age on"))
    who = forms.MultipleChoiceField(
        label=_("When it happens to"), choices=tuple(WHO_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    posts = forms.MultipleChoiceField(
        label=_("Only for leaders who hold the post of"),
        choices=tuple(POST_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on_duty = forms.BooleanField(label=_("Only for what happens on duty"), required=False)
    dropout_days = WholeBox(
        0, 36500, empty=0, label=_("Who paid nothing for more than so many days is no member any more")
    )
    behind_days = WholeBox(0, 36500, label=_("Nothing for who is behind with dues by more than so many days"))

    baht_event = _money(label=_("Most for one event (baht)"), least=CENT)
    baht_year = _money(label=_("Most in a year (baht)"), least=CENT)
    nights_year = WholeBox(1, 366, label=_("Most nights in a year"))
    times_year = WholeBox(1, 366, label=_("Most times in a year"))
    times_month = WholeBox(1, 31, label=_("Most times in a month"))
    times_life = WholeBox(1, 999, label=_("Most times in a life"))
    times_family = WholeBox(1, 999, label=_("Most times in a family"))
    baht_month = _money(label=_("Most in a month (baht)"), least=CENT)
    baht_life = _money(label=_("Most in all (baht)"), least=CENT)
    baht_family = _money(label=_("Most for a family (baht)"), least=CENT)
    nights_life = WholeBox(1, 9999, label=_("Most nights in all"))
    covers = forms.ChoiceField(
        label=_("Limits in baht cover"),
        choices=(("all", _("all that is given")), ("nights", _("only what is given for nights"))),
        required=False,
    )
    year_from = forms.ChoiceField(label=_("The year of the limits begins with"), required=False)
    shared_with = forms.MultipleChoiceField(
        label=_("Limits of the year are shared with"), widget=forms.CheckboxSelectMultiple, required=False
    )

    documents = forms.MultipleChoiceField(
        label=_("Papers"),
        choices=tuple((code, paper.words) for code, paper in DOCUMENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own_documents = forms.CharField(
        label=_("Other papers, one on a line"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
        required=False,
    )
    claim_within = LengthBox(label=_("To be claimed within"), help_text=_("Like 6 months. Empty: no deadline."))
    answer_days = WholeBox(
        0, 3650, label=_("Answered within (days)"), help_text=_("Empty: as the fund's bylaws say for all.")
    )

    resolution_no = forms.CharField(
        label=_("Resolution number"), max_length=40, help_text=_("As in the minutes, like 3/2569.")
    )
    resolution_on = ThaiDateInput(label=_("Day of the meeting"))
    holds_from = ThaiDateInput(
        label=_("Holds from"), help_text=_("For what happens from this day on. Earlier claims keep their rule.")
    )
    text = forms.CharField(
        label=_("The rule in the bylaw's own words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
        help_text=_("Where the bylaw can be read in two ways, write here which one was agreed."),
    )

    def __init__(self, *args, begins: Terms, old: Sequence[Case] = (), siblings=(), **kwargs):
        self.terms, self.old, self.event = None, list(old), begins.event
        super().__init__(*args, initial={**typed_from(begins), **kwargs.pop("initial", {})}, **kwargs)
        self.fields["year_from"].choices = [("", _("as the bylaws say")), *((str(m), month_name(m)) for m in MONTHS)]
        self.fields["shared_with"].choices = [(one.code, one.name) for one in siblings]
        for n in range(ROWS):
            self.fields |= {
                f"row{n}_from": LengthBox(label=_("From")),
                f"row{n}_to": EndBox(label=_("To"), longest=30),
                f"row{n}_baht": MoneyInput(label=_("Baht"), required=False),
            }
        self.add_case_boxes()

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._read_terms(cleaned)
        if self.terms:
            self.read_cases(cleaned)
        return cleaned

    def _read_terms(self, cleaned: dict) -> None:
        """Make terms of the boxes; say what is wrong beside its box."""
        choices = {"fixed_per": "event", "share_of": "loan", "basis": DAYS365, "tenure": "place", "covers": "all"}
        typed = {**cleaned, **{box: cleaned[box] or usual for box, usual in choices.items()}}
        try:
            self.terms = terms_from({**typed, "event": cleaned.get("type") or self.event})
        except NotReadable as refusal:
            box = BOX_OF.get(refusal.reason, refusal.reason)
            self.add_error(box if box in self.fields else None, refusal.message)

    def parts(self) -> list:
        """Return [(heading, fields, folded fields, whether the fold is open)] in the order a committee talks."""
        return [
            (heading, [self[name] for name in shown], self._own(folded), self._unfolds(folded))
            for heading, shown, folded in PARTS
        ]

    def rows(self) -> list:
        """Return [(from, to, baht)] of the table: those filled and some empty ones, then the rest."""
        rows = [tuple(self[f"row{n}_{box}"] for box in ("from", "to", "baht")) for n in range(ROWS)]
        filled = max((n + 1 for n, cells in enumerate(rows) if any(cell.value() for cell in cells)), default=0)
        return [rows[: max(ROWS_SHOWN, filled + 1)], rows[max(ROWS_SHOWN, filled + 1) :]]

    def row_errors(self) -> list:
        return [error for n in range(ROWS) for box in ("from", "to", "baht") for error in self[f"row{n}_{box}"].errors]

    def has_rows(self) -> bool:
        return any(cell.value() for cells in self.rows()[0] for cell in cells)

    def table_more(self) -> list:
        """Return the boxes under the table."""
        return [self[name] for name in ("basis", "tenure", "more_baht", "more_years", "more_most")]

    def paper(self) -> list:
        """Return the fields of the resolution."""
        return [self[name] for name in RESOLUTION]

    def rule(self) -> dict:
        """Return what the rule is set with."""
        return {name: self.cleaned_data[name] for name in RESOLUTION} | {
            "terms": self.terms,
            "cases": self.new_cases,
            "answers": self.answers,
        }

    def _own(self, names) -> list:
        return [self[name] for name in names if name != "shared_with" or self.fields["shared_with"].choices]

    def _unfolds(self, names) -> bool:
        """Return whether something folded needs a look: an error, or a figure of this rule."""
        usual = {"covers": "all", "share_of": "loan"}
        return any(
            self[name].errors
            or (self[name].value() not in (None, "", [], 0, False, usual.get(name)) and name != "factor")
            for name in names
        )


PARTS = (
    (
        _("What is given"),
        ("fixed_baht", "fixed_per", "night_rate", "night_most"),
        ("share_percent", "share_of", "share_most", "factor"),
    ),
    (_("Who gets it"), ("wait", "least_age", "who"), ("posts", "on_duty", "dropout_days", "behind_days")),
    (
        _("Limits"),
        ("baht_event", "baht_year", "nights_year", "times_year"),
        (
            *("times_month", "times_life", "times_family", "baht_month", "baht_life", "baht_family", "nights_life"),
            *("covers", "year_from", "shared_with"),
        ),
    ),
    (_("Claiming"), ("documents",), ("own_documents", "claim_within", "answer_days")),
)


class NewBenefitForm(RuleForm):
    """A new benefit: its name and kind, and its first rule."""

    name_th = forms.CharField(label=_("Name that members know"), max_length=120)
    type = forms.ChoiceField(label=_("Kind of welfare"), choices=WelfareType)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def names(self) -> list:
        """Return the fields that name the benefit."""
        return [self[name] for name in ("name_th", "type", "name_en")]

    def benefit(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name_th", "name_en")}
