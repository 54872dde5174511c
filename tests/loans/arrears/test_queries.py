import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from federation.kit.dates import next_month
from loans.arrears.queries.month import due_and_collected
from loans.arrears.queries.portfolio import days_late, network_portfolio, portfolio, portfolio_history
from loans.lending.queries.standing import standing, standings
from loans.lending.rules.facts import RANK, PlanRow
from loans.lending.rules.lateness import Paused
from loans.lending.rules.lateness import days_late as by_rule
from loans.lending.steps.events import enter_step, new_schedule_step
from tests import builders
from tests.loans.arrears import worlds

pytestmark = pytest.mark.django_db

D = Decimal
ON = date(2026, 6, 30)


def at(group, on=ON):
    return {loan.loan_id: loan for loan in portfolio(group, on=on)}


def test_a_loan_is_as_late_as_its_oldest_unpaid_instalment():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 3, 5))

    late = {on: at(group, on)[loan.pk].standing for on in (date(2026, 3, 5), date(2026, 6, 4), date(2026, 6, 5))}

    assert [(one.days, one.months) for one in late.values()] == [(0, 0), (91, 2), (92, 3)]


def test_the_newest_fact_up_to_the_day_counts():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5))
    worlds.repaid(loan, "1000.00", on=date(2026, 5, 5), left="11000.00", unpaid_since=date(2026, 3, 5))

    assert (at(group, date(2026, 5, 4))[loan.pk].principal, at(group)[loan.pk].principal) == (D(12000), D(11000))
    assert at(group, date(2026, 5, 4))[loan.pk].since == date(2026, 2, 5)
    assert at(group)[loan.pk].since == date(2026, 3, 5)


def test_what_was_struck_counts_for_nothing():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5))
    worlds.repaid(loan, "12000.00", on=date(2026, 5, 5), left="0.00", struck_at=builders.AT)

    assert at(group)[loan.pk].principal == D(12000)


def test_a_loan_paid_back_or_charged_off_is_not_lent_any_more():
    group = worlds.lending_group(2)
    paid, gone = (worlds.loan(member, unpaid_since=date(2026, 2, 5)) for member in group.members)
    worlds.repaid(paid, "12000.00", on=date(2026, 5, 5), left="0.00")
    worlds.event(gone, "charge_off", on=date(2026, 6, 1), entry=gone.events.get().entry)

    assert at(group, date(2026, 5, 4)).keys() == {paid.pk, gone.pk}
    assert at(group, date(2026, 5, 31)).keys() == {gone.pk}
    assert at(group).keys() == set()


def test_interest_still_owed_keeps_a_loan_on_the_list():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5))
    worlds.repaid(loan, "12000.00", on=date(2026, 5, 5), left="0.00", unpaid_since=date(2026, 3, 5))

    [left] = portfolio(group, on=ON)

    assert (left.principal, left.standing.months) == (D(0), 3)


def test_a_seasonal_loan_counts_from_the_due_date_it_missed_not_from_its_payout():
    group = worlds.lending_group(1)
    worlds.loan(group.members[0], on=date(2026, 1, 10), unpaid_since=date(2026, 6, 10), due=[(date(2026, 6, 10), "1")])

    [late] = portfolio(group, on=ON)

    assert (late.standing.days, late.standing.months) == (20, 0)


def test_restructured_and_in_court_count_from_their_days():
    group = worlds.lending_group(1)
    facts = {"restructured_on": date(2026, 4, 1), "in_court_since": date(2026, 6, 1)}
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5), **facts)

    seen = [at(group, on)[loan.pk].standing for on in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 1))]

    assert [(one.restructured, one.in_court) for one in seen] == [(False, False), (True, False), (True, True)]


SIX = [(date(2026, month, 5), "2000.00") for month in range(2, 8)]


def test_overdue_is_what_no_instalment_to_come_will_bring():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5), due=SIX)
    worlds.repaid(loan, "2500.00", on=date(2026, 3, 1), left="9500.00", unpaid_since=date(2026, 3, 5))

    found = [at(group, on)[loan.pk].overdue for on in (date(2026, 3, 5), date(2026, 3, 6), ON)]

    assert found == [D(0), D(1500), D(7500)]


def test_the_schedule_that_took_the_place_of_another_counts():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5), due=SIX)
    worlds.schedule(loan, [(date(2026, 6, 5), "4000.00"), (ON, "8000.00")], holds_from=date(2026, 5, 20), number=2)
    after = {"principal_after": D(12000), "unpaid_since": date(2026, 6, 5)}
    worlds.event(loan, "schedule", on=date(2026, 5, 20), data={"version": 2}, **after)

    assert at(group, date(2026, 5, 19))[loan.pk].overdue == D(8000)
    assert at(group, date(2026, 6, 6))[loan.pk].overdue == D(4000)


def test_several_days_come_in_one_query(django_assert_num_queries):
    group = worlds.lending_group(2)
    for member in group.members:
        worlds.loan(member, unpaid_since=date(2026, 2, 5))
    days = [date(2026, 1, 4), date(2026, 1, 31), ON]

    with django_assert_num_queries(1):
        found = portfolio_history(group, days=days)

    assert [len(found[day]) for day in days] == [0, 2, 2]


def test_a_network_sees_the_loans_of_all_its_groups_and_of_no_other():
    network = builders.network()
    groups = [worlds.lending_group(1, network=network) for _ in range(2)]
    other = worlds.lending_group(1)
    for group in [*groups, other]:
        worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5))

    found = network_portfolio(network, on=ON)

    assert {loan.organisation_id for loan in found} == {group.pk for group in groups}


