"""Loans of the network to its groups, and of one group to another that it helps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from federation.demo import officers, world
from federation.demo.frame import Frame
from federation.demo.money import Purse, moment
from federation.demo.people import dice
from federation.kit.dates import be_year, next_month
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.books import account
from federation.ledger.queries import balance
from federation.organisations.models import Organisation
from federation.people.models import User
from groups.registry.models import MemberClass, Membership
from groups.registry.queries import members_on
from groups.registry.steps import admit_step
from loans.acts.models import ActKind
from loans.acts.steps.frame import propose_and_decide_step
from loans.lending.models import Loan
from loans.lending.queries.exposure import exposure
from loans.lending.queries.standing import standing
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.decisions import Decision, decide_step
from loans.lending.steps.events import repay_step
from loans.lending.steps.requests import RequestIn, ask_step
from loans.products.rules import Ceiling, FineRule, ProductTerms, control_of
from loans.products.steps import add_product_step
from loans.schedules.rules import Terms

DUE_ON = 28  # so that a meeting on the 16th that is still to be entered makes nobody late
LATE = 8  # the number of the group that is late with its loan
HALF_PER_CENT_A_MONTH = Decimal("0.06")
MOST = Decimal("60000.00")
AGREED = "ที่ประชุมพิจารณาแล้วเห็นชอบให้กลุ่มกู้"
PAID_OUT = "จ่ายเงินกู้ให้กลุ่มตามมติที่ประชุม"
HELPS, HELPED = 12, 13
HELP, HELP_MONTHS_AGO = Decimal("5000.00"), 2


@dataclass(frozen=True)
class Wanted:
    """What a group asks of the network. ago: months before this one; amount in baht."""

    number: int
    ago: int
    amount: Decimal
    instalments: int
    purpose: str


WANTED = (
    Wanted(1, 5, Decimal(24_000), 12, "ให้สมาชิกกู้ซื้อปุ๋ยสวนยางและสวนปาล์ม"),
    Wanted(LATE, 5, Decimal(12_000), 10, "ให้สมาชิกกู้ซ่อมบ้านหลังน้ำท่วม"),
    Wanted(2, 4, Decimal(20_000), 10, "ให้สมาชิกกู้ปลดหนี้นอกระบบ"),
    Wanted(12, 4, Decimal(30_000), 12, "ให้สมาชิกกู้ประกอบอาชีพทำสวนผลไม้"),
    Wanted(6, 3, Decimal(15_000), 12, "ให้สมาชิกกู้เป็นค่าเทอมบุตรหลาน"),
    Wanted(17, 3, Decimal(10_000), 10, "ให้สมาชิกกู้ซื้อพันธุ์กุ้งและอาหารกุ้ง"),
)


@dataclass
class GroupLender:
    """An organisation as one that lends to others, with its officers."""

    organisation: Organisation
    purse: Purse
    secretary: User
    frame: Frame
    version: object = None
    signed: dict = field(default_factory=dict)

    @classmethod
    def of(cls, network: officers.Network, purse: Purse, frame: Frame) -> "GroupLender":
        """Return the network as one that lends to its groups, with the product that a meeting resolved on."""
        made = cls(network.organisation, purse, network.secretary, frame)
        names = {"name_th": "เงินกู้กลุ่มสมาชิก", "name_en": "Loan to a member group", "code": "groups"}
        made.version = _product(made, **names, on=frame.between)
        return made

    def is_first_due(self, member: Membership, *, on: date) -> bool:
        """Tell whether the first instalment of a group's loan falls due in this month."""
        return on.replace(day=1) == next_month(self.signed.get(member.pk, on).replace(day=1))


def _product(lender: GroupLender, *, on: date, **names):
    terms = ProductTerms(
        schedule=Terms(method="equal-principal", yearly_rate=HALF_PER_CENT_A_MONTH),
        ceiling=Ceiling(most=MOST),
        most_instalments=24,
        control=control_of("occupation"),
        accrual="scheduled",  # what is brought some days before it is due costs what the schedule says
        guarantors=0,
        members_for_months=3,
        fine=FineRule(kind="yearly", yearly_rate=Decimal("0.03"), grace_days=5, cap_percent=Decimal("5.00")),
    )
    resolution = {
        "holds_from": on,
        "resolution_no": f"{on.month}/{be_year(on)}",
        "resolution_on": on,
        "resolution_text": "ที่ประชุมมีมติให้กลุ่มสมาชิกกู้ร้อยละ 0.5 ต่อเดือน (ข้อมูลสมมติ)",
    }
    who = {"by": lender.purse.chair, "at": moment(on, 10, until=lender.frame.now)}
    return add_product_step(lender.organisation, kind="occupation", terms=terms, **names, **resolution, **who)


