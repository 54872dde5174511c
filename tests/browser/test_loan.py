"""A loan as a group makes it: asked, decided, signed, paid out by two, repaid at the desk. In Thai, at both widths."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from playwright.sync_api import expect

from federation.access.permissions import Role
from federation.bylaws.steps import set_bylaw_step
from federation.kit import clock
from federation.kit.dates import next_month, show_date
from groups.registry.models import Office, OfficePost
from loans.lending.models import Loan
from loans.products.rules import FineRule
from tests import builders
from tests.browser.conftest import PHONE, overflows, picture, thai
from tests.browser.test_month import text_of
from tests.loans.lending import worlds

pytestmark = pytest.mark.browser

FINE = FineRule(kind="per_month", baht=Decimal("10.00"), grace_days=5, cap_percent=Decimal(5))


@pytest.fixture
def village(small_world):
    """A group that lends: a committee, money in the box, savings of those who ask and guarantee."""
    world = small_world
    world.chair = world.officer(Role.CHAIR, "chart.t", given="ชาติ", family="ทองคำ")
    world.checker = world.officer(Role.LOAN_COMMITTEE, "nari.s", given="นารี", family="ศรีสุข")
    borrower, guarantor, *_others = world.members
    with transaction.atomic():
        for user, which in ((world.chair, OfficePost.CHAIR), (world.treasurer, OfficePost.TREASURER)):
            _seat(world.group, user.person, which)
        for member in (borrower, guarantor):
            member.person.born_on = date(1980, 5, 1)
            member.person.save(update_fields=["born_on"])
        builders.product(world.group, fine=FINE, guarantors=1)
        worlds.save_up(borrower, satja="4000.00", on=world.month)
        worlds.save_up(guarantor, satja="9000.00", on=world.month)
        builders.cash(world.group, "30000.00", on=world.month)
        _with_one_guarantor(world)
    world.borrower, world.guarantor = borrower, guarantor
    return world


def _seat(group, person, which):
    Office.objects.create(
        network_id=group.network_key,
        organisation=group,
        person=person,
        post=which,
        since=date(2020, 1, 1),
        until=date(2040, 12, 31),
    )


def _with_one_guarantor(world):
    facts = {"resolution_no": "1/2569", "resolution_on": world.month, "resolution_text": "ผู้ค้ำประกันหนึ่งคน"}
    for rule, value in (("guarantors", 1), ("membership_before_loan", 0)):
        set_bylaw_step(
            world.group, rule=rule, value=value, holds_from=world.month, by=world.chair, at=clock.now(), **facts
        )


def fits(page):
    """Nothing of the page lies beside the screen."""
    assert not overflows(page), page.url


def ask(page, world):
    page.goto("/")
    page.get_by_role("navigation", name=thai("Sections")).get_by_role("link", name=thai("Loans"), exact=True).click()
    page.get_by_role("link", name=thai("A member asks for a loan")).first.click()
    page.get_by_label(thai("Borrower (member number or name)")).fill(world.borrower.shown_number)
    page.locator("input[name=product]").first.check()
    page.get_by_label(thai("Amount (baht)")).fill("12,000")
    page.get_by_label(thai("Number of instalments")).fill("12")
    first_due = next_month(clock.today().replace(day=1)).replace(day=5)
    page.get_by_label(thai("First instalment due on")).fill(show_date(first_due, style="numeric"))
    page.get_by_label(thai("What for")).fill("ซื้อปุ๋ยใส่สวนปาล์มน้ำมัน")
    page.get_by_label(thai("Guarantor (number or name)")).first.fill(world.guarantor.shown_number)
    page.get_by_label(thai("Guarantees (baht)")).first.fill("8,000")
    page.get_by_role("button", name=thai("Keep the request")).click()
    page.wait_for_url("**/requests/1/")


def decide(page, world):
    page.goto(world.url("loans/requests/1/"))
    fits(page)
    page.get_by_role("link", name=thai("Record the decision")).click()
    page.locator("input[name=approve][value=yes]").check()
    page.get_by_label(thai("Resolution number")).fill("2/2569")
    page.get_by_label(thai("Date of the resolution")).fill(show_date(clock.today(), style="numeric"))
    page.get_by_label(thai("Words of the resolution")).fill("อนุมัติตามที่ขอ เพราะส่งสัจจะสม่ำเสมอ")
    fits(page)
    picture(page, "loan-decision-390")
    page.get_by_role("button", name=thai("Record the decision")).click()
    page.wait_for_url("**/requests/1/")


def sign(page, world):
    page.goto(world.url("loans/requests/1/"))
    page.get_by_role("link", name=thai("Make the contract")).click()
    page.locator("input[name=on_paper]").check()
    page.get_by_role("button", name=thai("Make the contract")).click()
    page.wait_for_url("**/loans/1/")


def print_contract(page):
    """Issue the papers; look at each at both widths. Returns the text of the contract's PDF."""
    page.get_by_role("button", name=thai("Print the contract with its guarantees")).click()
    expect(page.locator(".loan-paper")).to_contain_text("สัญญากู้ยืมเงิน")
    picture(page, "contract-1280")
    link = page.get_by_role("link", name=thai("Print (PDF)")).get_attribute("href")
    addresses = [one.get_attribute("href") for one in page.locator("nav.choices a").all()]
    assert len(addresses) >= 3
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    for address in {*addresses}:
        page.goto(address)
        fits(page)
    picture(page, "contract-390")
    page.set_viewport_size(wide)
    return text_of(page.request.get(link).body())


