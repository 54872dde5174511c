"""How cases of the demo end: paid, restructured, set off, by the guarantor, after the law was named, or given up."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from federation.demo import fates
from federation.demo.borrowers import Marked
from federation.demo.lending import Lender, act_on
from federation.demo.money import moment
from federation.kit.dates import be_year, last_day, next_month
from federation.kit.money import ZERO
from federation.ledger import chart
from groups.departures.steps.deaths import report_death_step
from groups.registry.models import Membership
from loans.acts.models import ActKind
from loans.acts.queries import guarantees_of
from loans.lending.models import Loan, LoanState
from loans.lending.queries.guarantees import free_savings
from loans.lending.queries.standing import standing
from loans.lending.steps.events import repay_step

RECOVERED = Decimal("1000.00")


def end(lender: Lender, marked: Marked, *, on: date) -> None:
    """Let happen what ends a case, on a day of an open month; from the next meeting on the borrower pays again."""
    marked.solved = on
    ENDINGS[marked.fate.ending](lender, marked.loan, on)


def _pays(lender: Lender, loan: Loan, on: date) -> None:
    """Bring what is overdue to the treasurer, who writes a receipt."""
    _bring(lender, loan, standing(loan, on=on).due.total, on=on)


def _settles(lender: Lender, loan: Loan, on: date) -> None:
    _bring(lender, loan, standing(loan, on=on).to_settle, on=on)


def _law_then_paid(lender: Lender, loan: Loan, on: date) -> None:
    """Settle it all, once the file lies with the legal unit; the committee waives the fines."""
    fine = standing(loan, on=on).fine
    if fine:
        data = {"interest": "0.00", "fine": f"{fine:.2f}", "resolution_of": "committee"}
        reason = "ผู้กู้นำเงินต้นและดอกเบี้ยมาปิดบัญชีทั้งหมด"
        act_on(lender, loan, kind=ActKind.WAIVER, on=on, data=data, reason=reason, resolved=True)
    _settles(lender, loan, on)


def _restructures(lender: Lender, loan: Loan, on: date) -> None:
    """Agree on smaller instalments; the guarantors consent in writing."""
    consents = [str(one.pk) for one in guarantees_of(loan)]
    first_due = next_month(on.replace(day=1)).replace(day=lender.meeting_days[0])
    data = {"first_due": first_due.isoformat(), "instalments": 18, "consents": consents}
    reason = "ผู้กู้รายได้ลดลง ขอผ่อนงวดละน้อยลง ผู้ค้ำยินยอมเป็นหนังสือ"
    act_on(lender, loan, kind=ActKind.RESTRUCTURE, on=on, data=data, reason=reason, resolved=True)


def _sets_off(lender: Lender, loan: Loan, on: date) -> None:
    """Take what is overdue out of the borrower's free satja, by written consent; the rest comes in money."""
    member = loan.membership
    free = free_savings([member], on=on)[member.pk].leaving_out({loan.pk})
    overdue = standing(loan, on=on).overdue.total
    amount = min(free.satja, free.free, overdue) // 100 * 100
    if amount > ZERO:
        data = {"satja": f"{amount:.2f}", "consent": "written"}
        reason = "ผู้กู้ยินยอมเป็นหนังสือให้หักจากเงินสัจจะของตน"
        act_on(lender, loan, kind=ActKind.SET_OFF, on=on, data=data, reason=reason, resolved=True)
    _pays(lender, loan, on)


def _guarantor_pays(lender: Lender, loan: Loan, on: date) -> None:
    """Call on the guarantors for what is overdue; the first brings what he or she is called for."""
    guarantees, overdue = list(guarantees_of(loan)), standing(loan, on=on).overdue.total
    calls = {str(one.pk): f"{min(one.amount, overdue / len(guarantees)) // 10 * 10:.2f}" for one in guarantees}
    reason = "ผู้กู้ส่งไม่ได้ คณะกรรมการขอให้ผู้ค้ำช่วยส่งส่วนที่ขาด"
    act_on(lender, loan, kind=ActKind.GUARANTOR_CALL, on=on, data={"calls": calls}, reason=reason, resolved=True)
    for one in guarantees:
        amount = Decimal(calls[str(one.pk)])
        _bring(lender, loan, amount, on=on, payer=one.membership, source="guarantor")


