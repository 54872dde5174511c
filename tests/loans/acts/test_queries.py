"""The month's losses and recoveries, what waits, and who may decide."""

from datetime import date
from decimal import Decimal as D

import pytest

from federation.access.permissions import Role
from loans.acts import queries
from loans.acts.models import ActKind
from tests import builders
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import carry_out, decide, paid_out, propose

pytestmark = pytest.mark.django_db


def test_a_months_losses_and_recoveries_are_listed():
    made = paid_out()
    carry_out(made, "waiver", on=JULY, data={"interest": "80.00", "fine": "0.00", "resolution_of": "committee"})
    act = carry_out(made, "charge_off", on=JULY)
    pays(made, "500.00", on=date(2026, 7, 20))
    pays(made, "700.00", on=date(2026, 8, 3))

    july = queries.monthly_acts(made.group, date(2026, 7, 1))

    assert [(one.event.kind, one.amount, one.resolution_no) for one in july] == [
        ("charge_off", D("12000.00"), "4/2569"),
        ("recovery", D("500.00"), ""),
        ("waiver", D("80.00"), "4/2569"),
    ]
    assert july[0].act == act
    assert [one.amount for one in queries.monthly_acts(made.group, date(2026, 8, 1))] == [D("700.00")]


def test_what_was_taken_back_is_not_listed():
    made = paid_out()
    act = carry_out(made, "charge_off", on=JULY)
    carry_out(made, "strike", on=JULY, data={"event": str(act.event_id)})

    assert queries.monthly_acts(made.group, date(2026, 7, 1)) == []


def test_a_months_list_costs_the_same_however_long(django_assert_num_queries):
    made = paid_out()
    carry_out(made, "charge_off", on=JULY)
    for day in (10, 11, 12):
        pays(made, "10.00", on=date(2026, 7, day))

    with django_assert_num_queries(2):
        assert len(queries.monthly_acts(made.group, date(2026, 7, 1))) == 4


def test_acts_wait_until_they_are_decided():
    made = paid_out()
    act = propose(made, "in_court", on=JULY, data={"court": "ศาลแขวง"})
    assert list(queries.waiting(made.group)) == list(queries.waiting(made.group, loan=made.loan)) == [act]

    decide(act, agree=False)

    assert list(queries.waiting(made.group)) == []
    assert [one.kind for one in queries.decided(made.group)] == [ActKind.IN_COURT, ActKind.PAYOUT]


def test_who_may_decide_is_who_may_check_loans():
    made = paid_out()
    chair = builders.officer(made.group, Role.CHAIR)
    builders.officer(made.group, Role.TREASURER)
    builders.officer(builders.group(), Role.CHAIR)

    assert list(queries.deciders(made.group, on=JULY)) == [chair]


def test_acts_of_another_group_are_not_found():
    made, other = paid_out(), paid_out()
    act = queries.decided(other.group).get()

    assert queries.act(made.group, act.pk) is None
    assert act not in queries.acts_of(made.group)
