"""Forms of acts that hand out, take back or take off money: payout, goods, set-off, losses."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.fields import MoneyInput
from federation.kit.money import CENT, ZERO, show
from federation.ledger.chart import CASH
from federation.ledger.funds import plain
from federation.ledger.journal import purses
from federation.ledger.queries import balances
from federation.organisations.bank_accounts import bank_accounts_of
from loans.acts.forms.agreed import WholeInput
from loans.acts.forms.base import ActForm
from loans.acts.models import ActKind
from loans.acts.steps.claims import PURSES
from loans.acts.steps.payouts import (
    FROM_BANK,
    FROM_CASH,
    IN_GOODS,
    goods_asked,
    goods_left,
    goods_out,
    left_to_pay_out,
)
from loans.lending.forms.repay import WHAT_FOR, choose_below
from loans.lending.queries.guarantees import free_savings
from loans.lending.queries.repay import purses_below, purses_for_loan
from loans.products.rules import ProductTerms

BELOW = "purse_below"
WAYS = [(FROM_CASH, _("in cash, out of the box")), (FROM_BANK, _("from the bank"))]


class GoodsBoxes:
    """Boxes for how much of each of the goods, at the price that was fixed in the request."""

    def add_goods(self, *, most: dict) -> None:
        for at, row in enumerate(goods_asked(self.loan)):
            help_text = _("%(price)s baht each; %(count)s at most") % {
                "price": show(Decimal(row["price"])),
                "count": f"{most[row['name']]:g}",
            }
            label = f"{row['name']} ({row['unit']})" if row.get("unit") else row["name"]
            box = MoneyInput(label=label, required=False, help_text=help_text, initial=most[row["name"]])
            self.fields[f"goods-{at}"] = box

    def goods(self) -> list[dict]:
        return [
            {"name": row["name"], "count": str(count)}
            for at, row in enumerate(goods_asked(self.loan))
            if (count := self.cleaned_data.get(f"goods-{at}"))
        ]


def _why_paid_out(loan) -> str:
    """Return the reason a payout begins with: its contract, and the resolution that granted it."""
    named = {"contract": loan.contract_no, "number": loan.request.resolution_no if loan.request_id else ""}
    if named["number"]:
        return gettext("By contract %(contract)s and resolution %(number)s") % named
    return gettext("By contract %(contract)s, as it was signed") % named


def _held(of_book, *, on):
    """Return what lies in cash and in each bank account at the end of a day."""
    held = balances(of_book, on=on)
    each = " · ".join(f"{purse.name} {show(held[purse.pk])}" for purse in of_book)
    return _("On %(day)s there are: %(each)s baht.") % {"day": show_date(on), "each": each}


class PayoutForm(GoodsBoxes, ActForm):
    kind = ActKind.PAYOUT.value

    def begin(self):
        self.initial["reason"] = _why_paid_out(self.loan)
        if goods_asked(self.loan):
            return self.add_goods(most=goods_left(self.loan))
        of_book = purses(self.loan.organisation.book, fund=self.loan.account.fund)
        self.fields["from"] = forms.ChoiceField(
            label=_("Paid out by way of"),
            choices=WAYS,
            widget=forms.RadioSelect,
            initial=FROM_CASH,
            help_text=_held(of_book, on=self.now.on),
        )
        banks = [purse for purse in of_book if plain(purse.code) != CASH]
        entered = {bank.account_id: str(bank) for bank in bank_accounts_of(self.loan.organisation)}
        shown = [bank for bank in banks if bank.pk in entered] or banks
        self.fields["bank"] = forms.ChoiceField(
            label=_("Bank account"), required=False, choices=[(b.code, entered.get(b.pk, b.name)) for b in shown]
        )
        left = left_to_pay_out(self.loan)
        self.fields["amount"] = MoneyInput(
            label=_("Baht"),
            least=CENT,
            initial=left,
            help_text=_("%(left)s baht of the contract are not paid out yet. A part bears interest from its own day.")
            % {"left": show(left)},
        )
        self.fields[BELOW] = forms.ChoiceField(
            label=_("Goes to the borrower's"),
            widget=forms.RadioSelect,
            help_text=_("The same payout is entered in the borrower's own book."),
        )
        choose_below(self, BELOW, purses_below(self.loan))
        return None

    def data_of_kind(self):
        if goods := self.goods():
            return {"from": IN_GOODS, "goods": goods}
        typed = self.cleaned_data
        if "from" not in typed:
            return {"from": IN_GOODS, "goods": []}
        bank = {"bank": typed["bank"]} if typed["from"] == FROM_BANK else {}
        return {"from": typed["from"], **bank, **_below(typed), "amount": str(typed["amount"])}


def _below(typed) -> dict:
    return {BELOW: typed[BELOW]} if typed.get(BELOW) else {}


class LatePaymentForm(ActForm):
    kind = ActKind.LATE_PAYMENT.value

    amount = MoneyInput(label=_("Baht"), least=CENT)
    purse = forms.ChoiceField(label=_("Came as"), widget=forms.RadioSelect)
    purse_below = forms.ChoiceField(label=_("Out of the borrower's"), widget=forms.RadioSelect)
    slip = forms.CharField(label=_("Number of the slip"), required=False, max_length=60)
    payer = WholeInput(label=_("Brought by, member number"))
    pays = forms.ChoiceField(label=_("What it pays"), choices=WHAT_FOR, widget=forms.RadioSelect)

    def begin(self):
        self.fields["on"].label = _("Day on which it was brought")
        self.fields["purse"].choices = [(purse.code, name) for purse, name in purses_for_loan(self.loan)]
        self.initial["payer"] = self.loan.membership.number
        choose_below(self, BELOW, purses_below(self.loan))
        if not ProductTerms.from_data(self.loan.terms).prepayment:
            self.fields["pays"].choices = WHAT_FOR[:1]

    def clean(self):
        typed = super().clean()
        if plain(typed.get("purse", CASH)) != CASH and not typed.get("slip"):
            self.add_error("slip", _("Write the number of the bank's slip, so that it can be found again."))
        return typed

    def data_of_kind(self):
        typed = self.cleaned_data
        facts = {name: typed[name] for name in ("purse", "slip", "payer", "pays")}
        return facts | _below(typed) | {"amount": str(typed["amount"])}


class GoodsReturnForm(GoodsBoxes, ActForm):
    kind = ActKind.GOODS_RETURN.value

    def begin(self):
        self.add_goods(most=goods_out(self.loan))

    def data_of_kind(self):
        return {"goods": self.goods()}


class SetOffForm(ActForm):
    kind = ActKind.SET_OFF.value
    LABELS = {"special": _("From special savings"), "satja": _("From satja savings"), "shares": _("From shares")}

    consent = forms.ChoiceField(
        label=_("Why it may be taken"),
        choices=[
            ("written", _("the debtor agreed in writing")),
            ("leaving", _("the debtor leaves the group")),
        ],
        widget=forms.RadioSelect,
    )

    def begin(self):
        member = self.loan.membership
        savings = free_savings([member], on=self.now.on)[member.pk]
        for purse in PURSES:
            words = _("There are %(baht)s baht.") % {"baht": show(getattr(savings, purse))}
            self.fields[purse] = MoneyInput(label=self.LABELS[purse], required=False, help_text=words)

    def data_of_kind(self):
        typed = self.cleaned_data
        return {purse: str(typed[purse] or ZERO) for purse in PURSES} | {"consent": typed["consent"]}


class ChargeOffForm(ActForm):
    kind = ActKind.CHARGE_OFF.value


class WriteOffForm(ActForm):
    kind = ActKind.WRITE_OFF.value
    asks_which_meeting = True
