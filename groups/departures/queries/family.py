"""What a family gets after a death besides the savings: welfare and funeral aid, in full; and what was claimed of it.

Source: domain, 1.2 Membership rules, death; 1.8 Welfare schedules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from groups.departures.models import Departure
from groups.departures.queries.net import Net
from groups.departures.rules import FUNERAL, WELFARE_CLAIM, parts_of
from groups.registry.models import Beneficiary, Membership
from welfare.claims.models import DEAD_CLAIMS, Benefit, Claim
from welfare.claims.queries.quoting import worked_out
from welfare.claims.rules.terms import MEMBER
from welfare.claims.steps.payee import OF_A_DEATH, is_own_death
from welfare.funds.queries.funds import places_of_member
from welfare.funeral.models import Death, DeathState


@dataclass(frozen=True, slots=True)
class Aid:
    """Welfare or funeral aid in baht, paid in full. claim, death: what was filed; none of both: not filed yet."""

    words: str
    amount: Decimal
    claim: Claim | None = None
    death: Death | None = None


def done_elsewhere() -> Q:
    """Return, for tasks of a death, whether the claim or the round they ask for is there and lives."""
    member = OuterRef("departure__membership")
    claims = Claim.objects.filter(membership=member, benefit__type__in=OF_A_DEATH).exclude(state__in=DEAD_CLAIMS)
    claims = claims.filter(Q(facts__who=MEMBER) | ~Q(facts__has_key="who"))
    rounds = Death.objects.filter(covered__membership=member, covered__relation="member")
    rounds = rounds.exclude(state=DeathState.TAKEN_BACK)
    return Q(Q(what=WELFARE_CLAIM) & Exists(claims)) | Q(Q(what=FUNERAL) & Exists(rounds))


def expected_parts(net: Net, heirs: Iterable[Beneficiary]) -> list[tuple]:
    """Return [(heir, baht)]: the net divided by the shares that were named, before the committee decides."""
    heirs = list(heirs)
    if not heirs or net.to_pay <= 0:
        return []
    return list(zip(heirs, parts_of(net.to_pay, [one.percent for one in heirs]), strict=True))


def aid_of(departure: Departure, *, on: date) -> list[Aid]:
    """Return welfare at death as claimed, or as the rule gives it; and funeral aid whose round was entered."""
    return [*_welfare(departure.membership, died_on=departure.on, on=on), *_funeral(departure.membership)]


def _welfare(membership: Membership, *, died_on: date, on: date) -> Iterable[Aid]:
    claims = Claim.objects.filter(network_id=membership.network_id, membership=membership)
    claims = claims.filter(benefit__type__in=OF_A_DEATH).exclude(state__in=DEAD_CLAIMS)
    filed = [
        one for one in claims.select_related("benefit", "fund", "organisation") if is_own_death(one.benefit, one.facts)
    ]
    for one in filed:
        yield Aid(one.benefit.name, one.amount or worked_out(one).without_papers.amount, claim=one)
    there = {one.benefit_id for one in filed}
    funds = places_of_member(membership).values("fund")
    offered = Benefit.objects.filter(Q(fund__in=funds) | Q(fund__part_of__in=funds), network_id=membership.network_id)
    offered = offered.filter(type__in=OF_A_DEATH).exclude(pk__in=there).select_related("fund__organisation__book")
    for benefit in offered.select_related("fund__part_of").order_by("fund__code", "code"):
        fund = benefit.fund
        asked = Claim(network_id=fund.network_id, organisation=fund.organisation, fund=fund, benefit=benefit)
        asked.membership, asked.event_on, asked.filed_on = membership, died_on, on
        if baht := worked_out(asked).without_papers.amount:
            yield Aid(benefit.name, baht)


def _funeral(membership: Membership) -> Iterable[Aid]:
    rounds = Death.objects.filter(network_id=membership.network_id, covered__membership=membership)
    rounds = rounds.filter(covered__relation="member").exclude(state=DeathState.TAKEN_BACK)
    for one in rounds.select_related("scheme").order_by("claimed_on", "pk"):
        yield Aid(one.scheme.name, one.net, death=one)
