"""A network a month before its committee meets: three groups with books, one on paper, a loan that is running."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from federation.access.permissions import Role
from federation.bylaws.steps import set_bylaw_step
from federation.kit import clock
from federation.kit.dates import month_of
from federation.ledger import books, chart
from federation.ledger.posting import credit, debit, post
from federation.organisations.models import Organisation
from federation.people.models import User
from groups.registry.models import Membership, Office, OfficePost
from loans.lending.models import Loan
from tests import builders
from tests.browser.world import officer_of
from tests.federation.handover.worlds import paper_group
from tests.federation.reports.worlds import close, sheet
from tests.loans.lending.between.worlds import buy_shares

NAMES = ("กลุ่มสัจจะสะสมทรัพย์เพื่อพัฒนาคุณธรรมครบวงจรชีวิตบ้านคลองน้ำใสใหม่พัฒนา", "กลุ่มออมทรัพย์บ้านกตัญญูปู่ย่า", "กลุ่มสัจจะบ้านที่นึ่งข้าว")
ON_PAPER = "กลุ่มสัจจะบ้านญี่ปุ่นบนดอย"


@dataclass
class Network:
    """The network and who works in it; `late` closed its month before the network's sheet was posted."""

    network: Organisation
    groups: list[Organisation]
    memberships: list[Membership]
    on_paper: Organisation
    loan: Loan
    meeting_on: date
    people: dict[str, User] = field(default_factory=dict)

    @property
    def late(self):
        return self.groups[2]

    @property
    def month(self):
        return month_of(self.meeting_on)

    @property
    def month_in_address(self):
        return f"{self.month:%Y-%m}"

    def above(self, rest=""):
        return f"/o/{self.network.code}/{rest}"

    def at(self, group, rest=""):
        return f"/o/{group.code}/{rest}"


@transaction.atomic
def make_network():
    month = month_of(month_of(clock.today()) - timedelta(days=1))
    network = builders.network("kanchanadit", name="เครือข่ายสัจจะออมทรัพย์กาญจนดิษฐ์ทดสอบ", books_from=month)
    groups = [_group(network, f"g{n}", name, month) for n, name in enumerate(NAMES, start=1)]
    on_paper = paper_group(network, "paper", ON_PAPER, since=month)
    joined = [builders.member_group(network, one, promise=None) for one in (*groups, on_paper)]
    builders.cash(network, "60000.00", on=month)
    facts = {"resolution_no": "1/2569", "resolution_on": month, "resolution_text": "ให้กู้ได้ตั้งแต่วันเข้าเครือข่าย"}
    facts |= {"holds_from": month, "by": builders.user("chart.t"), "at": clock.now()}
    set_bylaw_step(network, rule="membership_before_loan", value=0, **facts)
    for membership in joined[:2]:
        buy_shares(membership, "5000.00", on=month + timedelta(days=membership.number - 1))
    loan = builders.loan(
        joined[0],
        "12000.00",
        on=month,
        first_due_on=month + timedelta(days=14),
        version=builders.product(network, "groups", name="เงินกู้ให้กลุ่มสมาชิก", holds_from=month),
        asked=resolved(month),
    )
    close(groups[2], month, at=clock.now())
    made = Network(network, groups, joined, on_paper, loan, month + timedelta(days=14))
    made.people = _people(network, groups)
    return made


def resolved(on):
    """What a group says of its own resolution to borrow."""
    return {
        "borrower_officers": "ประธานและเหรัญญิกของกลุ่ม",
        "borrower_resolution_no": "2/2569",
        "borrower_resolution_on": on,
    }


def _group(network, code, name, month):
    made = builders.group(network, code=code, name=name, books_from=month)
    builders.cash(made, "20000.00", on=month)
    made.members = builders.members(made, 3)
    with_bank(made, on=month)
    sheet(made, month)
    return made


def with_bank(group, *, on, baht=Decimal("3000.00")):
    """Bring cash of a group to its bank."""
    moves = [
        debit(books.account(group.book, chart.BANK).pk, baht),
        credit(books.account(group.book, chart.CASH).pk, baht),
    ]
    key = f"opening:bank:{group.code}"
    post(
        book=group.book,
        on=on,
        kind="opening",
        key=key,
        moves=moves,
        by=builders.user("asks"),
        checked_by=builders.user("checks"),
    )


def _people(network, groups):
    facts = {
        "treasurer": (network, Role.NETWORK_TREASURER, "มาลี", "ใจซื่อ"),
        "chair": (network, Role.NETWORK_COMMITTEE, "บุญ", "รักษาศีล"),
        "checker": (network, Role.NETWORK_COMMITTEE, "กตัญญู", "ปู่ย่า"),
        "pays": (network, Role.NETWORK_COMMITTEE, "ดวงใจ", "ชูเมือง"),
        "first": (groups[0], Role.TREASURER, "เสาวลักษณ์", "แสงอุทัยวัฒนากุล"),
        "second": (groups[1], Role.TREASURER, "ที่นี่", "น้ำใส"),
        "third": (groups[2], Role.TREASURER, "ญี่ปุ่น", "สุขใจ"),
    }
    people = {
        name: officer_of(organisation, role, name, given=given, family=family)
        for name, (organisation, role, given, family) in facts.items()
    }
    for name, seat in (("chair", OfficePost.CHAIR), ("checker", OfficePost.SECRETARY)):
        Office.objects.create(
            network_id=network.network_key,
            organisation=network,
            person=people[name].person,
            post=seat,
            since=date(2020, 1, 1),
            until=date(2040, 12, 31),
        )
    return people
