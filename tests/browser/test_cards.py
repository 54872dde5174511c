"""A meeting entered on a phone, on cards, by taps."""

import pytest
from playwright.sync_api import expect

from groups.sheets.models import Sheet, SheetRow, SheetState
from tests.browser.conftest import PHONE, open_sheet, overflows, picture, thai
from tests.browser.meeting import enter_by_taps, expect_all_saved, next_count, total_of, what_they_bring

pytestmark = pytest.mark.browser

TARGET = 44


def small_targets(page):
    """Return the words of visible buttons and boxes less than 44 px high or wide."""
    return page.evaluate(
        """least => [...document.querySelectorAll('.btn, main input:not([type=hidden]), main select, .account summary')]
        .map(one => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && box.height && (box.height < least || box.width < least))
        .map(([one, box]) => `${one.name || one.textContent.trim()} ${box.width}×${box.height}`)""",
        TARGET - 0.5,
    )


def test_a_meeting_is_entered_on_cards_by_taps(world, people):
    brought = what_they_bring(world)
    page = people.at(PHONE, user=world.treasurer, has_touch=True, is_mobile=True)
    open_sheet(page, world)
    assert small_targets(page) == []
    assert not overflows(page)

    enter_by_taps(page, brought)
    expect_all_saved(page)
    expect(page.locator('[data-total="all"]')).to_have_text(f"{total_of(brought):,}")
    page.locator("#m9 .more").tap()
    picture(page, "cards-390", full=False)
    assert small_targets(page) == []
    assert not overflows(page)

    next_count(page).tap()
    page.wait_for_url("**/post/")
    assert small_targets(page) == []
    assert not overflows(page)
    baht, satang = divmod(total_of(brought), 1)
    page.get_by_label("1", exact=True).fill(str(int(baht)))
    page.get_by_label("0.50", exact=True).fill(str(int(satang * 2)))
    picture(page, "count-390", full=False)
    page.get_by_role("button", name=thai("Post the sheet")).tap()
    page.wait_for_url(f"**/sheets/{world.meeting_on}/")

    assert not overflows(page)
    rows = SheetRow.objects.filter(sheet__organisation=world.group, sheet__state=SheetState.POSTED)
    assert sorted((row.membership.number, row.state, row.total) for row in rows.select_related("membership")) == [
        (one.number, one.state, one.satja + one.fee) for one in brought
    ]
    assert Sheet.objects.get(organisation=world.group).posted_by == world.treasurer
