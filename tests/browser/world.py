"""A group whose month is about to be entered: sixty members, two officers, last month's meeting still to come."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import month_of
from federation.organisations.models import Organisation
from federation.people.models import User
from groups.registry.models import Membership
from tests import builders

PASSWORD = "ทุ่งนาสีเขียวยามเช้า"
PROMISES = ("100.00", "150.00", "50.00")
NEW_MEMBERS = 2


@dataclass
class World:
    """The group, who works in it, and the day of the meeting: the fifth of last month."""

    network: Organisation
    group: Organisation
    members: list[Membership]
    treasurer: User
    meeting_on: date
    promises: dict[int, Decimal] = field(default_factory=dict)

    def url(self, rest=""):
        return f"/o/{self.group.code}/{rest}"

    @property
    def month(self):
        return month_of(self.meeting_on)

    def officer(self, role, name, *, given, family, organisation=None):
        """A further officer of the group, or of another organisation, with a name of their own."""
        with transaction.atomic():
            return _officer(organisation or self.group, role, name, given=given, family=family)


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
        treasurer = _officer(group, Role.TREASURER, "malee.j", given="มาลี", family="ใจดี")
    return World(network, group, members, treasurer, last_month + timedelta(days=4), promises)


def _officer(organisation, role, name, *, given, family):
    user = builders.officer(organisation, role, name=name)
    user.person = builders.person(organisation, given, family, title="นาง")
    user.set_password(PASSWORD)
    user.save(update_fields=["person", "password"])
    return user
