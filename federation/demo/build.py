"""Making the demo federation: the network with its groups' names, then the groups, each in a transaction of its own.

The groups are made several at once, the first before the others. So all that groups have in common is written
beforehand: what stands in the network's book, and offices of the network's people. What happens between the books in
the last half-year is written afterwards, when all books are there; only then groups close these months, again several
at once, and hand them over.

What is there already stays, so that an interrupted run is taken up where it ended. Only steps are composed, never
actions, so that a group is there whole or not at all: its book has entries, or nothing but its name is there.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from time import monotonic

from django.db import connection, transaction
from django.utils.translation import gettext as _

from federation.bylaws.steps import set_bylaws_step
from federation.closing.steps import close_month_step
from federation.demo import claims, funeral, leaders, leavers, moves, officers, welfare, world, year_end
from federation.demo.borrowers import Borrowers, Homes
from federation.demo.fates import fates_of
from federation.demo.finish import finish
from federation.demo.followup import Helpers
from federation.demo.frame import Frame
from federation.demo.group_loans import LATE, help_each_other
from federation.demo.lending import Lender
from federation.demo.life import Life, admit, begin_sheet, live_month, meetings_of
from federation.demo.money import (
    Before,
    Purse,
    moment,
    open_balances,
    open_shares_in_network,
    open_shares_of_group,
)
from federation.demo.network import has_lived, live, purse_of
from federation.demo.onlending import lend_on
from federation.demo.people import Villager, Villagers, dice, founders, newcomers
from federation.demo.processes import at_once, work_through
from federation.demo.products import add_products
from federation.demo.takeover import Register, take_over
from federation.demo.waiting import leave_waiting
from federation.demo.world import VILLAGES, Village
from federation.kit.dates import month_of, month_range, months_between, next_month
from federation.ledger.months import head_of
from federation.ledger.posting import lock
from federation.organisations.bank_accounts import add_bank_account_step
from federation.organisations.models import Organisation
from federation.people.rules import age
from groups.registry.models import Membership
from groups.registry.queries import members_on
from groups.registry.steps import admit_step

GROUPS, MONTHS = len(VILLAGES), 24
BEGUN = (2, 6, 10, 14)  # whose sheet of this month is being filled in
UNTOUCHED = (1, 3, 7, 11, LATE)  # who has not begun this month; with the first one the visitor does it
MENTORED = range(1, 7)
MENTOR_MONTHS = 2  # since when there is a facilitator
LOOKS_AGAIN = (0, 2, 6, 12)  # months of the first group after which its tables have grown so much that plans go astray
MENDED, MENDED_MONTHS_AGO = 2, 2  # whose sheet was posted wrongly once, and taken back


def is_whole() -> bool:
    """Tell whether the demo is there to the last step."""
    return Organisation.objects.filter(code=world.FORMING_CODE).exists()


def build(
    *, today: date, now: datetime, groups: int = GROUPS, months: int = MONTHS, jobs: int | None = None, say: Callable
) -> None:
    """Make the demo, or what is missing of it. say: is told each step, in a line; jobs: how many groups at once."""
    network = _network(today=today, now=now, months=months)
    frame = Frame(network.organisation.book.opened_on, month_of(today), today, now)
    for village in VILLAGES[:groups]:
        if not Organisation.objects.filter(code=village.code).exists():
            with transaction.atomic():
                _join_network(village, network, frame)
    jobs = jobs or at_once()
    _groups(VILLAGES[:groups], network, frame, jobs=jobs, say=say)
    if not has_lived(network):
        with transaction.atomic():
            live(network, frame)
            lend_on(frame)
            help_each_other(list(Organisation.objects.groups().select_related("book")), frame)
            moves.move_one(frame)
    _refresh_statistics()
    each_one(VILLAGES[:groups], work=partial(_close_rest, frame=frame), jobs=jobs, done=lambda _line: None)
    if not is_whole():
        with transaction.atomic():
            finish(network, VILLAGES[:groups], frame)
            _forming_group(network, frame)
    _refresh_statistics()


def _groups(villages: Sequence[Village], network: officers.Network, frame: Frame, *, jobs: int, say: Callable) -> None:
    """Make the groups that are missing: the first alone, as others share its persons and its plans; the largest next.

    With its rows the database plans well for all others.
    """

    def told(line: str) -> None:
        _refresh_statistics()
        if line:
            say(line)

    make = partial(_make_group, network=network, frame=frame)
    first, *others = villages
    if not _is_there(first):
        told(make(first))
    others = [village for village in others if not _is_there(village)]
    each_one(others, work=make, jobs=jobs, done=told)


def each_one(villages: Sequence[Village], *, work: Callable, jobs: int, done: Callable) -> None:
    """Do something for each group, the largest first where several are done at once."""
    if jobs == 1:
        for village in villages:
            done(work(village))
    else:
        by_size = sorted(villages, key=lambda village: -village.members * len(village.meeting_days))
        work_through(by_size, work=work, jobs=jobs, done=done)


def _is_there(village: Village) -> bool:
    return head_of(Organisation.objects.select_related("book").get(code=village.code).book).number > 0


def _make_group(village: Village, *, network: officers.Network, frame: Frame, alive: Callable = lambda: None) -> str:
    """Make one group, whole or not at all; return what to say, nothing if it was there. alive: see `processes`."""
    began = monotonic()
    with transaction.atomic():
        lock(Organisation.objects.select_related("book").get(code=village.code).book)
        if _is_there(village):
            return ""
        life = _group(village, network=network, frame=frame, alive=alive)
    return _told(life, seconds=monotonic() - began)


def _refresh_statistics() -> None:
    """Let the database look again at what it holds; it plans badly for tables that were empty a moment ago."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _told(life: Life, *, seconds: float) -> str:
    words = _("%(code)s  %(name)s: %(members)s members, %(sheets)s sheets, %(seconds)s s")
    facts = {"code": life.village.code, "name": life.village.name_th, "members": len(life.villagers)}
    return words % {**facts, "sheets": life.sheets, "seconds": f"{seconds:.1f}"}


