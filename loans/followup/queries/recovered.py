"""What came in after which step, and what happened in the cases of a month. Figures and codes only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from federation.kit.money import ZERO
from loans.followup.models import Case, CaseStep
from loans.followup.queries.cases import payments_by_loan, steps_by_case, views_of
from loans.followup.rules.kinds import ALL, rungs_done
from loans.followup.rules.ladder import OPENED, RUNGS, place
from loans.followup.rules.promises import BROKEN, KEPT


@dataclass(slots=True)
class AfterStep:
    """What was paid after a step and before the next: how many payments of how many cases, and baht."""

    step: str
    cases: set = field(default_factory=set)
    payments: int = 0
    baht: Decimal = ZERO


def recovered_after(cases: Iterable[Case], *, since: date, until: date) -> list[AfterStep]:
    """Return what was paid from `since` to `until` on loans with a case, by the step that went before. Two queries.

    A payment counts for the last step of the ladder that was done before it or on its day; before any, for the
    opening of the case.
    """
    cases = list(cases)
    steps, payments = steps_by_case(cases), payments_by_loan(cases)
    found = {key: AfterStep(key) for key in (OPENED, *RUNGS)}
    for case in cases:
        done = sorted(((day, place(key), key) for key, day in rungs_done(steps.get(case.pk, []))))
        last = min(case.closed_on or until, until)
        for event in payments.get(case.loan_id, []):
            if max(since, case.opened_on) <= event.on <= last:
                _count(found, event, case=case, done=done)
    return [one for one in found.values() if one.payments]


def _count(found: dict, event, *, case: Case, done: list) -> None:
    before = [key for day, _place, key in done if day <= event.on]
    after = found[before[-1] if before else OPENED]
    after.cases.add(case.pk)
    after.payments += 1
    after.baht += event.amount


def touching(organisation, *, since: date, until: date) -> list[Case]:
    """Return the cases of an organisation that were open in a span of days, by code."""
    return list(_touching(organisation, since=since, until=until).filter(organisation=organisation))


def touching_in(network, *, since: date, until: date) -> list[Case]:
    """Return the cases of all groups of a network that were open in a span of days, by code."""
    return list(_touching(network, since=since, until=until))


def _touching(organisation, *, since: date, until: date) -> QuerySet[Case]:
    found = Case.objects.filter(network_id=organisation.network_key, opened_on__lte=until)
    open_then = found.filter(Q(closed_on=None) | Q(closed_on__gte=since))
    return open_then.select_related("loan", "organisation").order_by("organisation__code", "code")


@dataclass(frozen=True, slots=True)
class Month:
    """The cases of a month: those opened, those that ended well, and those that came to a further step."""

    new: list[Case]
    cured: list[Case]
    worse: list[tuple[Case, str]]


WELL = ("cured", "settled", "restructured", "law_then_paid")


def month_of_cases(cases: list[Case], *, since: date, until: date) -> Month:
    """Return what changed in cases in a span of days; worse: they came to a step of the ladder not reached before."""
    steps = steps_by_case(cases)
    worse = []
    for case in cases:
        before = max((place(key) for key, day in rungs_done(steps.get(case.pk, [])) if day < since), default=0)
        reached = [key for key, day in rungs_done(steps.get(case.pk, [])) if since <= day <= until]
        highest = max(reached, key=place, default="")
        if highest and place(highest) > before:
            worse.append((case, highest))
    return Month(
        new=[case for case in cases if since <= case.opened_on <= until],
        cured=[case for case in cases if case.closed_on and since <= case.closed_on <= until and case.outcome in WELL],
        worse=worse,
    )


@dataclass(frozen=True, slots=True)
class Doings:
    """How often what was done in a span of days; promises by what became of them."""

    by_kind: dict[str, int]
    promised: int
    kept: int
    broken: int


def doings(organisation, *, since: date, until: date) -> Doings:
    """Return how often each kind of step was done in the cases of a group from one day to another."""
    steps = CaseStep.objects.filter(
        network_id=organisation.network_key, case__organisation=organisation, on__gte=since, on__lte=until
    )
    counted = dict(steps.values_list("kind").annotate(n=Count("pk")).order_by())
    views = views_of(touching(organisation, since=since, until=until), at=(), on=until)
    due = [one for view in views for one in view.promises if since <= one.promise.due_on <= until]
    given = sum(since <= one.promise.made_on <= until for view in views for one in view.promises)
    states = [one.state for one in due]
    by_kind = {kind: counted[kind] for kind in ALL if kind in counted}
    return Doings(by_kind, given, states.count(KEPT), states.count(BROKEN))
