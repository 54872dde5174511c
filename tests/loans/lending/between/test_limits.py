"""How much a group may owe: by its shares, its grade and its own late loans, to the satang, at every step."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.organisations.models import Grade, GradeCriteria
from loans.acts.steps.kind import NotPossible
from loans.lending.checks import checks_of
from loans.lending.queries.exposure import exposure, late_part
from loans.lending.queries.figures import figures_of
from loans.lending.steps.contracts import NotSignable, sign_step
from loans.lending.steps.requests import BadRequest, RequestIn, ask_step
from tests import builders
from tests.loans.lending.between.worlds import RESOLVED, SIGNED_ON, act, buy_shares, lender
from tests.loans.lending.worlds import resolve

pytestmark = pytest.mark.django_db
LIMIT = "27000.00"  # three times nine thousand baht of shares
CASH = {"from": "cash"}


def limit_of(world, *, on=SIGNED_ON, **facts):
    return exposure(world.network, world.membership, on=on, **facts)


def approved(world, amount, **facts):
    version = builders.product(world.network, f"p{amount}", yearly_rate=D("0.06"), **facts)
    return builders.approved_request(
        world.membership, version, amount=D(amount), instalments=12, on=SIGNED_ON, **RESOLVED
    )


def sign(request, *, on=SIGNED_ON):
    with transaction.atomic():
        return sign_step(request, signed_on=on, by=builders.user("signs"), at=builders.at_noon(on))


def grade(group, band, *, on=date(2026, 2, 1)):
    network = group.keeper
    facts = {"resolution_no": "1", "resolution_on": on, "set_by": builders.user(), "set_at": builders.AT}
    criteria, _made = GradeCriteria.objects.get_or_create(
        network=network, version=1, defaults={"holds_from": on, "data": {}, **facts}
    )
    scored = {"scores": [], "total": D("50.00"), "band": band}
    return Grade.objects.create(
        network=network,
        organisation=group,
        criteria=criteria,
        graded_on=on,
        graded_by=builders.user(),
        graded_at=builders.AT,
        **scored,
    )


def test_the_limit_is_three_times_the_shares_less_what_is_owed():
    world = lender()
    world.loan = sign(approved(world, "12000.00"))
    found = limit_of(world)
    assert (found.limit, found.owed, found.left) == (D(LIMIT), D("12000.00"), D("15000.00"))
    assert "9,000.00" in found.reasons[0] and "27,000.00" in found.reasons[0]


@pytest.mark.parametrize(("amount", "verdict"), [("27000.00", "holds"), ("26999.99", "holds"), ("27000.01", "refuses")])
def test_a_satang_more_than_the_limit_is_refused_by_the_rules(amount, verdict):
    world = lender()
    request = approved(world, amount)
    found = {check.code: check for check in checks_of(figures_of(request, on=SIGNED_ON))}
    assert found["group_limit"].verdict == verdict


@pytest.mark.parametrize(("amount", "fits"), [("27000.00", True), ("27000.01", False)])
def test_a_satang_more_than_the_limit_is_not_asked_for(amount, fits):
    world = lender()
    version = builders.product(world.network, "p", yearly_rate=D("0.06"))
    asked = RequestIn(
        membership=world.membership,
        product_version=version,
        amount=D(amount),
        instalments=12,
        first_due_on=date(2026, 4, 5),
        purpose="ให้สมาชิกกู้ต่อ",
        **RESOLVED,
    )

    def ask():
        with transaction.atomic():
            return ask_step(world.network, asked=asked, on=SIGNED_ON, by=builders.user("asks"), at=builders.AT)

    if fits:
        assert ask().borrower_resolution_no == "2/2569"
        return
    with pytest.raises(BadRequest) as refused:
        ask()
    assert "amount" in refused.value.fields and "27,000.00" in str(refused.value)


def test_an_organisation_names_who_asks_and_its_own_resolution():
    world = lender()
    version = builders.product(world.network, "p", yearly_rate=D("0.06"))
    facts = {"amount": D("100.00"), "instalments": 1, "first_due_on": date(2026, 4, 5), "purpose": "ทุน"}
    asked = RequestIn(membership=world.membership, product_version=version, **facts)
    with pytest.raises(BadRequest) as refused:
        ask_step(world.network, asked=asked, on=SIGNED_ON, by=builders.user("asks"), at=builders.AT)
    assert set(refused.value.fields) == {"borrower_officers", "borrower_resolution_no"}


@pytest.mark.parametrize(("amount", "fits"), [("15000.00", True), ("15000.01", False)])
def test_the_limit_is_looked_at_again_when_the_contract_is_signed(amount, fits):
    world = lender()
    sign(approved(world, "12000.00"))
    request = approved(world, amount)
    if fits:
        assert sign(request).principal == D(amount)
        return
    with pytest.raises(NotSignable, match="27,000.00"):
        sign(request)


def test_the_limit_is_looked_at_again_when_the_money_is_handed_out():
    world = lender()
    world.loan = sign(approved(world, LIMIT))
    resolve(world.network, group_loan_multiple=D("2.99"))
    with pytest.raises(NotPossible, match="26,910.00"):
        act(world, "payout", on=SIGNED_ON, data={**CASH, "amount": LIMIT})
    resolve(world.network, group_loan_multiple=D("3.00"), holds_from=date(2026, 3, 1))
    act(world, "payout", on=SIGNED_ON, data={**CASH, "amount": LIMIT})


@pytest.mark.parametrize(
    ("band", "limit"), [("A", "27000.00"), ("B", "27000.00"), ("C", "13500.00"), ("D", "0.00"), (None, "27000.00")]
)
def test_the_grade_lowers_the_limit(band, limit):
    world = lender()
    if band:
        grade(world.group, "A", on=date(2026, 1, 15))
        grade(world.group, band)
        grade(world.group, "A", on=date(2026, 3, 6))  # after the day that is asked about
    assert limit_of(world).limit == D(limit)


def late_world(*, late, good):
    """A group of which so many baht are late more than thirty days on 10 May, and so many are not."""
    world = lender()
    for given, amount, due in (("อานนท์", late, date(2026, 4, 5)), ("บุญมา", good, date(2026, 6, 5))):
        member = builders.member(world.group, given)
        facts = {"instalments": 1, "first_due_on": due}
        builders.loan(member, amount, on=SIGNED_ON, **facts)
    return world


@pytest.mark.parametrize(
    ("late", "good", "stopped"),
    [("1000.00", "9000.00", False), ("1001.00", "8999.00", True), ("100.00", "9900.00", False)],
)
def test_a_group_with_many_late_loans_of_its_own_borrows_nothing_new(late, good, stopped):
    world = late_world(late=late, good=good)
    on = date(2026, 5, 10)
    found = limit_of(world, on=on)
    assert found.late == late_part(world.group, on=on) == D(late) / 100
    assert found.is_stopped is stopped
    assert found.left == (D("0.00") if stopped else D(LIMIT))


def test_shares_paid_later_count_from_their_day():
    world = lender()
    buy_shares(world.membership, "1.00", on=date(2026, 4, 5))
    assert (limit_of(world).limit, limit_of(world, on=date(2026, 4, 5)).limit) == (D("27000.00"), D("27003.00"))


def test_what_is_approved_and_what_is_not_paid_out_yet_is_owed_too():
    world = lender()
    request = approved(world, "5000.00")
    assert limit_of(world).owed == D("5000.00")
    assert limit_of(world, without=(request.pk,)).owed == D("0.00")
    world.loan = sign(request)
    act(world, "payout", on=SIGNED_ON, data={**CASH, "amount": "1000.00"})
    assert limit_of(world).owed == D("5000.00")
