"""Cases as sections of reports: figures and codes, never a name, since they are read above the group too."""

from dataclasses import dataclass
from datetime import date

from federation.kit.charts import Series, bars
from federation.kit.dates import last_day, show_month
from federation.kit.report import Chart, Column, Grid, Row, Section, Shown, show_cell
from federation.kit.wording import gettext_lazy as _
from loans.arrears.queries.portfolio import network_portfolio
from loans.followup.models import Case
from loans.followup.queries.cases import PEOPLE, CaseView, counts_by_step, open_cases, views_of
from loans.followup.queries.recovered import doings, month_of_cases, recovered_after, touching, touching_in
from loans.followup.rules.kinds import ALL
from loans.followup.rules.ladder import OPENED, RUNGS

CSS = {"money": "money", "count": "number", "date": "date"}


def _title_of(step: str):
    return _("After opening, before any step") if step == OPENED else RUNGS[step].title


def by_step_section(organisation, *, on: date) -> Section:
    """Return how many open cases of a group have come to which step."""
    return _steps_section(open_cases(organisation, on=on))


def _steps_section(views: list[CaseView]) -> Section:
    counts = counts_by_step(views)
    rows = [Row([RUNGS[key].title, count]) for key, count in counts.items() if count]
    fresh = sum(view.is_open and view.case.step == OPENED for view in views)
    rows = ([Row([_("Opened, nothing done yet"), fresh])] if fresh else []) + rows
    return Section(
        key="cases_by_step",
        title=_("Cases by step"),
        grid=Grid(
            [Column("step", _("Step"), wide=True), Column("cases", _("Cases"), "count", total=True)],
            rows,
            total_label=_("Total"),
            empty=_("No case is open."),
        ),
    )


def moved_section(organisation, month: date) -> Section:
    """Return which cases are new, which ended well, and which came to a further step in a month: by code."""
    span = {"since": month, "until": last_day(month)}
    found = month_of_cases(touching(organisation, **span), **span)
    rows = [Row([_("new"), case.code, ""]) for case in found.new]
    rows += [Row([_("came further"), case.code, RUNGS[step].title]) for case, step in found.worse]
    rows += [Row([_("paid up or settled"), case.code, case.get_outcome_display()]) for case in found.cured]
    return Section(
        key="cases_of_month",
        title=_("Cases of %(month)s") % {"month": Shown(show_month, month)},
        grid=Grid(
            [Column("what", _("What")), Column("code", _("Case"), "code"), Column("step", _("Step"), wide=True)],
            rows,
            empty=_("Nothing changed this month."),
        ),
    )


def actions_section(organisation, month: date) -> Section | None:
    """Return what the group did about late loans in a month, for the monthly report; None when nothing was done."""
    until = last_day(month)
    done = doings(organisation, since=month, until=until)
    counted = [(ALL[kind].title, count) for kind, count in done.by_kind.items() if kind not in (OPENED, "note", "cost")]
    counted += [
        (words, count)
        for words, count in (
            (_("Promises to pay given"), done.promised),
            (_("Promises to pay kept"), done.kept),
            (_("Promises not kept"), done.broken),
        )
        if count
    ]
    if not counted:
        return None
    return Section(
        key="loan_actions",
        title=_("What was done about late loans"),
        grid=Grid(
            [Column("what", _("What"), wide=True), Column("times", _("Times"), "count")],
            [Row([title, count]) for title, count in counted],
        ),
    )


def recovered_section(organisation, *, since: date, until: date) -> Section:
    """Return what was paid after which step, before the next one: a table and a picture."""
    cases = touching(organisation, since=since, until=until)
    found = recovered_after(cases, since=since, until=until)
    rows = [Row([_title_of(one.step), len(one.cases), one.payments, one.baht]) for one in found]
    columns = [
        Column("step", _("Paid after"), wide=True),
        Column("cases", _("Cases"), "count"),
        Column("payments", _("Payments"), "count", total=True),
        Column("baht", _("Baht"), "money", total=True),
    ]
    return Section(
        key="recovered",
        title=_("What was paid after which step"),
        grid=Grid(columns, rows, total_label=_("Total"), empty=_("Nothing was paid on loans with a case.")),
        chart=_recovered_chart(found),
    )


def _recovered_chart(found) -> Chart | None:
    if not found:
        return None
    best = max(found, key=lambda one: one.baht)
    return Chart(
        title=_("Most was paid after: %(step)s") % {"step": _title_of(best.step)},
        unit=_("baht"),
        labels=[_("Opening") if one.step == OPENED else RUNGS[one.step].short for one in found],
        series=[(_("Paid before the next step"), [one.baht for one in found])],
    )


def network_section(network, month: date, *, on: date) -> Section:
    """Return each group's cases for the network's meeting: how many are open, new, further, paid up; counts only."""
    cases = list(Case.objects.filter(network_id=network.pk, closed_on=None).select_related(*PEOPLE))
    views = views_of(cases, at=network_portfolio(network, on=on), on=on)
    span = {"since": month, "until": last_day(month)}
    moved = month_of_cases(touching_in(network, **span), **span)
    groups = {case.organisation for case in (*cases, *moved.new, *moved.cured)}
    rows = [
        Row(
            [
                group.code,
                sum(view.is_open for view in views if view.case.organisation_id == group.pk),
                sum(case.organisation_id == group.pk for case in moved.new),
                sum(case.organisation_id == group.pk for case, _step in moved.worse),
                sum(case.organisation_id == group.pk for case in moved.cured),
            ]
        )
        for group in sorted(groups, key=lambda group: group.code)
    ]
    heads = [("open", _("Open")), ("new", _("New")), ("further", _("Came further")), ("cured", _("Paid up"))]
    return Section(
        key="cases_of_groups",
        title=_("Cases of the groups, %(month)s") % {"month": Shown(show_month, month)},
        grid=Grid(
            [Column("group", _("Group"), "code", wide=True), *(Column(k, t, "count", total=True) for k, t in heads)],
            rows,
            total_label=_("Total"),
            empty=_("No group has a case."),
        ),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section as a page shows it."""

    title: str
    heads: list
    rows: list
    totals: list
    empty: str
    chart: str


def drawn(section: Section) -> Drawn:
    """Return a section with every word and figure as it is read."""
    grid, columns = section.grid, section.grid.columns
    totals = [show_cell(total, column.kind) for total, column in zip(grid.totals, columns, strict=True)]
    totals[next((at for at, column in enumerate(columns) if column.wide), 0)] = str(grid.total_label)
    return Drawn(
        title=str(section.title),
        heads=[(str(column.title), CSS.get(column.kind, "")) for column in columns],
        rows=[
            _with_css([show_cell(cell, one.kind) for cell, one in zip(row.cells, columns, strict=True)], columns)
            for row in grid.rows
        ],
        totals=_with_css(totals, columns) if grid.has_totals else [],
        empty=str(grid.empty),
        chart=_chart(section.chart),
    )


def _with_css(texts: list, columns) -> list:
    """Return cells as (text, class, head of the column)."""
    return [(text, CSS.get(one.kind, ""), str(one.title)) for text, one in zip(texts, columns, strict=True)]


def _chart(chart: Chart | None) -> str:
    if chart is None:
        return ""
    series = [Series(name, values) for name, values in chart.series]
    return bars(chart.title, unit=chart.unit, labels=chart.labels, series=series, over=_("Step"))
