"""What is typed on a sheet stays, whatever happens: a reload, a second treasurer, a bad amount, no JavaScript."""

import pytest
from django.db.models import Sum
from playwright.sync_api import expect

from federation.access.permissions import Role
from groups.sheets.models import Sheet, SheetRow, SheetState
from tests.browser.conftest import open_sheet, thai
from tests.browser.meeting import next_count

pytestmark = pytest.mark.browser


def box(page, number, name="satja"):
    return page.locator(f'[name="{number}-{name}"]')


def saved(page):
    expect(page.locator("#saved")).to_have_text(thai("Saved"), timeout=10_000)


def test_what_was_typed_is_there_after_a_reload_without_pressing_save(small_world, people):
    page = people.at(user=small_world.treasurer)
    open_sheet(page, small_world)

    box(page, 1).fill("๑๒๐.50")
    page.keyboard.press("Enter")
    page.keyboard.press("Minus")
    saved(page)
    page.reload()

    expect(box(page, 1)).to_have_value("120.50")
    expect(box(page, 2, "mark")).to_have_value("absent")


def test_a_second_treasurer_sees_both_values_and_chooses(small_world, people):
    second = small_world.officer(Role.TREASURER, "somsri.t", given="สมศรี", family="ทองคำ")
    one, two = people.at(user=small_world.treasurer), people.at(user=second)
    open_sheet(one, small_world)
    two.goto(one.url)

    box(one, 1).fill("70")
    box(one, 2).focus()
    saved(one)
    box(two, 1).fill("90")
    box(two, 2).focus()

    clash = two.locator("#m1 .clash")
    expect(clash).to_contain_text(str(small_world.treasurer))
    expect(clash).to_contain_text("70.00")
    expect(box(two, 1)).to_have_value("90.00")
    clash.get_by_role("button", name=thai("Use theirs")).click()
    expect(box(two, 1)).to_have_value("70.00")
    saved(two)
    two.reload()
    expect(box(two, 1)).to_have_value("70.00")


def test_amounts_that_cannot_be_read_stay_in_their_boxes(small_world, people):
    page = people.at(user=small_world.treasurer)
    open_sheet(page, small_world)
    bad = dict(enumerate(["1e3", "1,25", "-5", "10.005", "ร้อย"], start=1))

    for number, typed in bad.items():
        box(page, number).press("Control+a")
        page.keyboard.insert_text(typed)
    page.locator("#jump").focus()

    expect(page.locator("#saved")).to_have_text(thai("Rows to mend: %(n)s.") % {"n": len(bad)})
    for number, typed in bad.items():
        expect(box(page, number)).to_have_value(typed)
        expect(box(page, number)).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f"#m{number} .says.wrong").first).not_to_be_empty()
    assert not SheetRow.objects.exclude(amounts={}).exists()


def test_five_members_are_filled_in_counted_and_posted_without_javascript(small_world, people):
    page = people.at(user=small_world.treasurer, java_script_enabled=False)
    open_sheet(page, small_world)

    box(page, 1).fill("1,25")
    box(page, 2, "mark").select_option("absent")
    page.get_by_role("button", name=thai("All who are blank: as due")).click()
    expect(box(page, 1)).to_have_value("1,25")
    box(page, 1).fill("80")
    next_count(page).click()
    page.get_by_label("100", exact=True).fill("4")
    page.get_by_label("10", exact=True).fill("4")
    page.get_by_role("button", name=thai("Post the sheet")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("100", exact=True)).to_have_value("4")
    due = sum(small_world.promises.values()) - small_world.promises[1] - small_world.promises[2] + 40 + 80
    page.get_by_label("100", exact=True).fill(str(int(due // 100)))
    page.get_by_label("10", exact=True).fill(str(int(due % 100 // 10)))
    page.get_by_role("button", name=thai("Post the sheet")).click()

    sheet = Sheet.objects.get(organisation=small_world.group)
    assert (sheet.state, sheet.entry.lines.aggregate(total=Sum("debit"))["total"]) == (SheetState.POSTED, due)
