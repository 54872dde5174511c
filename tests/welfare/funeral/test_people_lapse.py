"""Who may be put out for unpaid cases, what models C, D and E ask for, and a member's book of dues."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.people_worlds import baht, cover, scheme
from welfare.funds.steps.dues import dues_rule_step
from welfare.funeral.models import DeathDue
from welfare.funeral.queries.lapse import lapse_proposals
from welfare.funeral.queries.passbook import passbook
from welfare.funeral.queries.people import payers_on, state_on
from welfare.funeral.queries.standing import standing_of
from welfare.funeral.steps.lapse import NothingProposed, NoticeMissing, notice_step, put_out_step

pytestmark = pytest.mark.django_db

CLAIMS = (date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 10))
LATE = date(2026, 5, 1)


@pytest.fixture
def group():
    return builders.group()


def three_deaths(group, **terms):
    """A scheme in which three of six members died; nobody brought anything yet."""
    made = worlds.scheme(group, **terms)
    people = worlds.cover(made, builders.members(group, 6))
    for dead, claimed in zip(people, CLAIMS, strict=False):
        worlds.opened(dead, died_on=claimed - timedelta(days=2), claimed_on=claimed)
    return made, people[3:]


def settle(covered, number, *, on):
    dues = DeathDue.objects.filter(membership=covered.membership, death__number=number)
    [due] = dues
    due.paid, due.settled_on = due.amount, on
    due.save(update_fields=["paid", "settled_on"])


def acting(on):
    return {"by": builders.user("decides"), "at": builders.at_noon(on)}


def decided(on):
    return {"on": on, "reason": "ไม่ส่งสามศพ", "resolution_no": "6/2569", "resolution_on": on, **acting(on)}


def test_three_unpaid_cases_in_a_row_are_proposed_and_two_are_not(group):
    made, (one, other, _third) = three_deaths(group)
    settle(one, 2, on=date(2026, 3, 20))

    proposed = lapse_proposals(made, on=LATE)

    assert [proposal.covered for proposal in proposed] == [other, _third]
    assert [due.death.number for due in proposed[0].unpaid] == [1, 2, 3]
    assert proposed[0].owed == Decimal("300.00")
    assert lapse_proposals(made, on=date(2026, 4, 25)) == []
    assert len(lapse_proposals(made, on=date(2026, 4, 26))) == 2


def test_three_in_all_is_another_reading_and_the_terms_say_which(group):
    made, (one, *_others) = three_deaths(group, lapse_counts="in_all", lapse_cases=2)
    settle(one, 2, on=date(2026, 3, 20))

    assert one in [proposal.covered for proposal in lapse_proposals(made, on=LATE)]
    assert three_deaths(builders.group(), lapse_cases=0)[1]


def test_being_behind_follows_from_the_dues_and_ends_with_them(group):
    made, (one, *_others) = three_deaths(group)

    assert state_on(one, on=date(2026, 2, 25)) == "covered"
    assert state_on(one, on=date(2026, 2, 26)) == "arrears"
    for number in (1, 2, 3):
        settle(one, number, on=date(2026, 5, 10))
    assert [state_on(one, on=day) for day in (date(2026, 5, 9), date(2026, 5, 10))] == ["arrears", "covered"]


def test_whether_who_is_behind_pays_is_the_terms_to_say(group):
    after = date(2026, 5, 5)  # eighty days from the first claim are over
    assert len(payers_on(three_deaths(group, dues_days=80)[0], on=after)) == 3
    assert payers_on(three_deaths(builders.group(), dues_days=80, arrears_pay=False)[0], on=after) == []


def test_nobody_is_out_without_notice_time_and_a_decision(group):
    made, (one, *_others) = three_deaths(group)
    with transaction.atomic(), pytest.raises(NoticeMissing):
        put_out_step(one, **decided(LATE))
    with transaction.atomic():
        notice_step(one, on=LATE, **acting(LATE))
    over = LATE + timedelta(days=31)
    with transaction.atomic(), pytest.raises(NoticeMissing):
        put_out_step(one, **decided(over - timedelta(days=1)))
    assert state_on(one, on=over) == "arrears"
    with transaction.atomic():
        put_out_step(one, **decided(over))
    assert state_on(one, on=over) == "expelled"
    assert one not in [proposal.covered for proposal in lapse_proposals(made, on=over)]


def test_who_paid_after_the_notice_stays(group):
    _made, (one, *_others) = three_deaths(group)
    with transaction.atomic():
        notice_step(one, on=LATE, **acting(LATE))
    settle(one, 3, on=date(2026, 5, 20))

    with transaction.atomic(), pytest.raises(NothingProposed):
        put_out_step(one, **decided(date(2026, 6, 20)))
    assert state_on(one, on=date(2026, 6, 20)) == "arrears"


def test_the_book_shows_what_was_asked_and_what_is_owed_after_each_line(group):
    _made, (one, *_others) = three_deaths(group)

    lines = passbook(one)

    assert [(line.on, line.asked, line.owed) for line in lines] == [
        (claimed, Decimal("100.00"), Decimal(100 * n)) for n, claimed in enumerate(CLAIMS, 1)
    ]


def test_a_yearly_fee_makes_a_place_in_the_fund_and_is_asked_for(group):
    made = scheme(group, model="yearly", terms={"yearly_due_month": 3})
    [one] = cover(made, [builders.member(group)])

    assert made.fund.enrolments.get().pays == "yearly"
    assert standing_of(one, on=date(2026, 3, 31)).holds
    assert not standing_of(one, on=date(2026, 4, 1)).holds
    assert [proposal.covered for proposal in lapse_proposals(made, on=date(2026, 4, 1))] == [one]
    with transaction.atomic():  # a year that costs nothing is paid for
        facts = {"resolution_no": "2/2569", "resolution_on": date(2026, 1, 1), **acting(LATE)}
        dues_rule_step(made.fund, holds_from=date(2027, 1, 1), yearly=baht("300.00"), **facts)
    assert not standing_of(one, on=date(2027, 4, 1)).holds


def test_savings_above_the_floor_and_days_of_membership(group):
    terms = {"min_balance": baht("300.00"), "min_days": 180}
    made = scheme(group, model="balance", terms=terms)
    [one] = cover(made, [builders.member(group)])

    assert not standing_of(one, on=LATE).holds
    assert "0.00" in str(standing_of(one, on=LATE).words)


def test_months_of_saving_without_a_gap(group):
    made = scheme(group, model="saving", terms={"saving_months": 2})
    [one] = cover(made, [builders.member(group, joined_on=date(2026, 1, 1))])

    assert not standing_of(one, on=date(2026, 3, 15)).holds
    assert "0" in str(standing_of(one, on=date(2026, 3, 15)).words)
    [new] = cover(made, [builders.member(group, "ใหม่", joined_on=date(2026, 3, 1))], on=date(2026, 3, 1))
    assert not standing_of(new, on=date(2026, 4, 15)).holds
