"""What the home page of welfare shows: what waits, the deaths under way, what a group's members have in its network."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from federation.organisations.models import Organisation
from groups.registry.models import Membership
from welfare.claims.models import Claim
from welfare.claims.queries.claims import OPEN
from welfare.funds.models import Enrolment, WelfareFund
from welfare.funds.queries import funds_of, network_of, paid_through, places_of_member
from welfare.funeral.models import Covered, CoveredState, Death, DeathState, Payout, Scheme
from welfare.funeral.queries.money import deaths_of
from welfare.funeral.queries.people import people_on, schemes_of

CHECK, DECIDE, PAY = "check", "decide", "pay"


@dataclass(frozen=True, slots=True)
class OpenDeath:
    """A death whose money is not paid out whole. waits_for: a second person, a decision on a payout, or payment.

    days_late: how long ago the payees were to be paid; 0 where there is time left, or nobody checked it yet.
    """

    death: Death
    waits_for: str
    days_late: int


def open_deaths(organisation: Organisation, *, on: date) -> list[OpenDeath]:
    """Return the deaths an organisation sees that wait for something, the latest first. Two queries."""
    deaths = list(deaths_of(organisation).filter(state=DeathState.OPEN))
    to_decide = set(Payout.objects.filter(death__in=deaths, agreed=None).values_list("death", flat=True))
    found = [_waiting(death, on=on, is_proposed=death.pk in to_decide) for death in deaths]
    return sorted(found, key=lambda one: (-one.days_late, one.death.due_on, str(one.death.pk)))


def _waiting(death: Death, *, on: date, is_proposed: bool) -> OpenDeath:
    if death.checked_by_id is None:
        return OpenDeath(death, CHECK, 0)
    return OpenDeath(death, DECIDE if is_proposed else PAY, max((on - death.due_on).days, 0))


@dataclass(frozen=True, slots=True)
class InNetwork:
    """What a group's members have in its network: how many of them in each fund and scheme, and claims that wait."""

    network: Organisation
    funds: list[tuple[WelfareFund, int]]
    schemes: list[tuple[Scheme, int]]
    claims: int


def in_network(group: Organisation, *, on: date) -> InNetwork | None:
    """Return the funds and schemes of a group's network that are open on a day; None where there are none."""
    network = network_of(group, on=on) if group.is_group else None
    if network is None:
        return None
    funds = [fund for fund in funds_of(network, on=on) if fund.part_of_id is None]
    schemes = list(schemes_of(network).filter(Q(closed_on=None) | Q(closed_on__gt=on), started_on__lte=on))
    if not funds and not schemes:
        return None
    ours = Q(membership__organisation=group)
    places = Enrolment.objects.filter(ours, fund__in=funds, since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    covered = Covered.objects.filter(ours, scheme__in=schemes, ended_on=None, approved_on__lte=on)
    placed, counted = _by(places, "fund"), _by(covered, "scheme")
    claims = Claim.objects.filter(ours, organisation=network, state__in=OPEN).count() if placed else 0
    return InNetwork(
        network,
        [(fund, placed.get(fund.pk, 0)) for fund in funds],
        [(scheme, counted.get(scheme.pk, 0)) for scheme in schemes],
        claims,
    )


def _by(found: QuerySet, name: str) -> dict:
    """Return {id of what a row points to: how many rows}."""
    return dict(found.order_by().values_list(name).annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class OfMember:
    """A member's welfare. places: (place, until when its dues are paid, or None). covered: with `shown_words`.

    claims: those that stand, the newest first. received: baht of those that were paid.
    """

    places: list[tuple[Enrolment, date | None]]
    covered: list[Covered]
    claims: list[Claim]

    @property
    def received(self) -> Decimal:
        return sum((one.amount for one in self.claims if one.paid_on), Decimal("0.00"))

    @property
    def open(self) -> int:
        return sum(one.state in OPEN for one in self.claims)


def of_member(membership: Membership, *, on: date) -> OfMember:
    """Return a member's places in funds and schemes on a day, and the claims. A few queries for each scheme."""
    places = list(places_of_member(membership, on=on))
    through = paid_through(places, on=on) if places else {}
    claims = Claim.objects.filter(network_id=membership.network_id, membership=membership)
    standing = claims.exclude(state__in=("refused", "withdrawn", "taken_back"))
    return OfMember(
        [(one, through[one.pk] if through[one.pk] >= one.counted_from else None) for one in places],
        _covered(membership, on=on),
        list(standing.select_related("benefit").order_by("-filed_on", "-number")),
    )


def _covered(membership: Membership, *, on: date) -> list[Covered]:
    """Return the running places in schemes of a member and the family, each with `shown_words`: how it stands."""
    running = Covered.objects.filter(network_id=membership.network_id, membership=membership, ended_on=None)
    schemes = Scheme.objects.filter(pk__in=running.values("scheme")).select_related("organisation").order_by("code")
    found = []
    for scheme in schemes:
        found += people_on(scheme, on=on).filter(membership=membership, ended_on=None).order_by("number")
    for one in found:
        one.shown_words = CoveredState(one.shown_state).label
    return found
