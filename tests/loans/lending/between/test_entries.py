"""What a loan to an organisation says in both books, step by step, and that both always agree."""

from datetime import date
from decimal import Decimal as D

import pytest

from federation.kit.invariants import Scope
from federation.ledger import books, chart
from federation.ledger.models import Entry
from federation.ledger.months import close
from federation.ledger.posting import credit, debit, post
from federation.ledger.queries import balance
from federation.ledger.twins import OtherBookRefused
from federation.proof.gather import verify
from loans.acts.steps.kind import NotPossible
from loans.lending.models import Borrowing, Loan
from loans.products.rules import Fee
from tests import builders
from tests.loans.lending.between.worlds import SIGNED_ON, act, agree, both, lent

pytestmark = pytest.mark.django_db

APR, MAY, JUN = date(2026, 4, 5), date(2026, 5, 5), date(2026, 6, 5)
CASH = {"from": "cash", "amount": "12000.00"}
GENERAL = {"resolution_of": "general_meeting"}


def event(world, kind):
    return world.loan.events.filter(kind=kind).order_by("seq").last()


def owed(world):
    """What is owed by the lender's book, and by the borrower's."""
    borrowing = Borrowing.objects.get(loan_id=world.loan.pk)
    return balance(world.loan.account), balance(borrowing.account)


def breaks(world):
    """What verify says of a network's books, the guards of the tables apart, and whether both books agree."""
    found = verify(Scope(network_id=world.network.network_key))
    wrong = {one.check.code: one.found.breaks for one in found if not one.found.holds}
    pairs = {} if agree() else {"pairs": "not zero"}
    return {code: words for code, words in wrong.items() if not code.startswith("I-44")} | pairs


def test_the_contract_stands_under_loans_to_groups_and_is_a_borrowing_of_the_group():
    world = lent(paid_out=False)
    borrowing = Borrowing.objects.get()
    assert world.loan.account.code == "13040.00001"
    assert (borrowing.organisation, borrowing.lender, borrowing.loan_id) == (world.group, world.network, world.loan.pk)
    assert borrowing.account.code == f"24020.{world.network.code}.00001"
    assert (borrowing.contract_no, borrowing.principal) == ("1/2569", D("12000.00"))
    assert borrowing.network_id == world.group.network_key


def test_a_payout_stands_in_both_books_with_the_fee_kept_back():
    world = lent(paid_out=False, fee=Fee(baht=D("20.00")), yearly_rate=D("0.05"))
    act(world, "payout", on=SIGNED_ON, data=CASH)
    code = world.network.code
    assert both(event(world, "payout").entry) == [
        "Dr loan, contract 1/2569 12,000.00\nCr cash on hand 11,980.00\nCr fees and fines from member groups 001 20.00",
        f"Dr fees paid to the network {code} 20.00\n"
        "Dr cash on hand 11,980.00\n"
        f"Cr from {code}, contract 1/2569 12,000.00",
    ]
    assert agree() and owed(world) == (D("12000.00"), D("12000.00"))
    assert breaks(world) == {}


def test_money_goes_to_the_bank_of_the_group_where_that_is_chosen():
    world = lent(paid_out=False)
    act(world, "payout", on=SIGNED_ON, data={**CASH, "purse_below": chart.BANK})
    assert balance(books.account(world.group.book, chart.BANK)) == D("12000.00")
    assert agree()


def test_a_repayment_is_interest_here_and_a_cost_there():
    world = lent()
    paid = builders.repay(world.loan, "1060.00", on=APR)
    code = world.network.code
    assert both(paid.entry) == [
        "Dr cash on hand 1,060.00\nCr interest on loans to member groups 001 60.00\nCr loan, contract 1/2569 1,000.00",
        f"Dr interest paid to the network {code} 60.00\n"
        f"Dr from {code}, contract 1/2569 1,000.00\n"
        "Cr cash on hand 1,060.00",
    ]
    assert agree() and owed(world) == (D("11000.00"), D("11000.00"))
    assert breaks(world) == {}


def test_a_late_fact_is_split_anew_in_both_books():
    world = lent()
    builders.repay(world.loan, "1060.00", on=MAY)
    before = Entry.objects.filter(book=world.group.book).count()

    builders.repay(world.loan, "1060.00", on=APR)

    again = Entry.objects.filter(book=world.network.book, key__contains="resplit").get()
    code = world.network.code
    assert both(again) == [
        "Dr interest on loans to member groups 001 65.00\nCr loan, contract 1/2569 65.00",
        f"Dr from {code}, contract 1/2569 65.00\nCr interest paid to the network {code} 65.00",
    ]
    assert Entry.objects.filter(book=world.group.book).count() == before + 2
    assert breaks(world) == {}


