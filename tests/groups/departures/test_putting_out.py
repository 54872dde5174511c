from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.queries.lists import proposals
from groups.departures.rules import days_idle, is_proposed
from groups.departures.steps import asking
from groups.departures.steps.frame import NotYet
from groups.registry.models import Membership
from groups.registry.steps import change_state_step
from groups.sheets.models import SheetRow
from loans.lending.models import Loan
from tests import builders
from tests.groups.departures.worlds import DAY, asked, decided, saver, who
from tests.groups.promises.test_steps import JAN, set_bylaw, sheet

pytestmark = pytest.mark.django_db
D = Decimal
PAID = date(2026, 1, 5)


@pytest.fixture
def group():
    return builders.group()


def names(group, on):
    return [one.membership.person.given for one in proposals(group, on=on)]


@transaction.atomic
def noticed(departure, *, on=DAY):
    return asking.notice_step(departure, on=on, **who("asks", on=on))


@pytest.mark.parametrize(("days", "proposed"), [(90, False), (91, True)])
def test_more_than_ninety_days_without_payment_are_proposed(group, days, proposed):
    anon, busaba = builders.member(group, "อานนท์"), builders.member(group, "บุษบา")
    sheet(group, JAN, {anon: "100.00", busaba: "100.00"})
    on = PAID + timedelta(days=days)

    assert (names(group, on) == ["อานนท์", "บุษบา"]) is proposed
    assert Membership.objects.filter(state="admitted").count() == 2


def test_who_paid_lately_is_on_hold_or_leaves_already_is_not_proposed(group):
    anon, busaba, chai = (builders.member(group, given) for given in ("อานนท์", "บุษบา", "ชัย"))
    sheet(group, JAN, dict.fromkeys((anon, busaba, chai), "100.00"))
    on = PAID + timedelta(days=120)
    sheet(group, date(2026, 4, 1), {anon: "100.00", busaba: "0.00", chai: "0.00"}, day=20)
    Membership.objects.filter(pk=busaba.pk).update(state="on_hold")
    SheetRow.objects.filter(sheet__meeting_on=date(2026, 4, 20)).exclude(membership=anon).update(state="absent")

    assert names(group, on) == ["ชัย"]
    asked(chai, kind="expulsion", on=on)
    assert names(group, on) == []


def test_a_season_on_hold_is_not_counted(group):
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: "100.00"})
    for state, day in (("on_hold", date(2026, 2, 1)), ("admitted", date(2026, 4, 2))):
        with transaction.atomic():
            change_state_step(anon, state=state, on=day, reason="ฤดูปิดกรีดยาง", **who("asks", on=day))

    assert names(group, PAID + timedelta(days=91)) == []
    assert names(group, PAID + timedelta(days=91 + 60)) == ["อานนท์"]


def test_days_on_hold_are_taken_off_and_nought_never_proposes():
    holds = [(date(2026, 1, 11), date(2026, 1, 21)), (date(2026, 2, 1), None)]

    assert days_idle(date(2026, 1, 1), on=date(2026, 2, 10), holds=holds) == 40 - 10 - 9
    assert not is_proposed(5000, dropout_days=0)


def test_a_group_that_sets_no_days_is_proposed_nobody(group):
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: "100.00"})
    set_bylaw(group, "dropout_days", 0)

    assert names(group, date(2026, 12, 31)) == []


def test_nobody_is_put_out_without_notice_or_before_its_days_are_over(group):
    departure = asked(saver(group, satja="300.00"), kind="expulsion")
    with pytest.raises(NotYet):
        decided(departure)
    noticed(departure)

    with pytest.raises(NotYet) as refused:
        decided(departure, on=DAY + timedelta(days=29))
    assert "12 มีนาคม 2569" in str(refused.value)
    with pytest.raises(NeedsSecondPerson):
        decided(departure, on=DAY + timedelta(days=30), by="asks")
    made = decided(departure, on=DAY + timedelta(days=30))

    assert (made.state, made.net, made.membership.state) == ("decided", D("300.00"), "expelled")


def test_who_is_put_out_owing_more_than_is_held_still_owes_the_rest(group):
    anon = saver(group, satja="300.00")
    loan = builders.loan(anon, "1200.00")
    departure = noticed(asked(anon, kind="expulsion"))

    made = decided(departure, on=DAY + timedelta(days=30))

    assert (made.state, made.net, made.payments.count()) == ("done", 0, 0)
    assert Loan.objects.get(pk=loan.pk).state == "running"
