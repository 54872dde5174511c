"""What a fund's own past says of its future: its members, its dues, its gifts, its rules, its claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import Avg, Count, Sum

from federation.kit.money import ZERO
from federation.ledger.queries import balances
from groups.registry.models import MembershipState
from welfare.claims.models import Benefit, Claim, ClaimState
from welfare.claims.queries.rules import benefits_of, terms_of, version_on
from welfare.claims.rules import Terms
from welfare.funds.models import DuesRule, Enrolment, Gift, Pays, WelfareFund
from welfare.funds.queries import FundAccounts, part_balances, parts_of, places, rule_on
from welfare.funds.queries.listed import benefits_given
from welfare.outlook.rules import Plan, chances_of_death
from welfare.outlook.rules.benefits import at_death, is_projected, pension_of

YEAR = 365.25
LOOKS_BACK = 3  # years
TIMES_A_YEAR = {Pays.MONTHLY: 12, Pays.HALF_YEARLY: 2, Pays.YEARLY: 1}
PAID = (ClaimState.PAID, ClaimState.RECEIVED)


@dataclass(frozen=True)
class Known:
    """A fund on a day, with its parts taken together. Baht, and figures a year, from the last three years at most.

    ages: of the members whose birth is known; `unknown` more are taken to be of their middle age. looked: how many
    years of the books were looked back at. owed: part of the balance that the main fund has still to hand over.
    spent: benefits of the last twelve months, or None where the books are younger. terms: the rules in force, each with
    its benefit.
    """

    fund: WelfareFund
    on: date
    ages: Sequence[float]
    tenures: Sequence[float]
    unknown: int
    balance: Decimal
    dues: Decimal
    gifts: Decimal
    joins: int
    leaves: float
    claims: float
    claim: Decimal
    spent: Decimal | None
    looked: Decimal
    owed: Decimal
    terms: Sequence[tuple[Benefit, Terms]]

    @property
    def members(self) -> int:
        return len(self.tenures)

    @property
    def coverage_years(self) -> Decimal | None:
        """How many years of benefits as they were so far the balance pays for. Source: domain, 1.7, solvency."""
        return (self.balance / self.spent).quantize(Decimal("0.1")) if self.spent else None

    @property
    def projected(self) -> list[Benefit]:
        """The benefits reckoned from their rule; what the others cost comes from past claims."""
        return [benefit for benefit, terms in self.terms if is_projected(terms)]

    def plan(self, *, years: int, terms: Sequence[Terms] | None = None, mortality: float = 1.0, **changed) -> Plan:
        """Return the fund as it is, as a plan for so many years; terms, changed: what is tried instead."""
        rules = [one for _benefit, one in self.terms] if terms is None else terms
        given = {
            "balance": float(self.balance),
            "ages": self._all_ages(),
            "tenures": np.array(self.tenures, dtype=float),
            "chances": chances_of_death(factor=mortality),
            "dues": float(self.dues),
            "gifts": float(self.gifts),
            "at_death": at_death(rules),
            "pension": pension_of(rules),
            "claims": self.claims,
            "claim": float(self.claim),
            "joins": self.joins,
            "join_age": float(np.median(self.ages)) if len(self.ages) else 40.0,
            "leaves": self.leaves,
        }
        return Plan(years=years, **given | changed)

    def _all_ages(self) -> np.ndarray:
        middle = float(np.median(self.ages)) if len(self.ages) else 45.0
        return np.append(np.array(self.ages, dtype=float), np.full(self.unknown, middle))


def known_of(fund: WelfareFund, *, on: date) -> Known:
    """Return what is known of a fund on a day. A fixed number of queries, and two a benefit."""
    parts = [fund, *parts_of(fund)]
    running = list(places(fund, on=on))
    aged = [one for one in running if one.membership.person and one.membership.person.born_on]
    unaged = [one for one in running if one not in aged]
    since, years = _looked_at(fund, on=on)
    claims, claim = _other_claims(parts, since=since, on=on, member_years=len(running) * years)
    joined, left = _came_and_went(fund, since=since, on=on)
    return Known(
        fund=fund,
        on=on,
        ages=[(on - one.membership.person.born_on).days / YEAR for one in aged],
        tenures=[(on - one.since).days / YEAR for one in (*aged, *unaged)],
        unknown=len(unaged),
        balance=sum(part_balances(parts, on=on).values(), ZERO),
        dues=_dues_a_year(fund, running, on=on),
        gifts=_a_year(_gifts(parts, since=since, on=on), years),
        joins=round(joined / years),
        leaves=min(left / max(len(running) * years, 1), 0.5),
        claims=claims,
        claim=claim,
        looked=Decimal(round(years, 1)).quantize(Decimal("0.1")),
        owed=_owed_by_main(parts, on=on),
        spent=sum(benefits_given(parts, on=on).values(), ZERO) if (on - since).days >= 365 else None,
        terms=_terms_in_force(parts, on=on),
    )


def _looked_at(fund: WelfareFund, *, on: date) -> tuple[date, float]:
    """Return the first day looked back at, never before the books, and how many years that is, one at least."""
    since = max(fund.started_on, fund.organisation.book.opened_on, on - timedelta(days=round(LOOKS_BACK * YEAR)))
    return since, max((on - since).days / YEAR, 1.0)


def _a_year(baht: Decimal, years: float) -> Decimal:
    return (baht / Decimal(years)).quantize(Decimal("0.01"))


def _dues_a_year(fund: WelfareFund, running: Sequence[Enrolment], *, on: date) -> Decimal:
    """Return what a place brings in a year, on average over the places as they pay."""
    rule = rule_on(fund, on=on)
    if rule is None or not running:
        return ZERO
    brought = sum((_cost(rule, one.pays) for one in running), ZERO)
    return (brought / len(running)).quantize(Decimal("0.01"))


def _cost(rule: DuesRule, pays: str) -> Decimal:
    """Return what a place costs in a year for who pays so, or in the nearest way that the rule offers."""
    offered = [pays, *TIMES_A_YEAR]
    return next((cost * TIMES_A_YEAR[way] for way in offered if (cost := getattr(rule, way))), ZERO)


def _gifts(parts, *, since: date, on: date) -> Decimal:
    found = Gift.objects.filter(network_id=parts[0].network_id, fund__in=parts, struck_by=None)
    return found.filter(on__gt=since, on__lte=on).aggregate(baht=Sum("amount"))["baht"] or ZERO


def _owed_by_main(parts, *, on: date) -> Decimal:
    owed = [FundAccounts(part)["14030"] for part in parts]
    return sum(balances(owed, on=on).values(), ZERO)


def _paid_claims(parts, *, since: date, on: date):
    found = Claim.objects.filter(network_id=parts[0].network_id, fund__in=parts, state__in=PAID)
    return found.filter(paid_on__gt=since, paid_on__lte=on)


def _other_claims(parts, *, since: date, on: date, member_years: float) -> tuple[float, Decimal]:
    """Return how many claims besides deaths and pensions a member has in a year, and what one costs on average."""
    found = _paid_claims(parts, since=since, on=on).exclude(benefit__type__in=("death", "funeral_cost", "old_age"))
    got = found.aggregate(count=Count("pk"), mean=Avg("amount"))
    return got["count"] / max(member_years, 1), (got["mean"] or ZERO).quantize(Decimal("0.01"))


def _came_and_went(fund: WelfareFund, *, since: date, on: date) -> tuple[int, int]:
    """Return how many took a place and how many gave one up; the first day of the fund is no joining."""
    found = places(fund)
    joined = found.filter(since__gt=max(since, fund.started_on), since__lte=on).count()
    left = found.filter(until__gt=since, until__lte=on).exclude(membership__state=MembershipState.DIED)
    return joined, left.count()


def _terms_in_force(parts, *, on: date) -> list[tuple[Benefit, Terms]]:
    benefits = [benefit for part in parts for benefit in benefits_of(part)]
    found = [(benefit, terms_of(version_on(benefit, on=on))) for benefit in benefits]
    return [(benefit, terms) for benefit, terms in found if terms]
