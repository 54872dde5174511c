"""Which funds an organisation has, and who has a place in them."""

from datetime import date

from django.db.models import Q, QuerySet

from federation.organisations.models import Organisation
from groups.registry.models import Membership
from welfare.funds.models import Enrolment, WelfareFund


def all_funds(organisation: Organisation) -> QuerySet[WelfareFund]:
    """Return the funds an organisation ever had, by code; a part after its whole."""
    found = WelfareFund.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return found.select_related("organisation__book", "part_of").order_by("code", "pk")


def funds_of(organisation: Organisation, *, on: date) -> list[WelfareFund]:
    """Return the funds that run on a day, by code, parts among them."""
    return list(all_funds(organisation).filter(started_on__lte=on).filter(Q(closed_on=None) | Q(closed_on__gt=on)))


def has_any(organisation: Organisation) -> bool:
    """Tell whether an organisation, or the network that keeps its account, ever had a fund. One query.

    Without one there is no funeral aid either: every scheme stands on a fund.
    """
    ever = WelfareFund.objects.filter(network_id=organisation.network_key)
    return ever.filter(organisation_id__in=(organisation.pk, organisation.keeper_id)).exists()


def fund_or_none(organisation: Organisation, *, kind: str) -> WelfareFund | None:
    """Return the oldest open fund of a kind that is no part of another, or None."""
    found = all_funds(organisation).filter(kind=kind, part_of=None, closed_on=None)
    return found.order_by("started_on", "code").first()


def fund_coded(organisation: Organisation, code: str) -> WelfareFund | None:
    """Return a fund by its code, however it is typed, or None."""
    return all_funds(organisation).filter(code=code.upper()).first()


def parts_of(fund: WelfareFund) -> list[WelfareFund]:
    """Return the open parts of a scheme, by code."""
    return list(all_funds(fund.organisation).filter(part_of=fund, closed_on=None))


def network_of(group: Organisation, *, on: date) -> Organisation | None:
    """Return the network that keeps a group's account, where the group is a member of it on that day; or None."""
    if not group.keeper_id:
        return None
    held = Membership.objects.filter(network_id=group.network_key, organisation_id=group.keeper_id)
    held = held.filter(member_organisation=group).live(on).select_related("organisation__book")
    found = held.first()
    return found and found.organisation


def funds_open_to(organisation: Organisation, *, on: date) -> list[WelfareFund]:
    """Return the funds in which members of an organisation can have a place: its own and its network's; no parts."""
    network = network_of(organisation, on=on)
    found = funds_of(organisation, on=on) + (funds_of(network, on=on) if network else [])
    return [fund for fund in found if fund.part_of_id is None]


WITH_MEMBER = ("membership__person", "membership__organisation", "office", "fund")


def places(fund: WelfareFund, *, on: date | None = None) -> QuerySet[Enrolment]:
    """Return the places that run on a day, or all there ever were, by the fund's own number."""
    found = Enrolment.objects.filter(network_id=fund.network_id, fund=fund).select_related(*WITH_MEMBER)
    if on:
        found = found.filter(since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    return found.order_by("number")


def place(fund: WelfareFund, number: int) -> Enrolment | None:
    """Return a place by the fund's number, running or ended, or None."""
    return places(fund).filter(number=number).first()


def places_of_member(membership: Membership, *, on: date | None = None) -> QuerySet[Enrolment]:
    """Return a member's places in all funds, or those that run on a day, by fund."""
    found = Enrolment.objects.filter(network_id=membership.network_id, membership=membership)
    if on:
        found = found.filter(since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    return found.select_related("fund__organisation__book", *WITH_MEMBER).order_by("fund__code", "number")
