"""Money or goods handed out under a signed contract, whole or in parts, and goods that come back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, round_satang, show
from federation.ledger.books import account
from federation.ledger.chart import CASH, GOODS
from federation.ledger.funds import code_in
from federation.ledger.queries import balance
from groups.registry.models import MembershipState
from loans.acts.models import ActKind
from loans.acts.queries import guarantees_of
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import EventKind, Loan, LoanState
from loans.lending.postings import booked
from loans.lending.queries.borrowers import WITH_BOOKS, book_of_borrower, borrower_of
from loans.lending.queries.exposure import exposure
from loans.lending.queries.standing import Owed, standing
from loans.lending.steps.events import enter_step, fee_of, pay_out_step
from loans.lending.steps.independence import beyond
from loans.lending.steps.recount import accounts_of

FROM_CASH, FROM_BANK, IN_GOODS = "cash", "bank", "goods"


class Payout(Kind):
    """data: from (cash, bank, goods), bank (account code), amount; for goods also goods: [{name, count}].

    purse_below: code of the account in a borrowing organisation's own book that the money goes to.
    """

    code = ActKind.PAYOUT
    states = (LoanState.SIGNED, LoanState.RUNNING)
    own_loan = True

    def check(self, case):
        super().check(case)
        self.check_open(case)
        _check_first_due(case)
        _check_members(case)
        _check_limit(case)
        amount, left = amount_of(case), left_to_pay_out(case.loan)
        if not ZERO < amount <= left:
            words = _("Of this contract %(left)s baht can still be paid out.") % {"left": show(left)}
            raise NotPossible(words, fields={"amount": words})
        if case.data["from"] == IN_GOODS:
            check_goods(case, left=goods_left(case.loan), words=_("Of %(name)s at most %(count)s can be handed out."))

        if (short := -plan_of(case).handed_over) > ZERO:
            words = _("It takes %(baht)s baht more to pay off the earlier loan and the fee.") % {"baht": show(short)}
            raise NotPossible(words, fields={"amount": words})
        _check_purse(case)

    def may_not_check(self, act, *, by):
        loan = act.loan
        before = [loan.signed_by_id, loan.request.decided_by_id] if loan.request_id else [loan.signed_by_id]
        if by.pk in before:
            return _("You made this contract or recorded the decision on it. Another officer has to check the payout.")
        return ""

    def carry_out(self, case):
        plan = plan_of(case)
        event = pay_out_step(
            case.loan,
            amount=plan.amount,
            money=[(purse_of(case).pk, plan.handed_over), *settled_by(case, plan)],
            data={"from": case.data["from"], "goods": priced(case), "fee": str(plan.fee)},
            purse=purse_below(case),
            **case.who,
        )
        facts = {"fee": str(plan.fee), "handed_over": str(plan.handed_over)}
        if plan.old:
            facts |= {"settles": plan.old.contract_no, "settled": str(plan.settles.total)}
            enter_step(
                plan.old,
                kind=EventKind.REPAYMENT,
                amount=plan.settles.total,
                data={"source": "refinance"},
                payer=plan.old.membership,
                entry=event.entry,
                **case.who,
            )
        return Done(event, facts)


class GoodsReturn(Kind):
    """data: goods: [{name, count}]. What comes back lowers the loan by the price it was handed out at."""

    code = ActKind.GOODS_RETURN

    def check(self, case):
        super().check(case)
        self.check_open(case)
        check_goods(case, left=goods_out(case.loan), words=_("Of %(name)s at most %(count)s can come back."))
        amount, principal = amount_of(case), case.standing().principal
        if amount > principal:
            shown = {"baht": show(principal)}
            raise NotPossible(_("Only %(baht)s baht of principal are left; take back no more than that.") % shown)

    def carry_out(self, case):
        amount = amount_of(case)
        event = enter_step(
            case.loan,
            kind=EventKind.PREPAYMENT,
            amount=amount,
            money=[(account(case.book, GOODS).pk, amount)],
            data={"source": "goods", "goods": priced(case)},
            payer=case.loan.membership,
            purse=goods_below(case),
            **case.who,
        )
        return Done(event)


def purse_of(case: Case):
    """Return the account that a payout comes out of."""
    codes = {FROM_CASH: code_in(CASH, case.loan.account.fund), FROM_BANK: case.data.get("bank"), IN_GOODS: GOODS}
    return account(case.book, codes[case.data["from"]])


def purse_below(case: Case):
    """Return the account of a borrowing organisation's own book that a payout goes to; None for its cash."""
    return goods_below(case) if case.data["from"] == IN_GOODS else case.purse_below


def goods_below(case: Case):
    book = book_of_borrower(case.loan)
    return account(book, GOODS) if book else None


@dataclass(frozen=True, slots=True)
class Plan:
    """A payout taken apart, in baht. old: the earlier loan it pays off, with what that takes in `settles`."""

    amount: Decimal
    fee: Decimal
    old: Loan | None
    settles: Owed

    @property
    def handed_over(self) -> Decimal:
        """What leaves the box or the bank."""
        return self.amount - self.fee - self.settles.total


def plan_of(case: Case) -> Plan:
    """Return a payout taken apart: the first one bears the fee and pays off an earlier loan; goods go out whole."""
    amount, loan = amount_of(case), case.loan
    if left_to_pay_out(loan) != loan.principal or case.data["from"] == IN_GOODS:
        return Plan(amount, ZERO, None, Owed())
    old = _to_pay_off(case)
    return Plan(amount, fee_of(loan), old, _to_settle(old, on=case.on) if old else Owed())


