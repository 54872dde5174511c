"""The money of funeral aid: accounts of a scheme, what is open for its deaths, what came in and was paid out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO
from federation.ledger.queries import balances
from welfare.funeral.models import (
    COLLECTED,
    Covered,
    Death,
    DeathDue,
    DeathPaid,
    DeathPart,
    DeathState,
    Payout,
    Scheme,
    SchemeTerms,
)
from welfare.funeral.queries.accounts import is_of_network
from welfare.funeral.queries.people import NoTerms, version_on
from welfare.funeral.rules import Terms
from welfare.funeral.rules.money import Units, all_are_asked, instalments, owed_by, payable_now, units_of

WITH_ALL = ("scheme__organisation__book", "scheme__fund", "terms", "covered__membership__person")
WITH_PEOPLE = ("covered__membership__organisation", "opened_by__person", "checked_by__person")


def version_on_claim(scheme: Scheme, *, claimed_on: date) -> SchemeTerms:
    """Return the terms that a claim is counted by: those of its day, as its payers are. Raises `NoTerms`."""
    version = version_on(scheme, on=claimed_on)
    if version is None:
        raise NoTerms(_("No terms of this scheme held on that day yet."))
    return version


def counted(deaths: QuerySet[Death] | None = None) -> QuerySet[Death]:
    """Return the deaths whose round a second person opened and nobody took back."""
    found = Death.objects.all() if deaths is None else deaths
    return found.filter(entry__isnull=False).exclude(state=DeathState.TAKEN_BACK)


def open_dues(memberships, *, scheme: Scheme, on: date | None = None) -> QuerySet[DeathDue]:
    """Return what these members, a list or a query, still bring for deaths claimed up to a day, the oldest first."""
    found = DeathDue.objects.filter(network_id=scheme.network_id, death__scheme=scheme, membership__in=memberships)
    return _standing(found, on=on).select_related("death__scheme").order_by("death__claimed_on", "death__number", "pk")


def open_parts(organisations: Iterable, *, scheme: Scheme, on: date | None = None) -> QuerySet[DeathPart]:
    """Return what these groups still owe a network's scheme, the oldest death first."""
    found = DeathPart.objects.filter(network_id=scheme.network_id, death__scheme=scheme, organisation__in=organisations)
    found = _counted(found.filter(amount__gt=F("paid")), on=on)
    return found.select_related("death").order_by("death__claimed_on", "death__number", "pk")


def _standing(dues: QuerySet[DeathDue], *, on: date | None) -> QuerySet[DeathDue]:
    return _counted(dues.filter(amount__gt=F("paid") + F("given_up")), on=on)


def _counted(found: QuerySet, *, on: date | None) -> QuerySet:
    found = found.filter(death__entry__isnull=False).exclude(death__state=DeathState.TAKEN_BACK)
    return found.filter(death__claimed_on__lte=on) if on else found


def collecting_schemes(organisation, *, on: date) -> list[Scheme]:
    """Return the schemes whose money passes over an organisation's sheets on a day: its own, and its network's.

    One that is closed stays while something is open. A group sees its network's once one of its members is covered.
    """
    own = Q(organisation=organisation)
    if organisation.is_group:
        ours = Covered.objects.filter(scheme=OuterRef("pk"), membership__organisation=organisation)
        own |= Q(Exists(ours), organisation=organisation.keeper_id)
    found = Scheme.objects.filter(own, network_id=organisation.network_key, model__in=COLLECTED, started_on__lte=on)
    owing = DeathDue.objects.filter(death__scheme=OuterRef("pk"), amount__gt=F("paid") + F("given_up"))
    running = Q(closed_on=None) | Q(closed_on__gt=on) | Exists(owing)
    return list(found.filter(running).select_related("organisation__book", "fund").order_by("code"))


def deaths_of(organisation) -> QuerySet[Death]:
    """Return the deaths of an organisation's schemes, and for a group those of its network it has part in.

    A claim that waits for the network is seen by the group whose member it is for, and by no other.
    """
    seen = Q(scheme__organisation=organisation)
    if organisation.is_group:
        ours = Q(parts__organisation=organisation, entry__isnull=False)
        ours |= Q(covered__membership__organisation=organisation)
        seen |= Q(scheme__organisation=organisation.keeper_id) & ours
    found = Death.objects.filter(seen, network_id=organisation.network_key).distinct()
    return found.select_related(*WITH_ALL, *WITH_PEOPLE).order_by("-claimed_on", "-number", "pk")


def death_for(organisation, pk) -> Death | None:
    """Return a death that an organisation sees."""
    return deaths_of(organisation).filter(pk=pk).first()


@dataclass(frozen=True)
class Money:
    """Where a round stands, in baht. expected: of the gross, what is collected from members or groups at all."""

    expected: Decimal
    came_in: Decimal
    given_up: Decimal
    paid_out: Decimal
    proposed: Decimal
    net: Decimal

    @property
    def still_owed(self) -> Decimal:
        return self.expected - self.came_in - self.given_up

    @property
    def still_to_pay(self) -> Decimal:
        return self.net - self.paid_out


