"""A group whose month is about to be entered: sixty members, two officers, last month's meeting still to come."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from federation.access import actions as access
from federation.access.permissions import Role
from federation.bylaws.steps import set_bylaw_step
from federation.closing.steps import close_month_step
from federation.exchange import actions as register
from federation.kit import clock
from federation.kit.dates import month_of
from federation.organisations.models import Organisation
from federation.people.models import User
from groups.registry.models import Membership
from groups.sheets import actions as sheets
from groups.sheets.rules import ABSENT, PAID, PART
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.federation.exchange import workbooks

PASSWORD = "ทุ่งนาสีเขียวยามเช้า"
PROMISES = ("100.00", "150.00", "50.00")
NEW_MEMBERS = 2

# A register with a doubt of each sort of question: an amount in words, the same member twice.
DOUBTFUL = workbooks.small(
    workbooks.kamon(),
    workbooks.wichai(),
    workbooks.wichai(**{"ที่": 3, "เงินสัจจะ/เดือน": "ร้อยบาท"}),
)


@dataclass
class World:
    """The group, who works in it, and the day of the meeting: the fifth of last month."""

    network: Organisation
    group: Organisation
    members: list[Membership]
    treasurer: User
    meeting_on: date
    promises: dict[int, Decimal] = field(default_factory=dict)
    new_members: int = NEW_MEMBERS

    def url(self, rest=""):
        return f"/o/{self.group.code}/{rest}"

    @property
    def month(self):
        return month_of(self.meeting_on)

    def officer(self, role, name, *, given, family, organisation=None):
        """A further officer of the group, or of another organisation, with a name of their own."""
        with transaction.atomic():
            return officer_of(organisation or self.group, role, name, given=given, family=family)


def make_world(n=60):
    """A group of n members with three sizes of promise; the last two have just joined, under these books."""
    last_month = month_of(month_of(clock.today()) - timedelta(days=1))
    with transaction.atomic():
        network = builders.network("kanchanadit", name="เครือข่ายสัจจะออมทรัพย์ทดสอบ", books_from=last_month)
        group = builders.group(network, code="bankhlong", name="กลุ่มสัจจะออมทรัพย์บ้านคลองทดสอบ", books_from=last_month)
        long_ago = last_month - timedelta(days=900)
        members, promises = [], {}
        share = -(-(n - NEW_MEMBERS) // len(PROMISES))
        for promise in PROMISES:
            some = builders.members(
                group, min(share, n - NEW_MEMBERS - len(members)), promise=promise, joined_on=long_ago
            )
            members += some
            promises |= dict.fromkeys((one.number for one in some), Decimal(promise))
        fresh = builders.members(group, NEW_MEMBERS, promise="100.00", joined_on=last_month)
        members += fresh
        promises |= dict.fromkeys((one.number for one in fresh), Decimal("100.00"))
        treasurer = officer_of(group, Role.TREASURER, "malee.j", given="เสาวลักษณ์", family="แสงอุทัยวัฒนากุล")
    return World(network, group, members, treasurer, last_month + timedelta(days=4), promises)


def officer_of(organisation, role, name, *, given, family):
    user = builders.officer(organisation, role, name=name)
    user.person = builders.person(organisation, given, family, title="นาง")
    user.set_password(PASSWORD)
    user.save(update_fields=["person", "password"])
    return user


def make_lived_in_world():
    """A small group in the middle of its life, with something waiting on every page.

    Last month is closed. This month has a posted sheet that somebody asks to take back, and a draft with blanks.
    A second group takes its register over. A role, a bylaw and a post were given; another role waits for a check.
    """
    world = make_world(8)
    by, at, today = world.treasurer, clock.now(), clock.today()
    world.chair = world.officer(Role.CHAIR, "chart.t", given="ชาติ", family="ทองคำ")
    above = world.network
    world.committee = world.officer(Role.NETWORK_COMMITTEE, "boon.r", given="บุญ", family="รักษาศีล", organisation=above)
    world.administrator = world.officer(
        Role.ADMINISTRATOR, "duang.c", given="ดวงใจ", family="ชูเมือง", organisation=above
    )
    this_month = month_of(today)
    with transaction.atomic():
        _sheet(world, world.meeting_on, by=by, at=at)
        close_month_step(world.group, month=world.month, by=by, at=at)
        posted = _sheet(world, this_month, by=by, at=at)
        set_bylaw_step(
            world.group,
            rule="late_fine_month",
            value=Decimal("5.00"),
            holds_from=this_month,
            resolution_no="2/2569",
            resolution_on=this_month,
            resolution_text="ปรับเดือนละ 5 บาท",
            by=world.chair,
            at=at,
        )
    sheets.ask_reversal(posted, reason="ลงยอดผิดทั้งใบ นับเงินใหม่แล้ว", by=by, at=at)
    sheets.open_sheet(world.group, meeting_on=this_month + timedelta(days=1), today=today, by=by, at=at)
    access.propose(
        world.group,
        user=builders.user("somsri.t"),
        role=Role.SECRETARY,
        since=today,
        until=today + timedelta(days=700),
        resolution_no="3/2569",
        resolution_on=today,
        by=world.chair,
        at=at,
        on=today,
    )
    with transaction.atomic():
        world.second = builders.group(above, code="khlongnoi", name="กลุ่มสัจจะคลองน้อยทดสอบ", books_from=world.month)
        for role, who in ((Role.TREASURER, by), (Role.CHAIR, world.chair)):
            builders.officer(world.second, role, name=who.username)
    register.upload(world.second, file_name="register.xlsx", content=DOUBTFUL, by=by, at=at)
    return world


def _sheet(world, day, *, by, at):
    """Post a sheet on which the second member is absent and the third brings half."""
    rows = []
    for member in world.members:
        due = {"satja": world.promises[member.number]}
        if member.number == 2:
            rows.append(RowIn(member, {}, ABSENT, dues=due))
        elif member.number == 3:
            rows.append(RowIn(member, {"satja": due["satja"] / 2}, PART, dues=due))
        else:
            rows.append(RowIn(member, due, PAID, dues=due))
    return book_sheet_step(world.group, meeting_on=day, rows=rows, by=by, at=at)
