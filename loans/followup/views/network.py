"""What the network sees: the cases it was asked to help with, by code; the name only inside the case."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import month_of
from federation.kit.downloads import EXPORTS, asked_for, file_of
from loans.followup import actions, reports, tables
from loans.followup.forms import StepForm
from loans.followup.papers.drawing import drawn_letter
from loans.followup.queries.cases import handed_to_network
from loans.followup.rules.kinds import KINDS
from loans.followup.views import case_or_404, closed_instead, form_page, page
from loans.followup.views.cases import case_context
from loans.followup.views.letters import letter_or_404, pack_answer

OF_NETWORK = ("network_visit", "advice", "mediation", "hand_over", "court", "cost", "note")


@gate(Permission.CASES_HELP)
@require_safe
def cases_help(request, organisation):
    """List the cases that groups asked help with, and count the others by group."""
    if organisation.is_group:
        raise Http404
    views = handed_to_network(organisation, on=request.today)
    title = _("Cases that groups ask help with")
    table = tables.HandedTable(views, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"help-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    section = reports.drawn(reports.network_section(organisation, month_of(request.today), on=request.today))
    context = {"table": table, "count": len(table.rows), "exports": EXPORTS, "sections": [section]}
    return page(request, "cases_help", organisation, **context)


@gate(Permission.ORGANISATION_SEE)
@require_safe
def case_help(request, organisation, case):
    """Show a case to the network that was asked to help with it."""
    found = _handed_or_404(request, organisation, case)
    may_work = found.closed_on is None
    context = case_context(found, request=request, may_work=may_work, letter_view="case_help_letter")
    kinds = [KINDS[key] for key in OF_NETWORK]
    links = {"pack": reverse("loans:case_help_pack", kwargs={"code": organisation.code, "case": found.code})}
    return page(request, "case", organisation, links=links, help=True, help_kinds=kinds, **context)


@gate(Permission.ORGANISATION_SEE)
def case_help_step(request, organisation, case, kind):
    """Write down what the network did in a case."""
    found = _handed_or_404(request, organisation, case)
    if kind not in OF_NETWORK:
        raise Http404
    form = StepForm(request.POST or None, kind=kind, case=found, today=request.today, user=request.user)

    def act():
        done = actions.do(found, form.doing(), today=request.today, by=request.user, at=clock.now())
        messages.success(request, closed_instead(done) or _("It is written down."))

    back = reverse("loans:case_help", kwargs={"code": organisation.code, "case": found.code})
    context = {"case": found, "kind": KINDS[kind]}
    return form_page(request, "case_step", organisation, form=form, act=act, back=back, **context)


@gate(Permission.ORGANISATION_SEE)
@require_safe
def case_help_letter(request, organisation, case, number, year):
    """Show the network a letter as it went out."""
    found = _handed_or_404(request, organisation, case)
    letter = letter_or_404(found, number, year)
    return page(request, "case_letter", organisation, case=found, letter=letter, help=True, **drawn_letter(letter))


@gate(Permission.ORGANISATION_SEE)
@require_safe
def case_help_pack(request, organisation, case):
    """All papers of a case as one file for the network's legal unit."""
    return pack_answer(request, organisation, _handed_or_404(request, organisation, case))


def _handed_or_404(request, organisation, code: str):
    """Return a case that the network was asked to help with; for everybody else there is no such page."""
    found = case_or_404(organisation, code)
    if found.with_network_since is None or Permission.CASES_HELP not in permissions_held(request, organisation):
        raise Http404
    return found
