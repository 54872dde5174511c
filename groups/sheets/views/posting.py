"""Counting the money, posting the sheet, and the entry it made."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.kit.words import baht_words
from federation.ledger.chain import short_code
from federation.ledger.submissions import SentBefore
from groups.sheets import actions, rules
from groups.sheets.checks import rows_refused
from groups.sheets.forms import CountForm
from groups.sheets.items import columns_of
from groups.sheets.queries import members_without_row, rows_of
from groups.sheets.steps import SheetAlreadyPosted, posting_day
from groups.sheets.tables import Grid, entry_rows, record_address, sides_shown
from groups.sheets.views import address, page, sheet_or_404


@gate(Permission.SHEET_POST)
def sheet_post(request, organisation, day):
    """Count the money on the table and post the sheet."""
    sheet = sheet_or_404(organisation, day)
    form = CountForm(request.POST or None, version=sheet.version)
    refusal = None
    if request.method == "POST":
        if form.is_valid():
            try:
                return _post(request, organisation, sheet, form)
            except SheetAlreadyPosted as late:
                return _told(request, organisation, late.sheet, late, status=409)
            except SentBefore as sent:
                return _told(request, organisation, sheet if sent.entry else None, sent, status=422)
            except Refused as refused:
                refusal = refused
        elif "key" in form.errors or "version" in form.errors:
            return HttpResponseBadRequest()
        form.draw_again(version=sheet_or_404(organisation, day).version)
    elif not sheet.is_draft:
        return redirect("groups:sheet", **address(organisation, sheet))
    return _count_page(request, organisation, sheet, form, refusal)


def _post(request, organisation, sheet, form):
    posted = actions.post_sheet(
        sheet,
        key=form.cleaned_data["key"],
        version=form.cleaned_data["version"],
        counted=form.counted,
        slips=form.slips,
        by=request.user,
        at=clock.now(),
    )
    return redirect(record_address(posted, code=organisation.code))


def _count_page(request, organisation, sheet, form, refusal):
    rows = list(rows_of(sheet))
    columns = columns_of(sheet, [row.membership for row in rows])
    grid = Grid(rows, columns=columns, reader=request.user)
    counted = form.is_bound and form.is_valid()
    on = posting_day(sheet, today=request.today)
    sides = sides_shown(rows, refused=rows_refused(sheet, on=on, rows=rows))
    return page(
        request,
        "sheet_post",
        organisation,
        sheet=sheet,
        form=form,
        grid=grid,
        total=show(grid.total),
        in_words=baht_words(grid.total),
        dated=show_date(on) if on != sheet.meeting_on else "",
        joined=list(members_without_row(sheet)),
        cash=show(rules.cash_of(form.counted)) if counted else "",
        bank=show(sum((amount for amount, _reference in form.slips), ZERO)) if counted else "",
        refusal=refusal,
        sides=sides,
        any_refused=any(side.refused for side in sides),
        status=422 if refusal or form.errors else 200,
    )


@gate(Permission.SHEET_POST)
@require_POST
def sheet_sides(request, organisation, day):
    """Mark which groups paid from their bank accounts, or leave off those whose own book cannot take it."""
    sheet = sheet_or_404(organisation, day)
    left = []
    try:
        actions.mark_by_bank(sheet, numbers=_numbers(request, "by_bank"), by=request.user, at=clock.now())
        if "leave" in request.POST:
            numbers = _numbers(request, "refused")
            left = actions.leave_off(sheet, numbers=numbers, today=request.today, by=request.user, at=clock.now())
    except SheetAlreadyPosted as late:
        return _told(request, organisation, late.sheet, late, status=409)
    for why in left:
        messages.warning(request, _("Left off this sheet and marked as absent. %(why)s") % {"why": why})
    if not left:
        messages.success(request, _("Saved."))
    return redirect("groups:sheet_post", **address(organisation, sheet))


def _numbers(request, name):
    """Return the members' numbers that a form sent under a name."""
    return {int(typed) for typed in request.POST.getlist(name) if typed.isascii() and typed.isdigit()}


def _told(request, organisation, sheet, words, *, status):
    """Say why nothing was posted now, with the way to what is stored where it is the reader's to see."""
    return page(request, "sheet_told", organisation, sheet=sheet, words=str(words), status=status)


@gate(Permission.BOOKS_SEE)
@require_safe
def sheet_entry(request, organisation, day):
    """Show what a posted sheet did in the books: debits, credits, number and code of the entry."""
    sheet = sheet_or_404(organisation, day)
    if sheet.entry is None:
        return redirect("groups:sheet", **address(organisation, sheet))
    lines = list(sheet.entry.lines.select_related("account").order_by("n"))
    total = show(sum((line.debit for line in lines), ZERO))
    return page(
        request,
        "sheet_entry",
        organisation,
        sheet=sheet,
        lines=entry_rows(lines),
        total=total,
        short=short_code(sheet.entry.hash),
    )
