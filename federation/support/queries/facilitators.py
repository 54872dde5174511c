"""Which facilitator looks after which groups, and how these groups are."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q

from federation.access.models import Appointment
from federation.access.permissions import FACILITATING
from federation.organisations.models import Organisation
from federation.people.models import User
from federation.support.models import Facilitation
from federation.support.queries.supports import Running, running_in
from federation.warning.queries import warnings


@dataclass(frozen=True)
class LookedAfter:
    """A group with the facilitation, the day of its last issued meeting report, its plan, its early signs."""

    facilitation: Facilitation
    last_report: date | None
    running: Running | None
    level: str | None

    @property
    def organisation(self) -> Organisation:
        return self.facilitation.organisation


@dataclass(frozen=True)
class Workload:
    """A facilitator and the groups of the day."""

    user: User
    groups: list[LookedAfter] = field(default_factory=list)

    @property
    def plans(self) -> int:
        return sum(1 for one in self.groups if one.running)

    @property
    def alarms(self) -> int:
        return sum(1 for one in self.groups if one.level == "alarm")


def facilitators(network: Organisation, *, on: date):
    """Return the users with the role in a network on a day, by name."""
    held = Appointment.objects.holding(on).filter(organisation=network, role__in=FACILITATING)
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return users.select_related("person").order_by("person__sort_key", "username", "pk")


def facilitations_on(network: Organisation, *, on: date):
    """Return who looks after whom on a day, by the group's code."""
    found = Facilitation.objects.filter(network_id=network.pk, since__lte=on)
    found = found.filter(Q(until=None) | Q(until__gte=on)).select_related("user__person", "organisation")
    return found.order_by("organisation__code", "since", "pk")


def facilitations_over(network: Organisation, *, on: date):
    """Return who looked after whom before a day, the newest first."""
    found = Facilitation.objects.filter(network_id=network.pk, until__lt=on)
    return found.select_related("user__person", "organisation").order_by("-until", "organisation__code", "pk")


def workloads(network: Organisation, *, on: date) -> list[Workload]:
    """Return each facilitator of a network with the groups of the day. Constant queries."""
    load = {user.pk: Workload(user) for user in facilitators(network, on=on)}
    current = list(facilitations_on(network, on=on))
    reports = _last_reports([one.organisation_id for one in current])
    plans = {one.support.organisation_id: one for one in running_in(network, on=on)}
    levels = {one.organisation.pk: one.warning.level for one in warnings(network, on=on)} if current else {}
    for one in current:
        pk = one.organisation_id
        load.setdefault(one.user_id, Workload(one.user))
        load[one.user_id].groups.append(LookedAfter(one, reports.get(pk), plans.get(pk), levels.get(pk)))
    return list(load.values())


def groups_without(network: Organisation, *, on: date) -> list[Organisation]:
    """Return the groups of a network that nobody looks after on a day, by code."""
    looked_after = facilitations_on(network, on=on).values("organisation")
    return list(Organisation.objects.kept_by(network).exclude(pk__in=looked_after).order_by("code"))


def _last_reports(groups: list[int]) -> dict[int, date]:
    issued = Q(meetings__issued_report__isnull=False)
    rows = Organisation.objects.filter(pk__in=groups).annotate(last=Max("meetings__held_on", filter=issued))
    return {row.pk: row.last for row in rows}
