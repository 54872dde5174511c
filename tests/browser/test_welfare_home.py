"""The home page of welfare, the desk and a member at both widths: nothing runs over, a claim is found at once."""

from datetime import timedelta

import pytest
from django.db import transaction

from federation.kit import clock
from tests import builders
from tests.browser.conftest import PHONE, WIDE, overflows, picture
from tests.welfare.claims import claim_worlds as claims
from tests.welfare.funeral import death_worlds as deaths

pytestmark = pytest.mark.browser


@pytest.fixture
def world(transactional_db, live_server):
    with transaction.atomic():
        return lived_in(clock.today())


def lived_in(on):
    """A group with a fund and a scheme, a claim that is late, one to pay, and a death under way."""
    network = builders.network(name="เครือข่ายสัจจะลุ่มน้ำ")
    group = builders.group(network, name="กลุ่มสัจจะบ้านท่าทอง")
    builders.member_group(network, group)
    builders.fund(network, "NET", name="กองทุนสวัสดิการเครือข่าย")
    made = claims.world(group=group)
    claims.filed(made, on=on - timedelta(40), event_on=on - timedelta(45))
    claims.approved(made, claims.filed(made, on=on, event_on=on - timedelta(3)), on=on)
    scheme = deaths.scheme(group)
    first, *_others = deaths.cover(scheme, [*builders.members(group, 4), made.member])
    deaths.opened(first, died_on=on - timedelta(40), claimed_on=on - timedelta(39))
    return made


def test_a_treasurer_finds_a_claim_at_one_glance_at_both_widths(world, people):
    code = world.organisation.code
    page = people.at(user=world.pays)
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        for name, path in {"home": "welfare/", "desk": "", "member": f"members/{world.member.number}/"}.items():
            page.goto(f"/o/{code}/{path}")
            assert not overflows(page), (name, size)
            picture(page, f"welfare-{name}-{size['width']}")
        page.goto(f"/o/{code}/welfare/")
        box = page.locator(".begin a").first.bounding_box()
        assert box["y"] + box["height"] < size["height"]
        assert box["height"] >= 44
    page.locator(".begin a").first.click()
    assert page.url.endswith("/welfare/claims/add/")
