"""Who may do what, as a table: read it with the committee, not with the code."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from federation.access.permissions import (
    AFFILIATED,
    BELOW,
    DOWNWARD,
    GRANTS,
    GROUP_ROLES,
    NETWORK_ROLES,
    Permission,
    Role,
)
from federation.access.queries import may, organisations_for, permissions_in, two_can_appoint
from federation.organisations.models import Affiliation
from federation.people.models import User
from tests import builders

TODAY = date(2026, 11, 3)

# x: in one's own organisation; d: also in the groups whose account one's network keeps; a: also where only affiliated;
# b: also in all that stands below one's network.
TABLE = """
                  network   network   chair treas- secre- loan      regis- welfare   auditor facili- member system
                  committee treasurer       urer   tary   committee trar   committee         tator          admin.
organisation.see  xda       xda       x     x      x      x         x      x         x       xd      .      xd
organisation.edit xd        .         x     .      x      .         .      .         .       .       .      xd
books.see         xd        xd        x     x      x      x         x      x         x       x       .      .
books.propose     .         x         x     x      .      .         .      .         .       .       .      .
books.check       x         .         x     x      x      .         .      .         x       .       .      .
members.see       x         x         x     x      x      x         x      x         x       .       .      .
members.edit      .         x         .     x      x      .         x      .         .       .       .      .
sheet.edit        .         x         .     x      x      .         x      .         .       .       .      .
sheet.post        .         x         .     x      .      .         .      .         .       .       .      .
month.close       x         x         x     x      .      .         .      .         .       .       .      .
report.see        xd        xd        x     x      x      x         x      x         x       xd      .      .
bylaws.see        xd        xd        x     x      x      x         x      x         x       x       .      .
bylaws.set        x         .         x     .      x      .         .      .         .       .       .      .
register.import   .         .         x     x      .      .         x      .         .       .       .      .
loans.see         x         x         x     x      x      x         .      .         x       .       .      .
loans.edit        x         x         .     x      x      x         .      .         .       .       .      .
loans.decide      x         .         x     .      x      x         .      .         .       .       .      .
loans.pay         .         x         .     x      .      .         .      .         .       .       .      .
loans.check       x         .         x     .      x      x         .      .         .       .       .      .
products.set      x         .         x     .      x      .         .      .         .       .       .      .
cases.work        x         x         x     x      x      x         .      .         .       .       .      .
cases.help        xd        .         .     .      .      .         .      .         .       .       .      .
figures.see       xdb       xdb       x     x      x      x         x      x         x       xdb     .      .
meetings.edit     x         x         x     x      x      .         .      .         .       x       .      .
month.send        x         x         x     x      x      .         .      .         .       .       .      .
month.check       xd        xd        .     .      .      .         .      .         .       .       .      .
pool.propose      .         x         .     .      .      .         .      .         .       .       .      .
pool.check        x         .         .     .      .      .         .      .         .       .       .      .
support.work      xd        .         .     .      .      .         .      .         .       xd      .      .
grade.set         xd        .         .     .      .      .         .      .         .       .       .      .
registry.edit     xd        xd        x     .      x      .         .      .         .       xd      .      .
reports.batch     x         x         .     .      .      .         .      .         .       x       .      .
welfare.see       x         x         x     x      x      .         x      x         x       .       .      .
welfare.file      x         x         .     x      x      .         x      x         .       .       .      .
welfare.decide    x         .         .     .      x      .         .      x         .       .       .      .
welfare.approve   x         .         x     .      .      .         .      .         .       .       .      .
welfare.pay       .         x         .     x      .      .         .      .         .       .       .      .
welfare.health    x         .         x     .      .      .         .      x         .       .       .      .
welfare.set       x         .         x     .      x      .         .      x         .       .       .      .
surplus.see       x         x         x     x      x      .         .      .         x       .       .      .
surplus.edit      .         x         .     x      x      .         .      .         .       .       .      .
surplus.check     x         .         x     .      x      .         .      .         x       .       .      .
leaving.edit      .         x         .     x      x      .         x      .         .       .       .      .
leaving.decide    x         .         x     .      x      .         .      .         .       .       .      .
access.see        xd        xd        x     x      x      x         x      x         x       x       .      xd
access.grant      xd        .         x     .      .      .         .      .         .       .       .      xd
acts.see          xd        .         x     .      x      .         .      .         x       .       .      xd
backup.make       .         x         .     .      .      .         .      .         .       .       .      x
"""
ROLES = [
    *(Role.NETWORK_COMMITTEE, Role.NETWORK_TREASURER, Role.CHAIR, Role.TREASURER, Role.SECRETARY, Role.LOAN_COMMITTEE),
    *(Role.REGISTRAR, Role.WELFARE_COMMITTEE, Role.AUDITOR, Role.FACILITATOR, Role.MEMBER, Role.ADMINISTRATOR),
]

pytestmark = pytest.mark.django_db


def rows():
    """Yield (role, permission, cell) for every cell of the table."""
    for line in TABLE.strip().splitlines()[2:]:
        permission, *cells = line.split()
        for role, cell in zip(ROLES, cells, strict=True):
            yield role, Permission(permission), cell


def test_far_below_a_network_figures_are_seen_and_nothing_else():
    province, district, group = builders.network(level="province"), builders.network(), builders.group()
    Affiliation.objects.create(member=district, upper=province)
    Affiliation.objects.create(member=group, upper=district)
    officer = builders.officer(province, Role.NETWORK_COMMITTEE)

    assert permissions_in(officer, group, TODAY) == {Permission.FIGURES_SEE}
    assert list(organisations_for(officer, Permission.FIGURES_SEE, on=TODAY).order_by("pk")) == [
        province,
        district,
        group,
    ]
    assert group not in organisations_for(officer, Permission.ORGANISATION_SEE, on=TODAY)


def test_the_table_names_every_role_and_every_permission():
    assert set(ROLES) == set(Role) == set(GRANTS)
    assert {permission for _role, permission, _cell in rows()} == set(Permission)


def test_the_grants_are_those_of_the_table():
    expected = {(role, permission): cell for role, permission, cell in rows()}
    found = {
        key: "".join(
            sign
            for sign, table in (("x", GRANTS), ("d", DOWNWARD), ("a", AFFILIATED), ("b", BELOW))
            if key[1] in table.get(key[0], set())
        )
        or "."
        for key in expected
    }
    assert found == expected


def test_nobody_who_posts_can_give_rights_or_sees_the_log_alone():
    posts = {role for role, granted in GRANTS.items() if Permission.SHEET_POST in granted}
    appoints = {role for role, granted in GRANTS.items() if Permission.ACCESS_GRANT in granted}

    assert posts & appoints == set()


def test_the_system_administrator_touches_no_money():
    money = {p for p in Permission if p.split(".")[0] in ("books", "sheet", "month", "members", "register", "report")}

    assert GRANTS[Role.ADMINISTRATOR] & money == set()


@pytest.mark.parametrize("role", ROLES)
def test_an_officer_may_what_the_table_says_and_nothing_next_door(role):
    network = builders.network()
    own, next_door = builders.group(network), builders.group(network)
    where = own if role in GROUP_ROLES or role == Role.MEMBER else network
    officer = builders.officer(where, role)

    assert permissions_in(officer, where, TODAY) == GRANTS[role]
    assert permissions_in(officer, next_door, TODAY) == (DOWNWARD.get(role, set()) if where == network else set())
    assert permissions_in(officer, builders.group(), TODAY) == set()
    if where == own:
        assert permissions_in(officer, network, TODAY) == set()


@pytest.mark.parametrize("permission", list(Permission))
def test_the_list_of_organisations_agrees_with_the_single_question(permission):
    network, upper = builders.network(), builders.network()
    groups = [builders.group(network), builders.group(network), builders.group()]
    Affiliation.objects.create(member=groups[2], upper=network, since=date(2020, 1, 1))
    Affiliation.objects.create(member=network, upper=upper, since=date(2020, 1, 1))
    people = [builders.officer(groups[0], role) for role in GROUP_ROLES]
    people += [builders.officer(where, role) for where in (network, upper) for role in NETWORK_ROLES]

    for person in people:
        listed = set(organisations_for(person, permission, on=TODAY))
        asked = {o for o in (network, upper, *groups) if may(person, permission, o, on=TODAY)}
        assert listed == asked


def test_an_affiliation_counts_on_its_own_days_only():
    network, group = builders.network(), builders.group()
    officer = builders.officer(network, Role.NETWORK_COMMITTEE)
    Affiliation.objects.create(member=group, upper=network, since=date(2025, 1, 1), until=date(2026, 10, 31))

    seen = {Permission.ORGANISATION_SEE, Permission.FIGURES_SEE}
    assert permissions_in(officer, group, date(2026, 10, 31)) == seen
    assert permissions_in(officer, group, date(2026, 11, 1)) == set()
    assert not organisations_for(officer, Permission.ORGANISATION_SEE, on=TODAY).contains(group)


@pytest.mark.parametrize(
    ("term", "holds"),
    [
        ({"since": TODAY}, True),
        ({"since": TODAY + timedelta(days=1)}, False),
        ({"since": date(2020, 1, 1), "until": TODAY}, True),
        ({"since": date(2020, 1, 1), "until": TODAY - timedelta(days=1)}, False),
    ],
)
def test_a_term_begins_and_ends_by_itself(term, holds):
    group = builders.group()
    officer = builders.officer(group, **term)

    assert may(officer, Permission.SHEET_POST, group, on=TODAY) is holds
    assert organisations_for(officer, Permission.SHEET_POST, on=TODAY).exists() is holds


@pytest.mark.parametrize("change", [{"checked_by": None}, {"ended_on": TODAY}])
def test_an_appointment_without_its_check_or_ended_early_gives_nothing(change):
    group = builders.group()
    officer = builders.officer(group)
    officer.appointments.update(**change)

    assert permissions_in(officer, group, TODAY) == set()
    assert not organisations_for(officer, Permission.BOOKS_SEE, on=TODAY).exists()


def test_a_disabled_account_may_nothing():
    group = builders.group()
    officer = builders.officer(group)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    officer.refresh_from_db()

    assert permissions_in(officer, group, TODAY) == set()
    assert not organisations_for(officer, Permission.BOOKS_SEE, on=TODAY).exists()


def test_several_roles_add_up():
    group = builders.group()
    officer = builders.officer(group, Role.REGISTRAR, name="both")
    builders.officer(group, Role.AUDITOR, name="both")

    assert permissions_in(officer, group, TODAY) == GRANTS[Role.REGISTRAR] | GRANTS[Role.AUDITOR]


@pytest.mark.parametrize("groups", [1, 3])
def test_questions_of_access_are_one_query_each(groups):
    network = builders.network()
    made = [builders.group(network) for _n in range(groups)]
    officer = builders.officer(network, Role.NETWORK_COMMITTEE)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        permissions_in(officer, made[0], TODAY)
        list(organisations_for(officer, Permission.BOOKS_SEE, on=TODAY))

    assert len(asked) == 2


def test_two_can_appoint_counts_people_not_roles():
    network = builders.network()
    for role in (Role.NETWORK_COMMITTEE, Role.ADMINISTRATOR):
        builders.officer(network, role, name="one")
    builders.officer(network, Role.NETWORK_TREASURER, name="two")
    assert not two_can_appoint(network, on=TODAY)

    builders.officer(network, Role.NETWORK_COMMITTEE, name="three")

    assert two_can_appoint(network, on=TODAY)
