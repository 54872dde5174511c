"""The main job, walked as a treasurer walks it: the month from a blank sheet to a report that adds up."""

import io
import re
import unicodedata

import pypdf
import pytest
from playwright.sync_api import expect

from federation.kit.dates import last_day, show_date, show_month
from federation.kit.money import show
from federation.ledger.queries import trial_balance
from tests.browser.conftest import picture, sign_in, thai
from tests.browser.meeting import Keys, count_by_keys, enter_by_keys, expect_all_saved, total_of, what_they_bring

pytestmark = pytest.mark.browser


def text_of(pdf):
    """Return what a PDF says, in one order of letters and one space between words."""
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    text = unicodedata.normalize("NFC", "\n".join(pages)).replace(
        "\N{THAI CHARACTER NIKHAHIT}\N{THAI CHARACTER SARA AA}", "ำ"
    )
    return re.sub(r"[ \t]+", " ", text)


def to_the_sheet(page, world):
    """Three clicks from the start page: the step, the day, the sheet."""
    page.get_by_role("link", name=thai("Fill in the deposit sheet")).click()
    page.get_by_label(thai("Day of the meeting")).fill(show_date(world.meeting_on, style="numeric"))
    page.get_by_role("button", name=thai("Open the sheet")).click()
    page.wait_for_url(f"**/sheets/{world.meeting_on}/")


def post_by_keys(page, world, brought):
    """From the blank sheet to the posted one without the mouse. Returns how many strokes it took."""
    keys = Keys(page)
    enter_by_keys(keys, brought)
    expect_all_saved(page)
    picture(page, "sheet-1280", full=False)
    keys.press("Enter")
    page.wait_for_url("**/post/")
    count_by_keys(keys, total_of(brought))
    picture(page, "count-1280")
    keys.press("Enter")
    page.wait_for_url(f"**/sheets/{world.meeting_on}/")
    return keys.strokes


def test_a_treasurer_enters_the_month_closes_it_and_the_report_adds_up(world, people):
    """Sixty members take about 130 strokes of the keyboard from the blank sheet to the posted one, counting
    included: one for who pays as due or is marked, two or three for who pays something else."""
    brought, month = what_they_bring(world), show_month(world.month)
    page = people.at()
    sign_in(page, world.treasurer)
    page.wait_for_url(f"**{world.url()}")
    picture(page, "start-1280")
    to_the_sheet(page, world)
    strokes = post_by_keys(page, world, brought)
    assert strokes < 3 * len(brought)

    page.get_by_role("link", name=thai("Receipts"), exact=True).click()
    payers = [one for one in brought if one.satja + one.fee]
    expect(page.locator("tbody tr")).to_have_count(len(payers))
    page.get_by_role("button", name=thai("Print on A4")).click()
    expect(page.locator("article.receipt")).to_have_count(len(payers))

    page.goto("/")
    page.get_by_role("link", name=thai("Close the month")).click()
    page.get_by_label(thai("I understand that a closed month never opens again.")).check()
    page.get_by_role("button", name=thai("Close %(month)s") % {"month": month}).click()
    pdf_link = page.get_by_role("link", name=thai("Print the monthly report (PDF)"))
    pdf = page.request.get(pdf_link.get_attribute("href")).body()
    page.get_by_role("link", name=thai("See it here")).click()
    picture(page, "report-1280")

    assert_adds_up(page.locator("main").inner_text(), world, brought)
    assert_adds_up(text_of(pdf), world, brought)


def assert_adds_up(text, world, brought):
    """The report's totals are those of the ledger, and those of the meeting."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    rows = trial_balance(world.group.book, on=last_day(world.month))
    for row in rows:
        ending = f" {show(abs(row.closing))}"
        assert [line for line in lines if line.startswith(row.account.code) and line.endswith(ending)], row.account
    columns = ("opening", "debit", "credit", "closing_debit", "closing_credit")
    opening, *moved = [show(sum(getattr(row, column) for row in rows)) for column in columns]
    total = thai("Total")
    assert " ".join([total, opening, opening, *moved]) in lines
    satja = show(sum(one.satja for one in brought))
    assert " ".join([total, show(sum(world.promises.values())), satja, satja]) in lines
    assert moved[0] == show(total_of(brought))
