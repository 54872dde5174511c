"""Taking a posted sheet back: one officer asks, another decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from groups.sheets import actions
from groups.sheets.forms import ReasonForm
from groups.sheets.items import columns_as_typed
from groups.sheets.models import Sheet, SheetState
from groups.sheets.queries import receipts_of, rows_of
from groups.sheets.steps import CashBanked
from groups.sheets.tables import Grid, entry_rows, record_address
from groups.sheets.views import page, sheet_or_404


@gate(Permission.BOOKS_SEE)
def sheet_reversal(request, organisation, day):
    """Ask that a posted sheet be taken back, or decide what another asked."""
    sheet = sheet_or_404(organisation, day)
    if sheet.state != SheetState.POSTED:
        raise Http404
    asked = (
        sheet.reversals.filter(decided_by=None).select_related("asked_by__person", "sheet__organisation__book").first()
    )
    form = ReasonForm(request.POST or None) if not asked else None
    held = permissions_held(request, organisation)
    refusal = None
    if request.method == "POST":
        try:
            if asked:
                return _decide(request, organisation, asked, held=held)
            if form.is_valid():
                return _ask(request, organisation, sheet, form, held=held)
        except Refused as refused:
            refusal = refused
    return page(
        request,
        "sheet_reversal",
        organisation,
        sheet=sheet,
        asked=asked,
        form=form,
        refusal=refusal,
        is_banked=isinstance(refusal, CashBanked),
        lines=entry_rows(sheet.entry.lines.select_related("account").order_by("n"), mirrored=True),
        may_decide=bool(asked) and Permission.BOOKS_CHECK in held and asked.asked_by_id != request.user.pk,
        status=422 if refusal or (form and form.errors) else 200,
    )


def _ask(request, organisation, sheet, form, *, held):
    if Permission.BOOKS_PROPOSE not in held:
        raise PermissionDenied
    actions.ask_reversal(sheet, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
    messages.success(request, _("Asked. Another officer now decides."))
    return redirect(record_address(sheet, code=organisation.code))


def _decide(request, organisation, asked, *, held):
    if Permission.BOOKS_CHECK not in held:
        raise PermissionDenied
    agree = request.POST.get("decision") == "agree"
    decided = actions.decide_reversal(asked, agree=agree, today=request.today, by=request.user, at=clock.now())
    if decided.entry_id:
        messages.success(request, _("The sheet is reversed. Open its day again to enter it rightly."))
        return redirect("groups:sheet_reversed", code=organisation.code, pk=asked.sheet_id)
    messages.info(request, _("Declined. The sheet stands as it was posted."))
    return redirect(record_address(asked.sheet, code=organisation.code))


@gate(Permission.MEMBERS_SEE)
@require_safe
def sheet_reversed(request, organisation, pk):
    """Show a sheet that was taken back, as it was, with who asked, why, and who agreed."""
    sheet = get_object_or_404(
        Sheet.objects.of(organisation).select_related("organisation", "entry"), pk=pk, state=SheetState.REVERSED
    )
    rows = list(rows_of(sheet))
    decided = sheet.reversals.filter(entry__isnull=False).select_related("asked_by__person", "decided_by__person")
    grid = Grid(rows, columns=columns_as_typed(sheet, rows), reader=request.user)
    slips = receipts_of(sheet)
    return page(
        request, "sheet_posted", organisation, sheet=sheet, grid=grid, decided=decided.first(), slips_taken_back=slips
    )
