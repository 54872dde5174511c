"""The heads of a month as a page shows them."""

from dataclasses import dataclass

from federation.handover.queries import GroupStatus
from federation.handover.rules import FIGURES, PARTS, Heads, State

BADGES = {
    State.DRAFT: "plain",
    State.CLOSED: "warn",
    State.SENT: "info",
    State.CHECKED: "info",
    State.RETURNED: "bad",
    State.ACCEPTED: "good",
    State.PAPER: "good",
    State.PAPER_MISSING: "warn",
}


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """now: what the books say by now, where that is something else."""

    label: str
    value: str
    now: str = ""


def parts_of(heads: Heads, status: GroupStatus | None = None) -> list[tuple]:
    """Return [(title of a head, its figures)], without heads of which nothing is known."""
    now = {figure.key: figure.shown(after) for figure, _before, after in status.changed} if status else {}
    parts = []
    for part, title in PARTS.items():
        known = [figure for figure in FIGURES if figure.part == part and getattr(heads, figure.key) is not None]
        drawn = [
            DrawnFigure(figure.label, figure.shown(getattr(heads, figure.key)), now.get(figure.key, ""))
            for figure in known
        ]
        if drawn:
            parts.append((title, drawn))
    return parts


def unknown_of(heads: Heads) -> list:
    """Return the titles of the heads of which nothing is known."""
    known = {figure.part for figure in FIGURES if getattr(heads, figure.key) is not None}
    return [title for part, title in PARTS.items() if part not in known]
