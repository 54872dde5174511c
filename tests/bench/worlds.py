"""Groups with years of months behind them, made by the steps that people's actions take."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction

from federation.kit import clock
from federation.kit.dates import month_of, next_month
from groups.promises.queries import promises_on
from groups.registry.queries import members_on
from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders

TODAY = clock.today()
THIS_MONTH = month_of(TODAY)
CENTS, FINE = Decimal("100.00"), Decimal("10.00")


def network_of_years(years: int, *, groups: int, members: int):
    """Return a network whose groups have a monthly sheet for so many years, up to the month before this one."""
    opened = next_month(THIS_MONTH, by=-12 * years)
    network = builders.network(books_from=opened)
    for _ in range(groups):
        group_of_years(years, members=members, network=network)
    analyse()
    return network


def group_of_years(years: int, *, members: int, network=None):
    """Return a group with a sheet on the fifth of each of so many years' months."""
    opened = next_month(THIS_MONTH, by=-12 * years)
    with transaction.atomic():
        group = builders.group(network, books_from=opened)
        builders.members(group, members)
        by = builders.officer(group)
    for step in range(12 * years):
        book_month(group, next_month(opened, by=step), by=by, turn=step)
    return group


def book_month(group, month: date, *, by, turn: int) -> None:
    """Book a month's sheet: all as promised but one in ten, who misses it and makes it up the month after."""
    on = month + timedelta(days=4)
    memberships = list(members_on(group, on))
    promised = promises_on(memberships, month)
    rows = [_row(membership, promised[membership.pk], place - turn) for place, membership in enumerate(memberships)]
    with transaction.atomic():
        book_sheet_step(group, meeting_on=on, rows=rows, by=by, at=clock.now())


def _row(membership, promise, place) -> RowIn:
    """One in ten misses a month, and brings it with its fine the month after."""
    times = {0: 0, 9: 2}.get(place % 10, 1)
    fine = {"fine": FINE} if times == 2 else {}
    return RowIn(membership, amounts={"satja": promise * times, "special": CENTS} | fine, state=PAID)


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
