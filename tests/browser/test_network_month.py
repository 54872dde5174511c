"""The committee's month, as those who keep a network walk it. In Thai, at both widths."""

from decimal import Decimal as D

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from federation.handover.queries import status_of
from federation.handover.rules import State
from federation.kit import clock
from federation.kit.dates import show_date
from federation.ledger.models import Account, Twin
from federation.ledger.queries import balance
from groups.sheets.models import Sheet, SheetState
from loans.lending.models import Borrowing
from tests.browser.committee import make_network
from tests.browser.conftest import PHONE, WIDE, overflows, picture, thai
from tests.browser.meeting import expect_all_saved, next_count
from tests.browser.test_every_page import AXE
from tests.federation.ledger.pairs import unequal_days

pytestmark = pytest.mark.browser

BROUGHT = {
    1: {"shares": "1000", "special": "500", "loan_group": "1056"},
    2: {"shares": "500", "special": "300"},
    3: {"special": "200"},
    4: {"shares": "300"},
}


@pytest.fixture
def world(transactional_db, live_server):
    return make_network()


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def walk(request, people, world):
    return Walk(people, request.param, world)


class Walk:
    """Every officer's own window, all of one width."""

    def __init__(self, people, width, world):
        self.width, self.is_phone, self.world = width, width is PHONE, world
        self.faults, self._people, self._pages = [], people, {}

    def of(self, name):
        if name not in self._pages:
            touch = {"has_touch": True} if self.is_phone else {}
            self._pages[name] = self._people.at(self.width, user=self.world.people[name], **touch)
        return self._pages[name]

    def look(self, page, name):
        """Keep a picture; nothing lies beside the screen, nothing keeps anybody from reading."""
        picture(page, f"network-{name}-{self.width['width']}")
        page.evaluate(AXE_SCRIPT)
        self.faults += [f"{name}: {fault}" for fault in page.evaluate(AXE)]
        if overflows(page):
            self.faults.append(f"{name}: one has to scroll sideways")

    def see(self, who, address, name):
        page = self.of(who)
        answer = page.goto(address)
        assert answer.status == 200, address
        self.look(page, name)
        return page


def the_networks_sheet(walk):
    """The sheet of all groups: one paid from its bank, one cannot take it and is left off, the rest is posted."""
    world, page = walk.world, walk.of("treasurer")
    page.goto(world.above("sheets/"))
    page.get_by_label(thai("Day of the meeting")).fill(show_date(world.meeting_on, style="numeric"))
    page.get_by_role("button", name=thai("Open the sheet")).click()
    page.wait_for_url(f"**/sheets/{world.meeting_on}/")
    walk.look(page, "sheet-blank")
    fill_in(page, BROUGHT, is_phone=walk.is_phone)
    walk.look(page, "sheet")
    next_count(page).click()
    page.wait_for_url("**/post/")

    refused = page.locator(".sides .notice-warn")
    expect(refused).to_contain_text(world.late.name)
    walk.look(page, "count-refused")
    page.get_by_role("checkbox", name=f"{thai('From its bank')} 002").check()
    page.get_by_role("button", name=thai("Leave off this sheet those whose book cannot take it")).click()
    expect(page.locator("main")).to_contain_text(world.late.name)
    expect(page.locator(".sides .notice-warn")).to_have_count(0)
    walk.look(page, "count-left-off")
    page.get_by_label("1,000", exact=True).fill("2")
    page.get_by_label("500", exact=True).fill("1")
    for note, how_many in {"100": 3, "50": 1, "5": 1, "1": 1}.items():
        page.get_by_label(note, exact=True).fill(str(how_many))
    page.locator("[data-slip]").first.fill("800.00")
    page.locator("#slips input").nth(1).fill("KTB0412")
    walk.look(page, "count")
    page.get_by_role("button", name=thai("Post the sheet")).click()
    page.wait_for_url(f"**/sheets/{world.meeting_on}/")
    walk.look(page, "sheet-posted")

    assert Sheet.objects.get(organisation=world.network, meeting_on=world.meeting_on).state == SheetState.POSTED
    first, second, third, _paper = world.memberships
    assert [balance(one.shares_account) for one in (first, second, third)] == [D("6000.00"), D("5500.00"), D("0.00")]
    assert owed_by_twins(first.shares_account) == D("6000.00")
    assert unequal_days() == []


