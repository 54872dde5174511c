"""Loans that ran before these books are taken over together, and their sum is tied to what the books say is lent."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.ledger.books import account
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import as_text, balance
from loans.acts.steps.frame import decide_step, propose_step
from loans.acts.steps.kind import NotPossible
from loans.acts.steps.opening import NotTied
from loans.lending.models import Guarantee, Lien, Loan
from loans.lending.queries.guarantees import free_savings
from loans.lending.queries.standing import standing
from loans.lending.steps.events import repay_step
from tests import builders
from tests.loans.acts.worlds import AT, REASON, entry
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 31)


@pytest.fixture
def group(db):
    made = builders.group()
    for number, given in enumerate(("อานนท์", "บุญมา", "ประภา"), start=1):
        worlds.saver(made, given, satja="5000.00", number=number)
    worlds.product(made)
    moves = [
        debit(account(made.book, "13090").pk, D("30000.00")),
        credit(account(made.book, "33010").pk, D("30000.00")),
    ]
    with transaction.atomic():
        post(book=made.book, on=date(2026, 1, 2), kind=EntryKind.JOURNAL, key="t:1", moves=moves, by=builders.user("t"))
    return made


def row(number, left, **changes):
    facts = {
        "number": number,
        "contract_no": f"{number}/2568",
        "product": "ordinary",
        "signed_on": "2025-06-05",
        "principal": "24000.00",
        "principal_left": left,
        "next_due": "2026-02-05",
        "instalments_left": 10,
        "paid": "0.00",
        "interest_owed": "0.00",
        "unpaid_since": None,
        "guarantors": [],
    }
    return {**facts, **changes}


@transaction.atomic
def propose(group, *rows, partial=False):
    return propose_step(
        group, None, kind="opening", on=ON, data={"rows": rows, "partial": partial}, reason=REASON,
        by=builders.user("proposes"), at=AT,
    )  # fmt: skip


@transaction.atomic
def carry_out(group, *rows, partial=False):
    return decide_step(propose(group, *rows, partial=partial), agree=True, by=builders.user("checks"), at=AT)


def test_running_loans_come_in_by_one_entry_tied_to_the_control_total(group):
    late = row(2, "10000.00", unpaid_since="2025-12-05", interest_owed="150.00", instalments_left=5)
    carry_out(group, row(1, "20000.00"), late)

    first, second = Loan.objects.order_by("number")
    assert as_text(first.events.get().entry) == entry(
        "Dr loan, contract 1/2568 20,000.00",
        "Dr loan, contract 2/2568 10,000.00",
        "Cr loans to be detailed 30,000.00",
    )
    assert first.events.get().entry.checked_by == builders.user("checks")
    assert balance(account(group.book, "13090")) == 0
    assert (first.state, first.is_imported, first.flags) == ("running", True, [])


def test_a_loan_that_is_late_comes_in_late(group):
    late = row(2, "10000.00", unpaid_since="2025-12-05", interest_owed="150.00", instalments_left=5)
    carry_out(group, row(1, "20000.00"), late)
    first, second = Loan.objects.order_by("number")

    on_time, behind = standing(first, on=ON), standing(second, on=ON)

    assert (on_time.days_late, on_time.interest, on_time.principal) == (0, D("0.00"), D("20000.00"))
    assert (behind.days_late, behind.interest, behind.principal) == (57, D("150.00"), D("10000.00"))
    assert behind.due.principal == D("4000.00")  # the instalments of December and January
    assert standing(first, on=date(2026, 2, 5)).due.principal == D("2000.00")


def test_a_loan_taken_over_binds_the_whole_of_what_its_security_was_worked_out_for(group):
    guarantors = [{"number": 2, "amount": "4000.00"}]
    carry_out(group, row(1, "20000.00", guarantors=guarantors), row(3, "10000.00"))
    guarantor = Guarantee.objects.get().membership

    assert free_savings([guarantor], on=ON)[guarantor.pk].bound == D("4000.00")


@pytest.mark.parametrize("total", ["29999.99", "30000.01"])
def test_a_sum_that_is_not_the_control_total_is_refused(group, total):
    with pytest.raises(NotTied):
        propose(group, row(1, "20000.00"), row(2, str(D(total) - 20000)))

    assert not Loan.objects.exists()


def test_a_part_is_taken_over_only_if_said(group):
    carry_out(group, row(1, "20000.00"), partial=True)

    assert balance(account(group.book, "13090")) == D("10000.00")

    with pytest.raises(NotTied):
        propose(group, row(2, "10000.01"), partial=True)


def test_what_a_new_contract_could_not_have_is_flagged(group):
    guarantee = [{"number": 1, "amount": "5000.00"}]
    ring = [{"number": 2, "amount": "5000.00"}]
    carry_out(
        group,
        row(1, "20000.00", yearly_rate="0.24", guarantors=ring),
        row(2, "10000.00", guarantors=guarantee),
    )

    assert [loan.flags for loan in Loan.objects.order_by("number")] == [
        ["above_ceiling", "guarantee_ring"],
        ["guarantee_ring"],
    ]
    assert Guarantee.objects.filter(loan__isnull=False, released_on=None).count() == 2
    assert Lien.objects.filter(why="guarantee").count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"principal_left": "24000.01"}, "1/2568"),
        ({"principal_left": "0.00"}, "1/2568"),
        ({"number": 9}, "9"),
        ({"product": "none"}, "none"),
        ({"contract_no": "2/2568"}, "2/2568"),
        ({"signed_on": "2026-02-01"}, "1/2568"),
        ({"unpaid_since": "2026-02-05"}, "1/2568"),
        ({"instalments_left": 0}, "1/2568"),
        ({"guarantors": [{"number": 8, "amount": "1.00"}]}, "8"),
    ],
)
def test_a_row_that_does_not_fit_is_named(group, changes, said):
    with pytest.raises(NotPossible) as refusal:
        propose(group, {**row(1, "20000.00"), **changes}, row(2, "10000.00"))

    assert any(said in str(problem) for problem in refusal.value.problems)


def test_a_contract_number_is_not_taken_twice(group):
    carry_out(group, row(1, "20000.00"), partial=True)

    with pytest.raises(NotPossible):
        propose(group, row(2, "10000.00", contract_no="1/2568"))


def test_a_takeover_is_taken_back_whole_and_can_be_made_again(group):
    act = carry_out(group, row(1, "20000.00"), row(2, "10000.00"))

    strike(group, act)

    assert balance(account(group.book, "13090")) == D("30000.00")
    assert set(Loan.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not Lien.objects.filter(released_on=None).exists()
    carry_out(group, row(1, "20000.00"), row(2, "10000.00"))
    assert Loan.objects.get(contract_no="1/2568").state == "running"
    with pytest.raises(NotPossible):
        strike(group, act)


def test_a_takeover_with_a_later_payment_is_not_taken_back(group):
    act = carry_out(group, row(1, "20000.00"), partial=True)
    loan = Loan.objects.get()
    money = [(account(group.book, "11010").pk, D("100.00"))]
    with transaction.atomic():
        repay_step(loan, on=ON, amount=D("100.00"), money=money, payer=loan.membership, by=builders.user("t"), at=AT)

    with pytest.raises(NotPossible) as refusal:
        strike(group, act)

    assert "1/2568" in str(refusal.value)


@transaction.atomic
def strike(group, act):
    asked = propose_step(
        group, None, kind="strike", on=ON, data={"act": str(act.pk)}, reason=REASON, by=builders.user("a"), at=AT
    )
    return decide_step(asked, agree=True, by=builders.user("b"), at=AT)
