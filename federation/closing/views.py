from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.closing.actions import close_month
from federation.closing.checks import problems
from federation.closing.forms import CloseForm
from federation.closing.queries import closed_month
from federation.kit import clock
from federation.kit.addresses import show_in_address
from federation.kit.dates import last_day, month_of, next_month, show_month
from federation.kit.refusals import Refused
from federation.ledger import chain
from federation.ledger.journal import accounts
from federation.reports.monthly import NAME
from loans.arrears.steps import planned
from loans.lending.models import Loan


@gate(Permission.MONTH_CLOSE)
def month_close(request, organisation, month):
    """Show what a month still needs before it closes, close it, and lead on to its report."""
    if organisation.book is None or not organisation.book.opened_on <= month <= month_of(request.today):
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["no_meeting_reason"]
            close_month(organisation, month=month, by=request.user, at=clock.now(), no_meeting_reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(month)s is closed. Print its report now.") % {"month": show_month(month)})
            return redirect("federation:month_close", code=organisation.code, month=show_in_address(month))
    closed = closed_month(organisation, month)
    found = [] if closed else problems(organisation, month, on=request.today)
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "month": month,
        "closed": closed,
        "short_code": chain.short_code(closed.head_hash) if closed else "",
        "report_name": NAME,
        "problems": found,
        "may_confirm": bool(found) and all(problem.code == "no_sheet" for problem in found),
        "running": request.today <= last_day(month),
        "lends": Loan.objects.of(organisation).running().exists(),
        "opens_again": next_month(month),
        "form": form,
        "entries": [] if closed else _month_end(organisation, month, today=request.today),
    }
    return render(request, "federation/closing/month_close.html", page, status=422 if form.errors else 200)


def _month_end(organisation, month, *, today):
    """Return what closing will book of loans: each entry with its lines, as a bookkeeper writes them."""
    entries = planned(organisation, month, today=today)
    names = {account.pk: account for account in accounts(organisation.book)} if entries else {}
    return [(entry, [(names[move.account_id], move.debit, move.credit) for move in entry.moves]) for entry in entries]