def fill_in(page, brought, *, is_phone):
    for number, amounts in brought.items():
        card = page.locator(f"#m{number}")
        if is_phone:
            card.locator(".more").tap()
        elif number == 1:
            page.locator("#show-rare").click()
        for column, baht in amounts.items():
            card.locator(f'[name="{number}-{column}"]').fill(baht)
        if is_phone:
            card.locator(".next").tap()
    page.locator('[name="4-shares"]').blur()
    expect_all_saved(page)


def owed_by_twins(account):
    """What the other book keeps against an account."""
    return balance(Account.objects.get(pk=Twin.objects.get(account=account).other_account_id))


def the_months_are_handed_over(walk):
    """One month is checked by one person and accepted by another, one comes back with a reason, one is on paper."""
    world, month = walk.world, walk.world.month_in_address
    for name, group in zip(("first", "second"), world.groups, strict=False):
        close_and_send(walk, name, group)
    month_page = world.above(f"months/{month}/")
    walk.see("checker", month_page, "month")
    checker = walk.see("checker", f"{month_page}g1/", "month-group")
    checker.get_by_role("button", name=thai("Checked: it is in order")).click()
    expect(checker.get_by_role("button", name=thai("Accept this month"))).to_have_count(0)
    accepts = walk.see("treasurer", f"{month_page}g1/", "month-group-checked")
    accepts.get_by_role("button", name=thai("Accept this month")).click()
    assert state_of(world.groups[0], world) == State.ACCEPTED

    send_back(walk, f"{month_page}g2/")
    assert state_of(world.groups[1], world) == State.RETURNED
    enter_the_paper(walk, f"{month_page}paper/paper/")
    walk.see("treasurer", month_page, "month-after")


def close_and_send(walk, name, group):
    month = walk.world.month_in_address
    page = walk.see(name, walk.world.at(group, f"close/{month}/"), f"close-{name}")
    page.get_by_label(thai("I understand that a closed month never opens again.")).check()
    page.locator("main form button.btn-primary").click()
    page = walk.see(name, walk.world.at(group), f"desk-{name}")
    page.get_by_role("link", name=thai("Send to the network")).click()
    page.locator("[name=problems]").fill("ฝนตกน้ำท่วมทาง มาประชุมกันได้น้อย")
    page.locator("[name=requests]").fill("ขอวิทยากรเรื่องบัญชี")
    walk.look(page, f"handover-{name}")
    page.get_by_role("button", name=thai("Send to the network")).click()
    expect(page.get_by_role("button", name=thai("Send to the network"))).to_have_count(0)
    walk.look(page, f"handover-sent-{name}")


def send_back(walk, address):
    reason = "ยอดเงินสดไม่ตรงกับสมุดเงินสด ช่วยนับใหม่อีกครั้ง"
    page = walk.of("checker")
    page.goto(address)
    page.get_by_text(thai("Send it back"), exact=True).click()
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name=thai("Send it back with this reason")).click()
    group = walk.world.groups[1]
    below = walk.see("second", walk.world.at(group), "desk-returned")
    expect(below.locator("main")).to_contain_text(reason)


def enter_the_paper(walk, address):
    page = walk.see("treasurer", address, "paper-month")
    page.locator("[name=source]").fill("ใบสรุปประจำเดือน ประธานและเหรัญญิกลงชื่อ")
    page.locator("main input[name=members_closing]").fill("12")
    page.get_by_role("button", name=thai("Keep these totals")).click()
    walk.look(page, "paper-month-said")


def state_of(group, world):
    return status_of(group, world.month, today=clock.today()).state


