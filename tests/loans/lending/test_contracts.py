"""From the approved request to the signed contract."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from federation.ledger.chart import EMERGENCY_LOANS
from groups.promises.steps import StillBound, check_unbound
from loans.lending.models import Guarantee, JointBorrower, Lien, Loan, LoanRequest, LoanState, RequestState, ScheduleRow
from loans.lending.queries.guarantees import free_savings
from loans.lending.steps import contracts
from loans.lending.steps.contracts import (
    ContractNumberTaken,
    NotANumber,
    NotCancellable,
    NotSignable,
    cancel_step,
    release_step,
    sign_step,
)
from loans.products.rules import Fee, FineRule, ProductTerms, RateNotLawful
from tests import builders
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db

SIGNED = worlds.ASKED_ON
NOW = builders.at_noon(SIGNED)


def sign(request, **facts):
    with transaction.atomic():
        return sign_step(request, **{"signed_on": SIGNED, "by": builders.user("officer"), "at": NOW, **facts})


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def anon(group):
    return worlds.saver(group, "อานนท์", satja="8000.00", shares="2000.00")


def test_a_contract_freezes_the_terms_and_has_a_schedule_that_sums_to_its_principal(group, anon):
    version = worlds.product(group)

    loan = sign(worlds.approved(anon, version))

    assert loan.contract_no == "1/2569"
    assert loan.state == LoanState.SIGNED
    assert ProductTerms.from_data(loan.terms) == worlds.terms()
    assert loan.effective_yearly_rate == Decimal("0.1200")
    rows = ScheduleRow.objects.filter(schedule__loan=loan, schedule__number=1).order_by("n")
    assert [(row.n, row.due_on) for row in rows][:2] == [(1, date(2026, 4, 5)), (2, date(2026, 5, 5))]
    assert sum(row.principal for row in rows) == loan.principal == Decimal("12000.00")
    assert sum(row.interest for row in rows) == Decimal("780.00")
    assert loan.last_due_on == date(2027, 3, 5)


def test_the_account_of_a_loan_names_the_contract_and_never_the_person(group, anon):
    version = worlds.product(group, code="urgent", kind="emergency", control=EMERGENCY_LOANS)

    loan = sign(worlds.approved(anon, version))

    assert loan.account.control.code == EMERGENCY_LOANS
    assert loan.account.name_th == "ลูกหนี้เงินกู้ สัญญา 1/2569"
    assert "อานนท์" not in loan.account.name_th + loan.account.name_en


def test_contracts_are_numbered_on_within_their_year_and_a_number_is_never_given_twice(group):
    version = worlds.product(group)
    first, second, third, fourth = builders.members(group, 4)
    worlds.contract(first, version)
    worlds.contract(second, version, contract_no="7/2569")

    assert worlds.contract(third, version).contract_no == "8/2569"
    with pytest.raises(ContractNumberTaken) as refused:
        worlds.contract(fourth, version, contract_no="7/2569")
    assert "contract_no" in refused.value.fields


@pytest.mark.parametrize("state", [RequestState.ASKED, RequestState.REFUSED, RequestState.WITHDRAWN])
def test_only_an_approved_request_is_signed(group, anon, state):
    asked = worlds.request(anon, worlds.product(group))
    if state == RequestState.REFUSED:
        worlds.approve(asked, state=state)
    else:
        LoanRequest.objects.update(state=state)

    with pytest.raises(NotSignable):
        sign(asked)
    assert not Loan.objects.exists()


def test_a_contract_is_not_signed_before_its_resolution(group, anon):
    with pytest.raises(NotSignable):
        sign(worlds.approved(anon, worlds.product(group)), signed_on=date(2026, 3, 4))


def test_a_contract_is_not_signed_ahead_of_its_day(group, anon):
    asked = worlds.approved(anon, worlds.product(group))

    with pytest.raises(NotSignable) as refused:
        sign(asked, signed_on=date(2026, 3, 6))

    assert "signed_on" in refused.value.fields
    assert not Loan.objects.exists()


def test_a_signed_contract_binds_savings_whatever_its_date(group, anon):
    sign(worlds.approved(anon, worlds.product(group)))

    assert free_savings([anon], on=date(2026, 3, 4))[anon.pk].free == Decimal("0.00")


@pytest.mark.parametrize("day", [date(2026, 5, 6), date(2031, 4, 5), date(2026, 3, 4)])
def test_the_first_instalment_is_not_moved_further_than_a_period_from_what_was_approved(group, anon, day):
    asked = worlds.approved(anon, worlds.product(group))

    with pytest.raises(NotSignable) as refused:
        sign(asked, first_due_on=day)

    assert "first_due_on" in refused.value.fields
    assert not Loan.objects.exists()


def test_the_first_instalment_moves_within_a_period(group, anon):
    loan = sign(worlds.approved(anon, worlds.product(group)), first_due_on=date(2026, 5, 5))

    assert loan.schedules.get().rows.order_by("n").first().due_on == date(2026, 5, 5)


def test_a_contract_made_late_begins_to_be_repaid_after_its_day(group, anon):
    late = date(2026, 6, 1)
    asked = worlds.approved(anon, worlds.product(group))

    loan = sign(asked, signed_on=late, at=builders.at_noon(late), first_due_on=date(2026, 7, 1))

    assert loan.schedules.get().rows.order_by("n").first().due_on == date(2026, 7, 1)


@pytest.mark.parametrize("who", ["borrower", "joint", "guarantor"])
def test_nobody_makes_a_contract_that_he_or_she_borrows_by_or_guarantees(group, anon, who, monkeypatch):
    guarantor, joint = worlds.saver(group, "บุญมา", satja="9000.00"), worlds.saver(group, "ไกร", satja="9000.00")
    asked = worlds.request(anon, worlds.product(group), guarantors=[(guarantor, "2000.00")])
    JointBorrower.objects.create(network_id=asked.network_id, request=asked, membership=joint, part=Decimal("1000.00"))
    worlds.approve(asked)
    by = builders.user("insider")
    by.person = {"borrower": anon, "joint": joint, "guarantor": guarantor}[who].person
    by.save(update_fields=["person"])

    with pytest.raises(NotSignable):
        sign(asked, by=by)
    monkeypatch.setattr(contracts, "concerned", lambda *_who, **_on: ())
    with pytest.raises(IntegrityError, match="is made by"):
        sign(asked, by=by)


@pytest.mark.parametrize("number", ["สมชาย 081", "นายดำ/2569", "12/2569 อานนท์", "ABCDE1", "1/2569#1", "1" * 21, "x"])
def test_the_number_of_a_contract_names_nobody(group, anon, number):
    asked = worlds.approved(anon, worlds.product(group))

    with pytest.raises(NotANumber) as refused:
        sign(asked, contract_no=number)

    assert "contract_no" in refused.value.fields
    loan = sign(asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(contract_no=number)


@pytest.mark.parametrize("number", ["12/2569", "ก.12/2569", "สก-7/68", "3", "เดิม 3/2567", "ยกมา-007/2"])
def test_the_number_of_a_contract_has_a_short_prefix_at_most(group, anon, number):
    assert sign(worlds.approved(anon, worlds.product(group)), contract_no=number).contract_no == number


def test_a_contract_is_not_signed_once_borrower_or_guarantor_left(group, anon):
    guarantor = worlds.saver(group, "บุญมา", satja="9000.00")
    asked = worlds.approved(anon, worlds.product(group), guarantors=[(guarantor, "2000.00")])
    guarantor.state = "on_hold"
    guarantor.save(update_fields=["state"])

    with pytest.raises(NotSignable, match="002"):
        sign(asked)


def test_a_contract_above_the_lawful_rate_is_refused_fees_included(group, anon):
    dear = worlds.product(group, fee=Fee(baht=Decimal("600.00")))

    with pytest.raises(RateNotLawful):
        sign(worlds.approved(anon, dear))
    assert not Loan.objects.exists()


def test_the_rate_of_a_contract_is_that_of_a_loan_paid_on_time_and_fines_are_judged_beside_it(group, anon):
    three = FineRule(kind="yearly", yearly_rate=Decimal("0.03"), cap_percent=Decimal(10))
    four = FineRule(kind="yearly", yearly_rate=Decimal("0.04"), cap_percent=Decimal(10))

    loan = sign(worlds.approved(anon, worlds.product(group, fine=three)))

    assert loan.effective_yearly_rate == Decimal("0.1200")
    with pytest.raises(RateNotLawful):
        sign(worlds.approved(anon, worlds.product(group, code="dear", fine=four)))


def test_a_fee_counts_in_the_rate_of_a_loan_paid_on_time(group, anon):
    loan = sign(worlds.approved(anon, worlds.product(group, fee=Fee(baht=Decimal("60.00")))))

    assert Decimal("0.1200") < loan.effective_yearly_rate < Decimal("0.1500")


def test_the_database_refuses_an_unlawful_rate_too(group, anon, monkeypatch):
    dear = worlds.product(group, fee=Fee(baht=Decimal("600.00")))
    monkeypatch.setattr(contracts, "lawful_rate", lambda *_terms: None)

    with pytest.raises(IntegrityError, match="loan_not_above_the_lawful_rate"):
        sign(worlds.approved(anon, dear))


def test_a_contract_binds_what_guarantors_stand_for_and_the_rest_of_own_savings(group, anon):
    guarantor = worlds.saver(group, "บุญมา", satja="9000.00")

    loan = sign(worlds.approved(anon, worlds.product(group), guarantors=[(guarantor, "5000.00")]))

    held = {(lien.membership_id, lien.why): lien.amount for lien in Lien.objects.filter(loan=loan)}
    assert held == {(anon.pk, "own_loan"): Decimal("7000.00"), (guarantor.pk, "guarantee"): Decimal("5000.00")}
    assert Guarantee.objects.get(loan=loan).stands_from == SIGNED
    found = free_savings([anon, guarantor], on=SIGNED)
    assert found[anon.pk].free == Decimal("3000.00")
    assert found[guarantor.pk].free == Decimal("4000.00")


def test_a_cancelled_contract_sets_everything_free(group, anon):
    guarantor = worlds.saver(group, "บุญมา", satja="9000.00")
    loan = sign(worlds.approved(anon, worlds.product(group), guarantors=[(guarantor, "5000.00")]))

    with transaction.atomic():
        cancelled = cancel_step(loan, on=date(2026, 3, 6), reason="เปลี่ยนใจ")

    assert cancelled.state == LoanState.CANCELLED and cancelled.closed_on == date(2026, 3, 6)
    assert Guarantee.objects.get(loan=loan).released_on == date(2026, 3, 6)
    assert {one.free for one in free_savings([anon, guarantor], on=date(2026, 3, 6)).values()} == {
        Decimal("10000.00"),
        Decimal("9000.00"),
    }
    with pytest.raises(NotCancellable), transaction.atomic():
        cancel_step(loan, on=date(2026, 3, 6), reason="อีกครั้ง")


def test_release_frees_guarantors_savings_and_collateral_on_its_day(group, anon):
    guarantor = worlds.saver(group, "บุญมา", satja="9000.00")
    loan = sign(worlds.approved(anon, worlds.product(group), guarantors=[(guarantor, "5000.00")]))

    release_step(loan, on=date(2026, 8, 5))

    assert free_savings([guarantor], on=date(2026, 8, 4))[guarantor.pk].bound == Decimal("5000.00")
    assert free_savings([guarantor], on=date(2026, 8, 5))[guarantor.pk].bound == 0


@pytest.mark.parametrize("who", ["borrower", "guarantor"])
def test_nobody_resigns_who_owes_or_guarantees(group, anon, who):
    guarantor = worlds.saver(group, "บุญมา", satja="9000.00")
    loan = sign(worlds.approved(anon, worlds.product(group), guarantors=[(guarantor, "5000.00")]))
    leaving = anon if who == "borrower" else guarantor

    with pytest.raises(StillBound) as refused, transaction.atomic():
        check_unbound(leaving, on=SIGNED)
    release_step(loan, on=SIGNED)
    Loan.objects.filter(pk=loan.pk).update(state=LoanState.SETTLED, closed_on=SIGNED)
    check_unbound(leaving, on=SIGNED)

    assert len(refused.value.problems) == 1
