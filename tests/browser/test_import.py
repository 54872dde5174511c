"""A treasurer's own workbook becomes books: uploaded, doubts decided, proposed by one officer, posted by another."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import expect

from federation.access.permissions import Role
from federation.ledger.books import account
from federation.ledger.chart import SATJA
from federation.ledger.queries import balance
from tests import builders
from tests.browser.conftest import PHONE, overflows, picture, thai
from tests.browser.world import officer_of

pytestmark = pytest.mark.browser

WORKBOOK = Path(__file__).parents[1] / "data" / "register-bankhlong.xlsx"
MEMBERS, CARRIED_OVER, BROUGHT, PRINTED, LOANS = "64", "969,894.00", "140,905.00", "141,005.00", "493,750.00"


@pytest.fixture
def group(transactional_db, live_server):
    with transaction.atomic():
        return builders.group(code="bankhlong", name="กลุ่มสัจจะบ้านคลอง", books_from=date(2026, 1, 1))


def officer(group, role, name):
    with transaction.atomic():
        return officer_of(group, role, name, given=name.title(), family="ใจดี")


def decide_everything(page):
    """Take what is suggested, for a whole kind where that is offered; say what only a person can know."""
    as_suggested = page.get_by_role("button", name=thai("All of these as suggested"))
    while as_suggested.count():
        as_suggested.first.click()
    for doubt in page.locator(".found-doubt").filter(has_not=page.locator("input.money")).all():
        doubt.locator("input[type=radio]").first.check()
    page.locator('[name="type:opening:cash"]').fill("๗๖,๑๔๔")
    page.locator('[name="type:opening:bank"]').fill("400,000")
    page.get_by_role("button", name=thai("Save the answers")).last.click()


def test_a_register_is_taken_over_by_two_officers(group, people):
    treasurer, chair = officer(group, Role.TREASURER, "malee.j"), officer(group, Role.CHAIR, "chart.t")
    page = people.at(user=treasurer)
    page.goto(f"/o/{group.code}/import/")
    page.locator("input[type=file]").set_input_files(WORKBOOK)
    page.get_by_role("button", name=thai("Upload and look")).click()
    page.get_by_role("button", name=thai("Save and see what would be made")).click()

    controls = page.locator("table", has_text=thai("Control totals")).locator("tbody")
    for figure in (MEMBERS, CARRIED_OVER, BROUGHT, PRINTED, LOANS):
        expect(controls).to_contain_text(figure)
    picture(page, "import-1280")
    decide_everything(page)
    page.get_by_role("link", name=thai("Go on to propose")).click()
    expect(page.locator("main")).to_contain_text(CARRIED_OVER)
    page.get_by_role("button", name=thai("Propose")).click()
    expect(page.get_by_role("link", name=thai("Check and post"), exact=True)).to_have_count(0)

    checker = people.at(PHONE, user=chair)
    checker.goto(page.url)
    checker.get_by_role("link", name=thai("Check and post"), exact=True).click()
    picture(checker, "import-check-390")
    assert not overflows(checker)
    checker.get_by_role("button", name=thai("Post all of it")).click()

    made = thai("%(members)s members and %(sheets)s sheets were made; imported by %(by)s, checked by %(checker)s.")
    said = made % {"members": 64, "sheets": 10, "by": treasurer, "checker": chair}
    expect(checker.locator(".notice-good")).to_contain_text(said)
    assert balance(account(group.book, SATJA)) == Decimal("969894.00") + Decimal("140905.00")