def _to_pay_off(case: Case) -> Loan | None:
    """Return the earlier loan that this one was asked for to pay off, if it still runs."""
    request = case.loan.request
    if not (request and request.refinances_id):
        return None
    found = Loan.objects.select_for_update(of=["self"]).select_related(*WITH_BOOKS)
    old = found.get(network_id=case.act.network_id, pk=request.refinances_id)
    return old if old.state == LoanState.RUNNING else None


def _to_settle(old: Loan, *, on: date) -> Owed:
    now = standing(old, on=on)
    return Owed(now.principal, now.to_settle - now.principal - now.fine, now.fine)


def settled_by(case: Case, plan: Plan) -> list:
    """Return [(account, baht)] of what an earlier loan is credited with: fines, interest, principal."""
    return list(booked(accounts_of(case.book, [plan.old])[plan.old.pk], plan.settles)) if plan.old else []


def _check_first_due(case: Case) -> None:
    """Raise `NotPossible` where money would first be handed over when its first instalment is due already."""
    first = case.loan.schedules.get(number=1).rows.order_by("n").first()
    if left_to_pay_out(case.loan) == case.loan.principal and case.on >= first.due_on:
        words = _(
            "The first instalment falls due on %(day)s, so this money would be late at once. Cancel the contract and"
            " make a new one with later instalments."
        )
        raise NotPossible(words % {"day": show_date(first.due_on)})


def _check_members(case: Case) -> None:
    """Raise `NotPossible` where the borrower, or who guarantees, left since the contract was signed."""
    for member in [case.loan.membership, *(one.membership for one in guarantees_of(case.loan))]:
        if member.state != MembershipState.ADMITTED:
            words = _("%(member)s is not an active member any more. Cancel the contract; the committee decides anew.")
            raise NotPossible(words % {"member": member})


def _check_limit(case: Case) -> None:
    """Raise `NotPossible` where the borrower is an organisation and the contract is more than its limit leaves now."""
    if not borrower_of(case.loan):
        return
    old = case.loan.request.refinances_id if case.loan.request_id else None
    without = tuple(filter(None, (case.loan.pk, old)))
    found = exposure(case.organisation, case.loan.membership, on=case.on, without=without)
    if words := beyond(found, case.loan.principal):
        raise NotPossible(words)


def _check_purse(case: Case) -> None:
    """Raise `NotPossible` where cash, bank or stock hold less than is handed over."""
    purse = purse_of(case)
    if purse.fund != case.loan.account.fund:
        words = _("“%(purse)s” is not money of the fund that lends here. Choose a purse of that fund.")
        raise NotPossible(words % {"purse": purse.name}, fields={"bank": words % {"purse": purse.name}})
    held = min(balance(purse), balance(purse, on=case.on))
    if plan_of(case).handed_over > held:
        shown = {"purse": purse.name, "baht": show(held)}
        words = _("In “%(purse)s” there are only %(baht)s baht on that day. First move money there, or pay out less.")
        raise NotPossible(words % shown, fields={"amount": words % shown})


def left_to_pay_out(loan: Loan) -> Decimal:
    """Return how much of a contract was not paid out yet, in baht."""
    paid = loan.events.filter(kind=EventKind.PAYOUT, struck_at=None).aggregate(paid=Sum("amount"))["paid"]
    return loan.principal - (paid or ZERO)


def amount_of(case: Case) -> Decimal:
    """Return the baht of a payout or return: as typed, or the goods at the price of the request."""
    if case.data.get("goods"):
        return sum((Decimal(row["price"]) * Decimal(row["count"]) for row in priced(case)), ZERO)
    return round_satang(case.baht("amount"))


def priced(case: Case) -> list[dict]:
    """Return the goods of an act with the price that was fixed when the loan was asked for."""
    asked = {row["name"]: row for row in goods_asked(case.loan)}
    return [
        {**row, "price": asked[row["name"]]["price"], "unit": asked[row["name"]].get("unit", "")}
        for row in case.data.get("goods", [])
        if row["name"] in asked
    ]


def goods_asked(loan: Loan) -> list[dict]:
    return loan.request.goods if loan.request_id else []


def goods_out(loan: Loan) -> dict[str, Decimal]:
    """Return {name: count} of the goods that the borrower has: handed out less brought back."""
    out: dict = {row["name"]: Decimal(0) for row in goods_asked(loan)}
    for event in loan.events.filter(kind__in=[EventKind.PAYOUT, EventKind.PREPAYMENT], struck_at=None):
        sign = 1 if event.kind == EventKind.PAYOUT else -1
        for row in event.data.get("goods", []):
            out[row["name"]] = out.get(row["name"], Decimal(0)) + sign * Decimal(row["count"])
    return out


def goods_left(loan: Loan) -> dict[str, Decimal]:
    """Return {name: count} of the goods that were asked for and not handed out yet."""
    out = goods_out(loan)
    return {row["name"]: Decimal(str(row["count"])) - out[row["name"]] for row in goods_asked(loan)}


def check_goods(case: Case, *, left: dict, words) -> None:
    """Raise `NotPossible` for each of the goods that is more than there is, or that nobody asked for."""
    wrong = [
        words % {"name": row["name"], "count": f"{left.get(row['name'], Decimal(0)):g}"}
        for row in case.data.get("goods", [])
        if not ZERO < Decimal(row["count"]) <= left.get(row["name"], ZERO)
    ]
    if wrong or not case.data.get("goods"):
        raise NotPossible(wrong[0] if wrong else _("Write how much of which goods."), problems=wrong)
