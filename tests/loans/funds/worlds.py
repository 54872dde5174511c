"""A livestock fund that was given money and lends it."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger.funds import fund_account
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.steps.events import pay_out_step, repay_step
from loans.products.steps import add_product_step
from tests import builders
from tests.welfare.funds.worlds import gift

GIVEN_ON, LENT_ON = date(2026, 1, 4), date(2026, 1, 5)
RESOLVED = {"resolution_no": "1/2569", "resolution_on": date(2026, 1, 1), "resolution_text": "ที่ประชุมใหญ่เห็นชอบ"}


def livestock(group, *, given="10000.00", into="cash", **facts):
    """A fund that the general meeting lets lend, and a gift to it."""
    fund = builders.fund(group, code="COW", name="กองทุนโค", kind="livestock", monthly=None, may_lend=True, **facts)
    if given:
        gift(fund, given, on=GIVEN_ON, into=into)
    return fund


@transaction.atomic
def product(group, *, fund="COW", kind="occupation", name="เงินกู้เลี้ยงโค", **terms):
    """A loan at 1 % a month on what is still owed, principal in equal parts, out of a fund's money."""
    kept = builders.loan_terms(control="13030", **terms)
    given = {"holds_from": date(2026, 1, 1), **RESOLVED, "by": builders.user("sets"), "at": builders.AT}
    return add_product_step(group, kind=kind, name_th=name, fund=fund, terms=kept, **given)


def contract(member, version, amount="3000.00", *, instalments=3, **facts):
    """A signed contract out of a fund's money, not paid out."""
    return builders.loan(member, amount, version=version, instalments=instalments, paid_out=False, **facts)


@transaction.atomic
def pay_out(loan, *, fund="COW", code="11010", on=LENT_ON, amount=None):
    """Pay a loan out of a purse of a fund."""
    amount = amount or loan.principal
    purse = fund_account(loan.organisation.book, code, fund=fund)
    who = {"by": builders.user("pays"), "checked_by": builders.user("checks"), "at": builders.at_noon(on)}
    return pay_out_step(loan, on=on, amount=amount, money=[(purse.pk, amount)], data={"from": "cash"}, **who)


@transaction.atomic
def repay(loan, amount, *, fund="COW", on):
    """Repay a loan in cash at the desk, into the box of a fund."""
    purse = fund_account(loan.organisation.book, "11010", fund=fund)
    who = {"by": builders.user("takes"), "at": builders.at_noon(on)}
    return repay_step(
        loan, on=on, amount=Decimal(amount), money=[(purse.pk, Decimal(amount))], payer=loan.membership, **who
    )


def on_sheet(group, member, amount, *, on, slips=(), **more):
    """A meeting at which one member repays in the column of other loans, or pays in more."""
    row = RowIn(member, ({"loan_other": Decimal(amount)} if amount else {}) | more, "paid")
    who = {"by": builders.user("takes"), "at": builders.at_noon(on)}
    return book_sheet_step(group, meeting_on=on, rows=[row], slips=slips, **who)
