"""Receipts of a posted sheet: the list, and printing them, on A4 or on a roll."""

import uuid
from datetime import timedelta

from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import show_date, show_month
from federation.kit.money import ZERO, show
from federation.kit.words import baht_words
from federation.ledger.chain import short_code
from groups.promises.items import SATJA
from groups.sheets import actions
from groups.sheets.items import columns_as_typed
from groups.sheets.queries import came_in_cash, prints_of, receipts_of
from groups.sheets.views import address, page, sheet_or_404
from loans.lending.items import CODES, EXTRA
from loans.lending.queries.brought import brought_by

PAPERS = ("a4", "roll")
FRESH = timedelta(minutes=15)  # a page of prints that is opened again later shows copies


@gate(Permission.MEMBERS_SEE)
@require_safe
def sheet_receipts(request, organisation, day):
    """List the receipts of a posted sheet, by number."""
    sheet = _posted_or_404(organisation, day)
    return page(request, "sheet_receipts", organisation, sheet=sheet, slips=receipts_of(sheet), batch=uuid.uuid4())


@gate(Permission.SHEET_POST)
@require_POST
def receipts_print(request, organisation, day):
    """Note that receipts are printed, those that were ticked or all, and go to the page that prints them."""
    sheet = _posted_or_404(organisation, day)
    chosen = set(request.POST.getlist("receipt"))
    receipts = [slip.receipt for slip in receipts_of(sheet) if not chosen or str(slip.receipt.pk) in chosen]
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return HttpResponseBadRequest()
    paper = request.POST.get("paper")
    if paper not in PAPERS:
        return HttpResponseBadRequest()
    actions.print_receipts(sheet, receipts=receipts, batch=batch, by=request.user, at=clock.now())
    printed = reverse("groups:receipts_printed", kwargs={**address(organisation, sheet), "batch": batch})
    return redirect(f"{printed}?paper={paper}")


@gate(Permission.MEMBERS_SEE)
@require_safe
def receipts_printed(request, organisation, day, batch):
    """Show the receipts of one press of the button, ready for paper; what was printed before says it is a copy."""
    sheet = _posted_or_404(organisation, day)
    prints = prints_of(sheet, batch)
    slips = [slip for slip in receipts_of(sheet) if slip.receipt.pk in prints]
    if not slips:
        raise Http404
    columns = columns_as_typed(sheet, [row for slip in slips for row in slip.rows])
    late, lent = clock.now() - FRESH, _loans_of_rows(brought_by(sheet.entry))
    given = {"columns": columns, "sheet": sheet, "late": late, "lent": lent}
    return page(
        request,
        "receipts_printed",
        organisation,
        sheet=sheet,
        paper="roll" if request.GET.get("paper") == "roll" else "a4",
        short=short_code(sheet.entry.hash),
        in_cash=came_in_cash(sheet),
        dated=show_date(sheet.entry.on) if sheet.entry.on != sheet.meeting_on else "",
        papers=[_paper(slip, prints[slip.receipt.pk], **given) for slip in slips],
    )


def _paper(slip, printed, *, columns, sheet, late, lent):
    return {
        "slip": slip,
        "lines": [
            (row.membership, label, show(part), lent.get((row.membership_id, column), ()))
            for row, column, amount in slip.amounts()
            for label, part in _lines(row, column, amount, columns=columns, month=sheet.month)
        ],
        "total": show(slip.receipt.amount),
        "words": baht_words(slip.receipt.amount),
        "copy": printed.is_copy or printed.at < late,
        "shared": len(slip.rows) > 1,
    }


def _lines(row, column, amount, *, columns, month):
    """Return (label, baht) of an amount: satja names its month, and what came above the due stands by itself."""
    if column != SATJA:
        return [(columns.label(column), amount)]
    due, shown = row.due.get(SATJA, ZERO), {"month": show_month(month)}
    if not due:
        return [(_("Satja, received in %(month)s") % shown, amount)]
    lines = [(_("Satja of %(month)s") % shown, min(amount, due))]
    if amount > due:
        lines.append((_("Satja above this month's (first makes up months missed before)"), amount - due))
    return lines


def _loans_of_rows(brought):
    """Return {(membership id, column): [what a payment was split into, in words, with what came of it since]}."""
    found = {}
    for one in brought:
        column = EXTRA if one.kind == "prepayment" else CODES[one.control]
        words = [f"{_('Contract %(contract)s') % {'contract': one.contract_no}}: {_split(one.parts)}"]
        words.append(_("Principal left %(baht)s") % {"baht": show(one.left)})
        if one.anew:
            words.append(_("Booked anew since, by what came in later: %(parts)s") % {"parts": _split(one.anew)})
        found.setdefault((one.membership_id, column), []).extend(words)
    return found


def _split(parts):
    shown = [(_("principal %(baht)s"), parts.principal), (_("interest %(baht)s"), parts.interest)]
    shown += [(_("fine %(baht)s"), parts.fine)] if parts.fine else []
    return " · ".join(words % {"baht": show(baht)} for words, baht in shown)


def _posted_or_404(organisation, day):
    sheet = sheet_or_404(organisation, day)
    if sheet.entry is None:
        raise Http404
    return sheet
