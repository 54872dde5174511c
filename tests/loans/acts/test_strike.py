"""What is taken back leaves the loan and the books just as they were before it."""

from datetime import date
from decimal import Decimal as D

import pytest

from federation.ledger.queries import trial_balance
from loans.acts.models import Act
from loans.acts.steps.kind import NotPossible
from loans.lending.models import Guarantee, Lien, LoanEvent
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import SIGNED_ON, carry_out, entries_of, entry, last_number, paid_out, world
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db
LATER = date(2026, 8, 20)


def snapshot(made):
    """Return all of a loan that an act may change, and all balances of the books."""
    made.loan.refresh_from_db()
    now = made.now(LATER)
    books = {row.account.code: row.closing for row in trial_balance(made.group.book, on=LATER) if row.closing}
    return {
        "standing": (now.principal, now.interest, now.fine, now.deferred, now.unpaid_since, now.days_late, now.claim),
        "instalments": [(one.due_on, one.principal, one.interest, one.left) for one in now.instalments],
        "loan": (made.loan.state, made.loan.closed_on, made.loan.restructured_on, made.loan.in_court_since),
        "guarantees": list(
            Guarantee.objects.filter(loan=made.loan, released_on=None).values_list("membership", "amount", "called_on")
        ),
        "liens": sorted(
            Lien.objects.filter(loan=made.loan, released_on=None).values_list("membership", "amount"), key=str
        ),
        "books": books,
    }


def take_back(made, act):
    what = {"event": str(act.event_id)} if act.event_id else {"act": str(act.pk)}
    return carry_out(made, "strike", on=LATER, data=what)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("restructure", {"instalments": 24, "first_due": "2026-08-05", "consents": []}),
        ("rate", {"yearly_rate": "0.06", "resolution_of": "general_meeting"}),
        ("pause", {"until": "2026-07-31", "interest_runs": False}),
        ("waiver", {"interest": "200.00", "fine": "0.00", "resolution_of": "committee"}),
        ("set_off", {"special": "500.00", "satja": "500.00", "consent": "written"}),
        ("in_court", {"court": "ศาลแขวง", "case_no": ""}),
        ("charge_off", {}),
        ("write_off", {"resolution_of": "general_meeting"}),
    ],
)
def test_an_act_taken_back_leaves_everything_as_it_was(kind, data):
    made = paid_out()
    before = snapshot(made)
    act = carry_out(made, kind, on=JULY, data=data)
    assert snapshot(made) != before

    struck = take_back(made, act)

    assert snapshot(made) == before
    assert struck.agreed and Act.objects.filter(kind=kind).count() == 1


def test_a_call_on_a_guarantor_is_taken_back():
    made = paid_out()
    before = snapshot(made)
    calls = {str(Guarantee.objects.get(loan=made.loan).pk): "2000.00"}
    act = carry_out(made, "guarantor_call", on=JULY, data={"calls": calls})
    assert snapshot(made) != before

    take_back(made, act)

    assert snapshot(made) == before


def test_a_change_of_guarantors_is_taken_back():
    made = paid_out()
    before = snapshot(made)
    new = worlds.saver(made.group, "นารี", satja="20000.00", born_on=date(1970, 1, 1))
    worlds.resolve(made.group, guarantor_months=0)
    books = snapshot(made)["books"]
    change = {
        "release": [str(Guarantee.objects.get(loan=made.loan).pk)],
        "add": [{"number": new.number, "amount": "9000.00"}],
    }
    act = carry_out(made, "guarantor_change", on=JULY, data=change)

    take_back(made, act)

    assert snapshot(made) == {**before, "books": books}


def test_a_payout_is_taken_back_by_its_mirror():
    made = world()
    before = snapshot(made)
    act = carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})
    number = last_number(made)

    take_back(made, act)

    assert entries_of(made, since=number) == [
        entry("Dr cash on hand 12,000.00", "Cr loan, contract 1/2569 12,000.00"),
    ]
    assert snapshot(made) == before


def test_a_refinancing_is_taken_back_on_both_loans():
    made = paid_out()
    old, before = made.loan, snapshot(made)
    made.loan = worlds.contract(
        made.borrower,
        old.product_version,
        amount="15000.00",
        on=date(2026, 4, 5),
        first_due_on=date(2026, 5, 5),
        refinances=old,
    )
    act = carry_out(made, "payout", on=date(2026, 4, 5), data={"from": "cash", "amount": "15000.00"})

    take_back(made, act)

    assert made.loan.state == "signed"
    made.loan = old
    assert snapshot(made) == before


def test_a_repayment_at_the_desk_is_taken_back_and_later_ones_are_booked_anew():
    made = paid_out()
    first = pays(made, "1120.00", on=date(2026, 4, 5))
    pays(made, "1110.00", on=date(2026, 5, 5))

    carry_out(made, "strike", on=LATER, data={"event": str(first.pk)})

    second = LoanEvent.objects.get(kind="repayment", struck_at=None)
    assert (second.interest, second.principal) == (D("240.00"), D("870.00"))
    assert made.now(date(2026, 5, 5)).principal == D("11130.00")


def test_what_was_taken_back_is_not_taken_back_again():
    made = paid_out()
    act = carry_out(made, "in_court", on=JULY, data={"court": "ศาลแขวง", "case_no": ""})
    event = carry_out(made, "waiver", on=JULY, data={"interest": "9.00", "fine": "0", "resolution_of": "committee"})
    take_back(made, act)
    take_back(made, event)

    for one in (act, event):
        with pytest.raises(NotPossible):
            take_back(made, one)