def _charge_off(lender: Lender, loan: Loan, on: date) -> None:
    reason = "ผู้กู้ทุพพลภาพ ที่ประชุมให้ตัดออกจากบัญชี แต่ยังคงสิทธิเรียกคืน"
    act_on(lender, loan, kind=ActKind.CHARGE_OFF, on=on, data={}, reason=reason, resolved=True)


def _write_off(lender: Lender, loan: Loan, on: date) -> None:
    """Give the claim up for good after the borrower died; only the general meeting may."""
    at = moment(on, 10, until=lender.now)
    certificate = f"ใบมรณบัตรเลขที่ 41/{be_year(on)}"
    report_death_step(loan.membership, died_on=on, reason=certificate, by=lender.secretary, at=at)
    reason = f"ผู้กู้ถึงแก่กรรม ที่ประชุมใหญ่ปี {be_year(on)} ให้ตัดเป็นหนี้สูญ"
    data = {"resolution_of": "general_meeting"}
    act_on(lender, loan, kind=ActKind.WRITE_OFF, on=on, data=data, reason=reason, resolved=True)


ENDINGS: Mapping[str, Callable] = {
    fates.PAYS: _pays,
    fates.SETTLES: _settles,
    fates.LAW_THEN_PAID: _law_then_paid,
    fates.RESTRUCTURES: _restructures,
    fates.SETS_OFF: _sets_off,
    fates.GUARANTOR_PAYS: _guarantor_pays,
    fates.CHARGED_OFF: _charge_off,
    fates.WRITTEN_OFF: _write_off,
}


def _bring(
    lender: Lender, loan: Loan, amount: Decimal, *, on: date, payer: Membership | None = None, source: str = "desk"
) -> None:
    """Let somebody bring money for a loan between the meetings: to the bank's account, against a receipt."""
    if amount <= ZERO:
        return
    loan.refresh_from_db(fields=["state", "closed_on"])
    repay_step(
        loan,
        on=on,
        amount=amount,
        money=[(lender.purse.account(chart.BANK), amount)],
        payer=payer or loan.membership,
        by=lender.purse.treasurer,
        at=moment(on, 15, until=lender.now),
        data={"source": "bank" if source == "desk" else source},
    )
    lender.purse.bank += amount


def settle_one(lender: Lender, *, on: date) -> None:
    """Let a good payer settle a loan before its time, with a transfer on the day of the meeting."""
    for loan in Loan.objects.of(lender.organisation).running().select_related("membership").order_by("-number"):
        now = standing(loan, on=on)
        if loan.membership_id not in lender.borrowers.marked and not now.due.total and now.principal:
            _settles(lender, loan, on)
            return


def note_court(lender: Lender, marked: Marked, *, court: str, on: date) -> None:
    """Note that a loan is in court: it stands in a class of its own from then on."""
    data = {"court": court, "case_no": f"ผบ.{100 + lender.rng.randrange(800)}/{be_year(on)}"}
    act_on(lender, marked.loan, kind=ActKind.IN_COURT, on=on, data=data, reason="ฝ่ายกฎหมายของเครือข่ายยื่นฟ้องแล้ว")


def pause_for_the_flood(lender: Lender, *, day: date, until: date) -> None:
    """Pause the loans of those whose land the rains flooded; those days count as no days late."""
    for marked in lender.borrowers.marked.values():
        if marked.fate.ending != fates.PAUSED or marked.solved or not marked.begins <= day:
            continue
        last = last_day(next_month(day.replace(day=1), by=1))
        marked.solved = last
        data = {"until": last.isoformat(), "interest_runs": False}
        reason = "น้ำท่วมใหญ่ คณะกรรมการให้พักชำระโดยไม่คิดดอกเบี้ย"
        act_on(lender, marked.loan, kind=ActKind.PAUSE, on=min(day, until), data=data, reason=reason, resolved=True)


def recover(lender: Lender, *, on: date) -> None:
    """Take what the family of a loan that was charged off can bring, every third month."""
    for marked in lender.borrowers.marked.values():
        if marked.fate.ending != fates.CHARGED_OFF or not marked.solved or on.month % 3:
            continue
        marked.loan.refresh_from_db(fields=["state", "closed_on"])
        if marked.loan.state == LoanState.CHARGED_OFF and on > marked.solved:
            _bring(lender, marked.loan, RECOVERED, on=on)
