"""What a dishonest officer tries with acts: each is refused, or shown to a second person."""

import uuid
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.ledger.books import account
from federation.ledger.journal import entries_after
from federation.ledger.months import close
from federation.ledger.posting import lock
from loans.acts.steps.frame import ResolutionMissing
from loans.acts.steps.kind import NotPossible
from loans.lending.actions.repay import repay
from loans.lending.models import Loan
from loans.lending.steps.desk import NeedsAnother
from tests import builders
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import AT, carry_out, decide, last_number, paid_out, propose, taken_over
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db
NAMED = "คืนเงินให้นางบุญมา ใจดี เพราะป่วย"


def memos_of(made, *, since):
    return [str(memo) for entry in entries_after(made.group.book, since) for memo in entry.memos.all()]


# Waivers


def test_waivers_dated_backwards_are_counted_together():
    made = paid_out()
    worlds.resolve(made.group, waiver_most=D("100.00"))
    for day in (JULY, date(2026, 6, 5)):
        carry_out(made, "waiver", on=day, data={"interest": "50.00", "fine": "0.00", "resolution_of": "committee"})

    with pytest.raises(ResolutionMissing):
        data = {"interest": "50.00", "fine": "0.00", "resolution_of": "committee"}
        propose(made, "waiver", on=date(2026, 5, 5), data=data)


# Names in the journal


def test_the_journal_does_not_say_why_a_payment_was_taken_back():
    made = paid_out()
    paid = pays(made, "1120.00", on=date(2026, 4, 5))
    later = pays(made, "1000.00", on=date(2026, 5, 5))
    number = last_number(made)

    act = carry_out(made, "strike", on=JULY, data={"event": str(paid.pk)}, reason=NAMED)

    memos = memos_of(made, since=number)
    assert later.pk and len(memos) == 2
    assert all("บุญมา" not in memo and made.loan.contract_no in memo for memo in memos)
    assert act.reason == NAMED


def test_the_journal_does_not_say_why_loans_were_taken_over():
    made = paid_out()
    act = taken_over(worlds.saver(made.group, "นารี"), product="ordinary", reason=NAMED)

    assert "บุญมา" not in memos_of(made, since=0)[-1]
    assert act.reason == NAMED


# A payment dated back


def at_desk(made, amount, *, on, kind="prepayment"):
    cash = account(made.group.book, "11010")
    facts = {"key": uuid.uuid4(), "seen": "", "kind": kind, "amount": D(amount), "on": on, "purse": cash, "slip": ""}
    loan = Loan.objects.get(pk=made.loan.pk)
    return repay(loan, **facts, payer=made.borrower, by=builders.user("desk"), at=AT)


@pytest.mark.django_db(transaction=True)
def test_nobody_alone_dates_a_payment_back_into_a_closed_month():
    made = paid_out()
    with transaction.atomic():
        lock(made.group.book)
        for month in range(1, 8):
            close(made.group.book, month=date(2026, month, 1))
    number = last_number(made)

    with pytest.raises(NeedsAnother):
        at_desk(made, "9000.00", on=date(2026, 4, 2))

    assert last_number(made) == number


@pytest.mark.django_db(transaction=True)
def test_nobody_alone_dates_a_payment_before_what_is_recorded():
    made = paid_out()
    with transaction.atomic():
        pays(made, "1120.00", on=JULY)

    with pytest.raises(NeedsAnother):
        at_desk(made, "9000.00", on=date(2026, 4, 2))


LATE = {"amount": "6000.00", "purse": "11010", "slip": "", "payer": 1, "pays": "prepayment"}


def test_a_payment_dated_back_is_seen_by_two_with_what_it_takes_off():
    made = paid_out()
    pays(made, "1480.00", on=JULY)
    before = made.now(JULY).principal
    number = last_number(made)

    act = propose(made, "late_payment", on=date(2026, 4, 5), data=LATE)

    assert last_number(made) == number
    assert D(act.would["facts"]["less"]["interest"]) > D("150.00")
    assert len(act.would["entries"]) == 2
    done = decide(act)
    assert (done.event.kind, done.event.on, done.event.entry.receipts.count()) == ("prepayment", date(2026, 4, 5), 1)
    assert before - made.now(JULY).principal > D("6000.00") - D("480.00")


@pytest.mark.parametrize(
    ("change", "said"), [({"payer": 999}, "999"), ({"purse": "41010"}, ""), ({"pays": "waiver"}, "")]
)
def test_a_late_payment_that_names_nobody_or_nothing_is_refused(change, said):
    with pytest.raises(NotPossible) as refusal:
        propose(paid_out(), "late_payment", on=JULY, data={**LATE, **change})

    assert said in str(refusal.value)