def _network(*, today: date, now: datetime, months: int) -> officers.Network:
    found = Organisation.objects.filter(code=world.NETWORK_CODE).select_related("book").first()
    if found:
        return officers.network_of(found)
    first = next_month(month_of(today), by=-months)
    at = moment(first, 9, until=now)
    with transaction.atomic():
        organisation = world.found_network(books_from=first, at=at)
        _bank_account(organisation, serial=0)
        return officers.seat_network(
            organisation, since=first, mentor_since=max(first, next_month(month_of(today), by=-2)), at=at
        )


def _join_network(village: Village, network: officers.Network, frame: Frame) -> None:
    """Found a group and write what the network has of it, before its own books say anything."""
    at = moment(frame.first, 9, until=frame.now)
    organisation = world.found_group(
        village, network=network.organisation, books_from=frame.first, by=network.secretary, at=at
    )
    _bank_account(organisation, serial=village.number)
    membership = admit_step(
        network.organisation,
        member_organisation=organisation,
        joined_on=date(world.FOUNDED_YEAR, 1, 1),
        number=village.number,
        counted_from=frame.first,
        by=network.secretary,
        at=at,
    )
    open_shares_of_group(purse_of(network), membership=membership, amount=village.shares, on=frame.first)
    if village.number in MENTORED:
        officers.send_mentor(organisation, network=network, since=max(frame.first, frame.this), at=at)


def _group(village: Village, *, network: officers.Network, frame: Frame, alive: Callable) -> Life:
    """Make the people of a group, what they had saved before, and its months up to today."""
    rng, at = dice(village.code), moment(frame.first, 9, until=frame.now)
    organisation = Organisation.objects.select_related("book").get(code=village.code)
    villagers = Villagers(village, rng=rng, today=frame.today)
    purse = Purse(organisation, treasurer=network.secretary, chair=network.chair, rng=rng)
    life = Life(village, organisation, purse, rng, newcomers(villagers), frame.today, frame.now)
    if village.number == MENDED:
        life.mended_on = meetings_of(village, next_month(frame.this, by=-MENDED_MONTHS_AGO))[0]
    befores = _founders(life, villagers, frame)
    _seat(life, list(befores), network=network, frame=frame, at=at)
    if village.number == year_end.FIRST:
        life.first_month = year_end.first_month_for(frame.this)
    set_bylaws_step(organisation, **_first_resolution(life, frame), by=purse.chair, at=at)
    lent = open_balances(purse, befores=befores, on=frame.first)
    _begin_to_lend(life, network, frame, lent=lent, at=at)
    open_shares_in_network(purse, network=network.organisation, amount=village.shares, on=frame.first)
    _begin_to_care(life, list(befores), frame)
    for serial, month in enumerate(month_range(frame.first, next_month(frame.this, by=-1))):
        alive()
        live_month(life, month)
        if village.number == VILLAGES[0].number and serial in LOOKS_AGAIN:
            _refresh_statistics()
        if month < frame.between:
            _close(organisation, month, number=village.number, users=life.officers, now=frame.now)
    _this_month(life, frame.this)
    return life


