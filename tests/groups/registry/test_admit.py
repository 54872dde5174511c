import pytest

from tests import builders

pytestmark = pytest.mark.django_db


def test_builders_make_a_group_with_members():
    group = builders.group()
    builders.member(group)
    made = builders.members(group, 30)
    assert [m.number for m in made] == list(range(2, 32))
    builders.member_group(group.keeper, group)
