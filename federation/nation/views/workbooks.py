"""Counts by workbook: an empty one, a dry run that saves nothing, and the entering of what was seen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from federation.kit import clock
from federation.kit.refusals import Refused
from federation.nation import actions, forms, tables, workbook
from federation.nation.views.editing import editors_only
from federation.reports.files import TYPES

PAGE = "federation/nation/"


@editors_only
def registry_import(request):
    """Take a workbook and show every row of it; nothing is saved."""
    form = forms.WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            reading = workbook.read(form.cleaned_data["workbook"].read(), today=request.today)
        except Refused as refusal:
            form.add_error("workbook", str(refusal))
        else:
            return _dry_run(request, reading)
    return render(request, PAGE + "registry_import.html", {"form": form}, status=422 if form.errors else 200)


@editors_only
@require_POST
def registry_import_enter(request):
    """Enter the rows that were shown, all or none."""
    form = forms.RowsForm(request.POST)
    if form.is_valid():
        try:
            made = {"by": request.user, "at": clock.now()}
            new = actions.enter_counts(form.cleaned_data["rows"], batch=form.batch, **made)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _said(new))
            return redirect("federation:registry_country")
    page = {"form": forms.WorkbookForm(), "problems": [words for field in form.errors.values() for words in field]}
    return render(request, PAGE + "registry_import.html", page, status=422)


@editors_only
@require_safe
def registry_import_template(request):
    """Hand out the empty workbook."""
    answer = HttpResponse(workbook.template(on=request.today), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="registry-counts.xlsx"'
    return answer


def _dry_run(request, reading):
    may_enter = reading.rows and not reading.wrong
    page = {
        "reading": reading,
        "table": tables.rows_table(reading),
        "signed": forms.signed_rows(reading) if may_enter else "",
    }
    return render(request, PAGE + "registry_import_rows.html", page, status=422 if reading.wrong else 200)


def _said(new):
    if not new:
        return _("Everything in this workbook stands in the registry already. Nothing was changed.")
    return ngettext("%(count)s row is entered.", "%(count)s rows are entered.", new) % {"count": new}
