"""A dividend meeting: tried out, resolved, confirmed by another, paid, slips for all. In Thai, at both widths."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from federation.access.permissions import Role
from federation.kit.money import show
from groups.surplus.models import DividendPart, YearClose, YearState
from tests import builders
from tests.browser.conftest import PHONE, WIDE, overflows, picture, thai
from tests.browser.world import officer_of
from tests.groups.surplus import worlds

pytestmark = pytest.mark.browser

YEAR = "/o/bankhlong/years/2025-12-31/"
PERCENTS = {"dividend": "50", "patronage": "10", "welfare": "20", "reserve": "20"}


@pytest.fixture
def village(transactional_db, live_server):
    """Twelve who save, one late with a loan; a welfare fund; a year that earned 12,000 baht, all its months closed."""
    network = builders.network("kanchanadit", name="เครือข่ายสัจจะออมทรัพย์ทดสอบ", books_from=worlds.SINCE)
    group = builders.group(network, code="bankhlong", name="กลุ่มสัจจะออมทรัพย์บ้านคลองทดสอบ", books_from=worlds.SINCE)
    builders.fund(group, on=worlds.SINCE)
    members = builders.members(group, 12)
    for turn, member in enumerate(members, start=1):
        for month in (1, 4, 9):
            worlds.save(member, f"{100 * turn}", on=date(2025, month, 5))
    loan = builders.loan(members[2], "12000.00", on=date(2025, 2, 5))
    builders.repay(loan, "1120.00", on=date(2025, 3, 5))
    worlds.earn(group, "11880.00")
    worlds.close_months(group)
    treasurer = officer_of(group, Role.TREASURER, "malee.j", given="เสาวลักษณ์", family="แสงอุทัยวัฒนากุล")
    chair = officer_of(group, Role.CHAIR, "chart.t", given="ชาติ", family="ทองคำ")
    return group, treasurer, chair


@pytest.mark.parametrize("width", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_dividend_meeting(village, people, width):
    _group, treasurer, chair = village
    name = "phone" if width is PHONE else "wide"
    keeper, second = people.at(width, user=treasurer), people.at(width, user=chair)

    keeper.goto(f"{YEAR}close/")
    press(keeper, "Propose to close the year")
    second.goto(f"{YEAR}decide/")
    press(second, "Agree and close the year")
    look(second, f"dividend_year_{name}")

    rehearse(keeper, name)
    keeper.get_by_role("link", name=thai("Enter this as the resolution")).click()
    keeper.get_by_label(thai("Number of the resolution")).fill("3/2569")
    look(keeper, f"dividend_resolution_{name}")
    press(keeper, "Enter the resolution")
    second.goto(f"{YEAR}adopt/")
    look(second, f"dividend_adopt_{name}")
    press(second, "Confirm and book it")
    assert YearClose.objects.get().state == YearState.ADOPTED

    pay(keeper, second, name)
    second.goto(YEAR)
    look(second, f"dividend_paid_{name}")
    assert YearClose.objects.get().state == YearState.PAID
    for paper in ("slips", "pay-list", "statement"):
        answer = second.request.get(f"{YEAR}{paper}/")
        assert answer.ok and answer.body().startswith(b"%PDF")


def rehearse(page, name):
    """Change the per cents; the answer follows by itself, and says so of what is no hundred."""
    page.goto(f"{YEAR}rehearse/")
    page.fill("#id_welfare", "")
    page.locator("#id_welfare").press("Tab")
    expect(page.locator("#answer .notice-bad")).to_contain_text("50.00")
    for head, percent in PERCENTS.items():
        page.fill(f"#id_{head}", percent)
    page.locator("#id_reserve").press("Tab")
    expect(page.locator("#answer")).to_contain_text(show(Decimal("6000.00")))
    expect(page.locator("#answer .notice-bad")).to_have_count(0)
    look(page, f"dividend_rehearsal_{name}")
    press(page, "Work it out")


def pay(keeper, second, name):
    keeper.goto(f"{YEAR}pay/")
    for box in keeper.locator("input[name=member]").all():
        box.check()
    look(keeper, f"dividend_pay_{name}")
    press(keeper, "List the ticked ones")
    keeper.wait_for_url("**/lists/*/")
    second.goto(keeper.url)
    look(second, f"dividend_list_{name}")
    press(second, "Agree and book it")
    assert not DividendPart.objects.filter(paid_on=None, dividend__gt=0).exists()


def press(page, words):
    page.get_by_role("button", name=thai(words), exact=True).click()
    page.wait_for_load_state()


def look(page, name):
    picture(page, name)
    assert not overflows(page)
