"""What each kind of act posts, and how the loan stands before and after."""

from datetime import date
from decimal import Decimal as D

import pytest

from federation.ledger.books import account
from federation.ledger.posting import EntryKind, credit, debit, post
from loans.acts.queries import recourse
from loans.lending.models import Guarantee, Lien, Loan, LoanEvent
from loans.lending.steps.events import repay_step
from loans.products.rules import Fee
from tests import builders
from tests.loans.acts.worlds import AT, SIGNED_ON, World, carry_out, entries_of, entry, last_number, paid_out, world
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 5)  # four instalments are due and none is paid: 4,000 of principal, 480 of interest


def late(**facts):
    return paid_out(**facts)


def pays(made, amount, *, on, payer=None):
    loan = Loan.objects.get(pk=made.loan.pk)
    money = [(account(made.group.book, "11010").pk, D(amount))]
    by = builders.user("desk")
    return repay_step(loan, on=on, amount=D(amount), money=money, payer=payer or made.borrower, by=by, at=AT)


def test_a_payout_in_cash_is_one_entry():
    made = world()
    number = last_number(made)

    carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})

    assert entries_of(made, since=number) == [
        entry("Dr loan, contract 1/2569 12,000.00", "Cr cash on hand 12,000.00"),
    ]
    assert made.loan.state == "running"
    assert made.now(SIGNED_ON).principal == D("12000.00")


def test_parts_of_a_payout_bear_interest_from_their_own_day():
    made = world()
    carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "6000.00"})
    carry_out(made, "payout", on=date(2026, 3, 20), data={"from": "cash", "amount": "6000.00"})

    now = made.now(date(2026, 4, 5))

    assert now.principal == D("12000.00")
    assert now.interest == D("90.97")  # at 1 % a month: 6,000 for a month, and 6,000 more for 16 days of its 31


def test_the_fee_is_kept_back_from_the_first_payout():

    made = world(fee=Fee(baht=D("50.00")))
    number = last_number(made)

    carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})

    assert entries_of(made, since=number) == [
        entry(
            "Dr loan, contract 1/2569 12,000.00",
            "Cr cash on hand 11,950.00",
            "Cr loan application fees 50.00",
        )
    ]


def test_a_loan_that_refinances_pays_the_earlier_one_off_in_the_same_entry():
    made = paid_out()
    version = made.loan.product_version
    old = made.loan
    made.loan = worlds.contract(
        made.borrower, version, amount="15000.00", on=date(2026, 4, 5), first_due_on=date(2026, 5, 5), refinances=old
    )
    number = last_number(made)

    act = carry_out(made, "payout", on=date(2026, 4, 5), data={"from": "cash", "amount": "15000.00"})

    assert entries_of(made, since=number) == [
        entry(
            "Dr loan, contract 2/2569 15,000.00",
            "Cr cash on hand 2,880.00",
            "Cr interest on ordinary loans 120.00",
            "Cr loan, contract 1/2569 12,000.00",
        )
    ]
    old.refresh_from_db()
    assert old.state == "settled"
    assert made.loan.state == "running"
    settling = LoanEvent.objects.get(loan=old, kind="repayment")
    assert (settling.entry, settling.amount) == (act.event.entry, D("12120.00"))


def test_goods_are_lent_at_the_price_of_the_request_and_come_back_at_it():
    group = builders.group()
    borrower = worlds.saver(group, satja="3000.00")
    _stock(group, "10000.00")
    version = worlds.product(group, kind="in_goods", code="goods", control="13030")
    goods = [{"name": "ปุ๋ย", "unit": "กระสอบ", "count": "10", "price": "900.00"}]
    loan = worlds.contract(borrower, version, amount="9000.00", goods=goods)

    made = World(group, borrower, None, loan)
    number = last_number(made)

    carry_out(made, "payout", on=SIGNED_ON, data={"from": "goods", "goods": [{"name": "ปุ๋ย", "count": "10"}]})
    carry_out(made, "goods_return", on=SIGNED_ON, data={"goods": [{"name": "ปุ๋ย", "count": "2"}]})

    assert entries_of(made, since=number) == [
        entry("Dr loan, contract 1/2569 9,000.00", "Cr finished goods 9,000.00"),
        entry("Dr finished goods 1,800.00", "Cr loan, contract 1/2569 1,800.00"),
    ]
    assert made.now(SIGNED_ON).principal == D("7200.00")


