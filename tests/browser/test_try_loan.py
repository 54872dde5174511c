"""A villager tries a loan: from the sign-in page, without an account, at both widths, with and without JavaScript."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, overflows, picture, thai
from tests.browser.test_cards import small_targets
from tests.browser.test_every_page import AXE

pytestmark = pytest.mark.browser


def ask(page):
    """Ask for 12,000 at a flat 1 % a month, coming from the sign-in page."""
    page.goto("/sign-in/")
    page.get_by_role("link", name=thai("Try a loan")).click()
    page.get_by_label(thai("Amount lent (baht)")).fill("12,000")
    page.get_by_label(thai("Interest (per cent)")).fill("1")
    page.get_by_label(thai("How many instalments"), exact=True).fill("12")
    page.get_by_label(thai("How it is repaid")).select_option("flat")
    page.get_by_role("button", name=thai("Work it out")).click()


@pytest.mark.parametrize("width", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_loan_is_tried_by_anyone(transactional_db, live_server, people, width):
    page = people.at(width)
    ask(page)

    expect(page.get_by_text("21.46").first).to_be_visible()
    page.get_by_text(thai("How the interest of each instalment was worked out")).click()
    expect(page.get_by_text("1,440.00 − 0.00").first).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []
    assert not overflows(page)
    assert small_targets(page) == []
    picture(page, f"try-a-loan-{width['width']}")


def test_a_loan_is_tried_without_javascript(transactional_db, live_server, people):
    page = people.at(PHONE, java_script_enabled=False)
    ask(page)

    expect(page.get_by_text("21.46").first).to_be_visible()
