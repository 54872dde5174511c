from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger import books, chart
from federation.ledger.models import Entry
from federation.ledger.queries import balance
from federation.ledger.refusals import BelowZero, NeedsSecondPerson
from groups.departures.steps.frame import NotPossible, NotYet
from groups.departures.steps.transfers import admit_moved_step
from groups.registry.models import Membership
from groups.registry.queries import balances_of, beneficiaries_of
from tests import builders
from tests.groups.departures.test_dying import name
from tests.groups.departures.worlds import DAY, asked, decided, saver, who
from tests.groups.promises.test_steps import JAN, sheet
from welfare.funds.steps.places import enrol_step

pytestmark = pytest.mark.django_db
D = Decimal
RESOLVED = {"resolution_no": "9/2569", "resolution_on": DAY}


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def other(group):
    return builders.group(group.keeper, name="กลุ่มปลายทาง")


def let_go(member, to):
    return decided(asked(member, kind="transfer", to=to))


@transaction.atomic
def admitted(departure, *, by="admits", purse_from=chart.CASH, purse_to=chart.CASH, amount="100.00"):
    return admit_moved_step(
        departure,
        on=DAY,
        amount=D(amount),
        purse_from=purse_from,
        purse_to=purse_to,
        **RESOLVED,
        **who(by),
    )


def cash(group):
    return balance(books.account(group.book, chart.CASH))


def test_savings_and_tenure_go_along_in_one_event_of_two_books(group, other):
    anon = saver(group, satja="700.00", shares="200.00", special="33.25")
    name(anon)

    made = admitted(let_go(anon, other))

    new = made.new_membership
    assert [baht for _account, baht in balances_of(new)] == [D("700.00"), D("200.00"), D("33.25")]
    assert [baht for _account, baht in balances_of(anon)] == [0, 0, 0]
    assert (cash(group), cash(other)) == (0, D("933.25"))
    assert (new.came_from, new.member_since, new.joined_on) == (anon, anon.joined_on, DAY)
    assert {entry.book_id for entry in Entry.objects.filter(event=made.event)} == {group.book_id, other.book_id}
    assert (Membership.objects.get(pk=anon.pk).state, made.state) == ("resigned", "done")
    assert len(beneficiaries_of(new)) == 3


def test_three_different_people_let_go_and_admit(group, other):
    departure = let_go(saver(group, satja="700.00"), other)

    for name_of in ("asks", "decides"):
        with pytest.raises(NeedsSecondPerson):
            admitted(departure, by=name_of)
    assert cash(other) == 0


def test_a_loan_or_a_guarantee_is_settled_before_moving(group, other):
    anon, busaba = saver(group, satja="9000.00"), saver(group, "บุษบา", satja="900.00")
    builders.loan(busaba, "1200.00", guarantors=[(anon, "500.00")])

    for member in (anon, busaba):
        with pytest.raises(NotYet):
            asked(member, kind="transfer", to=other)


def test_nobody_moves_to_another_network_or_to_the_own_group(group):
    anon = saver(group, satja="9.00")

    for to in (group, builders.group(), group.keeper, None):
        with pytest.raises(NotPossible):
            asked(anon, kind="transfer", to=to)


def test_who_paid_this_month_owes_the_other_group_nothing_for_it(group, other):
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: "100.00"})
    sheet(group, date(2026, 2, 1), {anon: "100.00"})

    assert admitted(let_go(anon, other)).new_membership.counted_from == date(2026, 3, 1)


def test_a_place_in_the_networks_fund_goes_along_and_one_in_the_groups_own_ends(group, other):
    anon = saver(group, satja="700.00")
    for one in (group, other):
        builders.member_group(group.keeper, one, promise=None)
    ours, theirs = builders.fund(group.keeper, code="NET"), builders.fund(group)
    facts = {"since": date(2026, 1, 5), "pays": "monthly", "by": builders.user("x"), "at": builders.AT}
    with transaction.atomic():
        kept, ended = (enrol_step(fund, anon, **facts) for fund in (ours, theirs))

    made = admitted(let_go(anon, other))

    kept.refresh_from_db(), ended.refresh_from_db()
    assert (kept.membership, kept.until, kept.since) == (made.new_membership, None, date(2026, 1, 5))
    assert (ended.membership, ended.until) == (anon, DAY)


def test_a_group_without_the_money_in_its_box_pays_from_the_bank_first(group, other):
    departure = let_go(saver(group, satja="700.00"), other)

    with pytest.raises(BelowZero):
        admitted(departure, purse_from=chart.BANK)
    assert (cash(group), cash(other)) == (D("700.00"), 0)
    departure.refresh_from_db()
    assert departure.state == "decided"
