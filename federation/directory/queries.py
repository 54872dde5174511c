"""The groups of a network as a list, and what was changed about an organisation."""

from datetime import date

from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from federation.audit.models import Act
from federation.organisations.models import Organisation
from groups.registry.models import Membership


def groups_of(network: Organisation, *, on: date, search: str = ""):
    """Return the groups that belong to a network on a day or whose account it keeps, by code.

    Each has `members`, or None where no books are kept with this network. search: part of a name or code.
    """
    belonging = Organisation.objects.members_of(network, on).groups().values("pk")
    groups = Organisation.objects.groups().filter(Q(keeper=network) | Q(pk__in=belonging))
    if search:
        groups = groups.filter(Q(name_th__icontains=search) | Q(code__icontains=search))
    members = When(keeper=network, book__isnull=False, then=Coalesce(Subquery(_members(network, on)), 0))
    return groups.select_related("kind").annotate(members=Case(members, default=None)).order_by("code", "pk")


def changes_of(organisation: Organisation, *, most: int = 20):
    """Return the latest acts on an organisation's own facts, the newest first."""
    acts = Act.objects.filter(network_id=organisation.network_key, about=f"organisation:{organisation.pk}")
    return acts.select_related("by__person").order_by("-at", "-pk")[:most]


def _members(network: Organisation, on: date):
    live = Membership.objects.live(on).filter(network=network, organisation=OuterRef("pk")).order_by()
    return live.values("organisation").annotate(n=Count("pk")).values("n")
