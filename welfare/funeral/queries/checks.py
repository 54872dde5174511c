"""What a list of who paid is held against, and the lists that were."""

from django.db.models import QuerySet

from federation.kit.money import ZERO
from welfare.funeral.models import Covered, Death, DeathDue, DeathState, ListCheck, Scheme
from welfare.funeral.rules.check import Expected

BY_FUNERAL_NUMBER, BY_MEMBER_NUMBER = "funeral", "member"


def countable_deaths(scheme: Scheme) -> QuerySet[Death]:
    """Return the deaths of a scheme for which dues are brought, the latest first."""
    deaths = Death.objects.filter(network_id=scheme.network_id, scheme=scheme, entry__isnull=False)
    deaths = deaths.exclude(state=DeathState.TAKEN_BACK).select_related("covered__membership__person")
    return deaths.order_by("-number")


def expected_for(death: Death, *, numbers: str = BY_FUNERAL_NUMBER) -> list[Expected]:
    """Return who was to pay for a death and how much, in baht; who has paid it all had paid before the list came."""
    dues = DeathDue.objects.filter(network_id=death.network_id, death=death).select_related("membership__person")
    own = _numbers(death.scheme, numbers=numbers)
    expected = [
        Expected(
            number=own[due.membership_id],
            name=due.membership.name,
            amount=due.amount - due.paid - due.given_up or due.amount,
            paid_before=due.paid + due.given_up == due.amount,
        )
        for due in dues
        if due.membership_id in own
    ]
    return sorted(expected, key=lambda one: one.number)


def expected_of_all(scheme: Scheme, *, numbers: str = BY_FUNERAL_NUMBER) -> list[Expected]:
    """Return who still brings something for any death of a scheme, each once with all of it in baht.

    Who was counted at a death and owes nothing any more had paid before.
    """
    own = _numbers(scheme, numbers=numbers)
    dues = DeathDue.objects.filter(network_id=scheme.network_id, death__in=countable_deaths(scheme))
    names, still = {}, {}
    for due in dues.select_related("membership__person"):
        if due.membership_id in own:
            names[due.membership_id] = due.membership.name
            left = due.amount - due.paid - due.given_up
            still[due.membership_id] = still.get(due.membership_id, ZERO) + left
    expected = [
        Expected(number=own[pk], name=name, amount=still[pk], paid_before=not still[pk]) for pk, name in names.items()
    ]
    return sorted(expected, key=lambda one: one.number)


def names_by_number(scheme: Scheme, *, numbers: str) -> dict[int, str]:
    """Return {number: name} of everybody a scheme ever covered as a member."""
    return {_number(one, numbers=numbers): one.shown_name for one in _members(scheme)}


def checks_of(scheme: Scheme) -> QuerySet[ListCheck]:
    """Return the lists that were held against a scheme, the latest first."""
    checks = ListCheck.objects.filter(network_id=scheme.network_id, scheme=scheme)
    return checks.select_related("death", "by").order_by("-at", "-pk")


def _members(scheme: Scheme) -> QuerySet[Covered]:
    """Return everybody covered as a member, the place that runs after one that ended."""
    found = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, relation="member")
    return found.select_related("membership__person").order_by("number")


def _numbers(scheme: Scheme, *, numbers: str) -> dict:
    return {one.membership_id: _number(one, numbers=numbers) for one in _members(scheme)}


def _number(covered: Covered, *, numbers: str) -> int:
    return covered.membership.number if numbers == BY_MEMBER_NUMBER else covered.number