def _close_rest(village: Village, *, frame: Frame, alive: Callable = lambda: None) -> None:
    """Close the months in which something happened between the books; the late treasurer leaves two of them open."""
    group = Organisation.objects.select_related("book", "keeper").get(code=village.code)
    users = officers.of_group(group)
    for month in frame.months_between():
        alive()
        closed = head_of(group.book).closed_through
        late = village.number == LATE and months_between(month, frame.this) <= 2
        if not late and (closed is None or closed < month):
            with transaction.atomic():
                _close(group, month, number=village.number, users=users, now=frame.now)


def _founders(life: Life, villagers: Villagers, frame: Frame) -> dict[Membership, Before]:
    """Admit who was a member before these books; their numbers have gaps where others left."""
    rng, numbers = life.rng, []
    people = founders(villagers, books_from=frame.first, neighbours=_neighbours(life.village, frame))
    for _who in people:
        numbers.append((numbers[-1] if numbers else 0) + (1 if rng.random() < 0.94 else 2))
    at = moment(frame.first, 9, until=frame.now)
    members = admit(life, people, numbers=numbers, counted_from=frame.first, at=at)
    par = life.village.par
    return {member: _before(rng, who, par=par, frame=frame) for member, who in zip(members, people, strict=True)}


def _neighbours(village: Village, frame: Frame) -> list:
    """Return some persons of the other group in the same village: they save in both (row R36)."""
    if not village.neighbour:
        return []
    other = VILLAGES[village.neighbour - 1]
    people = founders(Villagers(other, rng=dice(other.code), today=frame.today), books_from=frame.first)
    return [who.person for who in people if who.person.national_id and 25 < _years(who, frame) < 70][::5]


def _before(rng: Random, who: Villager, *, par: Decimal, frame: Frame) -> Before:
    """Return what somebody had saved: the promise was kept in most months, and was smaller once."""
    months = months_between(who.joined_on, frame.first)
    return Before(
        satja=who.promise * max(1, int(months * rng.uniform(0.55, 0.97))),
        shares=par * rng.choice((0, 5, 10, 10, 20, 50)),
        special=Decimal(rng.choice((0, 500, 1000, 3000, 12_000)) if who.saves_more else 0),
    )


def _seat(life: Life, members: list[Membership], *, network: officers.Network, frame: Frame, at: datetime) -> None:
    """Give offices to four members of different houses."""
    shared = {person.national_id for person in _neighbours(life.village, frame)}
    able: dict[int, Membership] = {}
    for member in members:
        who = life.villagers[member.pk]
        if 32 <= _years(who, frame) <= 66 and who.person.national_id and who.person.national_id not in shared:
            able.setdefault(who.home, member)
    chosen = life.rng.sample(list(able.values()), len(officers.GROUP_POSTS))
    facts = {"network": network, "at": at}
    persons = [member.person for member in chosen]
    users = officers.seat_group(life.organisation, persons=persons, since=frame.first, **facts)
    life.purse.treasurer, life.purse.chair, life.officers = users["treasurer"], users["chair"], users
    life.keepers = {member.pk for member in chosen}
    if life.village.number == VILLAGES[0].number:
        officers.leave_waiting(life.organisation, users["secretary"], since=max(frame.first, frame.this), **facts)


