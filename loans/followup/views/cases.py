"""The list of cases, cases to be opened, one case, and what following up brought in."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import month_of, next_month
from federation.kit.downloads import EXPORTS, asked_for, file_of
from loans.arrears.queries.meetings import meetings_not_entered
from loans.followup import actions, reports, tables
from loans.followup.queries.cases import cases_of, running, to_open, view_of
from loans.followup.queries.dossier import dossier_of
from loans.followup.views import case_or_404, page

SHOWN = ("due", "all", "own")
REPORT_MONTHS = 12


@gate(Permission.LOANS_SEE)
def cases(request, organisation):
    """List the cases in the order of work: what is due today, all, or one's own."""
    asked = request.GET.get("show", "due")
    show = asked if asked in SHOWN else "due"
    views = running(organisation, on=request.today)
    running_views = [view for view in views if view.is_open]
    due = [view for view in running_views if view.is_due or view.has_broken_promise]
    own = [view for view in running_views if view.case.owner_id and view.case.owner_id == request.user.person_id]
    title = _("Cases of %(name)s") % {"name": organisation.name}
    table = tables.CasesTable({"due": due, "all": running_views, "own": own}[show], caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"cases-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    counts = {"due": len(due), "all": len(running_views), "own": len(own)}
    context = {"table": table, "counts": counts, "show": show, "count": len(table.rows)}
    context["exports"] = [(f"?show={show}&{address[1:]}", words) for address, words in EXPORTS]
    context["over"] = [view for view in views if not view.is_open]
    context["waiting"] = len(to_open(organisation, on=request.today))
    return page(request, "cases", organisation, **context)


@gate(Permission.CASES_WORK)
def cases_open(request, organisation):
    """List late loans without a case; one press opens all, and closes the cases that are paid up."""
    if request.method == "POST":
        done = actions.open_due_cases(organisation, on=request.today, by=request.user, at=clock.now())
        opened, closed = len(done.opened), len(done.closed)
        words = ngettext("%(n)s case is opened.", "%(n)s cases are opened.", opened) % {"n": opened}
        if closed:
            words += " " + ngettext("%(n)s is paid up and closed.", "%(n)s are paid up and closed.", closed) % {
                "n": closed
            }
        messages.success(request, words)
        return redirect("loans:cases", code=organisation.code)
    late = to_open(organisation, on=request.today)
    over = [view for view in running(organisation, on=request.today) if not view.is_open]
    table = tables.ToOpenTable(late, caption=_("Late loans without a case"))
    meetings = meetings_not_entered(organisation, on=request.today)
    return page(request, "cases_open", organisation, table=table, late=late, over=over, meetings=meetings)


@gate(Permission.LOANS_SEE)
def cases_closed(request, organisation):
    """List the cases that ended."""
    found = cases_of(organisation).exclude(closed_on=None).order_by("-closed_on", "code")
    title = _("Closed cases of %(name)s") % {"name": organisation.name}
    table = tables.ClosedTable(found, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"closed-cases-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return page(request, "cases_closed", organisation, table=table, count=len(table.rows), exports=EXPORTS)


@gate(Permission.LOANS_SEE)
def case(request, organisation, case):
    """Show one case: how it stands, what is next, whom one may ask today, and all that was done."""
    found = case_or_404(organisation, case)
    may_work = Permission.CASES_WORK in permissions_held(request, organisation)
    context = case_context(found, request=request, may_work=may_work and found.closed_on is None)
    links = {
        name: reverse(f"loans:case_{name}", kwargs={"code": organisation.code, "case": found.code}) for name in LINKS
    }
    return page(request, "case", organisation, links=links, help=False, **context)


LINKS = ("promise", "plan", "contact", "network", "close", "pack")


def case_context(found, *, request, may_work: bool, letter_view: str = "case_letter") -> dict:
    """Return what the page of a case shows. letter_view: the page that its letters lead to."""
    dossier = dossier_of(view_of(found, on=request.today), now=clock.now())
    return {
        "case": found,
        "view": dossier.view,
        "dossier": dossier,
        "may_work": may_work,
        "state": tables.WORK[dossier.view.work],
        "step_title": tables.step_title(found.step),
        "next_title": tables.step_title(found.next_step),
        "steps_table": tables.StepsTable(dossier.steps, label=_("What has been done")),
        "promises_table": tables.PromisesTable(dossier.view.promises, label=_("Promises to pay")),
        "letters_table": tables.LettersTable(dossier.letters, view=letter_view, label=_("Letters")),
    }


@gate(Permission.LOANS_SEE)
def cases_report(request, organisation):
    """Show the cases by step, what changed this month, and what was paid after which step; codes only, no names."""
    month = month_of(request.today)
    since = next_month(month, by=1 - REPORT_MONTHS)
    sections = [
        reports.by_step_section(organisation, on=request.today),
        reports.moved_section(organisation, month),
        reports.actions_section(organisation, month),
        reports.recovered_section(organisation, since=since, until=request.today),
    ]
    drawn = [reports.drawn(section) for section in sections if section]
    return page(request, "cases_report", organisation, sections=drawn)
