"""What is written once all groups have closed their months: handed over, met about, looked after, and left waiting."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from federation.between.disputes import ask_step
from federation.between.steps import propose_interest_step, propose_withdrawal_step
from federation.demo import officers
from federation.demo.care import look_after
from federation.demo.frame import Frame
from federation.demo.handovers import hand_over, paper_group
from federation.demo.meetings import hold_meetings
from federation.demo.network import close, purse_of, savers
from federation.demo.registry import register
from federation.demo.world import Village
from federation.kit.dates import be_year
from federation.ledger.posting import EntryKind
from federation.organisations.models import Organisation

DISPUTES = 2  # the number of the group that doubts an entry of its network
DOUBT = "วันนั้นกลุ่มจ่ายค่าหุ้น 50 บาท ไม่ใช่ตามที่เครือข่ายลงไว้ ขอให้ตรวจใบเสร็จ"
TAKES_OUT, NOTICE = Decimal(500), timedelta(days=31)


def finish(network: officers.Network, villages: Sequence[Village], frame: Frame) -> None:
    """Hand the last months over, close them in the network's book, and leave to the visitor what waits."""
    purse = purse_of(network)
    paper_group(network, frame)
    for month in frame.months_between():
        hand_over(network, villages, frame, month=month)
        close(purse, month, frame)
    register(network, villages, frame)
    look_after(network, villages, frame)
    hold_meetings(network, frame)
    _leave_waiting(network, frame)


def _leave_waiting(network: officers.Network, frame: Frame) -> None:
    """Leave interest and a withdrawal of the pool to a second person, and a doubted entry to the network."""
    propose_interest_step(network.organisation, until=frame.today, by=network.treasurer, at=frame.now)
    saver = savers(network, on=frame.today).order_by("-number").first()
    resolution = {"resolution_no": f"{frame.this.month}/{be_year(frame.this)}", "resolution_on": frame.this}
    propose_withdrawal_step(
        saver,
        amount=TAKES_OUT,
        on=frame.today + NOTICE,
        into="bank",
        reason="ซ่อมหลังคาที่ทำการกลุ่ม",
        **resolution,
        by=network.treasurer,
        at=frame.now,
    )
    _doubt(network, frame)


def _doubt(network: officers.Network, frame: Frame) -> None:
    """Let a group doubt what its network entered at the last meeting."""
    membership = network.organisation.memberships.filter(number=DISPUTES).first()
    if membership is None:
        return
    group = Organisation.objects.select_related("book", "keeper").get(pk=membership.member_organisation_id)
    at_meetings = network.organisation.book.entries.filter(kind=EntryKind.SHEET).values("event")
    entries = group.book.entries.filter(kind=EntryKind.BETWEEN, on__lt=frame.this, event__in=at_meetings)
    entry = entries.order_by("-on", "-number").first()
    ask_step(group, entry, reason=DOUBT, by=officers.of_group(group)["treasurer"], at=frame.now)
