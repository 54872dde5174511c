"""Years of the demo: closed with their last month, resolved on two months later, paid as members chose."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.demo import year_end
from groups.surplus.models import DividendPart, Into, YearState
from tests import builders
from tests.groups.surplus import worlds

pytestmark = pytest.mark.django_db

NOW = builders.at_noon(date(2026, 11, 22))
GIVEN = ("กมล", "ขวัญ", "คำ", "จันทร์", "ชม", "ดาว", "ทอง", "นวล", "บุญ", "ปราณี", "ผ่อง", "พร")
USERS = {post: f"year-{post}" for post in ("treasurer", "chair", "secretary")}


def facts(month, *, number=2):
    users = {post: builders.user(name) for post, name in USERS.items()}
    return {"number": number, "users": users, "month": month, "now": NOW}


def earning_group():
    group = worlds.group()
    for given in GIVEN:
        member = builders.member(group, given, joined_on=worlds.SINCE)
        worlds.save(member, "1000", on=date(2025, 1, 5))
    worlds.earn(group, "1200")
    worlds.close_months(group)
    return group


@transaction.atomic
def closed(group, **more):
    return year_end.close(group, **facts(date(2025, 12, 1), **more))


@transaction.atomic
def met(group, month):
    return year_end.meet(group, **facts(month))


def test_year_is_closed_with_its_last_month_by_two():
    close = closed(earning_group())

    assert (close.state, close.surplus) == (YearState.CLOSED, Decimal("1200.00"))
    assert close.asked_by != close.decided_by


def test_no_year_is_closed_with_another_month():
    group = earning_group()

    assert year_end.close(group, **facts(date(2025, 11, 1))) is None


def test_general_meeting_waits_for_its_month_and_pays_everybody():
    group = earning_group()
    closed(group)

    assert met(group, date(2026, 1, 1)) is None
    adopted = met(group, date(2026, 2, 1))

    parts = DividendPart.objects.filter(year=adopted)
    assert sum(part.gross for part in parts) == Decimal("600.00")
    assert not parts.filter(paid_on=None, into=Into.SATJA).exists()
    assert parts.exclude(into=Into.CASH).filter(paid_on=date(2026, 2, 22)).exists()


def test_first_groups_last_year_is_left_to_the_visitor():
    group = earning_group()
    late = facts(date(2025, 12, 1), number=year_end.FIRST) | {"now": builders.at_noon(date(2026, 2, 3))}

    assert year_end.close(group, **late) is None
    assert year_end.first_month_for(date(2026, 2, 1)) == 1
