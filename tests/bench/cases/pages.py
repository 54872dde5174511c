"""Pages that must not grow heavier with the years, measured through the site as a browser would ask for them."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from groups.registry.models import Membership
from groups.sheets.actions import open_sheet
from tests import builders
from tests.bench.measuring import in_turns, milliseconds, report
from tests.bench.worlds import THIS_MONTH, TODAY, analyse, group_of_years, network_of_years

MEMBERS = 200
REPEATS = 15


def run():
    young, old = group_of_years(1, members=MEMBERS), group_of_years(10, members=MEMBERS)
    networks = [network_of_years(years, groups=5, members=20) for years in (2, 10)]
    analyse()
    for name, address in PAGES.items():
        pages = [_asking(group, address) for group in (young, old)]
        _compare(name, pages, ["1y", "10y"], members=MEMBERS)
    desks = [_asking(network, _desk, role=Role.NETWORK_COMMITTEE) for network in networks]
    _compare("dashboard_10y_vs_2y", desks, ["2y", "10y"], groups=5)


def _compare(name, pages, names, **detail):
    few, many = in_turns(*pages, repeats=REPEATS, warm=2)
    report(name, ratio=many / few, bar=1.2, better="lower", **detail, **milliseconds([few, many], names))


def _asking(organisation, address, *, role=Role.TREASURER):
    """Return the work of asking for a page; it fails loudly when the page does not come."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(builders.officer(organisation, role, name=f"reads-{organisation.code}-{address.__name__}"))
    url = address(organisation)

    def work():
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    return work


def _sheet(group):
    day = min(TODAY, THIS_MONTH + timedelta(days=4))
    open_sheet(group, meeting_on=day, today=TODAY, by=builders.user("opens"), at=clock.now())
    return reverse("groups:sheet", kwargs={"code": group.code, "day": day.isoformat()})


def _statement(group):
    member = Membership.objects.of(group).order_by("number").first()
    return reverse("groups:member_statement", kwargs={"code": group.code, "number": member.number})


def _trial_balance(group):
    return reverse("federation:books", kwargs={"code": group.code})


def _desk(network):
    return reverse("federation:desk", kwargs={"code": network.code})


PAGES = {
    "sheet_page_10y_vs_1y": _sheet,
    "statement_12_months_10y_vs_1y": _statement,
    "trial_balance_10y_vs_1y": _trial_balance,
}
