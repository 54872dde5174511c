from django.shortcuts import redirect, render
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held, signed_in
from federation.access.permissions import Permission
from federation.access.queries import own_organisations
from federation.start.charts import savings_chart
from federation.start.loan_work import help_wanted, loan_work, loans_by_group
from federation.start.queries import group_month, network_month
from federation.start.tables import MONEY, GroupsThisMonth
from federation.start.work import steps_of


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
    month = network_month(organisation, on=request.today, loans=loans)
    table = GroupsThisMonth(month.rows, exclude=() if sees_money else MONEY)
    RequestConfig(request, paginate=False).configure(table)
    page = {"organisation": organisation, "month": month, "table": table, "sees_money": sees_money}
    page["chart"] = savings_chart(month.flows) if sees_money else ""
    page["help_wanted"] = help_wanted(organisation, on=request.today, held=held)
    return render(request, "federation/start/network.html", page)


def _group(request, organisation):
    month = group_month(organisation, on=request.today)
    held = permissions_held(request, organisation)
    page = {"organisation": organisation, "month": month, "steps": steps_of(month, held=held)}
    page["loans"] = loan_work(organisation, on=request.today, held=held)
    return render(request, "federation/start/group.html", page)