def test_what_is_struck_is_struck_in_both():
    world = lent()
    builders.repay(world.loan, "1060.00", on=APR)
    builders.repay(world.loan, "1055.00", on=MAY)
    first = world.loan.events.get(on=APR)

    act(world, "strike", on=JUN, data={"event": str(first.pk)})

    first.refresh_from_db()
    assert Entry.objects.filter(event=first.entry.event, kind="reversal").count() == 2
    assert breaks(world) == {}
    here, there = owed(world)
    assert here == there > D("11000.00")


def test_a_payout_that_is_struck_leaves_nothing_in_either_book():
    world = lent()
    act(world, "strike", on=APR, data={"event": str(event(world, "payout").pk)})
    assert owed(world) == (D("0.00"), D("0.00"))
    assert breaks(world) == {}


def test_a_loan_is_forgiven_by_the_general_meeting_and_is_income_of_the_group():
    world = lent()
    act(world, "write_off", on=APR, data=GENERAL)
    code = world.network.code
    assert both(event(world, "write_off").entry) == [
        "Dr debt of member groups forgiven 001 12,000.00\nCr loan, contract 1/2569 12,000.00",
        f"Dr from {code}, contract 1/2569 12,000.00\nCr debt forgiven by the network {code} 12,000.00",
    ]
    assert breaks(world) == {}


def test_a_loan_to_an_organisation_is_never_charged_off():
    world = lent()
    with pytest.raises(NotPossible, match="allowance|ค่าเผื่อ"):
        act(world, "charge_off", on=APR)
    assert owed(world) == (D("12000.00"), D("12000.00"))


def test_savings_in_the_network_are_set_off_without_any_cash():
    world = lent()
    act(world, "set_off", on=APR, data={"shares": "1060.00", "consent": "written"})
    code = world.network.code
    assert both(event(world, "repayment").entry)[1] == (
        f"Dr interest paid to the network {code} 60.00\n"
        f"Dr from {code}, contract 1/2569 1,000.00\n"
        f"Cr shares in the network {code} 1,060.00"
    )
    assert breaks(world) == {}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("rate", {"yearly_rate": "0.05", **GENERAL}),
        ("pause", {"until": "2026-06-05", "interest_runs": False}),
        ("restructure", {"instalments": 24, "first_due": "2026-06-05", "consents": []}),
        ("waiver", {"interest": "10.00", "fine": "0.00", "resolution_of": "committee"}),
    ],
)
def test_what_is_agreed_anew_moves_no_money(kind, data):
    world = lent()
    before = Entry.objects.count()
    act(world, kind, on=date(2026, 4, 20), data=data)
    assert Entry.objects.count() == before
    assert breaks(world) == {}


def test_a_month_that_the_borrower_closed_refuses_a_payout_by_name():
    world = lent(paid_out=False)
    for month in (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)):
        close(world.group.book, month=month)
    with pytest.raises(NotPossible) as refused:
        act(world, "payout", on=SIGNED_ON, data=CASH)
    assert world.group.book.name in str(refused.value)


def test_a_payment_of_a_month_the_borrower_closed_is_booked_on_the_first_day_both_take():
    world = lent()
    for month in (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)):
        close(world.group.book, month=month)
    paid = builders.repay(world.loan, "1060.00", on=APR, at=builders.at_noon(date(2026, 5, 20)))
    assert {(one.on, one.concerns_month) for one in Entry.objects.filter(event=paid.entry.event)} == {
        (date(2026, 5, 20), date(2026, 4, 1))
    }
    assert breaks(world).keys() == {"I-19"}  # closed here without its meeting


def test_a_borrower_whose_month_of_today_is_closed_is_named():
    world = lent()
    for month in (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)):
        close(world.group.book, month=month)
    with pytest.raises(OtherBookRefused) as refused:
        builders.repay(world.loan, "1060.00", on=APR)
    assert refused.value.book == world.group.book and world.group.book.name in str(refused.value)
    assert Loan.objects.get().events.filter(kind="repayment").count() == 0


def test_a_borrower_without_the_cash_is_named():
    world = lent()
    spend(world.group, balance(books.account(world.group.book, chart.CASH)))
    with pytest.raises(OtherBookRefused) as refused:
        builders.repay(world.loan, "1060.00", on=APR)
    assert refused.value.book == world.group.book and world.group.book.name in str(refused.value)


def spend(group, baht):
    """Take cash out of a group's box."""
    out = {chart.OPENING_SURPLUS: debit, chart.CASH: credit}
    moves = [side(books.account(group.book, code).pk, baht) for code, side in out.items()]
    post(book=group.book, on=APR, kind="journal", key="test:out", moves=moves, by=builders.user())
