"""Writing a meeting: its head, who came, the agenda. What was typed stays, whatever is refused."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.meetings import actions
from federation.meetings.forms import (
    Agenda,
    AttendanceForm,
    ChangedMeanwhile,
    HeadForm,
    differences,
    must_be_as_seen,
    seen_of,
)
from federation.meetings.queries.meetings import drafts_of, host_is_missing
from federation.meetings.queries.proposals import head_proposed
from federation.meetings.steps import HEAD
from federation.meetings.views.answers import meeting_or_404, page


@gate(Permission.MEETINGS_EDIT)
def meeting_new(request, organisation):
    """Enter a meeting, with its number, day, host and month proposed."""
    today = request.today
    initial = head_proposed(organisation, on=today, by=request.user)
    form = HeadForm(request.POST or None, initial=initial, organisation=organisation, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.found_meeting(organisation, by=request.user, at=clock.now(), **form.facts())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The meeting is entered. Next: who came."))
            return redirect("federation:meeting_attendance", code=organisation.code, pk=made.pk)
    drafts = drafts_of(organisation)
    return page(request, "meeting_new", organisation, form=form, drafts=drafts, status=422 if form.errors else 200)


@gate(Permission.MEETINGS_EDIT)
def meeting_edit(request, organisation, pk):
    """Change day, place, host and who chaired."""
    meeting = meeting_or_404(organisation, pk)

    def draw(data=None):
        initial = {name: getattr(meeting, name) for name in HEAD} | {"seen": seen_of("head", meeting)}
        return HeadForm(data, initial=initial, organisation=organisation, today=request.today)

    def act(form):
        actions.save_head(
            meeting,
            unchanged=must_be_as_seen("head", seen=form.cleaned_data["seen"]),
            by=request.user,
            at=clock.now(),
            **form.facts(),
        )

    return _part(request, "meeting_edit", meeting, draw=draw, act=act, then="meeting_attendance")


@gate(Permission.MEETINGS_EDIT)
def meeting_attendance(request, organisation, pk):
    """Write down how many came, by group and kind."""
    meeting = meeting_or_404(organisation, pk)

    def draw(data=None):
        return AttendanceForm(data, meeting=meeting, initial={"seen": seen_of("attendance", meeting)})

    def act(form):
        actions.save_attendance(
            meeting,
            unchanged=must_be_as_seen("attendance", seen=form.cleaned_data["seen"]),
            counts=form.counts(),
            names=form.names(),
            by=request.user,
            at=clock.now(),
        )

    return _part(request, "meeting_attendance", meeting, draw=draw, act=act, then="meeting_agenda")


def _part(request, name: str, meeting, *, draw, act, then: str):
    """Draw the form of a part of a meeting, or save it and go on to the next part.

    Where another person saved it meanwhile, both are shown, and saving again is then on purpose.
    """
    organisation = meeting.organisation
    form, clash = draw(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except ChangedMeanwhile as refusal:
            stored = draw()
            clash = {"words": refusal, "differences": differences(form, stored)}
            form.data = form.data.copy()
            form.data["seen"] = stored.initial["seen"]
        except Refused as refusal:
            refusal.show_on(form)
        else:
            return _saved(request, meeting, then=then)
    status = 409 if clash else 422 if form.errors else 200
    return page(request, name, organisation, meeting=meeting, form=form, clash=clash, status=status)


@gate(Permission.MEETINGS_EDIT)
def meeting_agenda(request, organisation, pk):
    """Write the agenda: what was put, said and resolved."""
    meeting = meeting_or_404(organisation, pk)
    seen, clash, refused = request.POST.get("seen", ""), None, None
    agenda = Agenda(meeting, request.POST or None)
    if request.method == "POST" and agenda.is_valid():
        try:
            actions.save_agenda(
                meeting,
                unchanged=must_be_as_seen("agenda", seen=seen),
                items=agenda.items(),
                by=request.user,
                at=clock.now(),
            )
        except ChangedMeanwhile as refusal:
            clash = {"words": refusal, "differences": agenda.differences(meeting)}
        except Refused as refusal:
            refused = refusal
        else:
            return _saved(request, meeting, then="meeting_agenda" if "more" in request.POST else "meeting")
    context = {"meeting": meeting, "agenda": agenda, "clash": clash, "refused": refused}
    context["seen"] = seen if agenda.wrong else seen_of("agenda", meeting)
    status = 409 if clash else 422 if agenda.wrong or refused else 200
    return page(request, "meeting_agenda", organisation, status=status, **context)


def _saved(request, meeting, *, then: str):
    messages.success(request, _("Saved."))
    if then == "meeting_agenda" and host_is_missing(meeting):
        messages.warning(request, _("Nobody of the host group stands among those who came. Look again."))
    return redirect(f"federation:{then}", code=meeting.organisation.code, pk=meeting.pk)
