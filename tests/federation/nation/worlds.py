"""Counts of areas, organisations known by name, and groups with books, at places of the tests."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.nation.models import KnownCount
from federation.organisations.models import Organisation
from federation.organisations.steps import know_organisation_step
from tests import builders

KRADAE, DON_SAK = "840203", "840301"


def count(
    kind, place, groups=None, members=None, money=None, *, as_of=date(2025, 12, 31), target=False, source="สำรวจ"
):
    return KnownCount.objects.create(
        kind_id=kind,
        place_code=place,
        groups=groups,
        members=members,
        money=money and Decimal(money),
        as_of=as_of,
        as_of_precision="day",
        is_target=target,
        source=source,
        entered_at=builders.AT,
    )


@transaction.atomic
def known(name, place=KRADAE, *, kind="village_bank", level="group", **facts):
    """An organisation known by name only."""
    facts = {"place_code": place, **facts}
    return know_organisation_step(
        name_th=name, level=level, kind_code=kind, by=builders.user(), at=builders.AT, **facts
    )


def group_at(place, *, network=None, kind="satja", name="กลุ่มสัจจะบ้านคลอง", members=0):
    """A group with books here, registered in a place."""
    made = builders.group(network, name=name)
    Organisation.objects.filter(pk=made.pk).update(place_code=place, kind=kind)
    made.refresh_from_db()
    if members:
        builders.members(made, members, promise=None)
    return made
