"""The registry's tables as a report: the same on the page, on paper and in the workbook."""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import be_year, month_name, month_of, show_date
from federation.kit.money import round_satang
from federation.kit.report import Bracketed, Column, Grid, Link, Report, Row, Section, Whole, show_cell
from federation.kit.wording import language
from federation.nation import regions, rules
from federation.nation.known import SOURCE
from federation.nation.queries import AreaTable, KindRow, PartRow
from federation.nation.rules import MILLION, Counted, Published

UNKNOWN = "*"
IN_MILLIONS = ("groups", "members", "money")
NO_DATA = _("* means that nobody knows; it is not zero and is not added. Brackets hold targets.")


def national_report(printed, *, at: datetime) -> Report:
    """Return the printed table of 2547 as it reads there. printed: rows of `queries.printed_table`."""
    total = rules.added(row.published.counted for row in printed)
    rows = [_printed_row(row) for row in printed]
    rows.append(Row([_("Total (* no data)"), total.groups, total.members, Whole(total.money / MILLION)], strong=True))
    section = Section("printed", _("Organisations in the country, 2547"), grid=Grid(_columns(money=_MILLIONS), rows))
    return _report("registry-2547", section, foot=_printed_notes(printed, total), at=at)


def exact_note(printed):
    """Return the total of funds to the baht, which the table shows in whole millions as the source prints it."""
    total = rules.added(row.published.counted for row in printed)
    words = _("Funds in all, exactly: %(baht)s million baht (%(whole)s as printed).")
    return words % {"baht": f"{total.money / MILLION:,.2f}", "whole": show_cell(Whole(total.money / MILLION), "money")}


def area_report(table: AreaTable, *, on: date, at: datetime, made_up: bool = False) -> Report:
    """Return an area by kind and by its parts. made_up: invented organisations are among those that keep books here."""
    sections = [_kinds_section(table)]
    if table.parts:
        sections.append(_parts_section(table))
    name, code = f"registry-{table.code or 'TH'}".lower(), table.code or "TH"
    report = _report(name, *sections, whose=table.name, code=code, subtitle=_as_known(on), foot=_notes(table), at=at)
    return replace(report, made_up=made_up)


def _report(name: str, *sections: Section, at: datetime, foot="", subtitle="", whose=None, code="TH") -> Report:
    return Report(
        name=name,
        title=_("Registry of community finance organisations"),
        subtitle=subtitle or f"{_('Source')}: {SOURCE}",
        organisation=whose or regions.area_name(regions.NATION),
        code=code,
        month=month_of(at.astimezone(BANGKOK).date()),
        made_at=at,
        sections=sections,
        foot=foot,
    )


_MILLIONS = _("Funds (million baht)")
_BAHT = _("Funds (baht)")


def _columns(*, money, head=None) -> list[Column]:
    return [
        Column("kind", head or _("Kind of organisation"), wide=True),
        Column("groups", _("Groups"), "count"),
        Column("members", _("Members"), "count"),
        Column("money", money, "money"),
    ]


def _here_columns() -> list[Column]:
    return [
        Column("groups_here", _("Of these keep books here"), "count"),
        Column("members_here", _("Members by the books here"), "count"),
        Column("money_here", _("Money by the books here (baht)"), "money"),
    ]


def _printed_row(row) -> Row:
    published = row.published
    said = as_of_words(published)
    name = f"{row.name} ({said})" if said else row.name
    return Row([name, *_cells(published.counted, is_target=published.is_target, millions=True)])


def as_of_words(published: Published) -> str:
    """Return what is printed behind a kind: the month, the year, or that it is a target."""
    if published.is_target:
        return str(_("target"))
    if published.as_of is None:
        return ""
    day = published.as_of
    year = str(day.year if language() == "en" else be_year(day))
    if published.precision == "year":
        return year
    return f"{month_name(day.month, style='short')} {year}" if published.precision == "month" else show_date(day)


