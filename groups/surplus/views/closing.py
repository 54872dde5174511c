"""Closing a year and taking the close back: one person asks, another decides."""

from django.contrib import messages
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from groups.surplus import actions
from groups.surplus.checks import problems
from groups.surplus.forms import BackForm
from groups.surplus.models import YearState
from groups.surplus.queries.years import surplus_of, to_carry
from groups.surplus.rules import Year
from groups.surplus.views import of_close, page, to_year, year_or_404


@gate(Permission.SURPLUS_EDIT)
def year_close(request, organisation, until):
    """Show what closing will carry and what still keeps it, and propose it."""
    year = year_or_404(request, organisation, until)
    rows = to_carry(organisation.book, until=year.until)
    found = problems(organisation, year, rows=rows, on=request.today)
    if request.method == "POST":
        try:
            actions.propose_close(organisation, year=year, by=request.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The close is proposed. Another person agrees to it on this page."))
            return to_year(organisation, year)
    return page(request, "close", organisation, year=year, problems=found, **_carried(rows))


def _carried(rows) -> dict:
    """Return the accounts by fund, the main one first, with what each fund has left."""
    funds = sorted({row.account.fund for row in rows}, key=lambda code: (code != "main", code))
    by_fund = [(fund, [row for row in rows if row.account.fund == fund], surplus_of(rows, fund=fund)) for fund in funds]
    return {"by_fund": by_fund, "surplus": surplus_of(rows)}


@gate(Permission.SURPLUS_CHECK)
@of_close(YearState.PROPOSED)
def year_decide(request, organisation, close):
    """Agree to a close that another proposed, or refuse it."""
    if request.method == "POST":
        agreed = "agree" in request.POST
        try:
            actions.decide_close(close, agreed=agreed, by=request.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The year is closed.") if agreed else _("The close is refused."))
            return to_year(organisation, close)
    rows = to_carry(organisation.book, until=close.until)
    year = Year(close.since, close.until)
    return page(request, "decide", organisation, close=close, year=year, **_carried(rows))


@gate(Permission.SURPLUS_EDIT)
@of_close(YearState.CLOSED)
def year_back(request, organisation, close):
    """Ask that a closed year be taken back, as long as no meeting adopted it."""
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_back(close, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("Another person decides now whether the close is taken back."))
            return to_year(organisation, close)
    return page(request, "back", organisation, close=close, form=form, status=422 if form.errors else 200)


@gate(Permission.SURPLUS_CHECK)
@of_close(YearState.CLOSED)
def year_back_decide(request, organisation, close):
    """Take a closed year back that another asked to, or leave it closed."""
    if close.back_asked_by_id is None:
        return to_year(organisation, close)
    if request.method == "POST":
        agreed = "agree" in request.POST
        try:
            actions.decide_back(close, agreed=agreed, by=request.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The close is taken back.") if agreed else _("The year stays closed."))
            return to_year(organisation, close)
    return page(request, "back_decide", organisation, close=close)
