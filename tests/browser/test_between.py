"""Loans between organisations as the network's treasurer and a group's officers read them. In Thai, at both widths."""

from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.access.permissions import Role
from federation.kit import clock
from loans.lending.models import LoanRequest
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.requests import RequestIn, ask_step
from tests import builders
from tests.browser.conftest import PHONE, WIDE, overflows, picture
from tests.loans.lending.between.worlds import RESOLVED, lent

pytestmark = pytest.mark.browser


@pytest.fixture
def lending(transactional_db, live_server):
    """A network that lent to a group: a loan that is late, a contract to be paid out, a request that waits."""
    world = lent()
    builders.repay(world.loan, "1060.00", on=world.loan.signed_on.replace(month=4))
    today = clock.today()
    version = builders.product(world.network, "p", yearly_rate=D("0.06"), name="เงินกู้ให้กลุ่มสมาชิก")
    facts = {"instalments": 12, "on": today, **RESOLVED}
    with transaction.atomic():
        waits = builders.approved_request(world.membership, version, amount=D("5000.00"), **facts)
        sign_step(waits, signed_on=today, by=builders.user("signs"), at=clock.now())
        asked = RequestIn(
            membership=world.membership,
            product_version=version,
            amount=D("3000.00"),
            instalments=6,
            first_due_on=today.replace(day=5, month=today.month % 12 + 1, year=today.year + today.month // 12),
            purpose="ให้สมาชิกกู้ต่อซื้อปุ๋ย",
            **RESOLVED,
        )
        ask_step(world.network, asked=asked, on=today, by=builders.user("asks"), at=clock.now())
    return world


OF_NETWORK = {
    "between": "loans/between/",
    "request": "loans/requests/3/",
    "request-add": "loans/requests/add/",
    "decide": "loans/requests/3/decide/",
    "payout": "loans/2/acts/new/payout/",
    "repay": "loans/1/repay/",
    "arrears": "loans/arrears/",
    "loan": "loans/1/",
}
OF_GROUP = {"borrowed": "borrowed/", "seen-by-a-group": "loans/between/", "help-another": "members/add-group/"}


@pytest.mark.parametrize("width", [WIDE, PHONE], ids=["1280", "390"])
def test_both_sides_read_their_pages_at_both_widths(people, lending, width):
    assert LoanRequest.objects.filter(number=3).exists()
    treasurer = builders.officer(lending.network, Role.NETWORK_TREASURER, name="treasurer")
    decides = builders.officer(lending.network, Role.NETWORK_COMMITTEE, name="decides")
    below = builders.officer(lending.group, Role.TREASURER, name="below")
    for organisation, pages, user in (
        (lending.network, OF_NETWORK, treasurer),
        (lending.group, OF_GROUP, below),
    ):
        for name, rest in pages.items():
            page = people.at(width, user=decides if name == "decide" else user)
            page.goto(f"/o/{organisation.code}/{rest}")
            picture(page, f"between-{name}-{width['width']}")
            assert not overflows(page), name