def _stock(group, baht):
    book = group.book
    moves = [debit(account(book, "15010").pk, D(baht)), credit(account(book, "11010").pk, D(baht))]
    worlds.save_up(worlds.saver(group, "ทองดี"), satja=baht)
    post(book=book, on=date(2026, 1, 6), kind=EntryKind.JOURNAL, key="test:stock", moves=moves, by=builders.user("t"))


def test_a_restructure_puts_off_what_is_owed_and_frees_who_did_not_consent():
    made = late(guarantors=2)
    first, second = Guarantee.objects.filter(loan=made.loan).order_by("membership__number")

    act = carry_out(
        made,
        "restructure",
        on=JULY,
        data={"instalments": 24, "first_due": "2026-08-05", "consents": [str(first.pk)]},
    )

    now = made.now(JULY)
    assert (now.principal, now.interest, now.deferred, now.days_late) == (D("12000.00"), D("480.00"), D("480.00"), 0)
    assert made.loan.restructured_on == JULY
    assert [one.released_on for one in Guarantee.objects.filter(loan=made.loan).order_by("membership__number")] == [
        None,
        JULY,
    ]
    assert act.would["facts"]["released"] == [str(second.pk)]
    assert act.would["entries"] == []
    assert not Lien.objects.filter(loan=made.loan, membership=second.membership, released_on=None).exists()
    assert made.loan.schedules.count() == 2


def test_a_lower_rate_counts_from_its_day():
    made = paid_out()
    carry_out(made, "rate", on=date(2026, 5, 5), data={"yearly_rate": "0.06", "resolution_of": "general_meeting"})

    assert made.now(date(2026, 6, 5)).interest == D("300.00")  # 120 + 120 + 60


@pytest.mark.parametrize(("runs", "interest"), [(True, D("480.00")), (False, D("120.00"))])
def test_a_pause_keeps_its_days_out_of_the_days_late(runs, interest):
    made = paid_out()
    carry_out(made, "pause", on=date(2026, 4, 6), data={"until": "2026-07-05", "interest_runs": runs})

    now = made.now(JULY)

    assert now.days_late == 0
    assert now.interest == interest
    assert made.now(date(2026, 7, 15)).days_late == 10


def test_a_waiver_takes_interest_off_without_an_entry():
    made = late()
    carry_out(made, "waiver", on=JULY, data={"interest": "200.00", "fine": "0.00", "resolution_of": "committee"})

    assert made.now(JULY).interest == D("280.00")
    assert made.now(JULY).principal == D("12000.00")


def test_a_set_off_pays_interest_first_out_of_the_debtors_own_savings():
    made = late()
    number = last_number(made)

    data = {"special": "500.00", "satja": "1000.00", "shares": "0.00", "consent": "written"}
    carry_out(made, "set_off", on=JULY, data=data)

    assert entries_of(made, since=number) == [
        entry(
            "Dr special savings, member 001 500.00",
            "Dr satja, member 001 1,000.00",
            "Cr interest on ordinary loans 480.00",
            "Cr loan, contract 1/2569 1,020.00",
        )
    ]
    assert made.now(JULY).principal == D("10980.00")


def test_guarantors_are_called_and_what_they_pay_is_kept_as_recourse():
    made = late()
    called = Guarantee.objects.get(loan=made.loan)
    carry_out(made, "guarantor_call", on=JULY, data={"calls": {str(called.pk): "2000.00"}})
    pays(made, "2000.00", on=JULY, payer=made.guarantor)

    called.refresh_from_db()

    assert called.called_on == JULY
    assert recourse(made.loan) == [(made.guarantor, D("2000.00"))]


