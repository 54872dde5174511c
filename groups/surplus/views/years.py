"""The years of a book, and one year as a story from its months to the last dividend paid."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit.dates import month_of, show_month
from federation.kit.money import show
from federation.ledger.months import open_month
from groups.surplus.models import YearState
from groups.surplus.queries.parts import batches_of, sums_of, unpaid_into
from groups.surplus.queries.years import closes_of, standing_close, surplus_of, to_carry, years_of
from groups.surplus.views import page, year_or_404

DONE, NOW, LATER = "done", "now", "later"
ADOPTED = (YearState.ADOPTED, YearState.PAID)


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    state: str
    note: str = ""
    url: str = ""


@gate(Permission.SURPLUS_SEE)
@require_safe
def years(request, organisation):
    """List the years of the book, newest first, with how each stands."""
    if organisation.book_id is None:
        raise Http404
    found = years_of(organisation, today=request.today)
    standing = {
        close.until: close
        for close in closes_of(organisation)
        if close.state not in (YearState.REFUSED, YearState.TAKEN_BACK)
    }
    rows = [(year, standing.get(year.until), year.until >= request.today) for year in found]
    may_choose = Permission.SURPLUS_EDIT in permissions_held(request, organisation)
    return page(request, "years", organisation, rows=rows, may_choose=may_choose)


@gate(Permission.SURPLUS_SEE)
@require_safe
def year(request, organisation, until):
    """Show a year: what it earned, the steps up to the last dividend, and what comes next."""
    found = year_or_404(request, organisation, until)
    close = standing_close(organisation, until=found.until)
    rows = to_carry(organisation.book, until=min(found.until, request.today))
    adopted = close and close.state in ADOPTED
    context = {
        "year": found,
        "close": close,
        "surplus": close.surplus if close else surplus_of(rows),
        "steps": _steps(organisation, found, close),
        "heads": close.heads.select_related("fund").order_by("position") if close else [],
        "sums": sums_of(close) if adopted else None,
        "waiting": unpaid_into(close) if adopted else {},
        "batches": batches_of(close) if adopted else [],
        "earlier": closes_of(organisation).filter(until=found.until, state=YearState.TAKEN_BACK),
        "may_edit": Permission.SURPLUS_EDIT in permissions_held(request, organisation),
        "running": request.today <= found.until,
    }
    return page(request, "year", organisation, **context)


def _steps(organisation, year, close) -> list[Step]:
    """Return the story of a year; the first that is not done is what to do now."""
    state = close.state if close else ""
    closed = state in (YearState.CLOSED, *ADOPTED)
    address = {"code": organisation.code, "until": f"{year.until}"}
    months_done = open_month(organisation.book) > month_of(year.until)
    proposed = state == YearState.PROPOSED
    entered = bool(close and close.adopted_by_id)
    marks = [
        (_("All months closed"), months_done, _first_open(organisation, months_done), _month_page(organisation)),
        (_("Close proposed"), proposed or closed, _surplus_words(close), reverse("groups:year_close", kwargs=address)),
        (_("Close agreed by another"), closed, "", reverse("groups:year_decide", kwargs=address) if proposed else ""),
        (_("What the meeting resolved"), entered, "", reverse("groups:allot", kwargs=address) if closed else ""),
        (
            _("Resolution confirmed by another"),
            state in ADOPTED,
            "",
            reverse("groups:adopt", kwargs=address) if entered and state == YearState.CLOSED else "",
        ),
        (_("Dividends paid"), state == YearState.PAID, "", reverse("groups:pay", kwargs=address)),
    ]
    first = next((at for at, mark in enumerate(marks) if not mark[1]), None)
    return [
        Step(title, DONE if done else NOW if at == first else LATER, note, url if at == first else "")
        for at, (title, done, note, url) in enumerate(marks)
    ]


def _first_open(organisation, done: bool) -> str:
    return "" if done else _("%(month)s is open") % {"month": show_month(open_month(organisation.book))}


def _month_page(organisation) -> str:
    month = f"{open_month(organisation.book):%Y-%m}"
    return reverse("federation:month_close", kwargs={"code": organisation.code, "month": month})


def _surplus_words(close) -> str:
    if close is None:
        return ""
    words = _("surplus %(baht)s baht") if close.surplus >= 0 else _("loss %(baht)s baht")
    return words % {"baht": show(abs(close.surplus))}
