"""What sixty members bring to a meeting, and the ways to enter it: by keys alone, or by taps on cards."""

from dataclasses import dataclass
from decimal import Decimal

from playwright.sync_api import expect

from tests.browser.conftest import thai

ZERO = Decimal("0.00")
ENTRY_FEE = Decimal("20.00")
NOTES = [Decimal(note) for note in ("1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.25")]
SLIP = Decimal("1000.00")


@dataclass(frozen=True)
class Brings:
    """What one member does: pays as due, something else, or nothing; `typed` as the treasurer writes it."""

    number: int
    state: str
    satja: Decimal = ZERO
    fee: Decimal = ZERO
    typed: str = ""


def what_they_bring(world):
    """Return a mixed meeting: most pay as due, some less, more, nothing; the newest members owe the entry fee."""
    return [_brings(member.number, world) for member in world.members]


def _brings(number, world):
    due = world.promises[number]
    if number % 12 == 7:
        return Brings(number, "part", Decimal("30.00"), typed="30")
    if number % 15 == 4:
        return Brings(number, "paid", Decimal("1250.50"), typed="๑,๒๕๐.50")
    if number % 10 == 9 and number < 50:
        return Brings(number, "absent")
    if number % 20 == 13:
        return Brings(number, "excused")
    fee = ENTRY_FEE if number > len(world.members) - world.new_members else ZERO
    return Brings(number, "paid", due, fee=fee)


def total_of(brought):
    return sum((one.satja + one.fee for one in brought), ZERO)


class Keys:
    """A keyboard that counts its strokes."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, text):
        for letter in text:
            self.page.keyboard.press(letter) if letter.isascii() else self.page.keyboard.insert_text(letter)
            self.strokes += 1


def enter_by_keys(keys, brought):
    """Fill in a blank sheet whose first box has the focus; ends on the button that leads to counting."""
    for one in brought:
        if one.typed:
            keys.write(one.typed)
            keys.press("Enter")
        else:
            keys.press({"absent": "Minus", "excused": "*"}.get(one.state, "Equal"))


def count_by_keys(keys, total):
    """Count notes and one slip so that they come to the total; ends on the button that posts."""
    left = total - SLIP
    for note in NOTES:
        number, left = divmod(left, note)
        if number:
            keys.write(str(int(number)))
        keys.press("Enter")
    keys.write(str(SLIP))
    keys.press("Enter")
    keys.write("KTB0412")
    keys.press("Enter")
    for _box in range(4):
        if keys.page.evaluate("document.activeElement.tagName") != "BUTTON":
            keys.press("Enter")


def enter_by_taps(page, brought):
    """Fill in the cards of a phone, one after another."""
    for one in brought:
        card = page.locator(f"#m{one.number}")
        if one.state == "paid" and not one.typed:
            card.locator(".due").tap()
            continue
        card.locator(".more").tap()
        if one.typed:
            card.locator(f'[name="{one.number}-satja"]').fill(one.typed)
            card.locator(".next").tap()
        else:
            card.locator(f'.set-mark[value="{one.state}"]').tap()


def next_count(page):
    """Return the button that leads from the sheet to counting: at the top, or at the foot on a phone."""
    return page.get_by_role("button", name=thai("Next: count the money")).locator("visible=true")


def expect_all_saved(page):
    expect(page.locator("#saved")).to_have_text(thai("Saved"))
