"""Test cases kept beside a rule: what an event has to give. They run whenever the rule changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.facts import Facts
from welfare.claims.rules.figures import baht, keys_of
from welfare.claims.rules.lengths import BadTerms
from welfare.claims.rules.quote import Quote, quote
from welfare.claims.rules.terms import Terms

KEYS = ("facts", "amount", "was", "dropped")


@dataclass(frozen=True)
class Case:
    """An event and the baht it has to give.

    was: what it had to give before the rule changed. dropped: why it no longer counts.
    """

    facts: Facts
    amount: Decimal
    was: Decimal | None = None
    dropped: str = ""

    def to_data(self) -> dict:
        data = {"facts": self.facts.to_data(), "amount": str(self.amount)}
        if self.was is not None:
            data["was"] = str(self.was)
        return data | ({"dropped": self.dropped} if self.dropped else {})

    @classmethod
    def from_data(cls, data: Mapping) -> "Case":
        """Read what `to_data` wrote. Raises `BadTerms`."""
        keys_of(data, KEYS)
        was = data.get("was")
        amount = baht(data.get("amount"), name="amount")
        facts = Facts.from_data(data.get("facts", {}))
        return cls(facts, amount, None if was is None else baht(was, name="was"), data.get("dropped", ""))


@dataclass(frozen=True)
class Outcome:
    """A case run against a rule: what it gives, and whether that is what it has to give."""

    case: Case
    quote: Quote

    @property
    def holds(self) -> bool:
        return self.quote.amount == self.case.amount


def run_cases(terms: Terms, cases: Iterable[Case]) -> list[Outcome]:
    """Return what each case gives under a rule; cases that were dropped are left out."""
    return [Outcome(case, quote(terms, case.facts)) for case in cases if not case.dropped]


@dataclass(frozen=True)
class Answer:
    """What is said of an old test case when its rule changes.

    kind: keep it, change it to `amount` (baht), or drop it with a `reason`.
    """

    kind: str
    amount: Decimal | None = None
    reason: str = ""


KEEP = Answer("keep")


def answered(case: Case, answer: Answer) -> Case:
    """Return an old case as it stands beside the new rule. Raises `BadTerms` where the answer lacks what it needs."""
    if answer.kind == "keep":
        return Case(case.facts, case.amount)
    if answer.kind == "change" and answer.amount is not None:
        return Case(case.facts, answer.amount, was=case.amount)
    if answer.kind == "drop" and answer.reason.strip():
        return Case(case.facts, case.amount, dropped=answer.reason.strip())
    words = _("Keep the test case, write what it gives now, or drop it and say why.")
    raise BadTerms(words, reason="answer")
