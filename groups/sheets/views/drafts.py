"""Filling in a sheet."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.money import show_input
from federation.kit.refusals import Refused
from groups.sheets import actions
from groups.sheets.forms import NotThisForm, OpenForm, read_rows
from groups.sheets.items import columns_as_typed, columns_of
from groups.sheets.queries import day_to_open, members_without_row, rows_of, sheets_with_totals, with_savings
from groups.sheets.steps import SheetAlreadyPosted
from groups.sheets.tables import Grid, SheetTable
from groups.sheets.views import address, page, sheet_or_404
from loans.lending.queries.brought import booked_anew_by


@gate(Permission.BOOKS_SEE)
def sheets(request, organisation):
    """List the sheets of an organisation, and open one for a meeting day."""
    may_open = Permission.SHEET_EDIT in permissions_held(request, organisation)
    if request.method == "POST" and not may_open:
        raise PermissionDenied
    form = OpenForm(request.POST or None, initial={"meeting_on": day_to_open(organisation, today=request.today)})
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["meeting_on"]
        try:
            opened = actions.open_sheet(
                organisation, meeting_on=day, today=request.today, by=request.user, at=clock.now()
            )
            return redirect("groups:sheet", **address(organisation, opened))
        except actions.SheetExists as refusal:
            messages.info(request, str(refusal))
            return redirect("groups:sheet", **address(organisation, refusal.sheet))
        except Refused as refusal:
            form.add_error("meeting_on", str(refusal))
    table = SheetTable(sheets_with_totals(organisation), organisation=organisation)
    RequestConfig(request, paginate={"per_page": 24}).configure(table)
    status = 422 if form.errors else 200
    return page(request, "sheets", organisation, table=table, form=form, may_open=may_open, status=status)


@gate(Permission.MEMBERS_SEE)
@require_safe
def sheet(request, organisation, day):
    """Show a sheet: as a form to who may fill it in, else to read."""
    found = sheet_or_404(organisation, day)
    if found.is_draft and Permission.SHEET_EDIT in permissions_held(request, organisation):
        return _draft(request, organisation, found)
    return _page_to_read(request, organisation, found)


@gate(Permission.SHEET_EDIT)
@require_POST
def sheet_save(request, organisation, day):
    """Keep what was typed: the whole sheet, or some rows of it sent while typing (answered as JSON)."""
    found = sheet_or_404(organisation, day)
    rows = {row.membership.number: row for row in rows_of(found)} if found.is_draft else {}
    try:
        saving = _Saving(request, found, rows)
    except NotThisForm:
        return HttpResponseBadRequest()
    except SheetAlreadyPosted as refusal:
        return _already_posted(request, organisation, refusal)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(saving.as_json(_since(request)), status=saving.status)
    if saving.status != 200:
        return _draft(request, organisation, found, saving=saving)
    return _go_on(request, organisation, found)


class _Saving:
    """One save of some rows: what was sent, what was kept, what was not."""

    def __init__(self, request, sheet, rows):
        post, self.sheet, self.reader = request.POST, sheet, request.user
        sent = [row.membership for number, row in rows.items() if f"{number}-seen" in post]
        self.columns = columns_of(sheet, sent)
        read = read_rows(post, rows=rows, columns=self.columns)
        self.read = {row.number: row for row in read if str(row.number) != post.get("theirs")}
        typed = [row.typed for row in self.read.values() if row.typed]
        self.saved = actions.save_rows(sheet, typed=typed, columns=self.columns, by=request.user, at=clock.now())
        self.errors = {n: row.errors for n, row in self.read.items() if row.errors}
        if "all_due" in post:
            leave = [*self.errors, *self.saved.conflicts]
            actions.mark_all_due(sheet, leave=leave, by=request.user, at=clock.now())

    @property
    def status(self):
        return 409 if self.saved.conflicts else 422 if self.errors else 200

    def as_json(self, since):
        """Return each sent row as it stands now, and those that others typed since, for the page to show."""
        rows = [row for row in rows_of(self.sheet) if row.membership.number in self.read or self._is_news(row, since)]
        news = any(row.membership.number not in self.read for row in rows)
        columns = columns_of(self.sheet, [row.membership for row in rows]) if news else self.columns
        grid = Grid(rows, columns=columns, reader=self.reader, read=self.read, conflicts=self.saved.conflicts)
        return {"now": clock.now().isoformat(), "rows": {row.n: _row_as_json(row) for row in grid.rows}}

    def _is_news(self, row, since):
        return since and row.typed_at and row.typed_at > since and row.typed_by_id != self.reader.pk


def _row_as_json(row):
    boxes = {cell.code: cell.value for cell in row.cells}
    return {
        "seen": row.seen,
        "boxes": {**boxes, "sum": row.sum, "mark": row.mark, "payer": row.payer},
        "errors": {box: str(words) for box, words in row.errors.items()},
        "stored": row.stored,
        "theirs": row.stored_boxes,
        "by": row.stored_by or row.typed_by,
    }


def _since(request):
    """Return the moment after which others' rows are news to this page, a little early rather than late."""
    try:
        return datetime.fromisoformat(request.POST.get("since", "")) - timedelta(seconds=10)
    except (ValueError, TypeError):
        return None


