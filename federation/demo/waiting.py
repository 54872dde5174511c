"""What a visitor finds undone in the first group: requests to decide on, a payout and a waiver for a second person."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from federation.demo.lending import Lender, approve, ask, propose
from federation.demo.money import moment
from federation.kit.dates import month_of
from federation.kit.money import ZERO
from federation.ledger import chart
from groups.registry.models import Membership
from loans.acts.models import ActKind
from loans.lending.models import LoanRequest
from loans.lending.queries.standing import standing
from loans.lending.steps.contracts import sign_step

REQUESTS = 2
MOST_WAIVED = Decimal("50.00")
WAIVER_WHY = "ผู้กู้ส่งเงินต้นแล้ว ขอให้ลดดอกเบี้ยช่วงที่ไม่มีงานทำ"
PAYOUT_WHY = "จ่ายเงินกู้ตามมติที่ประชุม โอนเข้าบัญชีผู้กู้"


def leave_waiting(lender: Lender, members: Iterable[Membership], *, today: date) -> None:
    """Leave undone what the visitor may do."""
    members = list(members)
    _a_payout(lender, members, today=today)
    _requests(lender, members, wanted=REQUESTS, today=today)
    _a_waiver(lender, today=today)


def _requests(lender: Lender, members: list[Membership], *, wanted: int, today: date) -> list[LoanRequest]:
    """Let members ask until so many requests wait, with an emergency among them."""
    found: list = []
    for _turn in range(10):
        if len(found) < wanted:
            found += ask(lender, members, 1, on=today, first="" if found else "emergency")
    return found


def _a_payout(lender: Lender, members: list[Membership], *, today: date) -> None:
    """Let the committee have agreed to a loan this month, whose payout waits for the chair."""
    meeting = lender.meeting_days[0]
    on = min(month_of(today).replace(day=meeting), today)
    for _turn in range(10):
        requests = ask(lender, members, 1, on=on, first="ordinary")
        if any(approve(lender, request, on=on) for request in requests):
            break
    else:
        return
    loan = sign_step(requests[0], signed_on=on, by=lender.secretary, at=moment(on, 16, until=lender.now))
    data = {"from": "bank", "bank": chart.BANK, "amount": f"{loan.principal:.2f}"}
    propose(lender, loan, kind=ActKind.PAYOUT, on=today, data=data, reason=PAYOUT_WHY)


def _a_waiver(lender: Lender, *, today: date) -> None:
    """Propose to waive a little interest of the loan that is late longest."""
    for marked in sorted(lender.borrowers.marked.values(), key=lambda one: one.begins):
        if marked.solved or not (interest := min(standing(marked.loan, on=today).interest, MOST_WAIVED)) > ZERO:
            continue
        data = {"interest": f"{interest:.2f}", "fine": "0.00", "resolution_of": "committee"}
        facts = {"kind": ActKind.WAIVER, "on": today, "data": data, "reason": WAIVER_WHY}
        propose(lender, marked.loan, **facts, resolved=True)
        return
