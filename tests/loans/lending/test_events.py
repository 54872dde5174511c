"""What happens to a loan, as a bookkeeper would write it."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.utils import translation

from federation.ledger.books import account
from federation.ledger.chart import ALLOWANCE, WRITTEN_OFF
from federation.ledger.months import close
from federation.ledger.queries import as_text, balance
from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.models import Guarantee, Lien, Loan, LoanAdjustment, LoanEvent
from loans.lending.queries.standing import standing
from loans.lending.steps.events import LoanOverpaid, NotThatEvent, enter_step, repay_step, strike_step
from loans.products.rules import Fee
from tests import builders

pytestmark = pytest.mark.django_db
JAN, FEB, MAR, APR = (date(2026, month, 5) for month in (1, 2, 3, 4))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def anon(group):
    return builders.member(group, "อานนท์")


def who(on, *, at=None):
    return {"on": on, "by": builders.user("pays"), "at": at or builders.at_noon(on)}


def lines(*rows):
    return "\n".join(rows)


def test_a_payout_keeps_the_fee_back(group, anon):
    loan = builders.loan(anon, "12000.00", fee=Fee(baht=D("20.00")), yearly_rate=D("0.10"))

    event = LoanEvent.objects.get(loan=loan)
    assert as_text(event.entry) == lines(
        "Dr loan, contract 1/2569                        12,000.00",
        "   Cr cash on hand                                 11,980.00",
        "   Cr loan application fees                            20.00",
    )
    assert (event.amount, event.principal_after, event.unpaid_since, event.data["fee"]) == (
        D("12000.00"),
        D("12000.00"),
        FEB,
        "20.00",
    )


def test_a_repayment_on_the_due_date_is_what_the_schedule_says(group, anon):
    loan = builders.loan(anon, "12000.00")

    event = builders.repay(loan, "1120.00", on=FEB)

    assert as_text(event.entry) == lines(
        "Dr cash on hand                                  1,120.00",
        "   Cr interest on ordinary loans                      120.00",
        "   Cr loan, contract 1/2569                         1,000.00",
    )
    assert balance(loan.account) == D("11000.00")
    assert standing(Loan.objects.get(), on=FEB).unpaid_since == MAR


def test_what_is_set_off_against_savings_comes_from_there(group, anon):
    loan = builders.loan(anon, "12000.00")
    save_up(group, anon, "2000.00")
    money = [(anon.special_account_id, D("500.00")), (anon.satja_account_id, D("620.00"))]

    event = repay_step(loan, amount=D("1120.00"), money=money, payer=anon, data={"source": "set_off"}, **who(FEB))

    assert as_text(event.entry) == lines(
        "Dr special savings, member 001                     500.00",
        "Dr satja, member 001                               620.00",
        "   Cr interest on ordinary loans                      120.00",
        "   Cr loan, contract 1/2569                         1,000.00",
    )
    assert event.data == {"source": "set_off"}


def save_up(group, member, amount):
    rows = [RowIn(member, {"satja": D(amount), "special": D(amount)}, PAID)]
    book_sheet_step(group, meeting_on=JAN, rows=rows, by=builders.user(), at=builders.AT)


def test_a_charge_off_uses_the_allowance_and_a_recovery_is_income(group, anon):
    loan = builders.loan(anon, "3000.00", instalments=3)
    money = [(account(group.book, ALLOWANCE).pk, D("1000.00")), (account(group.book, WRITTEN_OFF).pk, D("2000.00"))]

    lost = enter_step(
        loan, kind="charge_off", amount=D("3000.00"), money=money, checked_by=builders.user("checks"), **who(MAR)
    )
    found = builders.repay(Loan.objects.get(pk=loan.pk), "400.00", on=APR)

    assert as_text(lost.entry) == lines(
        "Dr allowance for doubtful loans                  1,000.00",
        "Dr write-off                                     2,000.00",
        "   Cr loan, contract 1/2569                         3,000.00",
    )
    assert as_text(found.entry) == lines(
        "Dr cash on hand                                    400.00",
        "   Cr bad debts recovered                             400.00",
    )
    loan.refresh_from_db()
    assert (loan.state, standing(loan, on=APR).claim.total) == ("charged_off", D("2660.00"))


def test_a_late_repayment_is_booked_and_what_came_after_it_is_split_anew(group, anon):
    loan = builders.loan(anon, "12000.00")
    builders.repay(loan, "1240.00", on=MAR)

    builders.repay(loan, "1120.00", on=FEB, at=builders.at_noon(MAR))

    moved = LoanAdjustment.objects.get()
    assert as_text(moved.entry) == lines(
        "Dr interest on ordinary loans                      130.00",
        "   Cr loan, contract 1/2569                           130.00",
    )
    assert (moved.entry.on, moved.entry.concerns_month, moved.principal, moved.interest) == (MAR, None, 130, -130)


def test_in_a_closed_month_the_entry_goes_to_the_open_one_and_the_fact_keeps_its_day(group, anon):
    loan = builders.loan(anon, "12000.00")
    builders.repay(loan, "1240.00", on=MAR)
    with transaction.atomic():
        for month in (JAN, FEB, MAR):
            close(group.book, month=month.replace(day=1))

    event = builders.repay(loan, "1120.00", on=FEB, at=builders.at_noon(APR))

    assert (event.on, event.entry.on, event.entry.concerns_month) == (FEB, APR, date(2026, 2, 1))
    moved = LoanAdjustment.objects.get().entry
    assert (moved.on, moved.concerns_month) == (APR, date(2026, 3, 1))
    assert balance(loan.account, on=MAR) == D("11000.00")
    assert balance(loan.account) == D("9870.00")


def test_what_is_taken_back_leaves_nothing_behind(group, anon):
    loan = builders.loan(anon, "12000.00")
    first = builders.repay(loan, "1120.00", on=FEB)
    builders.repay(loan, "1110.00", on=MAR)

    strike_step(first, checked_by=builders.user("checks"), reason="จดผิดคน", **who(MAR))

    kept = LoanEvent.objects.get(kind="repayment", struck_at=None)
    assert (kept.principal, kept.interest, kept.unpaid_since) == (D("870.00"), D("240.00"), FEB)
    assert balance(loan.account) == D("11130.00")


def test_a_settled_loan_frees_its_guarantors_until_the_payment_is_taken_back(group, anon):
    bua = builders.member(group, "บัว")
    loan = builders.loan(anon, "3000.00", instalments=3, guarantors=[(bua, "3000.00")])
    paid = builders.repay(loan, "3030.00", on=FEB)

    loan.refresh_from_db()
    assert (loan.state, Guarantee.objects.get().released_on) == ("settled", FEB)
    assert not Lien.objects.filter(released_on=None).exists()

    strike_step(paid, checked_by=builders.user("checks"), reason="เช็คเด้ง", **who(MAR))

    loan.refresh_from_db()
    assert (loan.state, loan.closed_on, Guarantee.objects.get().released_on) == ("running", None, None)


def test_more_than_everything_is_refused_with_the_figure_and_books_nothing(group, anon):
    loan = builders.loan(anon, "3000.00", instalments=3)

    with pytest.raises(LoanOverpaid, match="only 3,030.00 baht are owed, 20.00 less than this"):
        builders.repay(loan, "3050.00", on=FEB)

    assert LoanEvent.objects.count() == 1


def test_a_late_fact_that_makes_a_later_payment_too_much_is_refused(group, anon):
    loan = builders.loan(anon, "3000.00", instalments=3)
    builders.repay(loan, "3030.00", on=FEB)
    Loan.objects.update(state="running", closed_on=None)

    with pytest.raises(LoanOverpaid, match=r"recorded on 5 February 2026 \(repaid\) would be"):
        builders.repay(loan, "500.00", on=date(2026, 1, 20), at=builders.at_noon(FEB))


def test_a_payout_is_not_taken_back_under_what_was_repaid(group, anon):
    loan = builders.loan(anon, "3000.00", instalments=3)
    builders.repay(loan, "1030.00", on=FEB)
    payout = LoanEvent.objects.get(kind="payout")

    with pytest.raises(LoanOverpaid, match="Take that one back first"):
        strike_step(payout, checked_by=builders.user("checks"), reason="จดผิดคน", **who(MAR))


@pytest.mark.parametrize(
    ("kind", "on", "words"),
    [
        ("recovery", FEB, "cannot be recorded"),
        ("repayment", date(2026, 1, 1), "signed on 5 January 2026"),
    ],
)
def test_what_cannot_happen_to_a_loan_is_refused_in_words(group, anon, kind, on, words):
    loan = builders.loan(anon, "3000.00", instalments=3)

    with pytest.raises(NotThatEvent, match=words):
        enter_step(loan, kind=kind, amount=D(10), **who(on, at=builders.at_noon(MAR)))