def _begin_to_lend(life: Life, network: officers.Network, frame: Frame, *, lent: Decimal, at: datetime) -> None:
    """Set up the group's loans, take the old ones over, and say who sees to late ones."""
    village, organisation = life.village, life.organisation
    shared = {person.national_id for person in _neighbours(village, frame)}
    borrowers = Borrowers(dice(f"{village.code}:loans"), leaders=life.keepers)
    members = list(organisation.memberships.select_related("person").order_by("number"))
    borrowers.shared = {m.person_id for m in members if life.villagers[m.pk].person.national_id in shared}
    versions = add_products(organisation, village, on=frame.first, by=life.purse.chair, at=at)
    homes = Homes(life.villagers)
    life.lender = Lender(
        life.purse, borrowers, versions, village.meeting_days, homes, life.officers["secretary"], frame.now
    )
    life.helpers = Helpers(
        life.officers["secretary"].person, life.officers["chair"].person, adviser=network.chair.person
    )
    able = [m for m in members if borrowers.may_borrow(m, on=frame.first, busy=set())]
    fates = fates_of(village.number, this=frame.this, first=frame.first)
    register = Register(village.number, able, fates, lent, homes)
    meeting = frame.first.replace(day=village.meeting_days[0])
    take_over(life.purse, borrowers, register, meeting=meeting, on=frame.first, this=frame.this, now=frame.now)


def _first_resolution(life: Life, frame: Frame) -> dict:
    """Return the bylaws of the first day; the first group's business year is over for the visitor to close."""
    resolved = world.first_resolution(life.village, on=frame.first)
    if life.first_month > 1:
        resolved["values"] |= {"fiscal_year": life.first_month}
    return resolved


def _begin_to_care(life: Life, members: list[Membership], frame: Frame) -> None:
    """Open the welfare fund, and let members name their heirs."""
    facts = {"number": life.village.number, "officers": life.officers, "on": frame.first, "now": frame.now}
    life.leaving = dice(f"{life.village.code}:leaving")
    life.welfare = welfare.start(life.organisation, members=members, **facts)
    given = {"villagers": life.villagers, "officers": life.officers, "on": frame.first, "now": frame.now}
    leavers.name_heirs(members, **given)
    if life.village.number == funeral.OWN:
        facts = {"users": life.officers, "on": frame.first, "now": frame.now}
        life.aid = funeral.start_own(life.organisation, members, **facts)
    if life.village.number == leaders.HERD:
        leaders.start_herd(life.organisation, users=life.officers, on=frame.first, now=frame.now)


def _this_month(life: Life, month: date) -> None:
    if life.village.number in BEGUN:
        for on in meetings_of(life.village, month):
            if on <= life.today:
                begin_sheet(life, on)
    elif life.village.number not in UNTOUCHED:
        live_month(life, month)
    if life.village.number == VILLAGES[0].number:
        members = list(members_on(life.organisation, life.today).select_related("organisation__book", "person"))
        leave_waiting(life.lender, members, today=life.today)
        leavers.leave_waiting(life, members)
        claims.leave_undone(life.welfare, today=life.today, keepers=life.keepers)


def _close(group: Organisation, month: date, *, number: int, users: Mapping, now: datetime) -> None:
    """Hold the general meeting of a month, close the month, and the business year if it was its last one."""
    facts = {"number": number, "users": users, "month": month, "now": now}
    year_end.lose(group, **facts)
    year_end.meet(group, **facts)
    at = moment(next_month(month) + timedelta(days=1), 19, until=now)
    close_month_step(group, month=month, by=users["treasurer"], at=at)
    year_end.close(group, **facts)


def _forming_group(network: officers.Network, frame: Frame) -> None:
    since = max(frame.first, world.FORMING_FROM)
    at = moment(since, 9, until=frame.now)
    group = world.found_forming_group(network=network.organisation, by=network.secretary, at=at)
    officers.seat_forming_group(group, network=network, since=since, at=at)


def _bank_account(organisation: Organisation, *, serial: int) -> None:
    """Add a bank account; no bank gives out numbers that begin with so many noughts."""
    number = f"00000{serial:05d}"
    add_bank_account_step(organisation, bank="ธ.ก.ส.", branch="กาญจนดิษฐ์", name=organisation.name_th, number=number)


def _years(who: Villager, frame: Frame) -> int:
    return age(who.person.born_on, on=frame.first)
