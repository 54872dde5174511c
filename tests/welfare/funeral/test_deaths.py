"""A death opens a round: checks, the count of the claim date, the entry, and taking it back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.ledger.queries import as_text
from federation.ledger.refusals import NeedsSecondPerson
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from welfare.funeral.models import CoveredState, Death, DeathDue, DeathState
from welfare.funeral.steps.deaths import NotPaidFor, NotThatDay, check_death_step
from welfare.funeral.steps.payouts import ask_act_step, decide_act_step

pytestmark = pytest.mark.django_db


def group_with(n, **facts):
    group = builders.group()
    scheme = worlds.scheme(group, **facts)
    return group, scheme, worlds.cover(scheme, builders.members(group, n))


def test_a_members_death_is_counted_without_the_dead_and_entered_once_another_opens_it():
    group, scheme, places = group_with(413)
    death = worlds.entered(places[0])
    assert (death.payers, death.gross, death.fee, death.net) == (412, 41200, 4120, 37080)
    assert not death.entry and worlds.held(group, "21060-FUN") == 0
    death = worlds.checked(death)
    assert as_text(death.entry).split("\n") == [
        "Dr funeral aid to collect from members, FUN     41,200.00",
        "   Cr funeral aid to be paid, FUN                  37,080.00",
        "   Cr the fund's share of funeral aid, FUN          4,120.00",
    ]
    assert death.dues.count() == 412 and set(death.dues.values_list("amount", flat=True)) == {Decimal(100)}
    assert not death.dues.filter(membership=places[0].membership).exists()
    places[0].refresh_from_db()
    assert (places[0].state, places[0].ended_on) == (CoveredState.DECEASED, worlds.DIED)


def test_a_relatives_death_costs_the_lower_rate_and_the_member_pays_too():
    group, scheme, places = group_with(412)
    [spouse] = worlds.cover(scheme, [places[0].membership], relation="spouse", name="มาลี ใจดี")
    death = worlds.opened(spouse)
    assert (death.payers, death.gross, death.fee, death.net) == (412, 20600, 2060, 18540)
    assert death.dues.filter(membership=places[0].membership).exists()


def test_what_was_counted_stays_however_many_join_or_leave_before_the_second_person():
    group, scheme, places = group_with(5)
    death = worlds.entered(places[0])
    worlds.cover(scheme, builders.members(group, 3))
    death = worlds.checked(death)
    assert (death.payers, death.gross, death.dues.count()) == (4, 400, 4)


def test_a_fixed_sum_is_borne_by_the_fund_and_nothing_is_collected():
    group, scheme, places = group_with(3, model="saving", fixed_sum=Decimal(60000), saving_months=1)
    for month in (date(2026, 1, 5),):
        worlds.gift(scheme, "54000.00", on=month)
    save(group, places[0].membership, on=date(2026, 1, 6))
    death = worlds.opened(places[0])
    assert as_text(death.entry).split("\n") == [
        "Dr welfare, death, FUN                          60,000.00",
        "   Cr funeral aid to be paid, FUN                  54,000.00",
        "   Cr the fund's share of funeral aid, FUN          6,000.00",
    ]
    assert not death.dues.exists()


def save(group, membership, *, on):
    from federation.ledger.books import account
    from federation.ledger.posting import credit, debit, post

    moves = [debit(account(group.book, "11010").pk, Decimal(100)), credit(membership.satja_account_id, Decimal(100))]
    post(book=group.book, on=on, kind="journal", key=f"save:{on}", moves=moves, by=builders.user("asks"))


def test_every_check_that_does_not_hold_is_named():
    group, scheme, places = group_with(3, wait_days=180)
    with pytest.raises(NotPaidFor) as refused:
        worlds.entered(places[0], papers=["death_certificate"])
    assert len(refused.value.problems) == 2
    assert not Death.objects.exists()


def test_an_accident_needs_no_waiting_where_the_terms_say_so():
    group, scheme, places = group_with(3, wait_days=180, accident_exempt=True, waiting_pay=True)
    with pytest.raises(NotPaidFor):
        worlds.entered(places[0])
    assert worlds.entered(places[0], by_accident=True).payers == 2


def test_one_person_is_claimed_for_once_and_again_only_after_it_was_declined():
    group, scheme, places = group_with(3)
    first = worlds.entered(places[0])
    with pytest.raises(NotPaidFor):
        worlds.entered(places[0])
    assert worlds.checked(first, agree=False).state == DeathState.TAKEN_BACK
    assert worlds.entered(places[0]).number == 2


def test_who_entered_a_claim_does_not_open_its_round():
    group, scheme, places = group_with(3)
    death = worlds.entered(places[0])
    with pytest.raises(NeedsSecondPerson), transaction.atomic():
        check_death_step(death, agree=True, by=builders.user("opens"), at=worlds.at(worlds.CLAIMED))


def test_a_claim_lies_after_the_death_and_not_ahead():
    group, scheme, places = group_with(3)
    with pytest.raises(NotThatDay):
        worlds.entered(places[0], died_on=date(2026, 2, 11))


def test_who_is_behind_is_counted_as_the_terms_say():
    for arrears_pay, payers in ((True, 2), (False, 1)):
        group, scheme, places = group_with(4, arrears_pay=arrears_pay, code=f"a{payers}", fund=f"F{payers}")
        first = worlds.opened(places[0])
        DeathDue.objects.filter(death=first, membership=places[1].membership).update(
            paid=100, settled_on=worlds.CLAIMED
        )
        DeathDue.objects.filter(death=first, membership=places[2].membership).update(
            paid=100, settled_on=worlds.CLAIMED
        )
        assert worlds.entered(places[1], died_on=date(2026, 3, 5), claimed_on=date(2026, 3, 6)).payers == payers


def test_taking_a_round_back_mirrors_its_entry_and_the_person_is_covered_again():
    group, scheme, places = group_with(3)
    death = worlds.opened(places[0])
    act = ask(death, kind="take_back", reason="ผู้ตายเป็นคนชื่อเดียวกัน")
    act = decide(act)
    death.refresh_from_db()
    places[0].refresh_from_db()
    assert (death.state, death.struck_by, act.entry) == (DeathState.TAKEN_BACK, act.entry, act.entry)
    assert worlds.held(group, "21060-FUN") == worlds.held(group, "14040-FUN") == 0
    assert (places[0].state, places[0].ended_on) == (CoveredState.COVERED, None)


@transaction.atomic
def ask(death, **facts):
    return ask_act_step(death, **facts, by=builders.user("asks"), at=worlds.at(worlds.CLAIMED))


@transaction.atomic
def decide(act, agree=True):
    return decide_act_step(act, agree=agree, by=builders.user("decides"), at=worlds.at(worlds.CLAIMED))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE welfare_death SET payers = payers + 1",
        "UPDATE welfare_death SET fee = fee + 1, net = net - 1",
        "UPDATE welfare_death SET checked_by_id = NULL",
        "DELETE FROM welfare_death",
        "TRUNCATE welfare_death CASCADE",
        "UPDATE welfare_deathdue SET amount = 1",
        "DELETE FROM welfare_deathdue",
    ],
)
def test_the_database_keeps_what_was_counted(attack):
    group, scheme, places = group_with(3)
    worlds.opened(places[0])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)
