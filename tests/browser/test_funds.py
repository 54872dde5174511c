"""The pages of funds at both widths: nothing runs over, and there are pictures to look at."""

from decimal import Decimal

import pytest
from django.db import transaction

from federation.access.permissions import Role
from federation.kit import clock
from tests import builders
from tests.browser.conftest import PHONE, WIDE, overflows, picture
from tests.welfare.funds.test_sheet import pay
from tests.welfare.funds.worlds import enrol, gift, spent
from welfare.funds.steps import dues_rule_step

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "kinds": "funds/new/",
    "start": "funds/new/?kind=one_baht",
    "fund": "funds/welf/",
    "dues": "funds/welf/dues/",
    "places": "funds/welf/places/",
    "place": "funds/welf/places/new/",
    "gift": "funds/welf/gifts/new/",
    "move": "funds/welf/do/move/",
    "subsidy": "funds/welf/subsidy/",
    "donors": "donors/",
}


@pytest.fixture
def group(transactional_db, live_server):
    with transaction.atomic():
        return lived_in(clock.today())


def lived_in(on):
    """A group with a fund in three parts, members, dues, a gift and a cost."""
    group = builders.group(name="กลุ่มสัจจะบ้านท่าทอง", books_from=on.replace(day=1))
    fund = builders.fund(group, monthly=None)
    parts = {"CARE": ("จ่ายสวัสดิการ", 50), "KEEP": ("สำรอง", 20), "TURN": ("หมุนเวียน", 30)}
    for code, (name, _percent) in parts.items():
        builders.fund(group, code=code, name=f"กองทุนวันละบาท {name}", part_of=fund, monthly=None)
    resolution = {"resolution_no": "1/2569", "resolution_on": on, "by": builders.user("sets"), "at": clock.now()}
    split = [(code, Decimal(percent)) for code, (_name, percent) in parts.items()]
    dues_rule_step(fund, holds_from=group.book.opened_on, monthly=Decimal("30.00"), split=split, **resolution)
    members = builders.members(group, 8)
    for member in members:
        enrol(fund, member, at=clock.now())
    pay(group, members[0], "30.00", on=on)
    gift(fund, "12000.00", donor="local", on=on)
    spent(fund, "350.00", on=on)
    return group


def test_funds_are_read_at_both_widths(group, people):
    builders.officer(group, Role.CHAIR, name="both")
    page = people.at(user=builders.officer(group, Role.TREASURER, name="both"))
    for name, address in PAGES.items():
        page.goto(f"/o/{group.code}/welfare/{address}")
        for viewport in (WIDE, PHONE):
            page.set_viewport_size(viewport)
            picture(page, f"funds-{name}-{viewport['width']}")
            assert not overflows(page), f"{address} at {viewport['width']}"
        page.set_viewport_size(WIDE)
