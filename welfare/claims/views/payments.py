"""Paying a claim and writing down the payee's signature."""

from django.contrib import messages
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from welfare.claims.actions import claims as actions
from welfare.claims.forms.claims import PayForm, ReceiveForm
from welfare.claims.postings import expense_of
from welfare.claims.views.answers import claim_or_404, form_page
from welfare.funds.queries import purse, purses


@gate(Permission.WELFARE_PAY)
def claim_pay(request, organisation, fund, number, year):
    """Pay an approved claim out of its fund; what will be posted is shown before."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)

    def act(typed):
        actions.pay(found, **typed, on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("It is paid and posted. Print the voucher and let the payee sign it."))

    there = purses(found.fund)
    form = PayForm(request.POST or None)
    if found.amount and there["cash"] < found.amount <= there["bank"]:
        form.initial["source"] = "bank"
    shown = {"there": there, "expense": expense_of(found), "accounts": [purse(found.fund, one) for one in there]}
    return form_page(request, "claim_pay", found, form=form, act=act, **shown)


@gate(Permission.WELFARE_PAY)
def claim_receive(request, organisation, fund, number, year):
    """Write down that the payee signed the voucher."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    form = ReceiveForm(request.POST or None, initial={"on": request.today})

    def act(typed):
        actions.receive(found, on=typed["on"], by=request.user, at=clock.now())
        messages.success(request, _("It is written down. This claim is finished."))

    return form_page(request, "claim_receive", found, form=form, act=act)
