"""The lists a scheme keeps: applications, the registry, deaths, who left, how many on a day, what is to be brought."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from federation.kit.clock import BANGKOK
from welfare.funeral.models import Covered, CoveredEvent, Death, DeathDue, DeathState, Scheme
from welfare.funeral.queries.people import all_covered, payers_on, people_on
from welfare.funeral.rules.people import ARREARS, COVERED, OUT, PENDING, SUSPENDED, WAITING

BY_APPLICATION, BY_COVERAGE, BY_ENTRY = "applied", "covered", "entered"
DATES = {BY_APPLICATION: "applied_on", BY_COVERAGE: "covered_from", BY_ENTRY: "entered_on"}


def within(found: QuerySet, organisation, *, through: str = "") -> QuerySet:
    """Cut people of a network's scheme to a group's own, where a group looks at it."""
    return found.filter(**{f"{through}membership__organisation": organisation}) if organisation.is_group else found


def applications(scheme: Scheme, *, by: str, since: date, until: date) -> QuerySet[Covered]:
    """Return who applied, by one of three dates: of the application, of the first covered day, of the entry."""
    steps = CoveredEvent.objects.filter(network_id=OuterRef("network_id"), covered=OuterRef("pk"), state=PENDING)
    first = steps.order_by().values("covered").annotate(first=Min("at")).values("first")
    found = all_covered(scheme).annotate(entered_on=TruncDate(Subquery(first), tzinfo=BANGKOK))
    field = DATES[by]
    return found.filter(**{f"{field}__gte": since, f"{field}__lte": until})


def deaths_of_scheme(scheme: Scheme, *, since: date, until: date) -> QuerySet[Death]:
    """Return the deaths claimed in a period that stand, the earliest first."""
    deaths = Death.objects.filter(network_id=scheme.network_id, scheme=scheme, claimed_on__range=(since, until))
    deaths = deaths.exclude(state=DeathState.TAKEN_BACK).filter(entry__isnull=False)
    return deaths.select_related("covered__membership__person", "covered__membership__organisation").order_by("number")


def left(scheme: Scheme, *, since: date, until: date) -> QuerySet[Covered]:
    """Return who resigned or was put out in a period, with `why`, by day."""
    steps = CoveredEvent.objects.filter(network_id=OuterRef("network_id"), covered=OuterRef("pk"), state__in=OUT)
    why = Subquery(steps.order_by("-at", "-pk").values("reason")[:1])
    found = all_covered(scheme).filter(state__in=OUT, ended_on__range=(since, until))
    return found.annotate(why=why).order_by("ended_on", "number")


@dataclass(frozen=True)
class CutOff:
    """How many of a group stood how on a day, and how many of its members would pay for a death claimed then."""

    organisation: object
    covered: int
    waiting: int
    arrears: int
    suspended: int
    pending: int
    payers: int


def cut_off(scheme: Scheme, *, on: date, organisation) -> list[CutOff]:
    """Return how everybody stood on a day, a row for each group. Raises `NoTerms`."""
    counts: dict = {}
    people = within(people_on(scheme, on=on), organisation)
    for one in people.filter(shown_state__in=(COVERED, WAITING, ARREARS, SUSPENDED, PENDING)):
        counts.setdefault(one.membership.organisation, []).append(one.shown_state)
    paying: dict = {}
    for one in payers_on(scheme, on=on):
        paying[one.membership.organisation_id] = paying.get(one.membership.organisation_id, 0) + 1
    rows = sorted(counts.items(), key=lambda pair: pair[0].code)
    states = (COVERED, WAITING, ARREARS, SUSPENDED, PENDING)
    return [CutOff(group, *(found.count(one) for one in states), paying.get(group.pk, 0)) for group, found in rows]


@dataclass(frozen=True)
class ToBring:
    """What one member is to bring for the deaths of a period, and what of it is open, in baht."""

    membership: object
    cases: int
    asked: Decimal
    open: Decimal


def to_bring(scheme: Scheme, *, since: date, until: date, organisation) -> list[ToBring]:
    """Return what each member brings for deaths claimed in a period, by group and number."""
    dues = DeathDue.objects.filter(network_id=scheme.network_id, death__scheme=scheme, death__entry__isnull=False)
    dues = dues.filter(death__claimed_on__range=(since, until)).exclude(death__state=DeathState.TAKEN_BACK)
    sums: dict = {}
    cut = within(dues, organisation).order_by().values("membership")
    for row in cut.annotate(n=Count("pk"), asked=Sum("amount"), paid=Sum("paid"), given_up=Sum("given_up")):
        sums[row["membership"]] = (row["n"], row["asked"], row["asked"] - row["paid"] - row["given_up"])
    members = all_covered(scheme).filter(relation="member", membership__in=list(sums))
    members = members.order_by("membership__organisation__code", "membership__number", "number")
    seen: dict = {one.membership_id: one.membership for one in members}
    return [ToBring(membership, *sums[pk]) for pk, membership in seen.items()]
