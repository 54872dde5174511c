"""What groups do with what they borrowed of the network: two members' loans each, and goods that one of them bought."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from federation.demo import officers, world
from federation.demo.frame import Frame
from federation.demo.group_loans import LATE, purse_of_group
from federation.demo.lending import AGREED, PAID_OUT
from federation.demo.money import Purse, buy_goods, moment
from federation.kit.dates import be_year, month_range, next_month
from federation.ledger import chart
from federation.ledger.books import account
from federation.people.models import User
from groups.registry.models import Membership
from groups.registry.queries import members_on
from groups.sheets.models import Sheet
from loans.acts.models import ActKind
from loans.acts.steps.frame import propose_and_decide_step
from loans.lending.models import Borrowing, Guarantee, Loan, LoanRequest
from loans.lending.queries.guarantees import free_savings
from loans.lending.queries.standing import standing
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.decisions import Decision, RulesRefuse, decide_step
from loans.lending.steps.events import repay_step
from loans.lending.steps.requests import RequestIn, ask_step
from loans.products.models import ProductVersion
from loans.wholesale.models import FundFactKind
from loans.wholesale.steps import add_fact_step

PARTS = (Decimal("0.4"), Decimal("0.3"))  # of what was borrowed, what each of two members gets
INSTALMENTS = 10
STOCK, STOCK_GROUP = Decimal("3000.00"), 1
PURPOSES = ("ซื้อปุ๋ยใส่สวน", "ซ่อมเครื่องตัดหญ้าและเครื่องสูบน้ำ")


def lend_on(frame: Frame) -> None:
    """Let every group that borrowed lend on at its next meeting, and its members pay back at those after it."""
    for borrowing in Borrowing.objects.select_related("organisation__book", "lender").order_by("signed_on", "pk"):
        if borrowing.lender.is_group:
            continue
        if borrowing.organisation.code == f"{world.NETWORK_CODE}{STOCK_GROUP:02d}":
            _buy_stock(borrowing, frame)
        OnLender(borrowing, frame).lend()


class OnLender:
    """A group with a fund of borrowed money, and its meetings after it got it."""

    def __init__(self, borrowing: Borrowing, frame: Frame):
        self.borrowing, self.frame, self.group = borrowing, frame, borrowing.organisation
        self.purse: Purse = purse_of_group(self.group)
        self.secretary: User = officers.of_group(self.group)["secretary"]
        first, *_others = Sheet.objects.of(self.group).order_by("meeting_on").values_list("meeting_on", flat=True)
        months = month_range(next_month(borrowing.signed_on.replace(day=1)), frame.this)
        self.meetings = [month.replace(day=first.day) for month in months]

    def lend(self) -> None:
        """Lend to two members; where the group itself pays late, so does the second of them."""
        on = self.meetings[0]
        if on >= self.frame.this:
            return
        able = self._able(on)
        for part, purpose in zip(PARTS, PURPOSES, strict=True):
            loan = self._first_of(able, self.borrowing.principal * part // 1000 * 1000, purpose, on=on)
            if loan is None:
                return
            late = self.group.code == f"{world.NETWORK_CODE}{LATE:02d}" and part == PARTS[-1]
            self._pays_back(loan, self.meetings[1:2] if late else self.meetings[1:])

    def _able(self, on: date) -> Iterator[Membership]:
        """Yield members without an office who never borrowed nor stood for anybody, those who saved most first."""
        of_group = {"network_id": self.group.network_key, "membership__organisation": self.group}
        busy = {pk for model in (LoanRequest, Loan, Guarantee) for pk in _members(model, of_group)}
        posts = {user.person_id for user in officers.of_group(self.group).values()}
        stay = members_on(self.group, on).filter(ended_on=None, departures=None).exclude(person__in=posts)
        members = list(stay)
        free = free_savings(members, on=on)
        yield from sorted((one for one in members if one.pk not in busy), key=lambda one: -free[one.pk].free)

    def _first_of(self, able: Iterator[Membership], amount: Decimal, purpose: str, *, on: date) -> Loan | None:
        for member in able:
            try:
                with transaction.atomic():
                    return self._lend_to(member, amount, purpose, on=on)
            except RulesRefuse:
                continue
        return None

    def _lend_to(self, member: Membership, amount: Decimal, purpose: str, *, on: date) -> Loan:
        until, number = self.frame.now, f"{on.month}/{be_year(on)}"
        asked = RequestIn(
            membership=member,
            product_version=self._ordinary(),
            amount=amount,
            instalments=INSTALMENTS,
            first_due_on=next_month(on.replace(day=1)).replace(day=on.day),
            purpose=purpose,
            repaid_from="ขายผลผลิตในสวน",
        )
        request = ask_step(self.group, asked=asked, on=on, by=self.purse.treasurer, at=moment(on, 9, until=until))
        request.fund = self.borrowing
        request.save(update_fields=["fund"])
        decision = Decision(True, number, on, text=AGREED)
        decide_step(request, decision=decision, by=self.secretary, at=moment(on, 15, 45, until=until))
        request.refresh_from_db()
        loan = sign_step(request, signed_on=on, by=self.secretary, at=moment(on, 16, until=until))
        data = {"from": "bank", "bank": chart.BANK, "amount": f"{amount:.2f}"}
        facts = {"kind": ActKind.PAYOUT, "on": on, "data": data, "reason": PAID_OUT}
        who = {"by": self.purse.treasurer, "at": moment(on, 16, 30, until=until)}
        checked = {"checked_by": self.purse.chair, "checked_at": moment(on, 17, until=until)}
        propose_and_decide_step(self.group, loan, **facts, **who, **checked)
        return loan

    def _ordinary(self) -> ProductVersion:
        versions = ProductVersion.objects.filter(network_id=self.group.network_key, product__organisation=self.group)
        return versions.select_related("product").filter(product__kind="ordinary").order_by("pk").first()

    def _pays_back(self, loan: Loan, meetings: list[date]) -> None:
        """Take what is due, in cash, at each meeting that is not after today."""
        loan, cash = Loan.objects.get(pk=loan.pk), account(self.group.book, chart.CASH)
        for on in meetings:
            due = standing(loan, on=on).next_due
            if on <= self.frame.today and due:
                who = {"by": self.purse.treasurer, "at": moment(on, 16, until=self.frame.now)}
                money = [(cash.pk, due.left)]
                repay_step(loan, on=on, amount=due.left, money=money, payer=loan.membership, **who)


def _members(model, of_group: dict) -> list:
    return list(model.objects.filter(**of_group).values_list("membership", flat=True))


def _buy_stock(borrowing: Borrowing, frame: Frame) -> None:
    """Let a group buy fertiliser to sell, out of what it borrowed."""
    purse, on = purse_of_group(borrowing.organisation), borrowing.signed_on + timedelta(days=4)
    buy_goods(purse, STOCK, on=on)
    newest = borrowing.organisation.book.entries.order_by("-number").values_list("number", flat=True).first()
    facts = {"amount": STOCK, "words": "ซื้อปุ๋ยมาจำหน่ายให้สมาชิก", "entry_number": newest}
    at = moment(on, 18, until=frame.now)
    add_fact_step(borrowing, kind=FundFactKind.USED, on=on, by=purse.treasurer, at=at, **facts)
