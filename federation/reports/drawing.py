"""A report drawn as page and paper: the same sections, the same words; paper gets its tables in pieces."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from federation.kit.charts import Series, bars, lines
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date, show_month
from federation.kit.money import show
from federation.kit.pdf import render_pdf
from federation.kit.qr import qr_svg
from federation.kit.report import Chart, Column, Figure, Grid, Report, Row, Section, show_cell
from federation.kit.wording import gettext_lazy as _
from federation.kit.wording import language
from federation.kit.words import baht_words

# Long tables on paper may be cut after so many rows; with fixed widths it is as quick without (measured to 1,200).
ROWS_A_PIECE = 60
STYLES = ("satja/print.css", "satja/report-paper.css")
CSS = {"money": "money", "count": "number", "date": "date", "month": "date", "name": "name", "code": "nowrap"}
FONT = re.compile(r'url\("../sarabun/(?P<name>[\w.-]+)"\)')
SHORT = 28  # rows of a table that paper does not break over two pages
NARROWEST, WIDEST = 8, 18  # letters of a column on paper; report-paper.css has a class of that width for each
PAGE, NAMES = 182, 44  # mm: what lies between the margins, and what a column of names needs of it


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    css: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    cells: Sequence[Cell]
    strong: bool


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """columns: the letters each is wide on paper, 0 for what takes the rest. pieces: rows by sixty."""

    heads: Sequence[Cell]
    columns: Sequence[int]
    rows: Sequence[DrawnRow]
    totals: Sequence[Cell]
    empty: str

    @property
    def pieces(self) -> Iterator[Sequence[DrawnRow]]:
        for start in range(0, len(self.rows), ROWS_A_PIECE):
            yield self.rows[start : start + ROWS_A_PIECE]


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    label: str
    value: str
    notes: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class DrawnSection:
    section: Section
    figures: Sequence[DrawnFigure] = field(default_factory=tuple)
    table: DrawnTable | None = None
    chart: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether paper has to lie on its side, or names would run into figures."""
        return self.table is not None and sum(map(_millimetres, self.table.columns)) > PAGE

    @property
    def is_short(self) -> bool:
        """Whether paper keeps the section on one page."""
        return self.table is None or len(self.table.rows) <= SHORT


def drawn(report: Report) -> list[DrawnSection]:
    """Return the sections with every word and figure as it is read, in the language of the reader."""
    return [
        DrawnSection(
            section,
            figures=[_figure(figure) for figure in section.figures],
            table=_table(section.grid) if section.grid else None,
            chart=_chart(section.chart) if section.chart else "",
        )
        for section in report.sections
    ]


def pdf_of(report: Report) -> bytes:
    """Return the report on paper. Raises `PdfUnavailable`."""
    return render_pdf(paper_of(report), stylesheets=STYLES)


def paper_of(report: Report) -> str:
    """Return the HTML from which the paper is made."""
    return render_to_string("federation/reports/paper.html", {**parts_of(report), "language": language()})


def standalone_of(report: Report) -> bytes:
    """Return the paper as one HTML file that needs nothing beside it."""
    css = "\n".join(Path(finders.find(style)).read_text(encoding="utf-8") for style in STYLES)
    css = FONT.sub(lambda at: f"url(data:font/woff2;base64,{_encoded(at['name'])})", css)
    return paper_of(report).replace("</head>", f"<style>{css}</style></head>").encode()


def _encoded(font: str) -> str:
    return base64.b64encode(Path(finders.find(f"sarabun/{font}")).read_bytes()).decode()


def parts_of(report: Report) -> dict:
    """Return what the templates of page and paper need."""
    qr = qr_svg(report.head.qr, label=_("Code of the books")) if report.head else ""
    return {
        "report": report,
        "sections": drawn(report),
        "qr": qr,
        "proofs": _table(_proof_grid(report)),
        "difference": show(report.difference),
        "made": show_cell(report.made_at, "moment"),
        "made_on": show_date(report.made_at.astimezone(BANGKOK).date()),
    }


def _figure(figure: Figure) -> DrawnFigure:
    notes = [str(figure.note)] if figure.note else []
    if figure.in_words and language() == "th":
        notes.insert(0, in_words(figure.value))
    unit = figure.unit or (_("baht") if figure.kind == "money" else "")
    return DrawnFigure(
        label=str(figure.label),
        value=f"{show_cell(figure.value, figure.kind)} {unit}".strip(),
        notes=notes,
        url=_url_of(figure),
    )


def _url_of(figure: Figure) -> str:
    if figure.link:
        return figure.link.url
    return f"#{figure.see}" if figure.see else ""


def in_words(amount: Decimal) -> str:
    """Return baht in Thai words, also below zero."""
    return baht_words(amount) if amount >= 0 else f"ติดลบ{baht_words(-amount)}"


def _table(grid: Grid) -> DrawnTable:
    heads = [Cell(str(column.title), CSS.get(column.kind, "")) for column in grid.columns]
    rows = [_row(grid, row) for row in grid.rows]
    totals = _cells(grid, grid.totals) if grid.has_totals else []
    if totals:
        totals[_label_at(grid)] = Cell(str(grid.total_label))
    widths = [_width(column, at, rows=rows, totals=totals) for at, column in enumerate(grid.columns)]
    return DrawnTable(heads, widths, rows, totals, str(grid.empty))


def _row(grid: Grid, row: Row) -> DrawnRow:
    return DrawnRow(_cells(grid, row.cells, url=row.link.url if row.link else ""), row.strong)


def _cells(grid: Grid, values: Sequence, *, url: str = "") -> list[Cell]:
    """Return a row's cells; the first that is not a figure carries the link to its rows."""
    cells = []
    for column, value in zip(grid.columns, values, strict=True):
        carries = url if not column.is_figure and value is not None else ""
        cells.append(Cell(show_cell(value, column.kind), CSS.get(column.kind, ""), carries, str(column.title)))
        url = "" if carries else url
    return cells


def _label_at(grid: Grid) -> int:
    """Return the column in which the total is named: the wide one, or the first."""
    return next((at for at, column in enumerate(grid.columns) if column.wide), 0)


def _width(column: Column, at: int, *, rows: Sequence[DrawnRow], totals: Sequence[Cell]) -> int:
    """Return how many letters wide a column is on paper; letters of words take more room than figures."""
    if column.wide:
        return 0
    texts = [row.cells[at].text for row in rows] + [cell.text for cell in totals[at : at + 1]]
    longest = max(map(_letters, texts), default=0)
    return min(max(longest if column.is_figure else longest + 2, NARROWEST), WIDEST)


def _millimetres(letters: int) -> float:
    return 2.5 + 1.5 * letters if letters else NAMES


def _letters(text: str) -> int:
    """Return how many letters wide a text is: Thai marks above and below take no room."""
    return sum(not (c == "\u0e31" or "\u0e34" <= c <= "\u0e3a" or "\u0e47" <= c <= "\u0e4e") for c in text)


def _chart(chart: Chart) -> str:
    draw = {"bars": bars, "lines": lines}[chart.kind]
    return draw(
        chart.title,
        unit=chart.unit,
        labels=[show_month(label, style="short") if hasattr(label, "month") else label for label in chart.labels],
        series=[Series(name, values) for name, values in chart.series],
    )


def _proof_grid(report: Report) -> Grid:
    columns = [
        Column("label", _("Figure"), wide=True),
        Column("printed", _("In this report"), "money"),
        Column("ledger", _("In the books"), "money"),
        Column("difference", _("Difference"), "money"),
    ]
    return Grid(columns, [Row([p.label, p.printed, p.ledger, p.difference]) for p in report.proofs])
