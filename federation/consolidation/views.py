"""Pages of several organisations put together, and of own capital against outside capital."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.access.queries import organisations_for
from federation.consolidation.capital import capital_report
from federation.consolidation.forms import month_end_asked
from federation.consolidation.queries import (
    PairDisagrees,
    empty_row,
    opened_on,
    together_with_below,
)
from federation.consolidation.reports import account_report, consolidated_of, consolidated_report, pairs_report
from federation.kit import clock
from federation.reports.views.answers import drawn_file, page_of

PAGE = "federation/consolidation/"
FILES = ("pdf", "xlsx")


@gate(Permission.FIGURES_SEE)
def consolidated(request, organisation):
    """Show an organisation and all below it put together: sum, eliminations, net; or which pair disagrees."""
    form, on = _asked(request, organisation)
    try:
        of = consolidated_of(organisation, on=on)
    except PairDisagrees as refusal:
        return _refused(request, organisation, refusal, on=on, form=form)
    return _answer(request, organisation, consolidated_report(organisation, of, at=clock.now()), form=form)


@gate(Permission.FIGURES_SEE)
def consolidated_account(request, organisation, account):
    """Show what every organisation brings to one account of the consolidated statements."""
    form, on = _asked(request, organisation)
    try:
        of = consolidated_of(organisation, on=on)
    except PairDisagrees as refusal:
        return _refused(request, organisation, refusal, on=on, form=form)
    figures = of.row(account) or empty_row(account)
    if figures is None:
        raise Http404
    report = account_report(organisation, of, figures, at=clock.now(), open_books=_open_books(request))
    return _answer(request, organisation, report, form=form, back=True)


@gate(Permission.FIGURES_SEE)
def consolidated_pair(request, organisation, above, below):
    """Show what two organisations keep of each other, and the events behind, with the entries of both books."""
    form, on = _asked(request, organisation)
    inside = {one.code: one for one in together_with_below(organisation, on=on)}
    if above not in inside or below not in inside or above == below:
        raise Http404
    both = (inside[above], inside[below])
    report = pairs_report(organisation, *both, on=on, at=clock.now(), open_books=_open_books(request))
    return _answer(request, organisation, report, form=form, back=True)


@gate(Permission.FIGURES_SEE)
def capital(request, organisation):
    """Show own capital against outside capital, month by month."""
    first = opened_on(together_with_below(organisation, on=request.today))
    if first is None:
        raise Http404
    form, on = month_end_asked(request, opened_on=first)
    report, refusal = capital_report(organisation, on=on, at=clock.now())
    return _answer(request, organisation, report, form=form, refusal=refusal)


def _asked(request, organisation):
    """Return the form and the month's end asked for; 404 for what has nothing below it by its nature, a group."""
    if organisation.is_group:
        raise Http404
    first = opened_on(together_with_below(organisation, on=request.today))
    if first is None:
        raise Http404
    return month_end_asked(request, opened_on=first)


def _open_books(request) -> set:
    """Return the ids of the organisations whose books the reader may see."""
    return set(organisations_for(request.user, Permission.BOOKS_SEE, on=request.today).values_list("pk", flat=True))


def _answer(request, organisation, report, **more):
    """Answer with the page, or with the file when the address asks for one."""
    format = request.GET.get("file", "")
    if format in FILES:
        return drawn_file(
            request, report, format=format, name=f"{report.name}-{organisation.code}-{report.month:%Y-%m}"
        )
    query = request.GET.copy()
    files = []
    for format in FILES:
        query["file"] = format
        files.append((format, f"?{query.urlencode()}"))
    return page_of(request, organisation, report, PAGE + "figures.html", files=files, **more)


def _refused(request, organisation, refusal, *, on, form):
    """Say which pair disagrees, which events have only one side, and what to do."""
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "refusal": refusal,
        "on": on,
        "form": form,
        "open_books": _open_books(request),
        "title": _("Consolidated statements"),
    }
    return render(request, PAGE + "disagrees.html", page, status=409)