@gate(Permission.SHEET_EDIT)
@require_POST
def sheet_members(request, organisation, day):
    """Add who joined after the sheet was opened; take out who left."""
    found = sheet_or_404(organisation, day)
    try:
        changed = actions.renew_members(found, by=request.user, at=clock.now())
    except SheetAlreadyPosted as refusal:
        return _already_posted(request, organisation, refusal)
    words = ngettext("%(n)s row changed.", "%(n)s rows changed.", changed) % {"n": changed}
    messages.success(request, words)
    return redirect("groups:sheet", **address(organisation, found))


@gate(Permission.SHEET_EDIT)
def sheet_discard(request, organisation, day):
    """Throw away a draft that should not have been opened, after asking."""
    found = sheet_or_404(organisation, day)
    if not found.is_draft:
        return _already_posted(request, organisation, SheetAlreadyPosted(found))
    if request.method == "POST":
        try:
            actions.discard_sheet(found, by=request.user, at=clock.now())
        except SheetAlreadyPosted as refusal:
            return _already_posted(request, organisation, refusal)
        messages.success(request, _("The draft was thrown away."))
        return redirect("groups:sheets", code=organisation.code)
    typed = [row for row in rows_of(found) if row.amounts or row.mark]
    return page(request, "sheet_discard", organisation, sheet=found, typed=typed)


def _draft(request, organisation, sheet, *, saving=None):
    """Draw the form; after a save that could not keep everything, with what was typed and what is wrong."""
    rows = list(with_savings(rows_of(sheet)))
    columns = columns_of(sheet, [row.membership for row in rows])
    conflicts = saving.saved.conflicts if saving else ()
    grid = Grid(rows, columns=columns, reader=request.user, read=saving and saving.read, conflicts=conflicts)
    return page(
        request,
        "sheet",
        organisation,
        sheet=sheet,
        grid=grid,
        joined=list(members_without_row(sheet)),
        others=sorted({row.typed_by for row in grid.rows if row.typed_by}),
        errors=saving.errors if saving else {},
        conflicts=conflicts,
        now=clock.now().isoformat(),
        status=saving.status if saving else 200,
    )


def _page_to_read(request, organisation, sheet):
    rows = list(rows_of(sheet))
    columns = columns_of(sheet, [row.membership for row in rows]) if sheet.is_draft else columns_as_typed(sheet, rows)
    return page(
        request,
        "sheet_posted",
        organisation,
        sheet=sheet,
        grid=Grid(rows, columns=columns, reader=request.user),
        counts=[(show_input(one.denomination), one.count) for one in sheet.cash_counts.order_by("-denomination")],
        slips=sheet.slips.order_by("position"),
        anew=[] if sheet.is_draft else booked_anew_by(sheet.entry),
        reversal=sheet.reversals.filter(decided_by=None).select_related("asked_by__person").first(),
    )


def _go_on(request, organisation, sheet):
    """Go where the button said, after everything was kept."""
    if "count" in request.POST:
        return redirect("groups:sheet_post", **address(organisation, sheet))
    messages.success(request, _("Saved."))
    return redirect("groups:sheet", **address(organisation, sheet))


def _already_posted(request, organisation, refusal):
    """Tell who came too late that the sheet is posted, by whom, and where to see it."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"posted": str(refusal)}, status=409)
    return page(request, "sheet_told", organisation, sheet=refusal.sheet, words=str(refusal), status=409)