@pytest.mark.parametrize("seed", range(3))
def test_days_late_in_one_statement_are_those_of_the_rule(seed, django_assert_num_queries):
    chance = random.Random(seed)
    group = worlds.lending_group(1)
    expected = {}
    for _ in range(25):
        loan, facts, pauses = _random_loan(group.members[0], chance)
        last = max(facts, key=lambda fact: (fact.on, RANK[fact.kind], fact.seq))
        if last.unpaid_since or last.principal_after:
            expected[loan.pk] = by_rule(last.unpaid_since, on=ON, pauses=pauses)

    with django_assert_num_queries(1):
        found = days_late(group.network_key, on=ON)

    assert found == expected
    assert len(set(expected.values())) > 5


def _random_loan(membership, chance):
    """Return a loan of random facts, those that count by ON, and its pauses up to then."""

    def day():
        return date(2026, 1, 6) + timedelta(days=chance.randrange(220))

    loan = worlds.loan(membership, unpaid_since=chance.choice([None, day()]))
    pauses = []
    for _ in range(chance.randrange(6)):
        on, struck = day(), chance.random() < 0.2
        facts = {"unpaid_since": chance.choice([None, day()]), "struck_at": builders.AT if struck else None}
        facts["principal_after"] = chance.choice([D(0), D(500)])
        if chance.random() < 0.6:
            until = on + timedelta(days=chance.randrange(60))
            worlds.event(loan, "pause", on=on, data={"until": until.isoformat()}, **facts)
            pauses += [] if struck or on > ON else [Paused(on, until)]
        else:
            worlds.event(loan, chance.choice(["rate", "schedule"]), on=on, **facts)
    return loan, list(loan.events.filter(on__lte=ON, struck_at=None)), pauses


def test_the_query_agrees_with_how_each_loan_stands():
    group = builders.group()
    version = builders.product(group)
    chance = random.Random(7)
    loans = [_lived_loan(builders.member(group), version, chance) for _ in range(16)]
    late, kinds = 0, set()
    for on in (date(2026, 4, 5), date(2026, 5, 6), date(2026, 8, 1), date(2027, 3, 1)):
        found, stand = at(group, on), standings(loans, on=on)
        for loan in loans:
            one, seen = stand[loan.pk], found.get(loan.pk)
            expected = (one.principal, one.overdue.principal if one.days_late else 0, one.days_late)
            assert (seen.principal, seen.overdue, seen.standing.days) == expected if seen else not one.total
            late += bool(seen and seen.overdue)
            kinds |= set(loan.events.values_list("kind", flat=True))
    assert late > 20
    assert kinds == {"payout", "repayment", "prepayment", "pause", "schedule"}


def _lived_loan(member, version, chance):
    """Return a loan of six instalments that was paid on and off, sometimes ahead; some were paused or restructured."""
    loan = builders.loan(member, "6000.00", instalments=6, version=version, on=date(2026, 1, 5))
    for month in range(2, 9):
        on = date(2026, month, chance.choice([3, 5, 20]))
        owed = standing(loan, on=on)
        what = chance.choices(["pay", "ahead", "pause", "anew", "nothing"], [5, 1, 1, 1, 4])[0]
        if what in ("pay", "ahead") and owed.to_settle:
            amount = min(D(chance.choice(["400.00", "1060.00", "1500.00", "2100.00"])), owed.to_settle)
            builders.repay(loan, amount, on=on, kind="prepayment" if what == "ahead" else "repayment")
        elif what == "pause" and owed.to_settle:
            until = on + timedelta(days=chance.randrange(5, 60))
            _record(loan, on, data={"until": until.isoformat(), "interest_runs": True})
        elif what == "anew" and owed.principal:
            _renew(loan, on, owed.principal)
    return loan


@transaction.atomic
def _record(loan, on, *, data):
    enter_step(loan, kind="pause", on=on, by=builders.user("pays"), at=builders.at_noon(on), data=data)


@transaction.atomic
def _renew(loan, on, principal):
    """Put what is owed on two instalments, one and two months ahead."""
    parts = [principal // 2, principal - principal // 2]
    rows = [
        PlanRow(n, next_month(on, by=n).replace(day=5), part.quantize(D("0.01")), D("0.00"))
        for n, part in enumerate(parts, start=1)
    ]
    new_schedule_step(loan, rows, holds_from=on, reason="น้ำท่วม", by=builders.user("pays"), at=builders.at_noon(on))


def test_a_second_restructure_leaves_the_days_between_the_two_as_they_were():
    group = worlds.lending_group(1)
    loan = worlds.loan(group.members[0], unpaid_since=date(2026, 2, 5))
    for day in (date(2026, 3, 5), date(2026, 6, 5)):
        worlds.event(loan, "schedule", on=day, principal_after=loan.principal, unpaid_since=date(2026, 9, 5))
    loan.restructured_on = date(2026, 6, 5)
    loan.save(update_fields=["restructured_on"])

    days = [date(2026, 3, 4), date(2026, 3, 5), date(2026, 6, 4), date(2026, 6, 5)]

    assert [portfolio(group, on=day)[0].standing.restructured for day in days] == [False, True, True, True]
    loan.events.filter(on=date(2026, 3, 5)).update(struck_at=builders.AT)
    assert [portfolio(group, on=day)[0].standing.restructured for day in days] == [False, False, False, True]


def test_nothing_is_due_of_loans_not_paid_out_or_taken_off_the_books():
    group = worlds.lending_group(3)
    due = [(date(2026, month, 5), "1000") for month in (2, 3)]
    running, lost, waits = [worlds.loan(member, "2000", due=due) for member in group.members]
    worlds.event(lost, "write_off", on=date(2026, 2, 20))
    waits.events.update(struck_at=builders.AT)

    pairs = due_and_collected(group, months=[date(2026, 2, 1), date(2026, 3, 1)])

    assert [due for due, _collected in pairs] == [2000, 1000]
