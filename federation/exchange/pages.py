"""What the pages of an import show besides the plan itself: its steps, its filters, doubts by kind."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.exchange.models import ImportState, RegisterImport
from federation.exchange.register.findings import Finding, Severity
from federation.exchange.register.listing import ListedRow, general, listed_rows
from federation.exchange.register.plan import Plan

FILTERS = {
    "open": _("To decide"),
    "doubts": _("All doubts"),
    "remarks": _("With remarks"),
    "all": _("All rows"),
}
MONEY_FIRST = ("total_differs", "loans_as_of", "loans_then", "cash", "bank", "account", "difference", "fines")

KINDS = {
    "born_short_year": _("Years of birth with two figures"),
    "joined_short_year": _("Years of joining with two figures"),
    "born_ce_year": _("Years of birth of the Christian era"),
    "joined_ce_year": _("Years of joining of the Christian era"),
    "id_check_digit": _("National IDs that do not fit together"),
    "id_length": _("National IDs too long or too short"),
    "left": _("Notes of members who left"),
    "duplicate": _("Members typed twice"),
    "same_name": _("Names that look the same"),
    "row_total": _("Rows whose total differs"),
    "promise_missing": _("Promises not written"),
    "paid_before_joining": _("Payments before joining"),
    "phone_unreadable": _("Telephone numbers that cannot be read"),
    "tick": _("Ticks in place of amounts"),
    "born_year_alone": _("Births of which only the year is written"),
    "joined_year_alone": _("Joinings of which only the year is written"),
    "far_more": _("Payments far above the promise"),
    "number_missing": _("Member numbers missing"),
    "number_twice": _("Member numbers used twice"),
    "known_person": _("Persons the network knows already"),
}


@dataclass(frozen=True)
class Kind:
    """Doubts of one kind. open: how many nobody has decided; bulk: whether a suggestion answers them together."""

    code: str
    words: object
    count: int
    open: int
    bulk: bool


def kinds_of(plan: Plan) -> list[Kind]:
    """Return the kinds of doubts that stand at rows, those with most to decide first."""
    doubts = [finding for finding in plan.doubts if finding.row]
    counted = Counter(finding.code for finding in doubts)
    opened = Counter(finding.code for finding in doubts if finding.is_open)
    bulk = Counter(finding.code for finding in doubts if finding.is_open and finding.suggested)
    kinds = [
        Kind(code, KINDS.get(code, next(f.words for f in doubts if f.code == code)), n, opened[code], bulk[code] > 1)
        for code, n in counted.items()
    ]
    return sorted(kinds, key=lambda kind: (-kind.open, kind.code))


def shown_rows(plan: Plan, show: str) -> list[ListedRow]:
    """Return the rows that a filter lets through."""
    kept = {"open": {"error", "doubt"}, "doubts": {"error", "doubt", "decided"}}.get(show)
    if not plan.opening:
        return []
    rows = listed_rows(plan)
    if show == "remarks":
        return [row for row in rows if row.severity]
    return [row for row in rows if kept is None or row.severity in kept]


def split_general(plan: Plan) -> tuple[list[Finding], list[Finding]]:
    """Return what concerns no single row: doubts and errors with the books' opening first, then the rest."""
    order = {code: place for place, code in enumerate(MONEY_FIRST)}
    grave, rest = [], []
    for finding in general(plan):
        (rest if finding.severity == Severity.INFO and finding.code not in order else grave).append(finding)
    return sorted(grave, key=lambda finding: order.get(finding.code, -1)), rest


def steps_of(imported: RegisterImport, plan: Plan, *, here: str) -> list[dict]:
    """Return the steps of an import with their state, for kit/steps.html."""
    unsure = sum(1 for finding in plan.matching if finding.is_open)
    left = len(plan.open) + len(plan.errors)
    proposed = imported.state in (ImportState.PROPOSED, ImportState.POSTED)
    posted = imported.state == ImportState.POSTED
    ready = plan.may_commit
    count = _("%(count)s left") % {"count": left} if left else ""
    return [
        {"title": _("Columns"), "state": "now" if unsure else "done", "url": _url("columns", imported, here=here)},
        {
            "title": _("Decide what is doubtful"),
            "state": "done" if ready else "later" if unsure else "now",
            "note": count,
            "url": _url("decide", imported, here=here),
        },
        {
            "title": _("Propose"),
            "state": "done" if proposed else "now" if ready else "later",
            "note": str(imported.made_by) if proposed else "",
            "url": _url("propose", imported, here=here) if ready and not proposed else "",
        },
        {
            "title": _("A second person checks and posts"),
            "state": "done" if posted else "now" if proposed else "later",
            "note": str(imported.checked_by) if posted else "",
            "url": _url("post", imported, here=here) if proposed and not posted else "",
        },
    ]


_VIEWS = {"columns": "register_columns", "decide": "register_import", "propose": "register_propose"}


def _url(step: str, imported: RegisterImport, *, here: str) -> str:
    """Return the address of a step, nothing for the one that is shown."""
    if step == here:
        return ""
    view = _VIEWS.get(step, "register_post")
    return reverse(f"federation:{view}", kwargs={"code": imported.organisation.code, "pk": imported.pk})
