"""What comes in for deaths on the sheets, prepaid units, payouts, and what is given up or taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.ledger.queries import as_text
from federation.ledger.refusals import BelowZero, NeedsSecondPerson
from groups.sheets.models import SheetReversal
from groups.sheets.steps import RowIn, book_sheet_step, reverse_sheet_step
from loans.lending.queries.till import MoreThanOwed
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from welfare.funeral.models import CoveredState, DeathDue, DeathState
from welfare.funeral.queries.money import late_dues, late_payout, money_of, prepaid_of, running_members
from welfare.funeral.rules.payees import NotInOrder
from welfare.funeral.steps.deaths import NotConsistent
from welfare.funeral.steps.dues import note_notice_step
from welfare.funeral.steps.payouts import (
    FundLacks,
    NotPayable,
    ask_act_step,
    decide_act_step,
    decide_payout_step,
    receive_payout_step,
)

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 5)


def group_with(n, **facts):
    group = builders.group()
    scheme = worlds.scheme(group, **facts)
    return group, scheme, worlds.cover(scheme, builders.members(group, n))


@transaction.atomic
def sheet(organisation, brought, *, on=MARCH, column="funeral_aid"):
    """A posted sheet on which these brought so much for deaths: {membership: baht}."""
    rows = [RowIn(one, {column: Decimal(baht)}, "paid") for one, baht in brought.items()]
    return book_sheet_step(organisation, meeting_on=on, rows=rows, by=builders.user("treasurer"), at=worlds.at(on))


@transaction.atomic
def taken_back(sheet):
    reversal = SheetReversal.objects.create(
        network_id=sheet.network_id, sheet=sheet, reason="x" * 10, asked_by=builders.user("asks"), asked_at=builders.AT
    )
    on = sheet.meeting_on
    return reverse_sheet_step(reversal, today=on, by=builders.user("agrees"), at=worlds.at(on))


@transaction.atomic
def act(death, *, on=MARCH, agree=True, **facts):
    asked = ask_act_step(death, **facts, by=builders.user("asks"), at=worlds.at(on))
    return decide_act_step(asked, agree=agree, by=builders.user("decides"), at=worlds.at(on))


def due(death, place):
    return DeathDue.objects.get(death=death, membership=place.membership)


def test_dues_come_in_on_the_next_sheet_into_the_funds_own_cash():
    group, scheme, places = group_with(4)
    death = worlds.opened(places[0])
    made = sheet(group, {places[1].membership: 100, places[2].membership: 40})
    assert as_text(made.entry).split("\n") == [
        f"Dr {'cash on hand, FUN':<40}        140.00",
        f"   Cr {'funeral aid to collect from members, FUN':<40}        100.00",
        f"   Cr {'funeral aid to collect from members, FUN':<40}         40.00",
    ]
    assert (due(death, places[1]).paid, due(death, places[1]).settled_on) == (100, MARCH)
    assert (due(death, places[2]).paid, due(death, places[2]).settled_on) == (40, None)
    assert money_of(death).still_owed == 160


def test_the_oldest_death_is_brought_for_first_and_too_much_is_refused_in_words():
    group, scheme, places = group_with(4)
    first, second = worlds.opened(places[0]), worlds.opened(places[1])
    sheet(group, {places[2].membership: 150})
    assert (due(first, places[2]).paid, due(second, places[2]).paid) == (100, 50)
    with pytest.raises(MoreThanOwed) as refused, transaction.atomic():
        sheet(group, {places[2].membership: 51}, on=date(2026, 3, 6))
    assert "50.00" in str(refused.value.problems[0]) and "1.00" in str(refused.value.problems[0])


def test_a_sheet_taken_back_gives_the_dues_back():
    group, scheme, places = group_with(3)
    death = worlds.opened(places[0])
    made = sheet(group, {places[1].membership: 100, places[2].membership: 100})
    taken_back(made)
    assert [(one.paid, one.settled_on) for one in death.dues.all()] == [(0, None), (0, None)]
    assert worlds.held(group, "14040-FUN") == 200
    sheet(group, {places[1].membership: 100}, on=date(2026, 3, 6))
    assert due(death, places[1]).paid == 100


def test_late_payers_are_listed_and_noticed():
    group, scheme, places = group_with(3)
    death = worlds.opened(places[0])  # claimed on 10 February, dues within 15 days
    assert late_dues(group, on=date(2026, 2, 25)) == []
    late = late_dues(group, on=date(2026, 2, 26))
    assert [one.membership_id for one in late] == [one.membership_id for one in places[1:]]
    note_notice_step(late[:1], on=MARCH)
    assert due(death, places[1]).notice_on == MARCH and due(death, places[2]).notice_on is None


def test_a_due_is_given_up_by_two_people_and_a_resolution():
    group, scheme, places = group_with(3)
    worlds.gift(scheme, "100.00")
    death = worlds.opened(places[0])
    sheet(group, {places[1].membership: 30})
    facts = {"kind": "give_up", "reason": "ยากจนมาก", "resolution_no": "3/2569", "resolution_on": MARCH}
    done = act(death, due=due(death, places[1]), **facts)
    assert as_text(done.entry).split("\n") == [
        f"Dr {'funeral aid not collected, FUN':<40}         70.00",
        f"   Cr {'funeral aid to collect from members, FUN':<40}         70.00",
    ]
    given_up = due(death, places[1])
    assert (given_up.paid, given_up.given_up, given_up.settled_on) == (30, 70, MARCH)


def test_the_payee_is_paid_whole_on_time_out_of_the_fund_before_the_dues_are_in():
    group, scheme, places = group_with(4, rite=Decimal(100))
    worlds.gift(scheme, "500.00")
    death = worlds.opened(places[0])  # 300, of which 270 for the payee
    rite = worlds.paid(worlds.proposed(death, "100.00", is_rite=True))
    assert as_text(rite.entry).split("\n") == [
        f"Dr {'funeral aid to be paid, FUN':<40}        100.00",
        f"   Cr {'cash on hand, FUN':<40}        100.00",
    ]
    assert late_payout(death, worlds.terms(rite=Decimal(100)), on=date(2026, 3, 1)) == 170
    worlds.paid(worlds.proposed(death, "170.00", on=date(2026, 2, 20)))
    death.refresh_from_db()
    places[0].refresh_from_db()
    assert (death.state, places[0].state) == (DeathState.PAID, CoveredState.CLAIM_PAID)
    assert places[0].ended_on == worlds.DIED
    assert worlds.held(group, "21060-FUN") == 0
    assert late_payout(death, worlds.terms(), on=MARCH) == 0
    sheet(group, {one.membership: 100 for one in places[1:]})
    death.refresh_from_db()
    assert death.state == DeathState.CLOSED


def test_only_what_came_in_is_paid_where_the_terms_say_so():
    group, scheme, places = group_with(4, advance="collected")
    worlds.gift(scheme, "500.00")
    death = worlds.opened(places[0])
    with pytest.raises(NotPayable):
        worlds.proposed(death, "1.00")
    sheet(group, {places[1].membership: 100})
    worlds.paid(worlds.proposed(death, "100.00", on=MARCH))
    with pytest.raises(NotPayable):
        worlds.proposed(death, "1.00", on=MARCH)


def test_a_payout_needs_another_person_money_in_the_fund_and_no_more_than_is_left():
    group, scheme, places = group_with(4)
    death = worlds.opened(places[0])
    asked = worlds.proposed(death, "270.00")
    with pytest.raises(NotPayable):
        worlds.proposed(death, "0.01")
    with pytest.raises(NeedsSecondPerson), transaction.atomic():
        decide_payout_step(asked, agree=True, by=builders.user("asks"), at=worlds.at(worlds.CLAIMED))
    with pytest.raises(FundLacks), transaction.atomic():
        worlds.paid(asked)
    asked.refresh_from_db()
    assert asked.agreed is None
    assert worlds.paid(asked, agree=False).entry is None
    worlds.proposed(death, "270.00")


def test_who_comes_before_is_passed_over_only_in_writing():
    group, scheme, places = group_with(3)
    death = worlds.opened(places[0])
    with pytest.raises(NotInOrder):
        worlds.proposed(death, "10.00", kind="spouse", why_not_named=" ")
    one = worlds.proposed(death, "10.00", kind="spouse", why_not_named="ไม่ได้ระบุชื่อไว้")
    assert one.why_not_named
    worlds.proposed(death, "10.00", kind="children", name="ก ข", why_not_named="ไม่ได้ระบุชื่อไว้")
    with pytest.raises(NotPayable):  # two share at most
        worlds.proposed(death, "10.00", kind="children", name="ค ง", why_not_named="ไม่ได้ระบุชื่อไว้")


def test_a_payout_taken_back_is_owed_again_and_only_then_the_round_can_be():
    group, scheme, places = group_with(3)
    worlds.gift(scheme, "500.00")
    death = worlds.opened(places[0])
    one = worlds.paid(worlds.proposed(death, "180.00"))
    with pytest.raises(NotConsistent), transaction.atomic():
        act(death, kind="take_back", reason="ผิดคน")
    act(death, kind="take_back_payout", payout=one, reason="จ่ายผิดคน")
    death.refresh_from_db()
    places[0].refresh_from_db()
    assert (death.state, places[0].state) == (DeathState.OPEN, CoveredState.DECEASED)
    assert worlds.held(group, "21060-FUN") == 180 and worlds.held(group, "11010-FUN") == 500
    act(death, kind="take_back", reason="ผิดคน")
    assert worlds.held(group, "21060-FUN") == 0


def test_the_payee_signs_once_on_the_day_or_later():
    group, scheme, places = group_with(3)
    worlds.gift(scheme, "500.00")
    one = worlds.paid(worlds.proposed(worlds.opened(places[0]), "180.00"))
    with transaction.atomic():
        assert receive_payout_step(one, on=MARCH).received_on == MARCH


def test_prepaid_units_are_taken_at_a_death_and_who_lacks_one_owes_it():
    group, scheme, places = group_with(
        4, model="prepaid", rate_member=Decimal(9), fee_percent=Decimal(4), units_target=3, units_warn=2
    )
    sheet(group, {places[1].membership: 27, places[2].membership: 8}, on=date(2026, 1, 5))
    assert worlds.held(group, "21050-FUN") == 35
    death = worlds.opened(places[0])
    assert as_text(death.entry).split("\n") == [
        f"Dr {'prepaid funeral aid, FUN 2':<40}          9.00",
        f"Dr {'funeral aid to collect from members, FUN':<40}         18.00",
        f"   Cr {'funeral aid to be paid, FUN':<40}         25.92",
        f"   Cr {'the fund' + chr(39) + 's share of funeral aid, FUN':<40}          1.08",
    ]
    assert (due(death, places[1]).paid, due(death, places[2]).paid) == (9, 0)
    act(death, kind="take_back", reason="ผิดคน", on=worlds.CLAIMED)
    assert worlds.held(group, "21050-FUN") == 35 and due(death, places[1]).paid == 0


def test_units_are_filled_up_after_what_is_open():
    group, scheme, places = group_with(
        4, model="prepaid", rate_member=Decimal(9), fee_percent=Decimal(4), units_target=30, units_warn=25
    )
    sheet(group, {one.membership: 270 for one in places[:3]}, on=date(2026, 1, 5))
    worlds.opened(places[0])
    terms = worlds.terms(rate_member=Decimal(9))
    found = prepaid_of(scheme, terms, running_members(scheme))
    assert [(one.units.left, one.units.used, one.units.warns) for one in found] == [
        (29, 1, False),
        (29, 1, False),
        (0, 30, True),
    ]
    assert [one.refill for one in found] == [0, 0, 270]  # one of three is at the warning: not all are asked
    sheet(group, {places[3].membership: 100})
    assert worlds.held(group, "21050-FUN") == 270 - 9 + 270 - 9 + 270 + 91


def test_units_that_were_used_since_cannot_be_given_back_with_their_sheet():
    group, scheme, places = group_with(3, model="prepaid", rate_member=Decimal(9), units_target=3, units_warn=2)
    made = sheet(group, {places[1].membership: 9}, on=date(2026, 2, 5))
    worlds.opened(places[0])
    with pytest.raises(BelowZero), transaction.atomic():
        taken_back(made)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE welfare_deathpaid SET amount = 1",
        "DELETE FROM welfare_deathpaid",
        "UPDATE welfare_payout SET amount = 1",
        "UPDATE welfare_payout SET name = 'x'",
        "UPDATE welfare_payout SET agreed = NULL, entry_id = NULL, decided_by_id = NULL",
        "DELETE FROM welfare_payout",
        "UPDATE welfare_deathact SET reason = 'x'",
        "TRUNCATE welfare_deathpaid",
    ],
)
def test_the_database_keeps_what_was_brought_and_paid(attack):
    group, scheme, places = group_with(3)
    worlds.gift(scheme, "500.00")
    death = worlds.opened(places[0])
    sheet(group, {places[1].membership: 30})
    worlds.paid(worlds.proposed(death, "10.00"))
    give_up = {"kind": "give_up", "reason": "ยากจน", "resolution_no": "3/2569", "resolution_on": MARCH}
    act(death, due=due(death, places[2]), **give_up)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)
