"""What is sent about an import: the workbook, the meaning of its columns, the decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.exchange.register.findings import Choice, Finding, NotAnAnswer, accepted
from federation.exchange.register.heads import column_choices, meaning
from federation.exchange.register.opening import ACCOUNT
from federation.exchange.register.plan import Plan
from federation.exchange.register.workbook import MOST_BYTES
from federation.kit.dates import month_range
from federation.kit.fields import MoneyInput
from federation.kit.money import show_input
from federation.kit.refusals import NotReadable

CHOSEN, TYPED = "choose:", "type:"


class UploadForm(forms.Form):
    """A workbook of 5 MB at most."""

    workbook = forms.FileField(
        label=_("The register, a spreadsheet (.xlsx)"),
        help_text=_("5 MB at most. Nothing is posted before you have seen and decided everything."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_workbook(self):
        sent = self.cleaned_data["workbook"]
        if sent.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Leave only the register in it, without pictures."))
        return sent


class OtherBalanceForm(forms.Form):
    """A balance of the opening day that no register knows: equipment, a grant, another bank account."""

    account = forms.ChoiceField(label=_("Account"), required=False)
    amount = MoneyInput(label=_("Amount (baht)"), required=False)

    def __init__(self, *args, accounts: Mapping[str, object], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", "-"), *((code, f"{code} {name}") for code, name in accounts.items())]

    def clean(self):
        typed = super().clean()
        if not self.errors and bool(typed["account"]) != (typed["amount"] is not None):
            raise ValidationError(_("Another balance needs both an account and an amount."))
        return typed

    def answer(self) -> dict[str, str]:
        """Return the balance as a decision, or nothing."""
        if not self.cleaned_data["account"]:
            return {}
        return {ACCOUNT + self.cleaned_data["account"]: show_input(self.cleaned_data["amount"])}


@dataclass(frozen=True)
class Question:
    """A doubt as it stands on the page. chosen, typed: what the boxes hold; error: why that cannot be taken."""

    finding: Finding
    choices: tuple[Choice, ...]
    chosen: str = ""
    typed: str = ""
    error: object = ""

    @property
    def name(self) -> str:
        return CHOSEN + self.finding.key

    @property
    def typed_name(self) -> str:
        return TYPED + self.finding.key

    @property
    def box(self) -> str:
        """An id for the page: keys may hold letters that an id should not."""
        return "q-" + self.finding.key.encode().hex()


class Questions:
    """The doubts of a page, each with its answer; nothing is taken unless every answer sent can be."""

    def __init__(self, findings: Iterable[Finding], *, today: date, data: Mapping | None = None):
        """Take findings that can be answered; data: what the browser sent."""
        self.today, self.data = today, data
        self.answers: dict[str, str] = {}
        self.questions = {finding.key: self._question(finding) for finding in findings if finding.key}

    def beside(self, findings: Iterable[Finding]) -> list[tuple[Finding, Question | None]]:
        """Return findings with the question that belongs to each, if it can be answered."""
        return [(finding, self.questions.get(finding.key)) for finding in findings]

    @property
    def errors(self) -> list[Question]:
        return [question for question in self.questions.values() if question.error]

    def _question(self, finding: Finding) -> Question:
        choices = finding.choices
        if self.data is None or CHOSEN + finding.key not in self.data and TYPED + finding.key not in self.data:
            return self._as_kept(finding, choices)
        chosen = self.data.get(CHOSEN + finding.key, "").strip()
        typed = self.data.get(TYPED + finding.key, "").strip()
        error = ""
        try:
            self.answers[finding.key] = self._read(finding, chosen, typed)
        except NotReadable as refusal:
            error = refusal.message
        return Question(finding, choices, chosen, typed, error)

    def _read(self, finding: Finding, chosen: str, typed: str) -> str:
        """Return the answer sent: of a choice and a typed one, the one that is new. Raises `NotReadable`."""
        if typed and chosen:
            kept = finding.answer
            if kept not in (chosen, typed):
                raise NotAnAnswer(_("Choose an answer or type one, not both."), reason="both")
            typed = "" if typed == kept else typed
        given = typed or chosen
        return accepted(finding, given, today=self.today) if given else ""

    def _as_kept(self, finding: Finding, choices: tuple[Choice, ...]) -> Question:
        if finding.answer in {choice.value for choice in choices}:
            return Question(finding, choices, chosen=finding.answer, error=finding.complaint)
        return Question(finding, choices, typed=finding.answer, error=finding.complaint)


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the workbook with what it is taken as and what else it could be."""

    letter: str
    head: str
    samples: list[str]
    taken: str
    choices: list[Choice]
    unsure: bool

    @property
    def name(self) -> str:
        return f"column:{self.letter}"


def columns_of(plan: Plan, samples: Mapping[str, list[str]]) -> list[ColumnChoice]:
    """Return the columns for the page on which they are matched."""
    choices = _choices(plan)
    found = {finding.column: finding for finding in plan.matching if finding.key.startswith("column:")}
    columns = []
    for column in plan.table.columns:
        finding = found[column.letter]
        taken = f"month:{column.month:%Y-%m}" if column.month else str(column.role)
        known = taken in {choice.value for choice in choices}
        offered = choices if known else [Choice(taken, meaning(taken)), *choices]
        columns.append(
            ColumnChoice(column.letter, column.head, samples[column.letter], taken, offered, finding.is_open)
        )
    return columns


def _choices(plan: Plan) -> list[Choice]:
    """Return what a column can be: the kinds, and each month of the years the register speaks of."""
    years = sorted({column.month.year for column in plan.table.months})
    months = [m for year in years for m in month_range(date(year, 1, 1), date(year, 12, 1))]
    return column_choices() + [Choice(f"month:{m:%Y-%m}", meaning(f"month:{m:%Y-%m}")) for m in months]


def read_columns(plan: Plan, data: Mapping) -> dict[str, str]:
    """Return {"column:K": meaning} as sent; what says the same as was found by itself is no answer."""
    answers = {}
    for finding in plan.matching:
        if not finding.key.startswith("column:") or finding.key not in data:
            continue
        sent = str(data[finding.key])
        known = {choice.value for choice in _choices(plan)} | {finding.suggested}
        same = sent == finding.suggested and finding.severity != "doubt"
        answers[finding.key] = "" if same or sent not in known else sent
    return answers
