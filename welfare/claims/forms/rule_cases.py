"""The boxes of a rule's test cases: what becomes of the old ones, and new ones to keep."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import Window
from federation.kit.fields import MoneyInput, ThaiDateInput
from federation.kit.refusals import NotReadable
from welfare.claims.forms.boxes import WholeBox
from welfare.claims.rules import Answer, Case, Facts, answered, facts_in_words, quote, run_cases

NEW_CASES = 3
ANSWERS = (
    ("keep", _("stays")),
    ("change", _("now gives")),
    ("drop", _("is dropped, because")),
)


def wide(today):
    """Test cases may lie far back and far ahead: a pension is tried out decades before it is paid."""
    return Window(today.replace(year=today.year - 80, day=1), today.replace(year=today.year + 60, day=1))


class CaseBoxes:
    """The part of a rule's form that holds its test cases; `old` are those that need an answer."""

    answers: list
    new_cases: list

    def add_case_boxes(self) -> None:
        for n in range(len(self.old)):
            self.fields |= {
                f"case{n}_answer": forms.ChoiceField(label=_("This test case"), choices=ANSWERS, initial="keep"),
                f"case{n}_baht": MoneyInput(label=_("Baht"), required=False),
                f"case{n}_reason": forms.CharField(label=_("Reason"), max_length=200, required=False),
            }
        for n in range(NEW_CASES):
            self.fields |= {
                f"new{n}_joined": ThaiDateInput(label=_("In since"), window=wide, required=False),
                f"new{n}_on": ThaiDateInput(label=_("Day of the event"), window=wide, required=False),
                f"new{n}_nights": WholeBox(0, 999, label=_("Nights")),
                f"new{n}_age": WholeBox(0, 120, label=_("Age")),
                f"new{n}_baht": MoneyInput(label=_("Has to give (baht)"), required=False),
            }

    def read_cases(self, cleaned: dict) -> None:
        """Make answers and cases of the boxes; say beside its box where one does not hold."""
        self.answers = [self._answer(n, cleaned) for n in range(len(self.old))]
        self.new_cases = []
        for n in range(NEW_CASES):
            self._read_new(n, cleaned)
        for n, case in enumerate(self.old):
            self._try_old(n, case)

    def old_cases(self) -> list:
        """Return [(what happened, what it had to give, its boxes)] of the old cases."""
        boxes = ("answer", "baht", "reason")
        return [
            (_in_words(case), case.amount, [self[f"case{n}_{box}"] for box in boxes]) for n, case in enumerate(self.old)
        ]

    def empty_cases(self) -> list:
        """Return the boxes of new cases, one list for each."""
        boxes = ("joined", "on", "nights", "age", "baht")
        return [[self[f"new{n}_{box}"] for box in boxes] for n in range(NEW_CASES)]

    def case_errors(self) -> bool:
        return any(name.startswith(("case", "new")) for name in self.errors)

    def outcomes(self) -> list:
        """Return every case that will be kept, with what the rule gives; the form is valid."""
        return [(_in_words(one.case), one) for one in run_cases(self.terms, self.kept_cases())]

    def kept_cases(self) -> list[Case]:
        """Return the old cases as they were answered, and the new ones."""
        return [*(answered(case, answer) for case, answer in zip(self.old, self.answers, strict=True)), *self.new_cases]

    def _answer(self, n: int, cleaned: dict) -> Answer:
        kind = cleaned.get(f"case{n}_answer") or "keep"
        return Answer(kind, cleaned.get(f"case{n}_baht"), cleaned.get(f"case{n}_reason") or "")

    def _try_old(self, n: int, case: Case) -> None:
        try:
            case = answered(case, self.answers[n])
        except NotReadable as refusal:
            self.add_error(f"case{n}_answer", refusal.message)
            return
        self._hold_against(case, box=f"case{n}_answer")

    def _read_new(self, n: int, cleaned: dict) -> None:
        told = {name: cleaned.get(f"new{n}_{name}") for name in ("joined", "on", "nights", "age", "baht")}
        if all(value is None for value in told.values()):
            return
        if missing := next((name for name in ("joined", "on", "baht") if told[name] is None), None):
            self.add_error(f"new{n}_{missing}", _("Fill in this box, or leave the whole test case empty."))
            return
        facts = Facts(
            event_on=told["on"],
            joined_on=told["joined"],
            nights=told["nights"],
            age=told["age"],
            who=self.terms.who[0],
            post=next(iter(self.terms.posts), ""),
            on_duty=self.terms.on_duty or None,
        )
        case = Case(facts, told["baht"])
        self.new_cases.append(case)
        self._hold_against(case, box=f"new{n}_baht")

    def _hold_against(self, case: Case, *, box: str) -> None:
        """Say beside the box what the rule gives where it is not what the case says."""
        if case.dropped:
            return
        given = quote(self.terms, case.facts)
        if given.amount != case.amount:
            why = " ".join(str(words) for words in given.refusals)
            words = _("By this rule it gives %(gives)s baht. %(why)s") % {"gives": f"{given.amount:,.2f}", "why": why}
            self.add_error(box, words)


def _in_words(case: Case) -> str:
    return " · ".join(str(words) for words in facts_in_words(case.facts))
