"""What there is to say about a register: notes, doubts that a person decides, and errors.

Every doubt has a name (`key`) that stays the same for the same workbook, and choices. Answers are
kept as {key: answer}; an answer is one of the choices, or is typed where the doubt allows it. The key
`all:` and a kind answers every doubt of that kind that has no answer of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from federation.kit.dates import Window, parse_date, show_date
from federation.kit.money import parse_amount, show, show_input
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _


class Severity(StrEnum):
    INFO = "info"
    DOUBT = "doubt"
    ERROR = "error"


class Typed(StrEnum):
    """What may be typed instead of picking a choice."""

    NOTHING = ""
    AMOUNT = "amount"
    DATE = "date"
    NUMBER = "number"
    YEAR = "year"
    TEXT = "text"


@dataclass(frozen=True)
class Choice:
    """One way to decide a doubt."""

    value: str
    words: object


@dataclass(frozen=True)
class Finding:
    """One thing found. code: its kind, the same for all rows; key: its name, when it can be decided.

    cell: what stands in the cell, as shown; a national ID never, only its mask.
    suggested: the answer that the preview counts with while nobody has decided.
    answer: what was decided, "" while open.
    """

    code: str
    severity: Severity
    words: object
    row: int | None = None
    column: str = ""
    cell: str = ""
    key: str = ""
    choices: tuple[Choice, ...] = ()
    typed: Typed = Typed.NOTHING
    suggested: str = ""
    answer: str = ""
    complaint: object = ""

    @property
    def is_open(self) -> bool:
        return self.severity == Severity.DOUBT and not self.answer

    @property
    def stops(self) -> bool:
        """Whether nothing can be posted because of it."""
        return self.severity == Severity.ERROR or self.is_open

    @property
    def cell_beside(self) -> str:
        """The cell, unless the words quote it already."""
        return "" if self.cell in str(self.words) else self.cell

    @property
    def answer_shown(self) -> object:
        """What was decided, in words for the screen."""
        words = next((choice.words for choice in self.choices if choice.value == self.answer), None)
        if words is None and self.typed == Typed.AMOUNT and (amount := amount_of(self.answer)) is not None:
            return show(amount)
        if words is None and self.typed == Typed.DATE and (day := date_of(self.answer)):
            return show_date(day)
        return self.answer if words is None else words

    @property
    def taken(self) -> str:
        """The answer in force: what was decided, else what is suggested."""
        return self.answer or self.suggested


ALL = "all:"
TAKE_AS_SHOWN = Choice("as_shown", _("yes, as shown"))


class Desk:
    """Where the readers put what they find, and ask what was decided about it."""

    def __init__(self, answers: Mapping[str, str], *, today: date):
        """Take answers as {key: answer}."""
        self.answers = {key: str(answer).strip() for key, answer in answers.items()}
        self.today = today
        self.findings: list[Finding] = []
        self._asked: set[str] = set()

    def note(self, code: str, words: object, **place) -> None:
        """Say something that needs no decision."""
        self.findings.append(Finding(code, Severity.INFO, words, **place))

    def wrong(self, code: str, words: object, **place) -> None:
        """Say what has to be mended in the workbook before anything can be posted."""
        self.findings.append(Finding(code, Severity.ERROR, words, **place))

    def ask(self, code: str, words: object, *, key: str, choices=(), **more) -> str:
        """Ask something a person must decide; return the answer, or the suggestion while it is open."""
        finding = Finding(code, Severity.DOUBT, words, key=self._new_key(key), choices=tuple(choices), **more)
        return self._answered(finding)

    def offer(self, code: str, words: object, *, key: str, choices=(), **more) -> str:
        """Say something that stands as suggested unless a person answers otherwise."""
        finding = Finding(code, Severity.INFO, words, key=self._new_key(key), choices=tuple(choices), **more)
        return self._answered(finding)

    def strangers(self) -> list[str]:
        """Return the keys that were answered but never asked, so that a slip in a file is seen."""
        return sorted(key for key in self.answers if key not in self._asked)

    def _answered(self, finding: Finding) -> str:
        same_kind = f"{ALL}{finding.code}"
        self._asked |= {finding.key, same_kind}
        if given := self.answers.get(finding.key) or self.answers.get(same_kind):
            try:
                finding = replace(finding, answer=accepted(finding, given, today=self.today))
            except NotReadable as refusal:
                finding = replace(finding, complaint=refusal.message)
        self.findings.append(finding)
        return finding.taken

    def _new_key(self, key: str) -> str:
        """Make a key its own: a second question of the same name gets a number."""
        fresh, count = key, 1
        while fresh in self._asked:
            count += 1
            fresh = f"{key}:{count}"
        return fresh


class NotAnAnswer(NotReadable):
    """The answer is none of the choices, and nothing (or something else) may be typed."""


def accepted(finding: Finding, answer: str, *, today: date) -> str:
    """Return an answer in the form it is kept in. Raises `NotReadable` in words for the screen."""
    if answer in {choice.value for choice in finding.choices}:
        return answer
    match finding.typed:
        case Typed.AMOUNT:
            return show_input(parse_amount(answer))
        case Typed.DATE:
            return parse_date(answer, today=today, window=Window(date(1850, 1, 1), today)).isoformat()
        case Typed.NUMBER if answer.isdecimal() and 0 < int(answer) <= 99_999:
            return str(int(answer))
        case Typed.YEAR if answer.isdecimal() and 2400 <= int(answer) <= 2700:
            return str(int(answer))
        case Typed.TEXT if answer:
            return answer
    raise NotAnAnswer(_("“%(answer)s” is not one of the answers.") % {"answer": answer}, reason="choice")


def amount_of(answer: str) -> Decimal | None:
    """Return an answer as baht if it is an amount, else None."""
    try:
        return parse_amount(answer)
    except NotReadable:
        return None


def date_of(answer: str) -> date | None:
    """Return an answer as a day if it is an ISO date, else None."""
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None