def money_of(death: Death) -> Money:
    """Return where a round stands; of a network's round what the groups paid over, not what members brought."""
    if is_of_network(death.scheme):
        sums = death.parts.aggregate(amount=Sum("amount"), paid=Sum("paid"))
        given_up = ZERO
    else:
        sums = death.dues.aggregate(amount=Sum("amount"), paid=Sum("paid"), given_up=Sum("given_up"))
        given_up = sums["given_up"] or ZERO
    out = payouts_of(death)
    paid_out = sum((one.amount for one in out if one.agreed and not one.struck_by_id), ZERO)
    proposed = sum((one.amount for one in out if one.agreed is None), ZERO)
    return Money(sums["amount"] or ZERO, sums["paid"] or ZERO, given_up, paid_out, proposed, death.net)


def payouts_of(death: Death) -> list[Payout]:
    """Return the payouts of a death, in the order they were proposed."""
    found = Payout.objects.filter(network_id=death.network_id, death=death)
    return list(found.select_related("asked_by__person", "decided_by__person").order_by("asked_at", "pk"))


def payable(death: Death, terms: Terms) -> Decimal:
    """Return how much more may be proposed for payout now, in baht: what waits for a second person counts as gone."""
    money = money_of(death)
    gone = money.paid_out + money.proposed
    came_in = money.came_in if death.scheme.model in COLLECTED else death.gross
    return payable_now(net=death.net, paid=gone, collected=came_in, advance=terms.advance)


def late_payout(death: Death, terms: Terms, *, on: date) -> Decimal:
    """Return by how many baht the payees of a death are paid late on a day."""
    parts = instalments(terms, net=death.net, claimed_on=death.claimed_on)
    return max(owed_by(parts, on) - money_of(death).paid_out, ZERO)


def dues_of(death: Death, *, organisation=None) -> list[DeathDue]:
    """Return what each member brings for a death, by group and number; only of one group's members where named."""
    found = DeathDue.objects.filter(network_id=death.network_id, death=death)
    if organisation is not None and organisation.is_group:
        found = found.filter(membership__organisation=organisation)
    found = found.select_related("membership__person", "membership__organisation")
    return list(found.order_by("membership__organisation__code", "membership__number"))


def parts_of(death: Death) -> list[DeathPart]:
    """Return what each group owes for a death of a network's scheme, by code."""
    found = DeathPart.objects.filter(network_id=death.network_id, death=death).select_related("organisation")
    return list(found.order_by("organisation__code"))


def late_dues(organisation, *, on: date) -> list[DeathDue]:
    """Return the dues of an organisation's members that are over their day, by member, the oldest first."""
    found = DeathDue.objects.filter(network_id=organisation.network_key, membership__organisation=organisation)
    found = _standing(found, on=on).select_related("death__scheme", "death__terms", "membership__person")
    found = found.order_by("membership__number", "death__claimed_on", "pk")
    return [one for one in found if Terms.from_data(one.death.terms.terms).dues_by(one.death.claimed_on) < on]


def late_parts(scheme: Scheme, *, on: date) -> list[DeathPart]:
    """Return what groups owe a network's scheme over its day, by group, the oldest first."""
    found = DeathPart.objects.filter(network_id=scheme.network_id, death__scheme=scheme, amount__gt=F("paid"))
    found = _counted(found, on=on).select_related("death__terms", "organisation")
    found = found.order_by("organisation__code", "death__claimed_on", "pk")
    return [one for one in found if Terms.from_data(one.death.terms.terms).dues_by(one.death.claimed_on) < on]


def brought_for(death: Death) -> QuerySet[DeathPaid]:
    """Return the money that came in for a death and stands."""
    found = DeathPaid.objects.filter(Q(due__death=death) | Q(part__death=death), network_id=death.network_id)
    return found.filter(struck_by=None).select_related("entry").order_by("on", "pk")


@dataclass(frozen=True)
class Prepaid:
    """A member's prepaid units; refill: what is asked for at the next sheet, in baht."""

    covered: Covered
    units: Units
    refill: Decimal


def prepaid_of(scheme: Scheme, terms: Terms, covered: Iterable[Covered]) -> list[Prepaid]:
    """Return the prepaid units of members of a scheme at the rate now; who has no account yet has none. One query."""
    covered = list(covered)
    accounts = [one.prepaid_account for one in covered if one.prepaid_account_id]
    held = balances(accounts)
    units = [units_of(terms, held.get(one.prepaid_account_id, ZERO)) for one in covered]
    all_asked = all_are_asked(terms, [one.balance for one in units])
    refills = [one.to_target if all_asked or one.warns else ZERO for one in units]
    return [Prepaid(*row) for row in zip(covered, units, refills, strict=True)]


def running_members(scheme: Scheme, *, organisation=None) -> QuerySet[Covered]:
    """Return the members with a running place in a scheme, by number; only of one group where named."""
    found = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, relation="member", ended_on=None)
    if organisation is not None:
        found = found.filter(membership__organisation=organisation)
    found = found.exclude(state__in=["pending", "deceased", "claim_paid"])
    return found.select_related("membership__person", "prepaid_account").order_by("number")
