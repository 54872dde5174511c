"""Groups that the network stands by: running plans, their next steps, and who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from federation.access.models import Appointment
from federation.access.permissions import Permission
from federation.access.queries import own_organisations, roles_with
from federation.organisations.models import Organisation
from federation.people.models import User
from federation.support.models import Support, SupportStep


@dataclass(frozen=True)
class Running:
    """A running support with the next step that is not done; late: its day is over."""

    support: Support
    next_step: SupportStep | None
    late: bool
    left: int


def is_near(user, organisation: Organisation, *, on: date) -> bool:
    """Tell whether a user works for an organisation or for the network that keeps its account.

    What is agreed with a group in trouble, and how strong it was found, is for these two alone (domain: 11.1 Words).
    """
    near = [organisation.pk, organisation.keeper_id]
    return own_organisations(user, on=on).filter(pk__in=near).exists()


def advisers(network: Organisation, *, on: date):
    """Return the users who may advise groups of a network on a day, by name."""
    held = Appointment.objects.holding(on).filter(organisation=network, role__in=roles_with(Permission.SUPPORT_WORK))
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return users.select_related("person").order_by("person__sort_key", "username", "pk")


def supports_of(group: Organisation):
    """Return every support of a group, the newest first."""
    found = Support.objects.filter(network_id=group.network_key, organisation=group)
    return found.select_related("adviser__person", "organisation").order_by("-number")


def running_of(group: Organisation, *, on: date) -> Running | None:
    """Return the support of a group that is not over, or None. Two queries."""
    support = supports_of(group).filter(ended_on=None).first()
    return _running([support], on=on)[0] if support else None


def running_in(network: Organisation, *, on: date) -> list[Running]:
    """Return all running supports of a network, those with the earliest step first. Two queries."""
    found = Support.objects.filter(network_id=network.pk, ended_on=None)
    running = _running(found.select_related("adviser__person", "organisation").order_by("organisation__code"), on=on)
    return sorted(running, key=lambda one: (one.next_step is None, one.next_step.due_on if one.next_step else on))


def ended_in(network: Organisation):
    """Return the supports of a network that are over, the newest first."""
    found = Support.objects.filter(network_id=network.pk).exclude(ended_on=None)
    return found.select_related("adviser__person", "organisation").order_by("-ended_on", "-pk")


def steps_of(support: Support):
    """Return the steps of a plan in the order of their days."""
    found = SupportStep.objects.filter(network_id=support.network_id, support=support)
    return found.select_related("by__person").order_by("due_on", "position")


def _running(supports: Iterable[Support], *, on: date) -> list[Running]:
    supports = list(supports)
    waiting: dict = {}
    steps = SupportStep.objects.filter(network_id__in={one.network_id for one in supports}, support__in=supports)
    for step in steps.filter(done_on=None).order_by("due_on", "position"):
        waiting.setdefault(step.support_id, []).append(step)
    return [_one(support, waiting.get(support.pk, []), on) for support in supports]


def _one(support: Support, waiting: list[SupportStep], on: date) -> Running:
    following = waiting[0] if waiting else None
    return Running(support, following, bool(following) and following.due_on < on, len(waiting))
