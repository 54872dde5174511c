"""The groups' savings in the pool: what each has there, what interest has run, what waits for a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from federation.between.models import PoolAct
from federation.between.queries.settlement import memberships_of
from federation.between.rules import Stretch, interest, stretches
from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from federation.ledger.journal import lines_on
from federation.ledger.queries import balances
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.registry.queries import members_on


@dataclass(frozen=True)
class Share:
    """A group's savings in the pool. balance: baht now; since: the day after the last interest; run: its interest."""

    membership: Membership
    balance: Decimal
    since: date
    over: list[Stretch]
    run: Decimal


@dataclass(frozen=True)
class OwnPool:
    """What one organisation saved with another above it. rate: per cent a year; notice: days before taking out."""

    pool: Organisation
    share: Share
    rate: Decimal
    notice: int


def own_pools(organisation, *, on: date) -> list[OwnPool]:
    """Return what an organisation itself has in the pools of those above it; of no other group anything."""
    found = []
    for membership in memberships_of(organisation):
        above = membership.organisation
        for share in pool_of(above, on=on, only=membership):
            bylaws = bylaws_of(above, on=on)
            found.append(OwnPool(above, share, bylaws["pool_rate"], bylaws["pool_notice_days"]))
    return found


def pool_of(organisation, *, on: date, only: Membership | None = None) -> list[Share]:
    """Return what each organisation that belongs here has in the pool, with interest up to a day. Fixed queries.

    only: the one membership to look at, where others are nobody's business.
    """
    members = [one for one in members_on(organisation, on) if one.member_organisation_id]
    members = [one for one in members if only is None or one.pk == only.pk]
    accounts = {one.special_account_id: one.special_account for one in _with_accounts(members)}
    lines = _changes(organisation, accounts, until=on)
    held, paid_to = balances(accounts.values(), on=on), interest_paid_to(organisation)
    rate = bylaws_of(organisation, on=on)["pool_rate"]
    found = []
    for one in members:
        since = max(paid_to.get(one.pk, organisation.book.opened_on), organisation.book.opened_on)
        over = _stretches(lines.get(one.special_account_id, []), first=since, last=on)
        found.append(
            Share(one, held.get(one.special_account_id, ZERO), since, over, interest(over, yearly_percent=rate))
        )
    return found


def _with_accounts(members: list[Membership]):
    wanted = [one.pk for one in members]
    found = Membership.objects.filter(network_id=members[0].network_id, pk__in=wanted) if wanted else []
    return found.select_related("special_account") if wanted else []


def _changes(organisation, accounts: Iterable, *, until: date) -> dict:
    """Return {account id: [(day, baht more)]}."""
    found: dict = {}
    for line in lines_on(organisation.network_key, accounts, until=until):
        found.setdefault(line.account_id, []).append((line.on, line.credit - line.debit))
    return found


def _stretches(changes: list[tuple[date, Decimal]], *, first: date, last: date) -> list[Stretch]:
    opening = sum((more for day, more in changes if day < first), ZERO)
    within = [(day, more) for day, more in changes if day >= first]
    return stretches(opening, changes=within, first=first, last=last)


def interest_paid_to(organisation) -> dict:
    """Return {membership id: first day whose interest was not paid yet}."""
    done = PoolAct.objects.filter(
        network_id=organisation.network_key, organisation=organisation, kind="interest", state="done"
    )
    found: dict = {}
    for data in done.values_list("data", flat=True):
        after = date.fromisoformat(data["until"]) + timedelta(days=1)
        for membership_id, _baht in data["parts"]:
            found[membership_id] = max(found.get(membership_id, after), after)
    return {UUID(key): day for key, day in found.items()}


def acts_of(organisation) -> list[PoolAct]:
    """Return all acts on the pool, those that wait first, then the newest."""
    people = ("membership__member_organisation", "asked_by__person", "decided_by__person", "entry")
    found = PoolAct.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return sorted(
        found.select_related(*people), key=lambda act: (act.state != PoolAct.State.PROPOSED, -act.asked_at.timestamp())
    )


def act(organisation, pk) -> PoolAct | None:
    found = PoolAct.objects.filter(network_id=organisation.network_key, organisation=organisation, pk=pk)
    people = ("organisation__book", "membership__member_organisation__book", "asked_by__person", "decided_by__person")
    return found.select_related(*people).first()
