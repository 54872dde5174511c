from datetime import date

import pytest

from federation.kit import clock
from groups.sheets.queries import members_to_post
from tests import builders
from tests.groups.promises.test_steps import set_bylaw
from tests.groups.sheets.worlds import draft, save, typed

pytestmark = pytest.mark.django_db


def test_a_member_to_post_answers_as_its_membership_does(django_assert_num_queries):
    group = builders.group()
    anon, bua = builders.members(group, 2)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100", payer=bua), typed(sheet, bua, satja="50.25"))

    with django_assert_num_queries(1):
        found = members_to_post(sheet)

    for fact in ("pk", "network_id", "number", "counted_from", "satja_account_id", "shown_number", "shares_account"):
        assert [getattr(one, fact) for one in found] == [getattr(one, fact) for one in (anon, bua)]
    assert [(one.amounts, one.payer_id) for one in found] == [
        ({"satja": 100}, bua.pk),
        ({"satja": found[1].amounts["satja"]}, None),
    ]


def test_the_bylaws_meeting_days_are_proposed_one_after_the_other(client):
    group, seen = builders.group(), []
    builders.members(group, 1)
    client.force_login(builders.officer(group))
    assert client.get(f"/o/{group.code}/sheets/").context["form"].initial["meeting_on"] == clock.today()
    set_bylaw(group, "meeting_days", (5, 31))

    for _time in range(3):
        seen.append(client.get(f"/o/{group.code}/sheets/").context["form"].initial["meeting_on"])
        draft(group, on=seen[-1])

    assert seen == [date(2026, 1, 5), date(2026, 1, 31), clock.today()]
