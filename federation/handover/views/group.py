"""The month of a group, as it goes to its network."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.handover import actions
from federation.handover.forms import SendForm
from federation.handover.queries import status_of, steps_of
from federation.handover.rules import State, may_follow
from federation.handover.views.drawn import BADGES, parts_of, unknown_of
from federation.kit import clock
from federation.kit.addresses import show_in_address
from federation.kit.dates import month_of, next_month, show_month
from federation.kit.refusals import Refused


@gate(Permission.FIGURES_SEE)
def handover(request, organisation, month):
    """Show a group the month it hands over: its heads without names, how it stands, and the button to send it."""
    status = _status(request, organisation, month)
    heads = status.heads
    form = SendForm(initial={"problems": heads.problems, "requests": heads.requests})
    return _page(request, organisation, month, status, form)


@gate(Permission.MONTH_SEND)
@require_POST
def handover_send(request, organisation, month):
    """Send a month to the network."""
    form = SendForm(request.POST)
    if form.is_valid():
        try:
            actions.send(organisation, month, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("%(month)s is sent to the network.") % {"month": show_month(month)})
            return redirect("federation:handover", code=organisation.code, month=show_in_address(month))
    return _page(request, organisation, month, _status(request, organisation, month), form)


def _status(request, organisation, month):
    book = organisation.book
    if not organisation.is_group or book is None or not book.opened_on <= month <= month_of(request.today):
        raise Http404
    return status_of(organisation, month, today=request.today)


def _page(request, organisation, month, status, form):
    earlier = next_month(month, by=-1)
    may_send = Permission.MONTH_SEND in permissions_held(request, organisation)
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "month": month,
        "status": status,
        "badge": BADGES[status.state],
        "parts": parts_of(status.heads, status),
        "unknown": unknown_of(status.heads),
        "steps": list(steps_of(organisation, month)),
        "may_send": may_send and may_follow(status.state, State.SENT),
        "is_returned": status.state == State.RETURNED,
        "earlier": earlier if earlier >= organisation.book.opened_on else None,
        "later": next_month(month) if next_month(month) <= request.today else None,
        "form": form,
    }
    return render(request, "federation/handover/handover.html", page, status=422 if form.errors else 200)
