"""A report as a workbook, one sheet a table; and its tables as CSV."""

from dataclasses import replace

from federation.kit.clock import BANGKOK
from federation.kit.money import show
from federation.kit.packing import Both
from federation.kit.report import Chart, Grid, Report, Section, show_cell
from federation.kit.spreadsheet import Sheet, write_csv, write_xlsx
from federation.kit.tables import TableRows
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

KINDS = {"name": "name", "code": "text", "moment": "text"}
MADE_UP = _("Made-up data")
DRAFT = _("Draft: the month is not closed yet")


def xlsx_of(report: Report) -> bytes:
    """Return the report as a workbook: the first sheet says what it is, then one sheet a table."""
    sheets = [_cover(report)]
    for section in report.sections:
        if section.chart:
            sheets.append(Sheet(str(section.chart.title)[:60], _marks(report), _chart_rows(section.chart)))
        if section.grid:
            sheets.append(_sheet(report, section))
    title = f"{report.title} {report.organisation}"
    return write_xlsx(sheets, title=title, on=report.made_at.astimezone(BANGKOK).date())


def csv_of(report: Report) -> bytes:
    """Return the tables of a report as CSV; of several each stands under its title, with an empty row between."""
    sections = [section for section in report.sections if section.grid]
    texts = [write_csv(_with_era(section.grid)).decode("utf-8-sig") for section in sections]
    if len(texts) > 1:
        titles = [write_csv(TableRows([str(section.title)], ["text"], [])).decode("utf-8-sig") for section in sections]
        texts = [title + text for title, text in zip(titles, texts, strict=True)]
    return "\r\n".join(texts).encode("utf-8-sig")


def _with_era(grid: Grid) -> TableRows:
    """Return a table whose heads say that dates in CSV are of the common era."""
    rows = rows_of_grid(grid)
    dated = (kind in ("date", "month") for kind in rows.kinds)
    heads = [f"{head} ({_('CE')})" if is_date else head for head, is_date in zip(rows.heads, dated, strict=True)]
    return replace(rows, heads=heads)


def rows_of_grid(grid: Grid) -> TableRows:
    """Return a table as typed values."""
    kinds = [KINDS.get(column.kind, column.kind) for column in grid.columns]
    totals = None
    if grid.has_totals:
        totals = list(grid.totals)
        totals[next((at for at, column in enumerate(grid.columns) if column.wide), 0)] = str(grid.total_label)
    return TableRows(
        heads=[str(column.title) for column in grid.columns],
        kinds=kinds,
        rows=[[_typed(value, c.kind) for value, c in zip(row.cells, grid.columns, strict=True)] for row in grid.rows],
        totals=totals,
    )


def _typed(value, kind: str):
    if value is None or kind in ("money", "count", "date", "month") and not isinstance(value, Sentence | Both):
        return value
    return show_cell(value, kind)


def _cover(report: Report) -> Sheet:
    figures = [figure for section in report.sections for figure in section.figures]
    rows = [_by_kind(figure.label, figure.value, kind=figure.kind) for figure in figures]
    rows += [_by_kind(proof.label, proof.printed, kind="money") for proof in report.proofs]
    notes = [report.organisation, report.subtitle, *_marks(report)]
    if report.proofs:
        notes.append(_proved(report))
    if report.head:
        notes.append(f"{_('Code of the books')}: {report.code} #{report.head.number} {report.head.short_code}")
    table = TableRows([str(_("Figure")), str(_("Baht")), str(_("Count"))], ["text", "money", "count"], rows)
    return Sheet(str(report.title), [str(note) for note in notes if str(note)], table if rows else None)


def _proved(report: Report):
    if not report.difference:
        return _("The report equals the books, difference 0.00")
    return _("The report differs from the books by %(baht)s baht") % {"baht": show(report.difference)}


def _by_kind(label, value, *, kind: str) -> list:
    return [str(label), value, None] if kind == "money" else [str(label), None, value]


def _marks(report: Report) -> list[str]:
    return [str(words) for words, said in ((MADE_UP, report.made_up), (DRAFT, report.draft)) if said]


def _sheet(report: Report, section: Section) -> Sheet:
    notes = [f"{report.title} · {report.organisation}", *_marks(report)]
    if section.note:
        notes.append(str(section.note))
    strong = frozenset(at for at, row in enumerate(section.grid.rows) if row.strong)
    return Sheet(str(section.title), notes, rows_of_grid(section.grid), strong)


def _chart_rows(chart: Chart) -> TableRows:
    heads = [str(_("Month")), *(str(name) for name, _values in chart.series)]
    columns = [values for _name, values in chart.series]
    rows = [[label, *(values[at] for values in columns)] for at, label in enumerate(chart.labels)]
    kinds = ["month" if rows and hasattr(rows[0][0], "month") else "text", *["money"] * len(columns)]
    return TableRows(heads, kinds, rows)
