"""The pages of loans to organisations: asking, deciding, paying out, repaying, and what everybody sees."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from federation.access.permissions import Role
from federation.kit import clock
from federation.ledger import books, chart
from federation.ledger.queries import balance
from loans.acts.models import Act
from loans.arrears.queries.month_end import as_of
from loans.followup.models import Case
from loans.followup.steps.cases import open_due_cases_step
from loans.lending.models import Borrowing, LoanEvent, LoanRequest
from tests import builders
from tests.loans.lending.between.worlds import RESOLVED, SIGNED_ON, lender, lent

pytestmark = pytest.mark.django_db
APR = date(2026, 4, 5)


@pytest.fixture(autouse=True)
def on_the_fifth_of_april(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 5, 5, 0, tzinfo=UTC))
    monkeypatch.setattr(clock, "today", lambda: APR)


def sign_in(client, organisation, role, **facts):
    user = builders.officer(organisation, role, **facts)
    client.force_login(user)
    return user


def form_of(amount):
    return {
        "member": "1",
        "product": "p",
        "amount": amount,
        "instalments": "12",
        "first_due_on": "5/5/2569",
        "purpose": "ให้สมาชิกกู้ต่อ",
        "borrower_officers": "ประธานกลุ่ม",
        "borrower_resolution_no": "2/2569",
        "borrower_resolution_on": "10/3/2569",
        **{
            f"{rows}-{name}": value
            for rows in ("guarantors", "collaterals", "joint", "goods")
            for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
        },
    }


def test_a_group_asks_on_the_networks_page_and_its_limit_stands_there(client):
    world = lender()
    builders.product(world.network, "p", yearly_rate=D("0.06"))
    sign_in(client, world.network, Role.NETWORK_TREASURER)
    address = f"/o/{world.network.code}/loans/requests/"

    too_much = client.post(address + "add/", form_of("27000.01"))
    assert too_much.status_code == 422 and "27,000.00" in too_much.content.decode()
    assert client.post(address + "add/", form_of("27000")).status_code == 302

    request = LoanRequest.objects.get()
    assert (request.borrower_officers, request.borrower_resolution_no) == ("ประธานกลุ่ม", "2/2569")
    page = client.get(f"{address}{request.number}/").content.decode()
    assert "27,000.00" in page and "2/2569" in page


def test_a_payout_goes_to_the_bank_that_is_chosen(client):
    world = lent(paid_out=False)
    sign_in(client, world.network, Role.NETWORK_TREASURER, name="treasurer")
    address = f"/o/{world.network.code}/loans/{world.loan.number}/acts/new/payout/"
    page = client.get(address)
    assert "purse_below" in page.content.decode()
    typed = {"on": "1/4/2569", "from": "cash", "amount": "12000", "reason": "ตามสัญญาและมติที่ประชุม"}
    drafted = client.post(address, {**typed, "purse_below": chart.BANK, "confirmed": "yes"})
    assert drafted.status_code in (200, 302), drafted.content.decode()
    assert not Act.objects.exists() or Act.objects.get().data["purse_below"] == chart.BANK


def test_a_payment_at_the_desk_comes_out_of_the_bank_of_the_group(client):
    world = lent()
    builders.cash(world.group, "1.00", on=SIGNED_ON)
    sign_in(client, world.network, Role.NETWORK_TREASURER)
    address = f"/o/{world.network.code}/loans/{world.loan.number}/repay/"
    form = client.get(address).context["form"]
    typed = {
        "key": str(form.initial["key"]),
        "amount": "1060",
        "on": "5/4/2569",
        "purse": chart.CASH,
        "slip": "",
        "payer": "1",
        "kind": "repayment",
        "from_purse": chart.CASH,
    }
    shown = client.post(address, typed)
    seen = shown.context["draft"].seen
    before = balance(books.account(world.group.book, chart.CASH))
    posted = client.post(address, {**typed, "confirmed": "1", "seen": seen})
    assert posted.status_code == 302
    assert balance(books.account(world.group.book, chart.CASH)) == before - D("1060.00")
    assert LoanEvent.objects.filter(kind="repayment").count() == 1


def test_everybody_in_the_network_sees_the_loan_and_the_group_its_debt(client):
    world = lent()
    other = builders.group(world.network)
    sign_in(client, other, Role.SECRETARY)
    page = client.get(f"/o/{other.code}/loans/between/").content.decode()
    assert world.group.name in page and "12,000.00" in page
    assert "12,000.00" not in client.get(f"/o/{other.code}/borrowed/").content.decode()
    sign_in(client, world.group, Role.TREASURER)
    shown = client.get(f"/o/{world.group.code}/borrowed/").content.decode()
    assert "12,000.00" in shown
    assert f"/o/{world.group.code}/funds/{Borrowing.objects.get().pk}/" in shown
    assert client.get(f"/o/{world.group.code}/borrowed/?file=xlsx").status_code == 200


def test_a_group_is_admitted_as_an_associate_without_a_promise(client):
    network = builders.network()
    giving, helped = builders.group(network, name="กลุ่มผู้ช่วย"), builders.group(network, name="กลุ่มที่ขาดเงิน")
    sign_in(client, giving, Role.TREASURER)
    typed = {"member_organisation": helped.pk, "joined_on": "5/4/2569", "resolution_no": "3/2569"}
    answer = client.post(f"/o/{giving.code}/members/add-group/", {**typed, "resolution_on": "1/4/2569"})
    assert answer.status_code == 302, answer.content.decode()
    [member] = giving.memberships.all()
    assert (member.member_organisation, member.member_class) == (helped, "associate")
    assert client.get(f"/o/{giving.code}/members/1/").status_code == 200
    assert client.get(f"/o/{network.code}/members/add-group/").status_code in (403, 404)


def test_a_late_group_has_a_file_and_a_letter_like_any_debtor(client):
    world = lent()
    sign_in(client, world.network, Role.NETWORK_COMMITTEE)
    on = date(2026, 7, 20)
    client.get(f"/o/{world.network.code}/loans/arrears/?on=20/7/2569")
    open_due_cases_step(world.network, on=on, by=builders.user("opens"), at=builders.at_noon(on))
    case = Case.objects.get()
    assert case.loan == world.loan
    page = client.get(f"/o/{world.network.code}/loans/cases/{case.code}/")
    assert page.status_code == 200 and world.group.name in page.content.decode()


def test_interest_of_organisations_is_never_income_before_it_is_paid():
    world = lent()
    end = as_of(world.network, on=date(2026, 4, 30))
    assert (end.position.count, end.accrued) == (1, {})
    assert Borrowing.objects.count() == 1 and RESOLVED
