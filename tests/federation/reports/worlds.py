"""A group with members, sheets and a committee, for the tests of reports, closing and proof."""

from datetime import UTC, date, datetime
from decimal import Decimal

from federation.closing.steps import close_month_step
from federation.kit.dates import next_month
from groups.registry.models import Office
from groups.sheets.rules import ABSENT, EXCUSED, PAID
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders

JANUARY = date(2026, 1, 1)
AT = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def saving_group(n=4, *, code="KLONG", months=0, closed=0, **more):
    """A group of n members who promised 100 each from January, with `months` whole sheets, `closed` of them closed."""
    group = builders.group(code=code, name="กลุ่มสัจจะบ้านคลองน้ำใส", **more)
    group.members = builders.members(group, n) if n else []
    for at in range(months):
        sheet(group, next_month(JANUARY, by=at))
    for at in range(closed):
        close(group, next_month(JANUARY, by=at))
    return group


def sheet(group, month, *, absent=(), excused=(), special=None, day=5, counted=None, slips=(), **amounts):
    """Post a whole sheet: everyone brings 100 but who is absent or excused; special: {member: "50.00"}."""
    rows = []
    for member in group.members:
        if member in absent or member in excused:
            rows.append(RowIn(member, {}, ABSENT if member in absent else EXCUSED))
            continue
        paid = {"satja": Decimal(amounts.get("satja", "100.00"))}
        if extra := (special or {}).get(member):
            paid["special"] = Decimal(extra)
        rows.append(RowIn(member, paid, PAID))
    return book_sheet_step(
        group,
        meeting_on=month.replace(day=day),
        rows=rows,
        counted=counted,
        slips=slips,
        by=builders.user("treasurer"),
        at=AT,
    )


def close(group, month, *, at=AT, **more):
    return close_month_step(group, month=month, by=builders.user("treasurer"), at=at, **more)


def committee(group, **names):
    """Give posts to people: chair="สมชาย"."""
    for post, given in names.items():
        Office.objects.create(
            network_id=group.network_key,
            organisation=group,
            person=builders.person(group, given, "ใจดี"),
            post=post,
            since=date(2025, 1, 1),
            until=date(2028, 12, 31),
        )
