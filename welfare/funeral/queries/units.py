"""Prepaid units that are left after a place ended: how much, whose, to whom they go, what was proposed of them."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from federation.kit.money import ZERO
from federation.ledger.queries import balance, signed_balance_of
from groups.registry.models import Membership
from groups.registry.queries import beneficiaries_of
from welfare.funeral.models import Covered, DeathDue, DeathState, UnitsBack
from welfare.funeral.queries.people import terms_on
from welfare.funeral.rules.people import ENDED, OUT


def _holding(network_id: int) -> QuerySet[Covered]:
    """Return the places with prepaid units in the books, each with `held` in baht."""
    found = Covered.objects.filter(network_id=network_id, prepaid_account__isnull=False)
    return found.annotate(held=-signed_balance_of("prepaid_account")).filter(held__gt=0)


def prepaid_left(membership: Membership) -> Decimal:
    """Return what a member's prepaid units of all schemes come to, in baht, whether the place runs or ended."""
    found = _holding(membership.network_id).filter(membership=membership)
    return found.aggregate(baht=Sum("held"))["baht"] or ZERO


def ended_with_units(organisation) -> list[Covered]:
    """Return whose place in an organisation's schemes ended and whose units, `held` in baht, are still there."""
    found = _holding(organisation.network_key).filter(scheme__organisation=organisation, state__in=ENDED)
    return list(found.select_related("scheme", "membership__person").order_by("ended_on", "number"))


def places_with_units(membership: Membership) -> list[Covered]:
    """Return the places of a member that hold prepaid units, each with `held` in baht."""
    return list(_holding(membership.network_id).filter(membership=membership).select_related("scheme"))


def units_held(covered: Covered) -> Decimal:
    """Return what one place's prepaid units come to, in baht."""
    return balance(covered.prepaid_account) if covered.prepaid_account_id else ZERO


def goes_to(covered: Covered) -> str:
    """Return to whom the units go of a place that ended, a `UnitsBack.To`: by the terms of the day it ended."""
    if covered.state not in OUT:
        return UnitsBack.To.HEIRS
    return UnitsBack.To(terms_on(covered.scheme, on=covered.ended_on).units_back)


def units_back_of(covered: Covered) -> list[UnitsBack]:
    """Return what was proposed of a place's units, the oldest first."""
    found = UnitsBack.objects.filter(network_id=covered.network_id, covered=covered)
    return list(found.select_related("asked_by__person", "decided_by__person", "entry").order_by("asked_at", "pk"))


def free_units(covered: Covered) -> Decimal:
    """Return how much of the units may still be proposed, in baht: what waits for a second person counts as gone."""
    waits = UnitsBack.objects.filter(network_id=covered.network_id, covered=covered, agreed=None)
    return units_held(covered) - (waits.aggregate(baht=Sum("amount"))["baht"] or ZERO)


def round_waits(covered: Covered) -> bool:
    """Tell whether a death that counted this member still waits to be opened: it takes a unit then."""
    dues = DeathDue.objects.filter(network_id=covered.network_id, membership=covered.membership_id)
    dues = dues.filter(death__scheme=covered.scheme_id, death__entry=None)
    return dues.exclude(death__state=DeathState.TAKEN_BACK).exists()


def who_gets(covered: Covered) -> list[tuple[str, str]]:
    """Return [(name, relation)] of who is known to get the units: whom the member named, or the member."""
    if covered.state in OUT:
        return [(covered.membership.name, "")]
    return [(one.name, one.relation) for one in beneficiaries_of(covered.membership)]
