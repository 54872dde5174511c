"""How strong groups were found: criteria, grades, what is proposed from the data, what moved since last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.handover.queries.standing import posts_of
from federation.kit.report import Link
from federation.organisations.models import Grade, GradeCriteria, Organisation
from federation.support.queries.measures import measures_of
from federation.support.rules import Criteria, Indicator, Measured, Scored, level_of, moved_between


@dataclass(frozen=True)
class Shown:
    """A grade as it is read: the scores, and what moved since the one before; by how much, None for the first."""

    grade: Grade
    scores: Sequence[Scored]
    moved: Sequence[tuple[Scored, Decimal]] = ()
    since: Grade | None = None

    @property
    def level(self) -> int:
        return level_of(self.grade.band)

    @property
    def by(self) -> Decimal | None:
        return self.grade.total - self.since.total if self.since else None


@dataclass(frozen=True)
class ShownScore:
    """A score with its indicator and the page that has the rows behind it."""

    indicator: Indicator
    scored: Scored

    @property
    def link(self) -> Link | None:
        return Link(**self.scored.link) if self.scored.link else None

    @property
    def on(self) -> date | None:
        return date.fromisoformat(self.scored.on) if self.scored.on else None

    @property
    def value(self) -> Decimal | None:
        return Decimal(self.scored.value) if self.scored.value else None


def criteria_on(network: Organisation, *, on: date) -> GradeCriteria | None:
    """Return the criteria that hold in a network on a day, or None before it adopted any."""
    held = GradeCriteria.objects.filter(network_id=network.pk, holds_from__lte=on)
    return held.select_related("set_by__person").order_by("-holds_from", "-version").first()


def versions_of(network: Organisation):
    """Return all versions of a network's criteria, the newest first."""
    return GradeCriteria.objects.filter(network_id=network.pk).select_related("set_by__person").order_by("-version")


def may_grade(user, group: Organisation, *, on: date) -> bool:
    """Tell whether a user is outside a group: nobody with a post in it, or a seat on its committee, grades it."""
    return group.pk not in posts_of(user, on=on)


def proposed(criteria: Criteria, group: Organisation, *, on: date) -> dict[str, tuple[Measured, int]]:
    """Return {indicator: (what was measured, per cent of its points)} where the data allows a score."""
    measured = measures_of(group, on=on)
    found = {}
    for indicator in criteria.indicators:
        one = measured.get(indicator.measure)
        if one and one.value is not None:
            found[indicator.key] = (one, indicator.share_for(one.value))
    return found


def grades_of(group: Organisation) -> list[Shown]:
    """Return the grades of a group, the newest first, each with what moved since the one before."""
    found = Grade.objects.filter(network_id=group.network_key, organisation=group)
    found = list(found.select_related("criteria", "graded_by__person").order_by("-graded_on", "-graded_at", "-pk"))
    scores = [scores_of(grade) for grade in found]
    shown = []
    for n, grade in enumerate(found):
        last = n + 1 == len(found)
        moved = () if last else moved_between(scores[n + 1], scores[n])
        shown.append(Shown(grade, scores[n], moved, None if last else found[n + 1]))
    return shown


def scores_of(grade: Grade) -> list[Scored]:
    """Return the scores of a grade as they were given."""
    return [Scored.from_data(data) for data in grade.scores]


def by_part(grade: Grade, scores: Sequence[Scored]) -> list[tuple[str, list[ShownScore]]]:
    """Return (part of the scorecard, its scores) by the criteria that the grade was given by."""
    given = {one.indicator: one for one in scores}
    return [
        (name, [ShownScore(one, given[one.key]) for one in indicators])
        for name, indicators in Criteria.from_data(grade.criteria.data).by_part()
    ]


def newest_grades(network: Organisation) -> list[tuple[Organisation, Grade | None]]:
    """Return every group of a network, by code and never by points, with its newest grade. Two queries."""
    newest = Grade.objects.filter(network_id=network.pk)
    newest = newest.order_by("organisation_id", "-graded_on", "-graded_at", "-pk").distinct("organisation_id")
    grades = {grade.organisation_id: grade for grade in newest}
    return [(group, grades.get(group.pk)) for group in Organisation.objects.kept_by(network).order_by("code")]
