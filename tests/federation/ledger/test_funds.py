"""A fund inside a book: purses of its own, and no entry that takes from one fund for another."""

from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger.funds import code_in, fund_account, funds_of, let_lend, open_fund, plain
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import balance
from federation.ledger.refusals import BelowZero, NotBalanced
from tests import builders

pytestmark = pytest.mark.django_db


def world():
    group = builders.group()
    fund = open_fund(group.book, code="WELF", name_th="สวัสดิการวันละบาท", name_en="one baht a day")
    return group, fund


def entry(group, moves, key="t:1"):
    given = {"on": builders.MEETING, "kind": EntryKind.FUND, "key": key, "by": builders.user()}
    with transaction.atomic():
        return post(book=group.book, moves=moves, **given).entry


def test_a_fund_has_its_own_cash_and_no_entry_mixes_it_with_the_main_cash():
    group, _fund = world()
    dues = fund_account(group.book, "43060", fund="WELF")
    entry(group, [debit(fund_account(group.book, "11010", fund="WELF").pk, Decimal(30)), credit(dues.pk, Decimal(30))])
    assert balance(fund_account(group.book, "11010", fund="WELF")) == 30
    assert balance(fund_account(group.book, "11010")) == 0
    with pytest.raises(NotBalanced):
        entry(group, [debit(fund_account(group.book, "11010").pk, Decimal(30)), credit(dues.pk, Decimal(30))], "t:2")


def test_the_cash_of_a_fund_never_falls_below_zero():
    group, _fund = world()
    paid, cash = (fund_account(group.book, code, fund="WELF") for code in ("56040", "11010"))
    with pytest.raises(BelowZero):
        entry(group, [debit(paid.pk, Decimal(1)), credit(cash.pk, Decimal(1))])


def test_a_fund_that_may_lend_gets_the_accounts_of_lending_once():
    group, fund = world()
    let_lend(fund)
    let_lend(fund)
    assert fund_account(group.book, "13030", fund="WELF").is_control
    assert [one.code for one in funds_of(group.book)] == ["WELF"]


def test_codes_say_their_fund():
    assert code_in("11010") == "11010"
    assert code_in("11010", "WELF") == "11010-WELF"
    assert plain("21050-FUN.00003") == "21050"
