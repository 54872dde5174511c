"""Months handed over from the groups to the network, and a group that keeps its books on paper."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from federation.demo import officers
from federation.demo.frame import Frame
from federation.demo.group_loans import LATE
from federation.demo.money import moment
from federation.demo.world import VILLAGES, Village, found_paper_group
from federation.handover.rules import Heads
from federation.handover.steps import accept_step, check_step, paper_month_step, return_step, send_step
from federation.kit.dates import months_between, next_month
from federation.organisations.models import Organisation

HANDED_OVER = 3  # months, up to the one before this
NOTHING, SENT, CHECKED, RETURNED = range(4)
LAST_MONTH = {VILLAGES[0].number: NOTHING, 2: SENT, 3: RETURNED, 6: CHECKED, 10: SENT, 13: NOTHING, 17: CHECKED}
WHY_RETURNED = "ยอดเงินกู้ค้างส่งไม่ตรงกับทะเบียนเรื่องติดตามหนี้ ขอให้ตรวจกับสมุดคู่ฝากแล้วส่งใหม่"
REQUESTS = {1: "ขอให้เครือข่ายช่วยอบรมกรรมการใหม่เรื่องการปิดเดือน", 4: "ขอสมุดคู่ฝากเพิ่ม 20 เล่ม"}
PROBLEMS = {9: "สมาชิกสามรายขาดส่งเพราะน้ำท่วมสวน กำลังพูดคุยเรื่องพักชำระ"}


def hand_over(network: officers.Network, villages: Sequence[Village], frame: Frame, *, month: date) -> None:
    """Let the groups send a month, and the network check and accept it; of the last month some still wait."""
    if months_between(month, frame.this) > HANDED_OVER:
        return
    for village in villages:
        if village.number == LATE and months_between(month, frame.this) <= 2:
            continue
        how = LAST_MONTH.get(village.number) if month == frame.last else None
        if how != NOTHING:
            _hand_over(network, village, frame, month=month, how=how)


def _hand_over(network: officers.Network, village: Village, frame: Frame, *, month: date, how: int | None) -> None:
    group = Organisation.objects.select_related("book", "keeper").get(code=village.code)

    def at(day: int) -> dict:
        return {"at": moment(next_month(month).replace(day=day), 14, until=frame.now)}

    words = {"problems": PROBLEMS.get(village.number, ""), "requests": REQUESTS.get(village.number, "")}
    send_step(group, month, by=officers.of_group(group)["treasurer"], **at(4), **words)
    if how == RETURNED:
        return_step(group, month, reason=WHY_RETURNED, by=network.treasurer, **at(8))
    elif how != SENT:
        check_step(group, month, by=network.treasurer, **at(8))
        if how != CHECKED:
            accept_step(group, month, by=network.chair, **at(12))


def paper_group(network: officers.Network, frame: Frame) -> None:
    """Let a neighbour of the last group belong to the network on paper; the last month waits to be entered."""
    since = frame.ago(HANDED_OVER)
    at = moment(since, 9, until=frame.now)
    group = found_paper_group(network=network.organisation, since=since, by=network.secretary, at=at)
    for ago in range(HANDED_OVER, 1, -1):
        month = next_month(frame.this, by=-ago)
        if month >= since:
            entered = moment(next_month(month).replace(day=10), 11, until=frame.now)
            source = "ใบสรุปประจำเดือนของกลุ่ม ประธานและเหรัญญิกลงลายมือชื่อ"
            who = {"by": network.secretary, "at": entered, "source": source}
            paper_month_step(network.organisation, group, month, heads=_heads(HANDED_OVER - ago), **who)


def _heads(serial: int) -> Heads:
    """Return a month as the paper has it: each month brings 3,200 of satja and takes 2,500 of loans back."""
    saved, lent, came = Decimal(184_300) + 3200 * serial, Decimal(142_000) - 2500 * serial, Decimal(7020)
    cash, bank = Decimal(1450), Decimal(38_600) + came * serial
    return Heads(
        members_opening=34,
        members_new=0,
        members_resigned=0,
        members_expelled=0,
        members_died=0,
        members_closing=34,
        satja_opening=saved,
        satja_in=Decimal(3200),
        satja_out=Decimal(0),
        satja_closing=saved + 3200,
        members_missed=2,
        loans_opening=lent,
        loans_paid_out=Decimal(0),
        loans_repaid=Decimal(2500),
        loans_otherwise=Decimal(0),
        loans_closing=lent - 2500,
        loans_running=11,
        loans_interest=Decimal(1320),
        cash_opening=cash,
        cash_in=came,
        cash_out=came,
        cash_closing=cash,
        bank_opening=bank,
        bank_in=came,
        bank_out=Decimal(0),
        bank_closing=bank + came,
    )
