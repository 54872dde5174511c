"""The months of a network's groups: what came, what is checked, what is late, and what is entered from paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.handover import actions
from federation.handover.forms import PaperMonthForm, ReturnForm
from federation.handover.queries import (
    counted,
    months_of,
    paper_changes,
    paper_versions,
    stands_below,
    status_of,
    statuses,
    steps_of,
)
from federation.handover.queries.standing import on_paper
from federation.handover.rules import Heads, State, may_follow
from federation.handover.tables import MonthsTable, MonthTable, rows_of
from federation.handover.views.drawn import BADGES, parts_of, unknown_of
from federation.kit import clock
from federation.kit.addresses import show_in_address
from federation.kit.dates import month_of, next_month
from federation.kit.refusals import Refused
from loans.lending.queries.posts import holds_post_in

PAGE = "federation/handover/"


@gate(Permission.FIGURES_SEE)
def months(request, organisation):
    """List the months of the network's groups, and how many of each were handed over."""
    _must_be_network(organisation)
    table = MonthsTable(months_of(organisation, on=request.today))
    RequestConfig(request, paginate={"per_page": 24}).configure(table)
    page = {"organisation": organisation, "demo": organisation.is_demo, "table": table}
    return render(request, PAGE + "months.html", page)


@gate(Permission.FIGURES_SEE)
def month(request, organisation, month):
    """Show how the month of each group stands, what is late, and the figures as they were sent."""
    _must_have_month(request, organisation, month)
    found = statuses(organisation, month, today=request.today)
    table = MonthTable(rows_of(found, network=organisation, month=month))
    RequestConfig(request, paginate=False).configure(table)
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "month": month,
        "found": found,
        "counts": [(State.NAMES[state], BADGES[state], n) for state, n in counted(found).items()],
        "late": [status for status in found if status.is_late],
        "not_closed": [status for status in found if not status.is_paper and not status.is_closed],
        "due_on": found[0].due_on if found else None,
        "table": table,
        "earlier": next_month(month, by=-1),
        "later": next_month(month) if next_month(month) <= request.today else None,
    }
    return render(request, PAGE + "month.html", page)


@gate(Permission.FIGURES_SEE)
def month_group(request, organisation, month, group):
    """Show one group's month to the network: figures as sent, what the books say by now, every step, and what to do."""
    group = _group(request, organisation, month, group)
    if on_paper(group, organisation, month):
        return redirect(
            "federation:paper_month", code=organisation.code, month=show_in_address(month), group=group.code
        )
    return _group_page(request, organisation, month, group, ReturnForm())


@gate(Permission.MONTH_CHECK)
@require_POST
def month_check(request, organisation, month, group):
    """Note that a month is checked, or accept one that another checked."""
    group = _with_books(request, organisation, month, group)
    sent = status_of(group, month, today=request.today).state == State.SENT
    try:
        (actions.check if sent else actions.accept)(group, month, by=request.user, at=clock.now())
    except Refused as refusal:
        for words in [refusal, *refusal.problems]:
            messages.error(request, str(words))
    else:
        said = _("%(group)s: checked. Another person of the network now accepts it.") if sent else _("%(group)s: done.")
        messages.success(request, said % {"group": group.name})
    return redirect("federation:month_group", code=organisation.code, month=show_in_address(month), group=group.code)


@gate(Permission.MONTH_CHECK)
@require_POST
def month_return(request, organisation, month, group):
    """Send a month back to its group with a reason."""
    group = _with_books(request, organisation, month, group)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            actions.send_back(group, month, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("%(group)s reads your reason on its first page.") % {"group": group.name})
            return redirect("federation:month", code=organisation.code, month=show_in_address(month))
    return _group_page(request, organisation, month, group, form)


@gate(Permission.FIGURES_SEE)
def paper_month(request, organisation, month, group):
    """Show the totals of a month that a group keeps on paper, and let the network enter them."""
    group = _group(request, organisation, month, group)
    if not on_paper(group, organisation, month):
        raise Http404
    may_enter = Permission.MONTH_CHECK in permissions_held(request, organisation)
    versions = list(paper_versions(organisation, group, month))
    heads = Heads.from_data(versions[0].figures) if versions else None
    form = PaperMonthForm(request.POST or None, heads=heads) if may_enter else None
    if request.method == "POST" and may_enter and form.is_valid():
        facts = {"heads": form.heads(), "source": form.cleaned_data["source"]}
        try:
            actions.enter_paper_month(organisation, group, month, by=request.user, at=clock.now(), **facts)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The month of %(group)s is entered.") % {"group": group.name})
            return redirect("federation:month", code=organisation.code, month=show_in_address(month))
    page = {
        **_facts(organisation, month, group),
        "versions": versions,
        "changes": [(new, [_told(*one) for one in found]) for new, found in paper_changes(versions)],
        "parts": parts_of(heads) if heads else [],
        "heads": heads,
        "form": form,
    }
    return render(request, PAGE + "paper_month.html", page, status=422 if form and form.errors else 200)


def _told(figure, was, now) -> tuple:
    return figure.label, figure.shown(was), figure.shown(now)


def _group_page(request, organisation, month, group, form):
    status = status_of(group, month, today=request.today)
    may_check = Permission.MONTH_CHECK in permissions_held(request, organisation)
    has_part = may_check and holds_post_in(request.user, group, on=request.today)
    then = State.CHECKED if status.state == State.SENT else State.ACCEPTED
    page = {
        **_facts(organisation, month, group),
        "status": status,
        "badge": BADGES[status.state],
        "parts": parts_of(status.heads, status),
        "unknown": unknown_of(status.heads),
        "steps": list(steps_of(group, month)),
        "has_part": has_part,
        "may_pass_on": may_check and not has_part and may_follow(status.state, then) and not status.changed,
        "took_last": bool(status.last) and status.last.by_id == request.user.pk,
        "accepts": then == State.ACCEPTED,
        "may_return": may_check and not has_part and may_follow(status.state, State.RETURNED),
        "form": form,
    }
    return render(request, PAGE + "month_group.html", page, status=422 if form.errors else 200)


def _facts(organisation, month, group) -> dict:
    return {"organisation": organisation, "demo": organisation.is_demo, "month": month, "group": group}


def _must_be_network(organisation):
    if organisation.is_group or organisation.book is None:
        raise Http404


def _must_have_month(request, organisation, month):
    _must_be_network(organisation)
    if month > month_of(request.today):
        raise Http404


def _group(request, organisation, month, code):
    """Return a group of the network in a month by its code, or answer 404."""
    _must_have_month(request, organisation, month)
    found = stands_below(organisation, month).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _with_books(request, organisation, month, code):
    group = _group(request, organisation, month, code)
    if on_paper(group, organisation, month):
        raise Http404
    return group