def test_a_guarantor_is_replaced_by_another():
    made = late()
    old = Guarantee.objects.get(loan=made.loan)
    new = worlds.saver(made.group, "นารี", satja="20000.00", joined_on=date(2020, 1, 5), born_on=date(1970, 1, 1))

    carry_out(
        made,
        "guarantor_change",
        on=JULY,
        data={"release": [str(old.pk)], "add": [{"number": new.number, "amount": "9000.00"}]},
    )

    old.refresh_from_db()
    assert old.released_on == JULY
    standing = Guarantee.objects.get(loan=made.loan, released_on=None)
    assert (standing.membership, standing.amount, standing.stands_from) == (new, D("9000.00"), JULY)
    assert Lien.objects.get(loan=made.loan, membership=new, released_on=None).amount == D("9000.00")


def test_a_charge_off_uses_the_allowance_first_and_keeps_the_claim():
    made = late()
    _allowance(made.group, "5000.00")
    number = last_number(made)

    carry_out(made, "charge_off", on=JULY)

    assert entries_of(made, since=number) == [
        entry(
            "Dr allowance for doubtful loans 5,000.00",
            "Dr write-off 7,000.00",
            "Cr loan, contract 1/2569 12,000.00",
        )
    ]
    assert made.loan.state == "charged_off"
    assert made.now(JULY).claim.total == D("12480.00")
    assert Guarantee.objects.get(loan=made.loan).released_on is None


def _allowance(group, baht):
    book = group.book
    moves = [debit(account(book, "55050").pk, D(baht)), credit(account(book, "13110").pk, D(baht))]
    post(book=book, on=date(2026, 6, 30), kind=EntryKind.JOURNAL, key="test:a", moves=moves, by=builders.user("t"))


def test_what_comes_in_after_a_charge_off_is_income():
    made = late()
    carry_out(made, "charge_off", on=JULY)
    number = last_number(made)

    pays(made, "3000.00", on=date(2026, 8, 5))

    assert entries_of(made, since=number) == [entry("Dr cash on hand 3,000.00", "Cr bad debts recovered 3,000.00")]
    assert made.now(date(2026, 8, 5)).claim.total == D("9480.00")


def test_a_set_off_after_a_charge_off_is_a_recovery():
    made = late()
    carry_out(made, "charge_off", on=JULY)
    number = last_number(made)

    data = {"special": "500.00", "satja": "0.00", "shares": "0.00", "consent": "leaving"}
    carry_out(made, "set_off", on=date(2026, 8, 5), data=data)

    assert entries_of(made, since=number) == [
        entry("Dr special savings, member 001 500.00", "Cr bad debts recovered 500.00")
    ]


@pytest.mark.parametrize("charged_off_first", [False, True])
def test_a_write_off_gives_the_claim_up_and_frees_the_guarantors(charged_off_first):
    made = late()
    if charged_off_first:
        carry_out(made, "charge_off", on=date(2026, 6, 5))
    number = last_number(made)

    carry_out(made, "write_off", on=JULY, data={"resolution_of": "general_meeting"})

    posted = [entry("Dr write-off 12,000.00", "Cr loan, contract 1/2569 12,000.00")]
    assert entries_of(made, since=number) == ([] if charged_off_first else posted)
    assert (made.loan.state, made.loan.closed_on) == ("written_off", JULY)
    assert Guarantee.objects.get(loan=made.loan).released_on == JULY
    assert not Lien.objects.filter(loan=made.loan, released_on=None).exists()


def test_a_loan_in_court_stands_apart_from_that_day():
    made = late()
    carry_out(made, "in_court", on=JULY, data={"court": "ศาลจังหวัดสุราษฎร์ธานี", "case_no": "ผบ 12/2569"})

    assert made.loan.in_court_since == JULY
