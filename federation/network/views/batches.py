from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import be_year
from federation.network.actions import ask_batch
from federation.network.forms import BatchForm
from federation.network.jobs import is_worked
from federation.network.models import ReportBatch
from federation.network.queries import batch_of, batches_of, content_of, items_of, months_offered, progress_of
from federation.reports.monthly import NAME
from federation.reports.views.answers import file_answer

STOP_POLLING = 286


@gate(Permission.REPORTS_BATCH)
def report_batches(request, organisation):
    """Choose a month and ask for all groups' reports of it; or look at what was asked for before."""
    if organisation.is_group:
        raise Http404
    months = months_offered(organisation, on=request.today)
    form = BatchForm(request.POST if request.method == "POST" else None, months=months)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data | {"language": get_language(), "by": request.user, "at": clock.now()}
        batch = ask_batch(organisation, **asked)
        return redirect("federation:report_batch", code=organisation.code, pk=batch.pk)
    if "key" in form.errors:
        return HttpResponseBadRequest()
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "form": form,
        "months": months,
        "batches": batches_of(organisation),
        "worked": is_worked(at=clock.now()),
    }
    return render(request, "federation/network/report_batches.html", page, status=422 if form.errors else 200)


@gate(Permission.REPORTS_BATCH)
def report_batch(request, organisation, pk):
    """Show how far a batch is; the page asks again by itself until it is finished."""
    batch = _batch(organisation, pk)
    finished = batch.finished_at is not None
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "batch": batch,
        "finished": finished,
        "progress": progress_of(batch),
        "items": items_of(batch),
        "report_name": NAME,
        "worked": finished or is_worked(at=clock.now()),
    }
    if request.htmx:
        template = "federation/network/report_batch.html#progress"
        return render(request, template, page, status=STOP_POLLING if finished else 200)
    return render(request, "federation/network/report_batch.html", page)


@gate(Permission.REPORTS_BATCH)
def report_batch_file(request, organisation, pk):
    """Hand out the one file of all reports."""
    batch = _batch(organisation, pk)
    if batch.state != ReportBatch.State.DONE:
        raise Http404
    name = f"{NAME}-{organisation.code}-all-{be_year(batch.month)}-{batch.month.month:02d}"
    return file_answer(content_of(batch), format="pdf", name=name)


def _batch(organisation, pk):
    batch = batch_of(organisation, pk)
    if batch is None:
        raise Http404
    return batch
