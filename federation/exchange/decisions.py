"""Decisions as a JSON file: {name of a doubt: answer}, and a template of it that says what is asked."""

import json
from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from federation.exchange.register.findings import ALL, Finding
from federation.exchange.register.plan import Plan
from federation.kit.refusals import Refused


class NotDecisions(Refused):
    """Raised when a file of decisions is not {name of a doubt: answer}."""


def read_decisions(text: str) -> dict[str, str]:
    """Read decisions: {"row37:duplicate": "skip"}, or {"row37:duplicate": {"answer": "skip", …}} as in a template.

    What is empty counts as not decided. Raises `NotDecisions`.
    """
    try:
        stored = json.loads(text)
    except ValueError as problem:
        raise NotDecisions(_("The file of decisions is not JSON.")) from problem
    if not isinstance(stored, Mapping):
        raise NotDecisions(_("The file of decisions is not a list of names with their answers."))
    answers = {key: part.get("answer") if isinstance(part, Mapping) else part for key, part in stored.items()}
    if wrong := [key for key, answer in answers.items() if not isinstance(answer, str | int | None)]:
        raise NotDecisions(_("The answer of %(key)s is not a text.") % {"key": wrong[0]})
    return {key: str(answer) for key, answer in answers.items() if answer not in (None, "")}


def template(plan: Plan) -> str:
    """Return the file to fill in: each doubt with its question, choices and suggestion, and room for the answer.

    Kinds of which there are several come first: `all:` and the kind answers them together.
    """
    counted = Counter(finding.code for finding in plan.doubts if finding.suggested)
    asked = {
        f"{ALL}{code}": {"question": str(_("All %(count)s of this kind together") % {"count": n}), "answer": ""}
        for code, n in counted.items()
        if n > 1
    }
    asked |= {finding.key: _asked(finding) for finding in plan.doubts}
    return json.dumps(asked, ensure_ascii=False, indent=2) + "\n"


def _asked(finding: Finding) -> dict:
    asked: dict = {"row": finding.row, "cell": finding.cell, "kind": finding.code, "question": str(finding.words)}
    if finding.choices:
        asked["choices"] = {choice.value: str(choice.words) for choice in finding.choices}
    if finding.typed:
        asked["or_typed"] = str(finding.typed)
    if finding.suggested:
        asked["suggested"] = finding.suggested
    return {key: part for key, part in asked.items() if part not in (None, "")} | {"answer": finding.answer}
