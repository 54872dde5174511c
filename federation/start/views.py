from django.shortcuts import redirect, render
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held, signed_in
from federation.access.permissions import Permission
from federation.access.queries import organisations_for, own_organisations
from federation.between.queries.disputes import on_start_page
from federation.nation.below import below
from federation.nation.tables import shown_total
from federation.ratios.drawing import six_shown
from federation.ratios.queries import six
from federation.start.charts import savings_chart
from federation.start.handovers import months_of_groups, months_to_send
from federation.start.loan_work import groups_late, help_wanted, late_with_others, loan_work, loans_by_group
from federation.start.queries import group_month, network_month
from federation.start.tables import MONEY, GroupsThisMonth
from federation.start.welfare_work import welfare_work
from federation.start.work import steps_of
from federation.support.queries.supports import is_near, running_of


@signed_in
def start(request):
    """Lead to the one organisation a person works for, or let them choose."""
    own = list(own_organisations(request.user, on=request.today))
    if len(own) == 1:
        return redirect("federation:desk", code=own[0].code)
    return render(request, "federation/start/start.html", {"organisations": own})


@gate(Permission.ORGANISATION_SEE)
def desk(request, organisation):
    """The work first: a group's month in four steps, a network's groups at a glance."""
    if organisation.is_group:
        return _group(request, organisation)
    held = permissions_held(request, organisation)
    sees_money = Permission.BOOKS_SEE in held
    loans = loans_by_group(organisation, on=request.today) if sees_money else {}
    handed = months_of_groups(organisation, on=request.today, user=request.user, held=held)
    month = network_month(organisation, on=request.today, loans=loans, handed=handed.by_group if handed else {})
    table = GroupsThisMonth(month.rows, exclude=() if sees_money else MONEY)
    RequestConfig(request, paginate=False).configure(table)
    page = {"organisation": organisation, "month": month, "table": table, "sees_money": sees_money}
    page["handed"] = handed
    if Permission.FIGURES_SEE in held and not month.rows:
        page |= _of_networks_below(request, organisation)
    page["between"] = on_start_page(organisation, on=request.today) if sees_money else None
    page["groups_late"] = groups_late(organisation, on=request.today) if Permission.LOANS_SEE in held else None
    page["chart"] = savings_chart(month.flows) if sees_money else ""
    page["help_wanted"] = help_wanted(organisation, on=request.today, held=held)
    page["welfare"] = welfare_work(organisation, on=request.today, held=held, user=request.user)
    return render(request, "federation/start/network.html", page)


def _of_networks_below(request, organisation):
    """Return the totals of what stands below a network that keeps no group itself; nothing where nothing does."""
    seen = set(organisations_for(request.user, Permission.FIGURES_SEE, on=request.today).values_list("pk", flat=True))
    found = below(organisation, on=request.today, seen=seen)
    return {"below": found, "below_cards": shown_total(found.total)} if found.rows else {}


def _group(request, organisation):
    if organisation.book is None:
        return render(request, "federation/start/on_paper.html", {"organisation": organisation})
    month = group_month(organisation, on=request.today)
    held = permissions_held(request, organisation)
    page = {"organisation": organisation, "month": month, "steps": steps_of(month, held=held)}
    page["handover"] = months_to_send(organisation, closed=month.latest) if Permission.MONTH_SEND in held else None
    page["between"] = on_start_page(organisation, on=request.today) if Permission.BOOKS_SEE in held else None
    page["late_loan"] = late_with_others(organisation, on=request.today) if Permission.FIGURES_SEE in held else None
    page["loans"] = loan_work(organisation, on=request.today, held=held)
    page["welfare"] = welfare_work(organisation, on=request.today, held=held, user=request.user)
    if Permission.FIGURES_SEE in held and is_near(request.user, organisation, on=request.today):
        page |= {"near": True, "support": running_of(organisation, on=request.today)}
    page |= six_shown(six(organisation, on=request.today)) if Permission.FIGURES_SEE in held else {}
    return render(request, "federation/start/group.html", page)