def pay_out(page, other, world):
    """The treasurer proposes the payout; somebody who did not decide the loan agrees on the phone."""
    page.goto(world.url("loans/1/"))
    page.get_by_role("link", name=thai("Pay out")).click()
    page.get_by_label(thai("Reason")).fill("จ่ายตามสัญญาที่ลงชื่อแล้ว")
    page.get_by_role("button", name=thai("Look at what will be posted")).click()
    page.get_by_role("button", name=thai("Propose it")).click()
    page.wait_for_url("**/loans/acts/*/")
    other.goto(world.url("loans/1/"))
    fits(other)
    other.get_by_role("link", name=thai("Look at it")).click()
    fits(other)
    other.get_by_role("button", name=thai("Agree: carry it out")).click()
    expect(other.locator(".notice-good, .notice-success").first).to_be_visible()


def test_from_the_request_to_the_printed_contract_and_the_first_payment(village, people):
    world = village
    treasurer, chair = people.at(user=world.treasurer), people.at(PHONE, user=world.chair)

    ask(treasurer, world)
    picture(treasurer, "loan-request-1280")
    treasurer.get_by_role("button", name=thai("Print the request")).click()
    expect(treasurer.locator(".loan-paper")).to_contain_text("คำขอกู้เงิน")
    decide(chair, world)
    sign(treasurer, world)
    contract = re.sub(r"\s+", "", print_contract(treasurer))
    for words in ("12,000.00บาท(หนึ่งหมื่นสองพันบาทถ้วน)", "ดอกเบี้ยร้อยละ12ต่อปี", "เป็นหลักประกันของหนี้นี้", "หน้า1จาก"):
        assert words in contract
    assert world.borrower.name.replace(" ", "") in contract

    pay_out(treasurer, people.at(PHONE, user=world.checker), world)
    treasurer.goto(world.url("loans/1/"))
    picture(treasurer, "loan-1280")
    repay(treasurer)
    assert Loan.objects.get().events.get(kind="repayment").amount == Decimal("1000.00")
    for address in ("loans/", "loans/1/", "loans/1/why/", "loans/1/quote/", "loans/1/repay/"):
        chair_sees = people.at(PHONE, user=world.treasurer)
        chair_sees.goto(world.url(address))
        fits(chair_sees)
    assert "11,000.00" in treasurer.locator(".receipt").inner_text()


def repay(page):
    page.get_by_role("link", name=thai("Take a payment")).click()
    page.get_by_label(thai("Baht"), exact=True).fill("1000")
    page.get_by_role("button", name=thai("Look at what will be posted")).click()
    expect(page.locator("main")).to_contain_text("1,000.00")
    picture(page, "repay-1280")
    page.get_by_role("button", name=thai("Post it")).click()
    page.wait_for_url("**/payments/*/")
    page.get_by_role("button", name=thai("Print on A4")).click()
    expect(page.locator("article.receipt")).to_have_count(1)
    picture(page, "loan-receipt-1280")
