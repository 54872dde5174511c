"""Reading the log of acts."""

from django.db.models import Q

from federation.audit.models import Act
from federation.people.queries import matching


def acts_in(organisation):
    """Return what was done in an organisation, the latest first."""
    return _shown(Act.objects.filter(network_id=organisation.network_key, organisation=organisation))


def sign_ins_around(organisation):
    """Return when and where those who hold or held a role here signed in, out, or failed to, the latest first."""
    holders = set(organisation.appointments.values_list("user", flat=True))
    failed = Q(what="sign_in_failed", about__in=[f"user:{pk}" for pk in holders])
    return _shown(Act.objects.filter(network=None).filter(Q(by__in=holders) | failed))


def by_somebody_called(acts, typed):
    """Return those of the acts that somebody of this name or sign-in name did."""
    return acts.filter(matching(typed, through="by__person__") | Q(by__username__icontains=typed))


def _shown(acts):
    return acts.select_related("by__person").order_by("-at", "-pk")
