"""Repaying at the desk: fill in, look at what will be posted, post, print the receipt."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.kit.words import baht_words
from federation.ledger.chain import short_code
from federation.ledger.submissions import SentBefore
from loans.lending.actions import repay as actions
from loans.lending.forms.members import Members
from loans.lending.forms.repay import RepayForm
from loans.lending.models import LoanEvent, LoanState
from loans.lending.queries.repay import (
    booked_anew,
    booked_at_first,
    guarantors_standing,
    payers_of,
    payment,
    prints_of,
    purses_below,
    purses_for_loan,
    receipt_of,
    sheet_not_posted,
)
from loans.lending.queries.standing import standing
from loans.lending.rules.missing import missing
from loans.lending.steps.desk import NeedsAnother
from loans.lending.views.loans import loan_or_404, page
from loans.products.rules import ProductTerms

PAPERS = ("a4", "roll")
FRESH = timedelta(minutes=15)  # a page of prints that is opened again later shows copies
TAKES_MONEY = (LoanState.RUNNING, LoanState.CHARGED_OFF)


@gate(Permission.LOANS_PAY)
def repay(request, organisation, number):
    """Take money for a loan between two meetings."""
    found = loan_or_404(organisation, number)
    if found.state not in TAKES_MONEY:
        messages.info(request, _("This loan takes no payments: %(state)s.") % {"state": found.get_state_display()})
        return redirect("loans:loan", code=organisation.code, number=number)
    stands = standing(found, on=request.today)
    form = _form(request, found, stands)
    if request.method == "POST" and not form.is_valid() and "key" in form.errors:
        return HttpResponseBadRequest()
    if request.method == "POST" and form.is_valid():
        try:
            return _looked_at_or_posted(request, organisation, found, form)
        except NeedsAnother as late:
            messages.info(request, str(late))
            return redirect(_for_two(organisation, found, form))
        except SentBefore as sent:
            form.add_error(None, str(sent))
        except Refused as refusal:
            form.draw_again()
            refusal.show_on(form)
    status = 422 if form.errors else 200
    sheet_day = sheet_not_posted(organisation, on=request.today)
    return page(
        request, "repay", organisation, status=status, loan=found, form=form, stands=stands, sheet_day=sheet_day
    )


def _form(request, loan, stands) -> RepayForm:
    members = Members(loan.organisation, on=request.today, also=payers_of(loan))
    facts = {"members": members, "borrower": loan.membership, "guarantors": guarantors_standing(loan)}
    facts |= {"purses": purses_for_loan(loan), "below": purses_below(loan), "today": request.today}
    may_prepay = loan.state == LoanState.RUNNING and ProductTerms.from_data(loan.terms).prepayment
    due = stands.due.total or (stands.next_due.left if stands.next_due else None)
    return RepayForm(request.POST if request.method == "POST" else None, may_prepay=may_prepay, due=due, **facts)


def _for_two(organisation, loan, form) -> str:
    """Return where a payment dated back is entered by two people, with what was typed."""
    typed = {name: form.data.get(name, "") for name in ("on", "amount", "purse", "slip")}
    typed |= {"payer": form.facts()["payer"].number, "pays": form.cleaned_data["kind"]}
    where = {"code": organisation.code, "number": loan.number, "kind": "late_payment"}
    return f"{reverse('loans:act_new', kwargs=where)}?{urlencode(typed)}"


def _looked_at_or_posted(request, organisation, loan, form):
    """Show what would be posted; once that was seen, post it and go to the receipt."""
    facts = form.facts()
    if "confirmed" not in request.POST:
        looked_at = {name: value for name, value in facts.items() if name != "key"}
        draft = actions.draft_repayment(loan, **looked_at, by=request.user, at=clock.now())
        context = {"loan": loan, "form": form, "draft": draft, "facts": facts, "missing": missing(draft.stands)}
        context["sheet_day"] = sheet_not_posted(organisation, on=request.today)
        context["by_guarantor"] = facts["payer"] in guarantors_standing(loan)
        return page(request, "repay_confirm", organisation, **context)
    paid = actions.repay(loan, **facts, seen=request.POST.get("seen", ""), by=request.user, at=clock.now())
    messages.success(request, _("It is posted. Here is the receipt."))
    return redirect("loans:repaid", code=organisation.code, number=loan.number, seq=paid.seq)


@gate(Permission.LOANS_SEE)
@require_safe
def repaid(request, organisation, number, seq):
    """Show the receipt of a payment at the desk, ready for paper; what was printed before says it is a copy."""
    found = loan_or_404(organisation, number)
    event = _payment_or_404(found, seq)
    printed = prints_of(event)
    batch = request.GET.get("batch", "")
    this = next((act for act in printed if (act.after or {}).get("batch") == batch), None)
    booked, anew = booked_at_first(event), booked_anew(event)
    is_copy = bool(printed) and (this is None or this != printed[0] or this.at < clock.now() - FRESH)
    return page(
        request,
        "repaid",
        organisation,
        loan=found,
        event=event,
        receipt=receipt_of(event),
        paper="roll" if request.GET.get("paper") == "roll" else "a4",
        lines=_lines(booked) or [(_("On a debt that was charged off"), show(event.amount))],
        left=booked.left,
        anew=anew and {"at": anew[0], "lines": _lines(anew[1]), "left": anew[1].left},
        words=baht_words(event.amount),
        short=short_code(event.entry.hash),
        is_copy=is_copy,
        is_printing=this is not None,
        batch=uuid.uuid4(),
    )


@gate(Permission.LOANS_PAY)
@require_POST
def repaid_print(request, organisation, number, seq):
    """Note that a receipt is printed and go to it, on A4 or on a roll."""
    event = _payment_or_404(loan_or_404(organisation, number), seq)
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return HttpResponseBadRequest()
    if (paper := request.POST.get("paper")) not in PAPERS:
        return HttpResponseBadRequest()
    actions.print_receipt(event, batch=batch, by=request.user, at=clock.now())
    address = reverse("loans:repaid", kwargs={"code": organisation.code, "number": number, "seq": seq})
    return redirect(f"{address}?paper={paper}&batch={batch}")


def _lines(split) -> list[tuple]:
    """Return (label, baht) of what a payment paid, without what it did not."""
    parts = [(_("Fines"), split.fine), (_("Interest"), split.interest), (_("Principal"), split.principal)]
    return [(label, show(amount)) for label, amount in parts if amount]


def _payment_or_404(loan, seq: int) -> LoanEvent:
    found = payment(loan, seq)
    if found is None:
        raise Http404
    found.loan = loan
    return found
