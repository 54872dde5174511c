"""The run: the nation, its provinces, their districts, and in each district its groups with members and months."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from federation.demo import names
from federation.demo.nation.areas import Area, areas
from federation.demo.nation.books import Member, SeededBook, book_months, open_book
from federation.demo.nation.copying import NULL, Rows
from federation.kit.ids import new_id
from federation.ledger import chart
from federation.organisations import places
from federation.people.models import User
from federation.people.queries import name_skeleton

GROUPS_AT_ONCE = 1_000
PROMISES = (100, 50, 200, 100, 300, 150, 500)
KINDS = ("satja", "satja_lifecycle", "production_savings", "village_fund", "credit_union", "welfare_fund")
GIVEN, FAMILIES = names.MEN + names.WOMEN, names.FAMILIES


@dataclass
class Plan:
    """What is to be made. members: of each group. months: those of the books, oldest first. at: when it is recorded."""

    groups: int
    members: int
    months: list[date]
    at: datetime
    whole_chart: bool = True
    by: UUID | None = None
    rows: Rows = field(default_factory=Rows)


def seed(plan: Plan, *, say: Callable = lambda line: None) -> Rows:
    """Make the nation; return its rows, counted. Each thousand groups is one transaction."""
    plan.by = _user()
    begun = time.perf_counter()
    with transaction.atomic():
        provinces = _uppers(plan)
    done = 0
    for some in _by_the_thousand(areas(plan.groups)):
        with transaction.atomic():
            for area in some:
                _network(plan, area, upper=provinces[area.province])
            plan.rows.write()
        if not done:
            _analyse()  # or the settling of the next thousand is planned for empty tables
        done += sum(area.groups for area in some)
        say(f"{done:,} groups, {sum(plan.rows.written.values()):,} rows, {time.perf_counter() - begun:.0f} s")
    _analyse()
    return plan.rows


def _by_the_thousand(all_areas: Iterator[Area]) -> Iterator[list[Area]]:
    some: list[Area] = []
    for area in all_areas:
        some.append(area)
        if sum(each.groups for each in some) >= GROUPS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _user() -> UUID:
    """Return the account that has entered all this: nobody can sign in as it."""
    return User.objects.get_or_create(username="seed-nation", defaults={"is_active": False, "password": "!"})[0].pk


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _uppers(plan: Plan) -> dict[str, int]:
    """Make the nation's network and those of the provinces; return the provinces' ids by their codes."""
    used = sorted({area.province for area in areas(plan.groups)})
    nation, *ids = _ids(1 + len(used))
    _organisation(plan, nation, "nation", "เครือข่ายระดับชาติ (ข้อมูลสมมติ)", place="")
    for province, found in zip(used, ids, strict=True):
        _organisation(plan, found, "province", f"เครือข่ายจังหวัด {places.place_name(province)}", place=province)
        _affiliate(plan, found, upper=nation)
    plan.rows.write()
    return dict(zip(used, ids, strict=True))


def _network(plan: Plan, area: Area, *, upper: int) -> None:
    network, *ids = _ids(1 + area.groups)
    _organisation(plan, network, "amphoe", f"เครือข่ายอำเภอ{area.name} {network}", place=area.district)
    _affiliate(plan, network, upper=upper)
    for turn, group in enumerate(ids):
        place = area.tambons[turn % len(area.tambons)]
        kind = KINDS[(group + turn) % len(KINDS)]
        name = f"กลุ่มออมทรัพย์บ้านที่ {group}"
        book = _organisation(plan, group, "group", name, place=place, keeper=network, kind=kind)
        _affiliate(plan, group, upper=network)
        members = [_member(plan, book, group, number, place) for number in range(1, plan.members + 1)]
        book_months(plan.rows, book, organisation=group, members=members, months=plan.months, by=plan.by, at=plan.at)


def _ids(count: int) -> list[int]:
    """Take so many ids of organisations from their sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('federation_organisation', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _organisation(plan: Plan, pk, level, name, *, place, keeper=None, kind="network") -> SeededBook:
    network, code, since = keeper or pk, f"S{pk}", plan.months[0]
    chart_of = "group" if level == "group" else "network"
    opened = {"code": code, "name": name, "on": since, "of": chart_of, "whole_chart": plan.whole_chart}
    book = open_book(plan.rows, network=network, **opened)
    told = (name, "", level, kind, "unknown", "", False, place, "", "active")
    plan.rows.add("federation_organisation", pk, code, *told, keeper or NULL, book.id, True)
    plan.rows.add("federation_statechange", new_id(), network, pk, "active", since, "", "", plan.by, plan.at)
    return book


def _affiliate(plan: Plan, member: int, *, upper: int) -> None:
    plan.rows.add("federation_affiliation", new_id(), member, upper, "network", plan.months[0])


def _member(plan: Plan, book: SeededBook, group: int, number: int, place: str) -> Member:
    """A member with the three accounts that every member has, admitted and promising from the first month."""
    rows, network, since = plan.rows, book.network, plan.months[0]
    person, membership, accounts = new_id(), new_id(), [new_id() for _ in HELD]
    given, family = GIVEN[(group + number) % len(GIVEN)], FAMILIES[(group * 7 + number * 3) % len(FAMILIES)]
    told = ("", given, "", family, "", _skeleton(given, family), "", "", "", "", "", place)
    rows.add("people_person", person, network, *told, "", "card_not_shown", "")
    for pk, (code, kind, thai, english) in zip(accounts, HELD, strict=True):
        named = (f"{code}.{number:05d}", f"{thai} {number:03d}", f"{english} {number:03d}", kind, "main")
        rows.add("ledger_account", pk, network, book.id, *named, book.accounts[code], False, True)
    admitted = (number, person, "full", since, "admitted", since)
    rows.add("groups_membership", membership, network, group, *admitted, *accounts)
    rows.add("groups_membershipevent", new_id(), network, membership, "admitted", since, "", "", plan.by, plan.at)
    promise = PROMISES[(group + number) % len(PROMISES)]
    rows.add("groups_promise", new_id(), network, membership, promise, since, "", plan.by, plan.at)
    return Member(membership, number, accounts[0], promise)


HELD = (
    (chart.SATJA, "equity", "เงินสัจจะ สมาชิก", "satja, member"),
    (chart.SHARES, "equity", "หุ้น สมาชิก", "shares, member"),
    (chart.SPECIAL_SAVINGS, "liability", "เงินสะสมพิเศษ สมาชิก", "special savings, member"),
)

_skeletons: dict[tuple[str, str], str] = {}


def _skeleton(given: str, family: str) -> str:
    if (given, family) not in _skeletons:
        _skeletons[given, family] = name_skeleton(given=given, family=family)
    return _skeletons[given, family]
