"""What a dishonest officer tries with acts: each is refused, or shown to a second person."""

from datetime import date
from decimal import Decimal as D

import pytest

from federation.ledger.journal import entries_after
from loans.acts.steps.frame import ResolutionMissing
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import carry_out, last_number, paid_out, propose, taken_over
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db
NAMED = "คืนเงินให้นางบุญมา ใจดี เพราะป่วย"


def memos_of(made, *, since):
    return [entry.memo for entry in entries_after(made.group.book, since)]


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
