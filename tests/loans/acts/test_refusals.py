"""What each kind of act refuses, in words that say how to mend it."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.kit.refusals import Refused
from federation.ledger.months import close, open_month
from loans.acts.models import Act
from loans.acts.rules import free_of_later_interest, needs_general_meeting, out_of_allowance
from loans.acts.steps.frame import ResolutionMissing
from loans.acts.steps.kind import NotPossible
from loans.lending.models import Guarantee
from loans.products.rules import RateNotLawful
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import SIGNED_ON, carry_out, last_number, paid_out, propose, world
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("rate", {"yearly_rate": "0.1501"}, "15"),
        ("pause", {"until": "2026-07-04", "interest_runs": True}, "พัก"),
        ("pause", {"until": "2028-01-01", "interest_runs": True}, "พัก"),
        ("waiver", {"interest": "480.01", "fine": "0.00"}, "480.00"),
        ("waiver", {"interest": "0.00", "fine": "0.01"}, "0.00"),
        ("waiver", {"interest": "0.00", "fine": "0.00"}, ""),
        ("waiver", {"interest": "-1.00", "fine": "0.00"}, "480.00"),
        ("set_off", {"special": "500.00", "satja": "-1.00", "consent": "written"}, "3,000.00"),
        ("set_off", {"special": "500.01", "consent": "written"}, "500.00"),
        ("set_off", {"satja": "3000.01", "consent": "written"}, "3,000.00"),
        ("set_off", {"special": "100.00", "consent": ""}, ""),
        ("set_off", {"special": "0.00", "consent": "written"}, "12,480.00"),
        ("guarantor_call", {"calls": {}}, ""),
        ("guarantor_call", {"calls": {"00000000-0000-0000-0000-000000000000": "5.00"}}, ""),
        ("guarantor_change", {"release": [], "add": []}, ""),
        ("guarantor_change", {"release": ["00000000-0000-0000-0000-000000000000"], "add": []}, ""),
        ("guarantor_change", {"release": [], "add": [{"number": 999, "amount": "5.00"}]}, "999"),
        ("guarantor_change", {"release": [], "add": [{"number": 1, "amount": "5.00"}]}, ""),
        ("guarantor_change", {"release": [], "add": [{"number": 2, "amount": "5.00"}]}, ""),
        ("payout", {"from": "cash", "amount": "0.01"}, "0.00"),
        ("goods_return", {"goods": [{"name": "ปุ๋ย", "count": "1"}]}, "ปุ๋ย"),
    ],
)
def test_what_does_not_fit_is_refused(kind, data, said):
    made = paid_out()
    number = last_number(made)

    with pytest.raises(NotPossible) as refusal:
        propose(made, kind, on=JULY, data=data)

    assert said in " ".join([str(refusal.value), *map(str, refusal.value.problems)])
    assert last_number(made) == number
    assert not Act.objects.filter(kind=kind, decided_at=None).exists()


@pytest.mark.parametrize("kind", ["restructure", "rate", "pause", "waiver", "set_off", "guarantor_call", "charge_off"])
def test_a_contract_that_was_not_paid_out_takes_no_such_act(kind):
    with pytest.raises(NotPossible):
        propose(world(), kind, on=JULY)


def test_money_that_would_be_late_at_once_is_not_paid_out():
    with pytest.raises(NotPossible):
        propose(world(), "payout", on=worlds.FIRST_DUE, data={"from": "cash", "amount": "12000.00"})


def test_no_more_is_paid_out_than_was_agreed():
    made = world()
    carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "7000.00"})

    with pytest.raises(NotPossible) as refusal:
        propose(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "5000.01"})

    assert "5,000.00" in str(refusal.value)


def test_cash_that_is_not_there_is_not_paid_out():
    made = world(amount="30000.00")

    with pytest.raises(Refused):
        propose(made, "payout", on=SIGNED_ON, data={"from": "bank", "bank": "12300", "amount": "30000.00"})


def test_a_guarantor_is_not_called_for_more_than_the_guarantee():
    made = paid_out()
    guarantee = Guarantee.objects.get(loan=made.loan)

    with pytest.raises(NotPossible) as refusal:
        propose(made, "guarantor_call", on=JULY, data={"calls": {str(guarantee.pk): "9000.01"}})

    assert "9,000.00" in str(refusal.value)


def test_a_new_schedule_above_the_lawful_rate_is_refused():
    made = paid_out(schedule=worlds.Terms(method="flat", yearly_rate=D("0.08")), accrual="scheduled")
    data = {"instalments": 12, "first_due": "2026-08-05", "consents": []}

    with pytest.raises(RateNotLawful):
        propose(made, "restructure", on=JULY, data={**data, "yearly_rate": "0.09"})

    assert carry_out(made, "restructure", on=JULY, data=data).agreed


def test_interest_that_goes_by_the_schedule_takes_no_other_rate():
    made = paid_out(schedule=worlds.Terms(method="flat", yearly_rate=D("0.08")), accrual="scheduled")

    with pytest.raises(NotPossible):
        propose(made, "rate", on=JULY, data={"yearly_rate": "0.06"})


def test_the_oldest_debt_is_set_off_first():
    made = paid_out()
    older = made.loan
    made.loan = worlds.contract(
        made.borrower, older.product_version, amount="1000.00", on=date(2026, 5, 5), first_due_on=date(2026, 6, 5)
    )
    carry_out(made, "payout", on=date(2026, 5, 5), data={"from": "cash", "amount": "1000.00"})

    with pytest.raises(NotPossible) as refusal:
        propose(made, "set_off", on=JULY, data={"special": "100.00", "consent": "written"})

    assert older.contract_no in str(refusal.value)


def test_a_large_waiver_and_many_small_ones_are_for_the_general_meeting():
    made = paid_out()
    worlds.resolve(made.group, waiver_most=D("300.00"))
    half = {"interest": "200.00", "fine": "0.00"}
    carry_out(made, "waiver", on=JULY, data={**half, "resolution_of": "committee"})

    with pytest.raises(ResolutionMissing):
        propose(made, "waiver", on=JULY, data={**half, "resolution_of": "committee"})

    assert carry_out(made, "waiver", on=JULY, data={**half, "resolution_of": "general_meeting"}).agreed


def test_a_write_off_is_for_the_general_meeting():
    with pytest.raises(ResolutionMissing):
        propose(paid_out(), "write_off", on=JULY, data={"resolution_of": "committee"})


def test_what_is_paid_on_a_settled_loan_cannot_be_charged_off():
    made = paid_out()
    pays(made, "12480.00", on=JULY)
    made.loan.refresh_from_db()
    assert made.loan.state == "settled"

    with pytest.raises(NotPossible):
        propose(made, "charge_off", on=JULY)


# Rules


def test_the_committee_may_waive_up_to_the_bylaw():
    most = D("1000.00")
    assert not needs_general_meeting(D("1000.00"), waived_before=D("0.00"), most=most)
    assert needs_general_meeting(D("0.01"), waived_before=D("1000.00"), most=most)


@pytest.mark.parametrize(
    ("principal", "allowance", "parts"),
    [
        ("500", "200", ("200", "300")),
        ("500", "500", ("500", "0")),
        ("500", "900", ("500", "0")),
        ("5", "-3", ("0", "5")),
    ],
)
def test_a_loss_is_borne_by_the_allowance_first(principal, allowance, parts):
    assert out_of_allowance(D(principal), allowance=D(allowance)) == tuple(map(D, parts))


def test_a_guarantor_told_after_sixty_days_owes_no_later_interest():
    since = date(2026, 4, 5)
    told = {"days": 60, "on": date(2026, 9, 1)}
    assert not free_of_later_interest(since, notified_on=date(2026, 6, 4), **told)
    assert free_of_later_interest(since, notified_on=date(2026, 6, 5), **told)
    assert free_of_later_interest(since, notified_on=None, **told)
    assert not free_of_later_interest(since, notified_on=None, days=60, on=date(2026, 6, 4))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("set_off", {"special": "100.00", "consent": "written"}),
        ("charge_off", {}),
        ("write_off", {"resolution_of": "general_meeting"}),
    ],
)
def test_no_act_that_moves_money_is_dated_in_a_closed_month(kind, data):
    made = paid_out()
    with transaction.atomic():
        while open_month(made.group.book) < date(2026, 8, 1):
            close(made.group.book, month=open_month(made.group.book))

    with pytest.raises(NotPossible) as refusal:
        propose(made, kind, on=JULY, data=data)

    assert "ตั้งแต่ 1 สิงหาคม 2569" in str(refusal.value)
    assert "on" in refusal.value.fields
    assert propose(made, kind, on=date(2026, 8, 1), data=data).pk
