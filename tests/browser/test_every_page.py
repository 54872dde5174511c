"""Every page that people can reach, in Thai, on a wide screen and on a phone: readable by all, nothing broken."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import PHONE, WIDE, overflows
from tests.browser.crawl import Reached, shapes, view_of
from tests.browser.world import make_lived_in_world

pytestmark = pytest.mark.browser

AXE = """() => axe.run({resultTypes: ["violations"], preload: false}).then(found => found.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).join(" | ")}`))"""

# What people open to do something: each has to be found by following links, none may be lost.
VIEWS = {
    "federation:desk", "federation:month_close", "federation:reports", "federation:report", "federation:books",
    "federation:cash_book", "federation:journal", "federation:account", "federation:entry", "federation:bylaws",
    "federation:bylaw", "federation:bylaw_set", "federation:organisation", "federation:organisation_edit",
    "federation:register_imports", "federation:register_import", "federation:access", "federation:appointment",
    "federation:appointment_propose", "federation:account_open", "federation:acts", "federation:transfer",
    "groups:members", "groups:member", "groups:member_add", "groups:member_edit", "groups:member_statement",
    "groups:promise", "groups:promises", "groups:offices", "groups:office_give", "groups:sheets", "groups:sheet",
    "groups:sheet_discard", "groups:sheet_entry", "groups:sheet_receipts", "groups:sheet_reversal",
    "federation:groups", "federation:group_add", "federation:affiliations", "federation:bylaws_confirm",
    "federation:organisation_state", "federation:backup", "federation:check",
    "start", "password_change", "own_sessions",
}  # fmt: skip


class Looking:
    """Looks at pages in a browser, those of a kind seen before left out."""

    def __init__(self, people):
        self.people, self.views, self.shapes, self.faults = people, set(), set(), []

    def at_all(self, user):
        pages, page = Reached(user), self.people.at(user=user)
        self.faults += [f"{user.username}: a link leads to {address}: {status}" for address, status in pages.bad]
        for address, html in pages.items():
            view, kinds = view_of(address), shapes(html)
            if view not in self.views or kinds - self.shapes:
                self.views.add(view)
                self.shapes |= kinds
                self._look(page, address)

    def _look(self, page, address):
        page.set_viewport_size(WIDE)
        page.goto(address)
        page.evaluate(AXE_SCRIPT)
        for viewport in (WIDE, PHONE):
            page.set_viewport_size(viewport)
            at = f"{address} at {viewport['width']}"
            self.faults += [f"{at}: {fault}" for fault in page.evaluate(AXE)]
            if overflows(page):
                self.faults.append(f"{at}: one has to scroll sideways")


def test_every_page_is_for_everyone(transactional_db, live_server, people):
    """What the treasurer's pages are made of is looked at once; of the others' what is new in them."""
    world, looking = make_lived_in_world(), Looking(people)
    for user in (world.treasurer, world.chair, world.committee, world.administrator):
        looking.at_all(user)

    assert looking.faults == []
    assert VIEWS - looking.views == set()
