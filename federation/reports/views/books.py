from datetime import timedelta

from django.http import Http404
from django.shortcuts import render

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.kit import clock
from federation.kit.report import show_cell
from federation.ledger import chain
from federation.ledger.journal import account_coded, entry_numbered, lines_of, memo_of, mended_by
from federation.ledger.reports import year_start
from federation.reports.books import account_report, cash_book_report, journal_report, trial_balance_report
from federation.reports.files import TYPES
from federation.reports.forms import OnForm, PeriodForm, asked
from federation.reports.views.answers import drawn_file, page_of

TEMPLATE = "federation/reports/books.html"
RECENT = timedelta(days=92)


@gate(Permission.BOOKS_SEE)
def books(request, organisation):
    """Show the trial balance at the end of any day."""
    _must_have_book(organisation)
    form = asked(OnForm, request, on=request.today)
    on = form.cleaned_data["on"] if form.is_valid() else request.today
    return _answer(request, organisation, trial_balance_report(organisation, on=on, at=clock.now()), form)


@gate(Permission.BOOKS_SEE)
def account(request, organisation, account):
    """Show an account's lines in a period, each a link to its entry."""
    _must_have_book(organisation)
    found = account_coded(organisation.book, account)
    if found is None:
        raise Http404
    form, period = _period(request, organisation, since=_year_start(request, organisation))
    shown = account_report(organisation, found, **period, at=clock.now())
    return _answer(request, organisation, shown, form, account=found)


@gate(Permission.BOOKS_SEE)
def cash_book(request, organisation):
    """Show what came in and went out of cash and bank."""
    _must_have_book(organisation)
    form, period = _period(request, organisation, since=request.today.replace(day=1))
    return _answer(request, organisation, cash_book_report(organisation, **period, at=clock.now()), form)


@gate(Permission.BOOKS_SEE)
def journal(request, organisation):
    """List the entries of a period."""
    _must_have_book(organisation)
    form, period = _period(request, organisation, since=max(request.today - RECENT, organisation.book.opened_on))
    return _answer(request, organisation, journal_report(organisation, **period, at=clock.now()), form)


@gate(Permission.BOOKS_SEE)
def entry(request, organisation, number):
    """Show one entry: debits and credits, who entered and checked it, when, and its place on the chain."""
    _must_have_book(organisation)
    found = entry_numbered(organisation.book, number)
    if found is None:
        raise Http404
    lines = lines_of(found)
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "entry": found,
        "lines": lines,
        "total": sum(line.debit for line in lines),
        "recorded": show_cell(found.recorded_at, "moment"),
        "words": memo_of(found),
        "mended_by": mended_by(found),
        "short_code": chain.short_code(found.hash),
    }
    return render(request, "federation/reports/entry.html", page)


def _must_have_book(organisation):
    if organisation.book is None:
        raise Http404


def _year_start(request, organisation):
    """Return the first day of the business year, or of the books if they are younger."""
    first_month = bylaws_of(organisation, on=request.today)["fiscal_year"]
    return max(year_start(request.today.replace(day=1), first_month=first_month), organisation.book.opened_on)


def _period(request, organisation, *, since):
    usual = {"since": max(since, organisation.book.opened_on), "until": request.today}
    form = asked(PeriodForm, request, **usual)
    return form, ({name: form.cleaned_data[name] for name in usual} if form.is_valid() else usual)


def _answer(request, organisation, report, form, **more):
    """Answer with the page, or with the file when the address asks for one."""
    format = request.GET.get("file", "")
    if format in TYPES:
        return drawn_file(request, report, format=format, name=f"{report.name}-{organisation.code}")
    query = request.GET.copy()
    files = []
    for format in ("pdf", "xlsx", "csv"):
        query["file"] = format
        files.append((format, f"?{query.urlencode()}"))
    return page_of(request, organisation, report, TEMPLATE, form=form, files=files, **more)
