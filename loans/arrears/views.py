"""Who is late, how lending stands, and what a network sees of it."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit.dates import last_day, month_of, month_range, next_month, show_date
from federation.kit.downloads import asked_for, file_of
from federation.kit.money import ZERO
from groups.registry.views import exports
from loans.arrears import charts, tables
from loans.arrears.forms import BY, AsOfForm, CutForm
from loans.arrears.queries.late import late_loans, put_together
from loans.arrears.queries.meetings import meetings_not_entered, waits_for_sheet
from loans.arrears.queries.month import due_and_collected
from loans.arrears.queries.month_end import as_of
from loans.arrears.queries.network import groups_lending
from loans.arrears.queries.portfolio import portfolio_history
from loans.arrears.reports import stretch_names
from loans.arrears.rules import added_up

PAGE = "loans/arrears/"
MONTHS_IN_CHART = 24


@gate(Permission.LOANS_SEE)
def arrears(request, organisation):
    """List the late loans as of a day, one by one or put together; without names where it leaves the group."""
    form, nameless = AsOfForm(request.GET, today=request.today), request.GET.get("names") == "no"
    unpaid = late_loans(organisation, on=form.day)
    meetings = meetings_not_entered(organisation, on=form.day) if unpaid else []
    awaited = [one for one in unpaid if waits_for_sheet(one.at, meetings)]
    loans = [one for one in unpaid if one not in awaited]
    cut = CutForm(request.GET, loans=loans, with_villages=not nameless)
    shown = cut.cut(loans)
    kind = asked_for(request)
    without = {*(tables.NAMES if nameless else ()), *(() if kind else _folded(shown, nameless=nameless))}
    table = _table(organisation, shown, by=cut.by_what, without=without)
    if kind:
        name = f"late-loans-{organisation.code}"
        return file_of(table, kind=kind, name=name, title=str(table.caption), on=form.day)
    RequestConfig(request, paginate=False).configure(table)
    context = {"form": form, "cut": cut, "table": table, "nameless": nameless, "count": len(shown), "all": len(loans)}
    context |= {"on": form.day, "by": BY.get(cut.by_what, ""), "exports": exports(request)}
    context |= {"meetings": meetings, "awaited": awaited}
    context["awaited_table"] = _table(organisation, awaited, by="", without=without) if awaited else None
    context["overdue"] = sum((one.total for one in shown), ZERO)
    return _page(request, "arrears", organisation, status=422 if form.errors else 200, **context)


def _folded(loans, *, nameless):
    """Return what the page leaves to the file, to fit a screen: what one can choose by, and an empty column."""
    empty = () if any(one.case for one in loans) else ("case",)
    return ("village", *(() if nameless else ("product",)), *empty)


def _table(organisation, loans, *, by, without):
    title = _("Late loans of %(name)s") % {"name": organisation.name}
    if by:
        table = tables.TogetherTable(put_together(loans, by=by), caption=title)
        table.columns["label"].column.verbose_name = BY[by]
        return table
    return tables.LateLoansTable(loans, organisation=organisation, exclude=without, caption=title)


@gate(Permission.LOANS_SEE)
def portfolio(request, organisation):
    """Show what is lent, what of it is at risk by each ratio, ages and classes, the allowance, the months behind."""
    form = AsOfForm(request.GET, today=request.today)
    end = as_of(organisation, on=form.day)
    found = end.position
    ages = [
        {"late": name, **{part: getattr(age, part) for part in ("count", "overdue", "interest", "fine", "principal")}}
        for name, age in zip(stretch_names(found.scale), found.ageing, strict=True)
    ]
    meetings = meetings_not_entered(organisation, on=form.day) if found.late else []
    context = {
        "form": form,
        "on": form.day,
        "meetings": meetings,
        "awaited": sum(waits_for_sheet(loan, meetings) for loan in found.late),
        "position": found,
        "end": end,
        "ratios": tables.RatiosTable(found.ratios, label=_("Ratios")),
        "ages": tables.AgesTable(ages, label=_("Late loans by months")),
        "set_aside": tables.SetAsideTable(found.set_aside, label=_("Loans by class, and the allowance for them")),
        "charts": _charts(organisation, on=form.day),
    }
    return _page(request, "portfolio", organisation, status=422 if form.errors else 200, **context)


def _charts(organisation, *, on):
    """Return the pictures of the last months, none before the books were opened."""
    if organisation.book is None:
        return []
    first = max(next_month(month_of(on), by=1 - MONTHS_IN_CHART), organisation.book.opened_on)
    months = list(month_range(first, on))
    history = portfolio_history(organisation, days=[min(last_day(month), on) for month in months])
    if not any(history.values()):
        return []
    pairs = due_and_collected(organisation, months=months)
    return [charts.lent_chart(history), charts.risk_chart(history), charts.collected_chart(months, pairs)]


@gate(Permission.REPORT_SEE)
def arrears_groups(request, organisation):
    """Show a network the lending of its groups: counts and ratios, no names."""
    if organisation.is_group:
        raise Http404
    form = AsOfForm(request.GET, today=request.today)
    rows = [_group_row(one) for one in groups_lending(organisation, on=form.day)]
    title = _("Loans of the groups on %(day)s") % {"day": show_date(form.day)}
    table = tables.GroupsTable(rows, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"groups-loans-{organisation.code}", title=title, on=form.day)
    RequestConfig(request, paginate=False).configure(table)
    together = added_up(row["position"].ratios for row in rows)
    context = {"form": form, "table": table, "on": form.day, "exports": exports(request)}
    context["ratios"] = tables.RatiosTable(together, label=_("All groups together"))
    context["awaited"] = sum(row["awaited"] for row in rows)
    return _page(request, "arrears_groups", organisation, status=422 if form.errors else 200, **context)


def _group_row(group):
    ratios = {ratio.key: ratio.percent for ratio in group.position.ratios}
    late = len(group.position.late)
    row = {"organisation": group.organisation, "position": group.position, "late": late, "awaited": group.awaited}
    return row | ratios


def _page(request, name, organisation, *, status, **context):
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    return render(request, f"{PAGE}{name}.html", context, status=status)
