"""Late loans as the loan committee, the treasurer and the network read them. In Thai, at both widths."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import month_of, next_month
from tests import builders
from tests.browser.conftest import PHONE, WIDE, overflows, picture, thai
from tests.loans.lending.worlds import save_up

pytestmark = pytest.mark.browser

MONTHS = 20
D = Decimal


@pytest.fixture
def late_group(transactional_db, live_server):
    """A group that lent for twenty months: some pay, some stopped, one is in court, one was restructured."""
    opened = next_month(month_of(clock.today()), by=-MONTHS)
    with transaction.atomic():
        network = builders.network(name="เครือข่ายองค์กรการเงินชุมชน", books_from=opened)
        group = builders.group(network, name="กลุ่มสัจจะบ้านคลองน้ำใส", books_from=opened)
        members = builders.members(group, 9)
        for at, member in enumerate(members):
            member.person.village = ("บ้านคลองน้ำใส", "บ้านโคกเคี่ยม")[at % 2]
            member.person.save(update_fields=["village"])
            save_up(member, satja="1500.00", on=opened)
        versions = [
            builders.product(group), builders.product(group, "urgent", kind="emergency", name="เงินกู้ฉุกเฉิน")
        ]  # fmt: skip
    for at, member in enumerate(members):
        _lend(member, versions[at % 2], guarantor=members[at - 1], paid=(0, 3, 7, 12, 15, 17, 18, 19, 19)[at])
    group.loans.filter(number=1).update(in_court_since=clock.today() - timedelta(days=60))
    group.loans.filter(number=6).update(restructured_on=clock.today() - timedelta(days=90))
    return group


def _lend(member, version, *, guarantor, paid):
    """Lend 24,000 for two years at the beginning; so many instalments were paid, each on its day."""
    on = member.organisation.book.opened_on.replace(day=5)
    loan = builders.loan(
        member, "24000.00", version=version, on=on, instalments=24, guarantors=[(guarantor, "24000.00")]
    )
    for n in range(1, paid + 1):
        owed = D(24000) - 1000 * (n - 1)
        builders.repay(loan, str(D(1000) + (owed / 100).quantize(D("0.01"))), on=next_month(on, by=n).replace(day=5))


PAGES = {
    "late": "o/{group}/loans/arrears/",
    "late-nameless": "o/{group}/loans/arrears/?names=no",
    "late-by-village": "o/{group}/loans/arrears/?by=village",
    "portfolio": "o/{group}/loans/arrears/portfolio/",
    "report": "o/{group}/reports/monthly/{month}/",
}


def test_late_loans_are_read_by_all_who_may(late_group, people):
    committee = builders.officer(late_group, Role.LOAN_COMMITTEE, name="kamon.j")
    page = people.at(user=committee)
    month = f"{next_month(month_of(clock.today()), by=-1):%Y-%m}"
    for name, address in PAGES.items():
        _seen(page, "/" + address.format(group=late_group.code, month=month), name)
    page.goto(f"/o/{late_group.code}/loans/arrears/")
    page.get_by_label(thai("Class of loan")).select_option("in_court")
    page.get_by_role("button", name=thai("Show")).click()
    assert page.locator("tbody tr").count() == 1

    above = people.at(user=builders.officer(late_group.keeper, Role.NETWORK_COMMITTEE, name="above"))
    above.goto(f"/o/{late_group.keeper.code}/")
    above.get_by_role("link", name=thai("Loans of the groups")).click()
    _seen(above, f"/o/{late_group.keeper.code}/loans/arrears/groups/", "groups")
    assert late_group.code in above.locator("tbody").first.inner_text()


def _seen(page, address, name):
    """Look at a page at both widths, and keep the pictures."""
    page.goto(address)
    for viewport in (WIDE, PHONE):
        page.set_viewport_size(viewport)
        picture(page, f"arrears-{name}-{viewport['width']}")
        assert not overflows(page), f"{address} at {viewport['width']}"
    page.set_viewport_size(WIDE)
