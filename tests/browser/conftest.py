"""What the walks share: worlds, ways in, both widths, ears for what goes wrong, pictures to look at."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from federation.kit.dates import show_date
from tests.browser.watching import Ears
from tests.browser.world import PASSWORD, make_world

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PICTURES = Path(__file__).resolve().parents[2] / ".local" / "pictures"


@pytest.fixture
def world(transactional_db, live_server):
    return make_world()


@pytest.fixture
def small_world(transactional_db, live_server):
    return make_world(5)


@pytest.fixture
def people(browser, live_server):
    """people.at(width, user=...) opens a page in a browser of its own; every one is listened to until the end."""
    opened = People(browser, live_server.url)
    yield opened
    opened.leave()


class People:
    def __init__(self, browser, base):
        self.browser, self.base = browser, base
        self.opened = []

    def at(self, viewport=WIDE, *, user=None, **options):
        """Return a page of a new browser; signed in by cookie where a user is named. Options as new_context's."""
        context = self.browser.new_context(
            viewport=viewport, base_url=self.base, locale="th-TH", timezone_id="Asia/Bangkok", **options
        )
        context.set_default_timeout(10_000)
        if user:
            context.add_cookies([{"name": "sid", "value": session_of(user), "url": self.base}])
        page = context.new_page()
        page.ears = Ears(page)
        self.opened.append(page)
        return page

    def leave(self):
        """Close all; nobody may have heard anything that was not foreseen."""
        heard = [said for page in self.opened for said in page.ears.heard]
        for page in self.opened:
            page.context.close()
        assert heard == []


def session_of(user):
    """Return the key of a session in which a user is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies["sid"].value


def sign_in(page, user):
    """Sign in as people do."""
    page.goto("/sign-in/")
    page.get_by_label(thai("Sign-in name")).fill(user.username)
    page.get_by_label(thai("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=thai("Sign in")).click()


def thai(sentence):
    """Return a sentence as it stands on the Thai page."""
    with override("th"):
        return gettext(sentence)


def open_sheet(page, world):
    """Open the sheet of the world's meeting day from the list of sheets."""
    page.goto(world.url("sheets/"))
    page.get_by_label(thai("Day of the meeting")).fill(show_date(world.meeting_on, style="numeric"))
    page.get_by_role("button", name=thai("Open the sheet")).click()
    page.wait_for_url(f"**/sheets/{world.meeting_on}/")


def picture(page, name, *, full=True):
    """Keep a picture of a page in .local/pictures, where people look at them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full)


def overflows(page):
    """Return whether one must scroll sideways to see the whole page."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
