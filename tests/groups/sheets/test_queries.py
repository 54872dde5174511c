import pytest

from groups.sheets.queries import members_to_post
from tests import builders
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