def lend_to_groups(lender: GroupLender, *, on: date) -> None:
    """Lend to the groups that ask in this month, as far as their limit and the bank reach."""
    members = {one.number: one for one in members_on(lender.organisation, on)}
    asking = [one for one in WANTED if one.number in members and lender.frame.ago(one.ago) == on.replace(day=1)]
    for wanted in asking:
        member = members[wanted.number]
        if wanted.amount <= min(exposure(lender.organisation, member, on=on).left, lender.purse.bank):
            lend_to(lender, member, wanted, on=on)


def lend_to(lender: GroupLender, member: Membership, wanted: Wanted, *, on: date) -> Loan:
    """Let a group ask by its own resolution, the committee decide, and two pay out, from bank to bank."""
    purse, until = lender.purse, lender.frame.now
    resolution = f"{on.month}/{be_year(on)}"
    asked = RequestIn(
        membership=member,
        product_version=lender.version,
        amount=wanted.amount,
        instalments=wanted.instalments,
        first_due_on=next_month(on.replace(day=1)).replace(day=DUE_ON),
        purpose=wanted.purpose,
        repaid_from="เงินที่สมาชิกส่งคืนทุกเดือน",
        borrower_officers="ประธานและเหรัญญิกของกลุ่ม",
        borrower_resolution_no=resolution,
        borrower_resolution_on=on - timedelta(days=5),
    )
    request = ask_step(lender.organisation, asked=asked, on=on, by=purse.treasurer, at=moment(on, 9, until=until))
    decision = Decision(True, resolution, on, text=AGREED)
    decide_step(request, decision=decision, by=lender.secretary, at=moment(on, 15, 45, until=until))
    loan = sign_step(request, signed_on=on, by=lender.secretary, at=moment(on, 16, until=until))
    _pay_out(lender, loan, on=on)
    lender.signed[member.pk] = on
    return loan


def _pay_out(lender: GroupLender, loan: Loan, *, on: date) -> None:
    purse, until = lender.purse, lender.frame.now
    data = {"from": "bank", "bank": chart.BANK, "amount": f"{loan.principal:.2f}", "purse_below": chart.BANK}
    who = {"by": purse.treasurer, "at": moment(on, 16, 30, until=until)}
    checked = {"checked_by": purse.chair, "checked_at": moment(on, 17, until=until)}
    facts = {"kind": ActKind.PAYOUT, "on": on, "data": data, "reason": PAID_OUT}
    propose_and_decide_step(lender.organisation, loan, **facts, **who, **checked)
    purse.bank -= loan.principal


def purse_of_group(group: Organisation) -> Purse:
    """Return a group's money with the two through whose hands it goes."""
    users = officers.of_group(group)
    purse = Purse(group, users["treasurer"], users["chair"], dice(f"{group.code}:between"))
    purse.cash, purse.bank = (balance(account(group.book, code)) for code in (chart.CASH, chart.BANK))
    return purse


def help_each_other(groups: Sequence[Organisation], frame: Frame) -> None:
    """Let one group help another with a small loan, as its associate member; nothing where they are not both here."""
    by_code = {group.code: group for group in groups}
    giving, helped = (by_code.get(f"{world.NETWORK_CODE}{number:02d}") for number in (HELPS, HELPED))
    on = frame.ago(HELP_MONTHS_AGO).replace(day=24)
    if not (giving and helped) or frame.between > frame.ago(HELP_MONTHS_AGO + 3):
        return
    purse = purse_of_group(giving)
    joined = {"joined_on": frame.between, "reason": "ช่วยเหลือกันระหว่างกลุ่ม", "by": purse.chair}
    at = moment(frame.between, 10, until=frame.now)
    member = admit_step(giving, member_organisation=helped, member_class=MemberClass.ASSOCIATE, at=at, **joined)
    lender = GroupLender(giving, purse, officers.of_group(giving)["secretary"], frame)
    names = {"name_th": "เงินช่วยกลุ่มเพื่อน", "name_en": "Help for another group", "code": "peers"}
    lender.version = _product(lender, **names, on=frame.between)
    wanted = Wanted(HELPED, HELP_MONTHS_AGO, HELP, 5, "เสริมเงินหมุนเวียนช่วงเปิดเทอม")
    loan = lend_to(lender, member, wanted, on=on)
    _pays_back(loan, purse, on=next_month(on.replace(day=1)).replace(day=24), frame=frame)


def _pays_back(loan: Loan, purse: Purse, *, on: date, frame: Frame) -> None:
    """Let the helped group pay what is due, from bank to bank."""
    due = standing(loan, on=on).next_due
    if on > frame.today or due is None or due.left <= ZERO:
        return
    money = [(purse.account(chart.BANK), due.left)]
    below = account(loan.membership.member_organisation.book, chart.BANK)
    who = {"by": purse.treasurer, "at": moment(on, 16, until=frame.now), "purse": below}
    repay_step(loan, on=on, amount=due.left, money=money, payer=loan.membership, **who)
