"""A small fund lends its own money, and what comes back is its own again."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.bylaws.queries import bylaws_of
from federation.closing.checks import problems
from federation.kit.invariants import Scope
from federation.ledger.funds import fund_account, lending_funds
from federation.ledger.queries import balance, trial_balance
from federation.ledger.refusals import NotBalanced
from federation.proof.gather import verify
from loans.acts.steps.kind import NotPossible
from loans.arrears.queries.position import position
from loans.arrears.reports import LoansOfMonth, loan_proofs
from loans.arrears.steps import month_end_step
from loans.lending.models import Loan
from loans.lending.queries.figures import lendable
from loans.lending.queries.repay import purses_for_loan
from loans.lending.steps.contracts import NotSignable
from loans.products.steps import FundNotLent
from tests import builders
from tests.loans.acts import worlds as acts
from tests.loans.arrears.test_month_end import AT, resolve
from tests.loans.funds import worlds
from tests.loans.lending.worlds import saver
from tests.welfare.funds.worlds import lines
from welfare.funds.queries import fund_balance, purses
from welfare.funds.queries.statement import statement_of

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, APRIL = (date(2026, month, 5) for month in (2, 3, 4))


def held(group, code):
    return balance(fund_account(group.book, code, fund="COW"))


def broken(group):
    found = list(verify(Scope(book_id=group.book.pk)))
    return [(one.check.code, one.found.breaks) for one in found if one.found.breaks]


def lent(*, special="", given="10000.00", **terms):
    """A member who owes the livestock fund 3,000 baht, as the acts see it."""
    group = builders.group()
    fund = worlds.livestock(group, given=given)
    member = builders.member(group)
    if special:
        worlds.on_sheet(group, member, None, on=worlds.LENT_ON, special=D(special))
    loan = worlds.contract(member, worlds.product(group, **terms))
    worlds.pay_out(loan)
    return fund, acts.World(group, member, None, Loan.objects.get(pk=loan.pk))


def test_a_livestock_fund_lends_a_gift_and_gets_it_back_on_the_sheet_with_interest():
    """10,000 given; 3,000 lent, back in three parts of 1,000 with 1 % a month of what is left: 30, 20 and 10 baht."""
    fund, world = lent()
    group, member = world.group, world.borrower
    paid_out = world.loan.events.get(kind="payout").entry
    assert lines(paid_out) == ["Dr loan, contract 1/2569 3,000.00", "Cr cash on hand, กองทุนโค 3,000.00"]
    assert world.loan.account.code == "13030-COW.00001"
    assert (held(group, "13030"), purses(fund)["cash"], fund_balance(fund)) == (
        D("3000.00"),
        D("7000.00"),
        D("10000.00"),
    )
    assert broken(group) == []

    sheet = worlds.on_sheet(group, member, "1030.00", on=FEBRUARY, satja=D("100.00"))
    assert lines(sheet.entry) == [
        "Dr cash on hand 100.00",
        "Dr cash on hand, กองทุนโค 1,030.00",
        "Cr satja, member 001 100.00",
        "Cr interest on loans, กองทุนโค 30.00",
        "Cr loan, contract 1/2569 1,000.00",
    ]
    worlds.on_sheet(group, member, "1020.00", on=MARCH)
    worlds.on_sheet(group, member, "1010.00", on=APRIL)

    statement = statement_of(fund, on=APRIL)
    assert {row.account.code: pair for row, pair in statement.came_in} == {
        "46020-COW": (D("0.00"), D("10000.00")),
        "41030-COW": (D("10.00"), D("60.00")),
    }
    assert {row.account.code: row.natural for row in statement.stands if row.natural} == {"11010-COW": D("10060.00")}
    assert statement.closing == fund_balance(fund) == D("10060.00")
    assert Loan.objects.get(pk=world.loan.pk).state == "settled"
    assert broken(group) == []


def test_the_cash_of_the_main_fund_is_no_money_of_the_livestock_fund():
    group = builders.group()
    worlds.livestock(group)
    loan = worlds.contract(builders.member(group), worlds.product(group))
    builders.cash(group, "50000.00", on=worlds.LENT_ON)
    with pytest.raises(NotBalanced):
        worlds.pay_out(loan, fund="main")
    worlds.pay_out(loan)
    with pytest.raises(NotBalanced):
        builders.repay(Loan.objects.get(pk=loan.pk), "1030.00", on=FEBRUARY)
    assert (held(group, "13030"), loan.events.count()) == (D("3000.00"), 1)


def test_a_payout_goes_out_of_a_purse_of_the_fund_and_never_beyond_it():
    group = builders.group()
    worlds.livestock(group, given="2000.00")
    builders.cash(group, "50000.00", on=worlds.LENT_ON)
    world = acts.World(group, builders.member(group), None, None)
    world.loan = worlds.contract(world.borrower, worlds.product(group))
    assert [purse.code for purse, _name in purses_for_loan(world.loan)] == ["11010-COW", "12400-COW"]

    on = date(2026, 1, 6)
    for data in ({"from": "cash", "amount": "3000.00"}, {"from": "bank", "bank": "12300", "amount": "1000.00"}):
        with pytest.raises(NotPossible):
            acts.propose(world, "payout", on=on, data=data)
    acts.carry_out(world, "payout", on=on, data={"from": "cash", "amount": "2000.00"})
    assert (held(group, "13030"), held(group, "11010")) == (D("2000.00"), D("0.00"))


def test_savings_set_off_pass_from_the_main_box_to_that_of_the_fund():
    _fund, world = lent(special="500.00")
    group = world.group
    acts.carry_out(world, "set_off", on=FEBRUARY, data={"special": "500.00", "consent": "written"})
    entry = Loan.objects.get(pk=world.loan.pk).events.get(kind="repayment").entry
    assert sorted(lines(entry)) == sorted(
        [
            "Dr special savings, member 001 500.00",
            "Cr cash on hand 500.00",
            "Dr cash on hand, กองทุนโค 500.00",
            "Cr interest on loans, กองทุนโค 30.00",
            "Cr loan, contract 1/2569 470.00",
        ]
    )
    assert held(group, "11010") == D("7500.00")
    assert broken(group) == []


def test_what_is_lost_is_lost_to_the_fund_and_what_is_recovered_is_its_own():
    fund, world = lent()
    group = world.group
    acts.carry_out(world, "charge_off", on=APRIL)
    assert (held(group, "58010"), held(group, "13030"), fund_balance(fund)) == (D("3000.00"), D("0.00"), D("7000.00"))
    worlds.repay(Loan.objects.get(pk=world.loan.pk), "400.00", on=date(2026, 4, 6))
    assert (held(group, "46040"), fund_balance(fund)) == (D("400.00"), D("7400.00"))
    assert broken(group) == []


def test_a_desk_payment_lands_in_the_box_of_the_fund_with_its_fine_and_is_taken_back_there():
    _fund, world = lent()
    group = world.group
    event = worlds.repay(world.loan, "1030.00", on=FEBRUARY)
    assert (held(group, "11010"), held(group, "41030")) == (D("8030.00"), D("30.00"))
    act = acts.carry_out(world, "strike", on=FEBRUARY, data={"event": str(event.pk)})
    assert act.agreed
    assert (held(group, "11010"), held(group, "41030"), held(group, "13030")) == (D("7000.00"), D("0.00"), D("3000.00"))
    assert broken(group) == []


def test_what_can_be_lent_is_told_by_fund():
    group = builders.group()
    worlds.livestock(group)
    builders.cash(group, "500.00", on=worlds.LENT_ON)
    version = worlds.product(group)
    worlds.contract(builders.member(group), version)
    bylaws = {"kept_from_lending": D("100.00")}
    main, cow = (lendable(group, on=worlds.LENT_ON, bylaws=bylaws, fund=fund) for fund in ("", "COW"))
    assert (main.left, cow.left) == (D("400.00"), D("7000.00"))


def test_only_a_fund_that_may_lend_is_chosen_and_only_money_of_it_is_lent():
    group = builders.group()
    builders.fund(group, code="WELF")
    assert lending_funds(group.book) == []
    for fund in ("WELF", "NONE"):
        with pytest.raises(FundNotLent):
            worlds.product(group, fund=fund)
    worlds.livestock(group)
    assert [fund.code for fund in lending_funds(group.book)] == ["COW"]
    with pytest.raises(FundNotLent):
        worlds.product(group, kind="in_goods")


def test_a_loan_of_one_fund_never_pays_off_that_of_another():
    group = builders.group()
    worlds.livestock(group)
    member = builders.member(group)
    old = builders.loan(member, "3000.00", instalments=3)
    with pytest.raises(NotSignable):
        worlds.contract(member, worlds.product(group), asked={"refinances": old})


def test_the_loans_of_a_fund_stand_in_the_portfolio_and_agree_with_its_account():
    _fund, world = lent()
    builders.loan(builders.member(world.group, "บุญมา"), "6000.00")
    assert position(world.group, on=FEBRUARY).by_control() == {"13010": D("6000.00"), "13030-COW": D("3000.00")}
    found = problems(world.group, month=date(2026, 1, 1), on=FEBRUARY)
    assert [one.code for one in found if one.code == "loans_disagree"] == []


def test_each_fund_sets_aside_for_its_own_loans():
    """On 30 June both loans are four full months late: 20 % of 6,000 in the main fund, of 3,000 in the other."""
    _fund, world = lent()
    group = world.group
    builders.loan(builders.member(group, "บุญมา"), "6000.00")
    resolve(group, allowance_posted="yes", interest_basis="accrued")
    with transaction.atomic():
        allowance = month_end_step(group, date(2026, 6, 1), by=builders.user("closes"), at=AT)[0].entry
    assert sorted(lines(allowance)) == sorted(
        [
            "Dr doubtful debt 1,200.00",
            "Cr allowance for doubtful loans 1,200.00",
            "Dr doubtful debt, กองทุนโค 600.00",
            "Cr allowance for doubtful loans, กองทุนโค 600.00",
        ]
    )
    with transaction.atomic():
        again = month_end_step(group, date(2026, 7, 1), by=builders.user("closes"), at=AT)
    assert "Cr doubtful debt, กองทุนโค 600.00" in lines(again[0].entry)
    assert broken(group) == []


def test_a_group_borrows_no_money_of_a_small_fund():
    network = builders.network()
    group = builders.group(network)
    worlds.livestock(network)
    borrower = builders.member_group(network, group)
    with pytest.raises(NotSignable):
        worlds.contract(borrower, worlds.product(network))


def test_loans_of_a_small_fund_are_not_taken_over_from_what_the_main_fund_lent():
    group = builders.group()
    worlds.livestock(group)
    member, version = saver(group), worlds.product(group)
    with pytest.raises(NotPossible) as refused:
        acts.taken_over(member, product=version.product.code)
    assert any(version.product.name in str(problem) for problem in refused.value.problems)


def test_a_months_report_ties_the_loans_of_every_fund_to_the_books():
    _fund, world = lent()
    group = world.group
    builders.loan(builders.member(group, "บุญมา"), "6000.00")
    worlds.repay(world.loan, "1030.00", on=FEBRUARY)
    end = date(2026, 2, 28)
    of = LoansOfMonth(group, date(2026, 2, 1), bylaws_of(group, on=end), trial_balance(group.book, on=end), today=end)
    proofs = loan_proofs(of)
    assert [one.printed for one in proofs] == [D("6000.00"), D("2000.00"), D("30.00"), D("0.00")]
    assert [one.difference for one in proofs] == [D("0.00")] * 4
    assert (of.income("interest").books, of.position.principal) == (D("30.00"), D("8000.00"))