def a_loan_to_a_group(walk):
    """Asked, decided by people without a post in the group, signed, paid out by two; the group reads what it owes."""
    world, page = walk.world, walk.of("treasurer")
    page.goto(world.above("loans/requests/add/"))
    page.get_by_label(thai("Borrower (member number or name)")).fill("002")
    page.locator("input[name=product]").first.check()
    page.get_by_label(thai("Amount (baht)")).fill("1,500")
    page.get_by_label(thai("Number of instalments")).fill("6")
    page.get_by_label(thai("What for")).fill("ให้สมาชิกกู้ต่อซื้อปุ๋ย")
    page.get_by_label(thai("Which of its officers ask")).fill("ประธานและเหรัญญิก")
    page.get_by_label(thai("Number of its own resolution to borrow")).fill("3/2569")
    page.get_by_label(thai("Date of that resolution")).fill(show_date(world.meeting_on, style="numeric"))
    walk.look(page, "loan-ask")
    page.get_by_role("button", name=thai("Keep the request")).click()
    page.wait_for_url("**/requests/2/")
    walk.look(page, "loan-asked")
    decide(walk, page.url)
    sign(walk, page.url)
    pay_out(walk)

    borrowing = Borrowing.objects.get(contract_no=world.network.loans.get(number=2).contract_no)
    assert balance(borrowing.account) == D("1500.00")
    assert unequal_days() == []
    below = walk.see("second", world.at(world.groups[1], "borrowed/"), "borrowed")
    expect(below.locator("main")).to_contain_text("1,500.00")
    walk.see("second", world.at(world.groups[1], "loans/between/"), "loans-between")


def decide(walk, request):
    page = walk.see("chair", f"{request}decide/", "loan-decide")
    page.locator("input[name=approve][value=yes]").check()
    page.get_by_label(thai("Resolution number")).fill("5/2569")
    page.get_by_label(thai("Words of the resolution")).fill("อนุมัติ เพราะกลุ่มส่งงวดตรงเวลา")
    page.get_by_role("button", name=thai("Record the decision")).click()
    page.wait_for_url(request)


def sign(walk, request):
    page = walk.see("treasurer", f"{request}sign/", "loan-sign")
    if page.locator("input[name=on_paper]").count():
        page.locator("input[name=on_paper]").check()
    page.get_by_role("button", name=thai("Make the contract")).click()
    page.wait_for_url("**/loans/2/")
    walk.look(page, "loan-signed")


def pay_out(walk):
    page = walk.see("treasurer", walk.world.above("loans/2/acts/new/payout/"), "loan-payout")
    page.get_by_label(thai("Reason")).fill("จ่ายตามสัญญาที่ลงชื่อแล้ว")
    page.get_by_role("button", name=thai("Look at what will be posted")).click()
    walk.look(page, "loan-payout-look")
    page.get_by_role("button", name=thai("Propose it")).click()
    page.wait_for_url("**/loans/acts/*/")
    other = walk.see("pays", page.url, "loan-payout-check")
    other.get_by_role("button", name=thai("Agree: carry it out")).click()
    expect(other.locator(".notice-good, .notice-success").first).to_be_visible()


def the_report_and_the_figures(walk):
    world, month = walk.world, walk.world.month_in_address
    page = walk.see("treasurer", world.above(f"close/{month}/"), "network-close")
    page.get_by_label(thai("I understand that a closed month never opens again.")).check()
    page.locator("main form button.btn-primary").click()
    page = walk.see("treasurer", world.above(f"network-report/{month}/"), "report-versions")
    pdf = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"), timeout=60_000)
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
    day = world.meeting_on.isoformat()
    walk.see("treasurer", world.above(f"settlement/{day}/"), "settlements")
    walk.see("treasurer", world.above(f"settlement/g1/{day}/"), "settlement")
    walk.see("first", world.at(world.groups[0], "between/"), "between")
    for name, rest in FIGURES.items():
        walk.see("treasurer", world.above(rest.format(month=month)), name)


FIGURES = {
    "desk": "",
    "report": "reports/network/{month}/",
    "consolidated": "consolidated/",
    "capital": "capital/",
    "compare": "compare/",
    "ratios": "ratios/",
    "warnings": "warnings/",
    "pool": "pool/",
    "pool-interest": "pool/interest/",
    "pool-withdrawal": "pool/withdrawal/",
    "groups": "groups/",
    "below": "below/",
    "lent": "loans/between/",
    "arrears": "loans/arrears/groups/",
    "batches": "reports/batch/",
}


def test_the_committee_walks_its_month(walk):
    the_networks_sheet(walk)
    the_months_are_handed_over(walk)
    a_loan_to_a_group(walk)
    the_report_and_the_figures(walk)
    assert walk.faults == []
