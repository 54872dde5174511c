"""A meeting as a whole: what is left to do, its report on page and paper, issuing and correcting it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.pdf import PdfUnavailable
from federation.kit.refusals import Refused
from federation.meetings import actions
from federation.meetings.forms import CorrectionForm
from federation.meetings.queries.meetings import attendance_of, host_is_missing, items_of, versions_of
from federation.meetings.queries.money import month_of_meeting
from federation.meetings.reports import aloud_of, meeting_report
from federation.meetings.tables import STATES
from federation.meetings.views.answers import meeting_or_404, page
from federation.reports.drawing import parts_of
from federation.reports.files import file_of
from federation.reports.queries import report_of
from federation.reports.views.answers import drawn_file, file_answer, no_pdf


@gate(Permission.REPORT_SEE)
def meeting(request, organisation, pk):
    """Show what is written of a meeting as its report will read, or as it was issued, and what is left to do."""
    found = meeting_or_404(organisation, pk)
    at = clock.now()
    report = meeting_report(found, at=at) if found.is_open else report_of(found.issued_report)
    context = parts_of(report) | {"meeting": found, "state": STATES[found.report_state]}
    context["versions"] = list(versions_of(found))
    if found.is_open:
        context |= {"steps": _steps(found), "aloud": aloud_of(found, at=at)}
    return page(request, "meeting", organisation, **context)


def _steps(found) -> list[dict]:
    """Return the parts of the work in their order, each with its state."""
    items, came = items_of(found), sum(row.count for row in attendance_of(found))
    resolved = sum(1 for item in items if item.resolution_no)
    code = {"code": found.organisation.code, "pk": found.pk}
    parts = [
        ("meeting_edit", _("Day, place, host, chair"), bool(found.chair), str(found)),
        ("meeting_attendance", _("Who came"), bool(came), _("%(count)s people") % {"count": came} if came else ""),
        ("meeting_agenda", _("Agenda and resolutions"), bool(resolved), _resolved(resolved)),
        ("meeting_issue", _("Issue the report"), False, ""),
    ]
    now = next(at for at, (*_rest, done, _note) in enumerate(parts) if not done)
    return [
        {
            "title": title,
            "note": note,
            "url": reverse(f"federation:{name}", kwargs=code),
            "state": _state(done, at, now),
        }
        for at, (name, title, done, note) in enumerate(parts)
    ]


def _state(done: bool, at: int, now: int) -> str:
    return "done" if done else "now" if at == now else "later"


def _resolved(count: int) -> str:
    return _("%(count)s resolutions") % {"count": count} if count else ""


@gate(Permission.REPORT_SEE)
def meeting_paper(request, organisation, pk, version=None):
    """Hand out the report as PDF: as it was issued, the same bytes for ever, or a draft from what stands now."""
    found = meeting_or_404(organisation, pk)
    name = f"{found.report_name}-{organisation.code}"
    if version is None and found.is_open:
        return drawn_file(request, meeting_report(found, at=clock.now()), format="pdf", name=f"{name}-draft")
    stored = versions_of(found).filter(**({"version": version} if version else {})).first()
    if stored is None:
        raise Http404
    try:
        kept = file_of(stored, format="pdf", language=get_language(), at=clock.now())
    except PdfUnavailable as refusal:
        return no_pdf(request, refusal)
    return file_answer(bytes(kept.content), format="pdf", name=f"{name}-v{stored.version}")


@gate(Permission.MEETINGS_EDIT)
def meeting_issue(request, organisation, pk):
    """Look at what is missing, then issue the report as it stands."""
    found = meeting_or_404(organisation, pk)
    if request.method == "POST":
        return _issue(request, found)
    if not found.is_open:
        return redirect("federation:meeting", code=organisation.code, pk=pk)
    return page(request, "meeting_issue", organisation, meeting=found, **_missing(found, today=request.today))


def _issue(request, found):
    at = clock.now()

    def draw(now):
        return meeting_report(now, at=at, draft=False)

    try:
        actions.issue_meeting(found, draw=draw, by=request.user, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The report is issued. Print it and read the first page aloud."))
    return redirect("federation:meeting", code=found.organisation.code, pk=found.pk)


def _missing(found, *, today) -> dict:
    """Return what somebody may still want to fill in before the report is issued; none of it holds it up."""
    items, month = items_of(found), month_of_meeting(found, today=today)
    gaps = []
    if found.held_on > today:
        gaps.append(_("The day of the meeting is still to come."))
    if not sum(row.count for row in attendance_of(found)):
        gaps.append(_("Who came is not written down."))
    if host_is_missing(found):
        gaps.append(_("Nobody of the host group stands among those who came. Look again."))
    if not any(item.resolution_no for item in items):
        gaps.append(_("No resolution is written down."))
    if not found.recorder or not found.checker:
        gaps.append(_("Who wrote the report, or who checked it, is not named."))
    return {"gaps": gaps, "month": month, "names": [one.organisation.name for one in month.missing]}


@gate(Permission.MEETINGS_EDIT)
def meeting_correct(request, organisation, pk):
    """Open an issued report again, saying what is corrected."""
    found = meeting_or_404(organisation, pk)
    form = CorrectionForm(request.POST or None)
    if found.is_open:
        return redirect("federation:meeting", code=organisation.code, pk=pk)
    if request.method == "POST" and form.is_valid():
        actions.open_for_correction(found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Correct what is wrong, then issue the next version."))
        return redirect("federation:meeting", code=organisation.code, pk=pk)
    return page(request, "meeting_correct", organisation, meeting=found, form=form, status=422 if form.errors else 200)
