from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.ledger.submissions import SentBefore
from federation.transfers.actions import move_money
from federation.transfers.forms import TransferForm
from federation.transfers.postings import TO_BANK
from federation.transfers.queries import banks_of, cash_of_funds


@gate(Permission.BOOKS_PROPOSE)
def transfer(request, organisation):
    """Take cash to the bank or fetch it: fill in, look at what will be posted, post."""
    cash, banks = cash_of_funds(organisation), banks_of(organisation)
    form = TransferForm(request.POST if request.method == "POST" else None, banks=banks, today=request.today)
    page = {"organisation": organisation, "demo": organisation.is_demo, "form": form}
    page |= {"purses": [*cash.values(), *banks], "has_funds": len(cash) > 1}
    if request.method == "POST" and not form.is_valid() and "key" in form.errors:
        return HttpResponseBadRequest()
    if request.method == "POST" and form.is_valid():
        if "confirmed" not in request.POST:
            return render(request, "federation/transfers/confirm.html", {**page, **_moved(form, cash, banks)})
        try:
            return _post(request, organisation, form)
        except SentBefore as sent:
            page["sent_before"] = sent.entry
            form.add_error(None, str(sent))
        except Refused as refusal:
            form.draw_again()
            form.add_error(None, str(refusal))
    return render(request, "federation/transfers/transfer.html", page, status=422 if form.errors else 200)


def _post(request, organisation, form):
    entry = move_money(organisation, **form.cleaned_data, by=request.user, at=clock.now())
    messages.success(request, _("It is posted as entry %(number)s.") % {"number": entry.number})
    return redirect("federation:entry", code=organisation.code, number=entry.number)


def _moved(form, cash, banks):
    """Return the two purses in the order money goes, and what is left in the first."""
    bank = next(bank for bank in banks if bank.code == form.cleaned_data["bank"])
    box = cash[bank.account.fund]
    source, target = (box, bank) if form.cleaned_data["way"] == TO_BANK else (bank, box)
    amount = form.cleaned_data["amount"]
    return {
        "source": source,
        "target": target,
        "left": max(source.balance - amount, 0),
        "there": target.balance + amount,
        "too_little": source.balance < amount,
    }
