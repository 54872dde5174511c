"""Places in funds and funeral schemes when somebody leaves: they end, or go along to another group.

Source: domain, 1.2 Membership rules, resignation: of a welfare fund nothing is returned.
"""

from datetime import date, datetime, timedelta

from groups.registry.models import Membership, Office
from welfare.funds.queries.funds import places_of_member
from welfare.funds.steps.places import end_place_step
from welfare.funeral.models import Covered, Relation
from welfare.funeral.steps.people import change_step


def end_places_step(membership: Membership, *, on: date, why: str) -> None:
    """End somebody's places in welfare funds after a day: on the day itself they still hold."""
    for place in places_of_member(membership).filter(until=None):
        end_place_step(place, on=max(on + timedelta(days=1), place.since), why=why)


def end_cover_step(membership: Membership, *, state: str, on: date, reason: str, by, at: datetime, **papers) -> None:
    """End what funeral schemes cover through a membership. state: resigned or expelled."""
    for covered in _covers(membership):
        change_step(covered, state=state, on=max(on, covered.applied_on), reason=reason, by=by, at=at, **papers)


def _covers(membership: Membership):
    found = Covered.objects.filter(network_id=membership.network_id, membership=membership, ended_on=None)
    return found.filter(relation=Relation.MEMBER).select_related("scheme__organisation")


def move_places_step(old: Membership, new: Membership, *, on: date) -> None:
    """Let places in the network's funds and schemes go along; since when, and what was paid, stay as they were.

    Places in the funds and schemes of the group that is left end.
    """
    for place in places_of_member(old).filter(until=None):
        if place.fund.organisation_id == old.organisation_id:
            end_place_step(place, on=max(on, place.since), why="")
        else:
            place.membership = new
            place.save(update_fields=["membership"])
    moved = Covered.objects.filter(network_id=old.network_id, membership=old, ended_on=None)
    moved.exclude(scheme__organisation=old.organisation_id).update(membership=new)


def end_offices_step(membership: Membership, *, on: date) -> list[Office]:
    """End the terms of office that somebody who leaves holds; return them."""
    held = Office.objects.filter(
        network_id=membership.network_id, organisation=membership.organisation_id, person=membership.person_id
    )
    ended = list(held.filter(since__lte=on, until__gt=on))
    for office in ended:
        office.until = on
        office.save(update_fields=["until"])
    return ended