def _cells(counted: Counted, *, is_target: bool, millions: bool) -> list:
    """Return groups, members and money as cells: "*" for what is not known, targets in brackets.

    Of a target the source brackets groups and money alike.
    """
    money = counted.money
    if money is not None and millions:
        money = round_satang(money / MILLION)
    cells = [counted.groups, counted.members, money]
    return [UNKNOWN if cell is None else Bracketed(cell) if is_target else cell for cell in cells]


def _printed_notes(printed, total: Counted):
    members = ", ".join(row.name for row in printed if row.published.counted.members is not None)
    targets = rules.added(row.published.counted for row in printed if row.published.is_target)
    words = _(
        "%(no_data)s The total includes the target of %(targets)s groups, as the source does. Members are known of"
        " %(members)s alone."
    )
    return words % {"no_data": NO_DATA, "targets": f"{targets.groups:,}", "members": members}


def _kinds_section(table: AreaTable) -> Section:
    millions = table.code == regions.NATION
    columns = [*_columns(money=_MILLIONS if millions else _BAHT), *_here_columns(), Column("basis", _("Known from"))]
    rows = [_kind_row(row, millions=millions) for row in table.kinds]
    if rows:
        total = _cells(table.total, is_target=False, millions=millions)
        rows.append(Row([_("Total (* no data)"), *total, *_here_cells(table.here), _whole(table.total)], strong=True))
    empty = _("Nothing is known of this area yet.")
    return Section("kinds", _("By kind"), grid=Grid(columns, rows, empty=empty))


def _kind_row(row: KindRow, *, millions: bool) -> Row:
    figure = row.figure
    known = _cells(figure.shown, is_target=figure.is_target, millions=millions)
    return Row([row.name, *known, *_here_cells(figure.here), _basis(figure)])


def _here_cells(here: Counted) -> list:
    if not here.is_known:
        return [None, None, None]
    return [UNKNOWN if cell is None else cell for cell in (here.groups, here.members, here.money)]


def _basis(figure) -> str:
    published = figure.published or figure.target
    if published and figure.shown is published.counted:
        words = ", ".join(filter(None, [as_of_words(published), published.source]))
        if figure.more_named_than_published:
            more = _("%(words)s; known by name here: %(count)s, more than published")
            return str(more % {"words": words, "count": figure.named})
        return words
    if not figure.counted.is_known:
        return ""
    return _whole(figure.counted) or str(_("added up from what is known below"))


def _whole(counted: Counted) -> str:
    return "" if counted.whole else str(_("added up from what is known below, not complete"))


def _parts_section(table: AreaTable) -> Section:
    millions = table.code == regions.NATION
    columns = [*_columns(money=_MILLIONS if millions else _BAHT, head=_("Area")), *_here_columns()]
    return Section("parts", _("By area"), grid=Grid(columns, [_part_row(part, millions) for part in table.parts]))


def _part_row(part: PartRow, millions: bool) -> Row:
    known = _cells(part.counted, is_target=False, millions=millions)
    return Row([part.name, *known, *_here_cells(part.here)], link=Link("federation:registry_area", {"area": part.code}))


def _as_known(on: date):
    return _("As known on %(day)s") % {"day": show_date(on)}


def _notes(table: AreaTable):
    notes = [NO_DATA, _("Those that keep books here are among the groups counted, not beside them.")]
    if table.targets.groups and table.code == regions.NATION:
        words = _("The total includes the target of %(targets)s groups, as the national table of 2547 does.")
        notes.append(words % {"targets": f"{table.targets.groups:,}"})
    elif table.targets.groups:
        notes.append(_("Targets are not in the total."))
    if table.members_known_of and table.total.members is not None:
        notes.append(_("Members are known of these alone: %(kinds)s.") % {"kinds": ", ".join(table.members_known_of)})
    return " ".join(map(str, notes))
