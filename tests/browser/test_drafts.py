"""What is typed on a sheet stays, whatever happens: a reload, a second treasurer, a bad amount, no JavaScript."""

import re

import pytest
from django.db.models import Sum
from playwright.sync_api import expect

from federation.access.permissions import Role
from groups.sheets.models import Sheet, SheetRow, SheetState
from tests.browser.conftest import PHONE, open_sheet, thai
from tests.browser.meeting import next_count

pytestmark = pytest.mark.browser

UNSAVED = "Rows not saved yet: %(n)s. Trying again by itself; keep this page open."


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


def test_a_card_with_an_amount_that_cannot_be_read_opens_again(small_world, people):
    page = people.at(PHONE, user=small_world.treasurer, has_touch=True)
    open_sheet(page, small_world)

    page.locator("#m1 .more").tap()
    box(page, 1).fill("1,25")
    page.locator("#m1 .next").tap()

    expect(page.locator("#m1 .says.wrong").first).to_be_visible()
    expect(box(page, 1)).to_have_value("1,25")


def test_a_phone_says_what_is_not_saved_yet_and_asks_before_an_amount_goes(small_world, people):
    page = people.at(PHONE, user=small_world.treasurer, has_touch=True, is_mobile=True)
    page.ears.forgive.add(503)
    open_sheet(page, small_world)
    bar = page.locator("tfoot [data-saved]")
    expect(bar).to_have_text(thai("Nothing is filled in yet"))

    page.route("**/save/", lambda route: route.fulfill(status=503))
    page.locator("#m2 .more").tap()
    box(page, 2).fill("4000")
    box(page, 2, "payer").fill("1")
    expect(page.locator("#m2 .echo")).to_have_text(small_world.members[0].name)
    expect(page.locator("#m2 .says.unusual")).to_contain_text(thai("more than usual, look again"))
    page.locator("#m2 .due").tap()
    page.get_by_role("button", name=thai("No, leave it")).tap()
    expect(box(page, 2)).to_have_value(re.compile("4,?000"))
    expect(bar).to_have_text(thai(UNSAVED) % {"n": 1})
    expect(page.locator("#m2 .waits")).to_be_visible()
    page.unroute("**/save/")
    saved(page)
    expect(bar).to_be_visible()


def test_the_rest_is_entered_as_paid_only_after_a_yes(small_world, people):
    page = people.at(user=small_world.treasurer)
    open_sheet(page, small_world)
    rest = page.get_by_role("button", name=thai("All who are blank: as due"))

    rest.click()
    expect(page.locator("#question")).to_contain_text(f"{sum(small_world.promises.values()) + 40:,}")
    page.get_by_role("button", name=thai("No, leave it")).click()
    expect(page.locator("[data-filled]")).to_have_text("0")
    rest.press("Enter")
    page.get_by_role("button", name=thai("Yes"), exact=True).click()
    expect(page.locator("[data-filled]")).to_have_text(str(len(small_world.members)))


def test_what_was_counted_stays_while_one_looks_at_the_sheet(small_world, people):
    page = people.at(user=small_world.treasurer)
    open_sheet(page, small_world)
    next_count(page).click()
    page.get_by_label("100", exact=True).fill("4")
    page.locator("[data-slip]").first.fill("250.00")
    page.get_by_role("link", name=thai("Back to the sheet")).first.click()
    next_count(page).click()

    expect(page.get_by_label("100", exact=True)).to_have_value("4")
    expect(page.locator("[data-slip]").first).to_have_value("250.00")
