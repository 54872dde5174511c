"""Who leaves: the list of an organisation, and the page of one."""

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit.downloads import asked_for, file_of
from groups.departures import tables
from groups.departures.models import RUNNING, Departure, DepartureKind, DepartureState
from groups.departures.queries import lists, net_of
from groups.departures.queries.family import aid_of, expected_parts
from groups.departures.queries.settled import settled_lines
from groups.departures.rules import TASKS
from groups.departures.views.common import PAGE, departure_or_404
from groups.registry.queries import beneficiaries_of
from groups.registry.views import exports
from loans.lending.models import Guarantee
from welfare.funeral.queries.units import ended_with_units, places_with_units


@gate(Permission.MEMBERS_SEE)
def leaving(request, organisation):
    """List who is proposed, who leaves, who moves here, what is still owed, and what was done."""
    title = _("Leaving %(name)s") % {"name": organisation.name}
    done = tables.DeparturesTable(lists.ended(organisation), organisation=organisation, caption=title)
    if kind := asked_for(request):
        found = lists.with_net(lists.departures_of(organisation), on=request.today)
        every = tables.DeparturesTable(found, organisation=organisation)
        return file_of(every, kind=kind, name=f"leaving-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(done)
    shown = {
        "running": (tables.DeparturesTable, lists.with_net(lists.running(organisation), on=request.today)),
        "coming": (tables.DeparturesTable, lists.with_net(lists.coming(organisation), on=request.today)),
        "tasks": (tables.TasksTable, lists.open_tasks(organisation)),
        "refunds": (tables.RefundsTable, lists.open_refunds(organisation)),
        "units": (tables.UnitsTable, ended_with_units(organisation)),
        "proposals": (tables.ProposalsTable, lists.proposals(organisation, on=request.today)),
    }
    context = {name: table(rows, organisation=organisation) for name, (table, rows) in shown.items()}
    context |= {"organisation": organisation, "done": done, "exports": exports(request)}
    return render(request, PAGE + "leaving.html", context)


@gate(Permission.MEMBERS_SEE)
def departure(request, organisation, pk):
    """Show one departure: the net, who gets what, what is left to do, the papers, and what may be done next."""
    found = departure_or_404(organisation, pk)
    own = found.organisation_id == organisation.pk
    is_open = found.state in RUNNING and not found.settlement
    payments = list(lists.payments_of(found))
    heirs = beneficiaries_of(found.membership) if found.is_death else []
    net = net_of(found.membership, on=request.today, of_death=found.is_death) if is_open else None
    context = {
        "organisation": organisation,
        "departure": found,
        "membership": found.membership,
        "own": own,
        "state": tables.STATES[found.state],
        "net": net,
        "expected": expected_parts(net, heirs) if net else [],
        "aid": aid_of(found, on=request.today) if found.is_death and own and not found.left_before else [],
        "settled": settled_lines(found),
        "payments": payments,
        "heirs": heirs,
        "tasks": [(task, TASKS[task.what].words) for task in lists.tasks_of(found)],
        "guarantees": _guarantors(found),
        "elsewhere": _elsewhere(found),
        "ended_later": _ended_later(found),
        "units": places_with_units(found.membership) if own else [],
        **_may(found, permissions_held(request, organisation), own=own),
    }
    return render(request, PAGE + "departure.html", context)


def _ended_later(found: Departure):
    """Return the day on which the books let the membership of the dead end, where it is not the day of death."""
    ended_on = found.membership.ended_on
    return ended_on if found.is_death and ended_on and ended_on != found.on else None


def _may(found: Departure, held, *, own: bool) -> dict:
    """Return which buttons the page shows."""
    edits, decides = Permission.LEAVING_EDIT in held and own, Permission.LEAVING_DECIDE in held
    waits = found.state in (DepartureState.ASKED, DepartureState.NOTICED)
    expels = found.kind == DepartureKind.EXPULSION and not found.left_before
    let_go = found.kind == DepartureKind.TRANSFER and found.state == DepartureState.DECIDED
    may_rest = not found.is_death or found.left_before
    back = found.is_death and not found.left_before and found.state != DepartureState.TAKEN_BACK
    return {
        "may_edit": edits,
        "may_pay": decides and own,
        "may_notice": edits and expels and found.state == DepartureState.ASKED,
        "may_decide": decides and own and waits and not (expels and found.notice_on is None),
        "may_withdraw": edits and may_rest and (waits or let_go),
        "may_refuse": decides and not found.is_death and ((own and waits) or (not own and let_go)),
        "may_admit": decides and not own and let_go,
        "may_ask_back": edits and back and not found.back_asked_by_id,
        "may_take_back": decides and own and back and bool(found.back_asked_by_id),
    }


def _guarantors(found: Departure) -> list[Guarantee]:
    """Return who guarantees loans of the dead that still run: each is told by letter."""
    if not found.is_death:
        return []
    standing = Guarantee.objects.filter(network_id=found.network_id, loan__membership=found.membership_id)
    standing = standing.filter(released_on=None)
    return list(standing.select_related("membership__person", "loan").order_by("loan__number", "pk"))


def _elsewhere(found: Departure) -> list[tuple]:
    """Return [(words, address)] of what is claimed on pages of its own, in full, for the person named there."""
    if not found.is_death:
        return []
    wanted = (
        (_("File the claim for welfare at death"), "welfare:claim_add"),
        (_("Go to funeral aid"), "welfare:death_choose"),
    )
    code = found.organisation.code
    return [(words, address) for words, name in wanted if (address := _address(name, code))]


def _address(name: str, code: str) -> str:
    try:
        return reverse(name, kwargs={"code": code})
    except NoReverseMatch:
        return ""
