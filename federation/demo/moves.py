"""A member of one group who moves to another of the network: savings and tenure go along, as one event."""

from datetime import timedelta
from decimal import Decimal

from federation.demo import officers, world
from federation.demo.frame import Frame
from federation.demo.leavers import lowest
from federation.demo.money import moment
from federation.kit.dates import be_year
from federation.ledger import chart
from federation.organisations.models import Organisation
from groups.departures.models import Departure, DepartureKind
from groups.departures.queries import net_of
from groups.departures.steps import asking, deciding, transfers
from groups.registry.models import Membership
from groups.registry.queries import members_on

LEFT, JOINED = 3, 1  # numbers of groups
MOVES_ON, GROWN = 27, timedelta(days=365 * 20)
PROMISES = Decimal(100)
WHY = "แต่งงานและย้ายไปอยู่หมู่บ้านของคู่สมรส"


def move_one(frame: Frame) -> Departure | None:
    """Let a member move in the last month; nothing where one of the groups is not here or nobody is free to go."""
    codes = [f"{world.NETWORK_CODE}{number:02d}" for number in (LEFT, JOINED)]
    groups = {
        group.code: group for group in Organisation.objects.select_related("book", "keeper").filter(code__in=codes)
    }
    if len(groups) < 2:
        return None
    left, joined = (groups[code] for code in codes)
    on = frame.last.replace(day=MOVES_ON)
    member = _free(left, frame, on=on)
    return _move(member, joined, frame, on=on) if member else None


def _free(group: Organisation, frame: Frame, *, on) -> Membership | None:
    """Return the youngest grown-up who owes nothing, stands for nobody, and whose savings lie in the bank."""
    posts = {user.person_id for user in officers.of_group(group).values()}
    members = members_on(group, on).filter(ended_on=None, departures=None, person__born_on__lt=on - GROWN)
    there = lowest(group, since=on, until=frame.today)
    for member in members.exclude(person__in=posts).order_by("-person__born_on", "number"):
        net = net_of(member, on=on)
        if not net.problems and not net.loans and not net.sheet_words and net.savings <= there:
            return member
    return None


def _move(member: Membership, to: Organisation, frame: Frame, *, on) -> Departure:
    before, after = officers.of_group(member.organisation), officers.of_group(to)

    def at(hour: int) -> dict:
        return {"at": moment(on, hour, until=frame.now)}

    resolved = {"resolution_no": f"{on.month}/{be_year(on)}", "resolution_on": on}
    facts = {"kind": DepartureKind.TRANSFER, "on": on, "reason": WHY, "to": to}
    asked = asking.ask_step(member, **facts, by=before["secretary"], **at(9))
    agreed = deciding.decide_step(
        asked, on=on, seen=net_of(member, on=on).net, **resolved, by=before["chair"], **at(10)
    )
    purses = {"purse_from": chart.BANK, "purse_to": chart.BANK}
    given = {"on": on, "amount": PROMISES, **purses, **resolved}
    return transfers.admit_moved_step(agreed, **given, by=after["secretary"], **at(14))
