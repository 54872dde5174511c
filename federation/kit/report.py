"""A report is data: sections of figures, tables and charts, signatures, and the proof that it equals the books.

The same data is drawn as page, paper and workbook, and is stored as JSON so that it can be drawn again years later:
words in every language of the site, figures once.

Kinds of cells: "text", "name" (never broken over lines), "code", "money" (Decimal baht), "count" (int),
"date", "month" (its first day), "moment" (aware). A cell may be None and is then left empty, or a text among figures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from django.urls import NoReverseMatch, reverse

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date, show_month
from federation.kit.money import ZERO, show
from federation.kit.packing import Both, packed, unpacked
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

FORM = 1  # of the stored data, so that a later program can tell how to read it


class Shown:
    """A figure inside a sentence, shown in the language of the page: `Shown(show_month, month)`."""

    def __init__(self, how: Callable, value, **more):
        self._show = partial(how, value, **more)

    def __str__(self) -> str:
        return self._show()


@dataclass(frozen=True, slots=True)
class Link:
    """The page that has the rows behind a figure: the name of an address, its parts, and what follows the "?"."""

    view: str
    parts: Mapping[str, str]
    query: str = ""

    @property
    def url(self) -> str:
        """The address, or nothing where a later program has no such page any more."""
        try:
            return reverse(self.view, kwargs=self.parts) + (f"?{self.query}" if self.query else "")
        except NoReverseMatch:
            return ""


def _of_no_member(link: Link | None) -> Link | None:
    """Return a link that leads to no page about members and loans, which only the group's officers may see."""
    return None if link and link.view.startswith(("groups:member", "loans:")) else link


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A figure shown in brackets, as tables do with what was planned and not found."""

    value: Any


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure shown without what stands after its point; a workbook keeps all of it."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `total` adds it up at the foot, `wide` gives it the room that is left on paper."""

    key: str
    title: Any
    kind: str = "text"
    total: bool = False
    wide: bool = False

    @property
    def is_figure(self) -> bool:
        return self.kind in ("money", "count")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns. strong: a subtotal or a head among the rows, not added up again."""

    cells: Sequence
    strong: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. empty: what is said when it has no rows."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    total_label: Any = ""
    empty: Any = ""

    @property
    def totals(self) -> list:
        """The sums at the foot, in the order of the columns; None where nothing is added up."""
        return [self.total(column.key) if column.total else None for column in self.columns]

    @property
    def has_totals(self) -> bool:
        return bool(self.rows) and any(column.total for column in self.columns)

    def total(self, key: str) -> Decimal | int:
        column = next(column for column in self.columns if column.key == key)
        figures = [cell for cell in self.cells(key) if isinstance(cell, Decimal | int)]
        return sum(figures, ZERO if column.kind == "money" else 0)

    def without(self, kind: str) -> "Grid":
        """Return the table without its columns of a kind."""
        kept = [at for at, column in enumerate(self.columns) if column.kind != kind]
        rows = [replace(row, cells=[row.cells[at] for at in kept]) for row in self.rows]
        return replace(self, columns=[self.columns[at] for at in kept], rows=rows)

    def without_names(self) -> "Grid":
        nameless = self.without("name")
        return replace(nameless, rows=[replace(row, link=_of_no_member(row.link)) for row in nameless.rows])

    def cells(self, key: str) -> list:
        """Return one column's cells, without those of strong rows."""
        at = [column.key for column in self.columns].index(key)
        return [row.cells[at] for row in self.rows if not row.strong]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure large enough to be read to a hall.

    in_words: baht are said in words under it. link, or else see: the page, or the section, that has its rows.
    """

    label: Any
    value: Any
    kind: str = "money"
    unit: Any = ""
    note: Any = ""
    in_words: bool = False
    link: Link | None = None
    see: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Series of figures over labels; the title says what they show."""

    title: Any
    unit: Any
    labels: Sequence
    series: Sequence[tuple[Any, Sequence[Decimal]]]
    kind: str = "bars"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. names: people named one after the other. items: sentences. foot: a sentence under it all.

    attached: stands on pages of its own, after the signatures.
    """

    key: str
    title: Any
    note: Any = ""
    figures: Sequence[Figure] = ()
    grid: Grid | None = None
    chart: Chart | None = None
    names: Sequence[str] = ()
    items: Sequence = ()
    attached: bool = False
    foot: Any = ""

    def without_names(self) -> "Section":
        """Return it as it may leave the group: whoever is named one after the other is only counted."""
        figures = [replace(figure, link=_of_no_member(figure.link)) for figure in self.figures]
        counted = [_("%(count)s persons") % {"count": len(self.names)}] if self.names else ()
        return replace(self, figures=figures, names=counted, grid=self.grid and self.grid.without_names())


@dataclass(frozen=True, slots=True)
class Signature:
    post: Any
    name: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One figure of the report beside the same figure taken from the books by another way; both in baht."""

    label: Any
    printed: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        return abs(self.printed - self.ledger)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain of the books stood: last entry, its short code for eyes, and the text of the QR."""

    number: int
    short_code: str
    qr: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. draft: made from books that are still open. made_up: the figures are invented."""

    name: str
    title: Any
    subtitle: Any
    organisation: Any
    code: str
    month: date
    made_at: datetime
    sections: Sequence[Section]
    signatures: Sequence[Signature] = ()
    proofs: Sequence[Proof] = ()
    head: Head | None = None
    draft: bool = False
    made_up: bool = False
    foot: Any = ""

    @property
    def difference(self) -> Decimal:
        """What all proofs together differ by, in baht: 0.00 when the report equals the books."""
        return sum((proof.difference for proof in self.proofs), ZERO)

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    def without_names(self) -> "Report":
        """Return the report as it may leave the group: members by their numbers only, and no way to their pages."""
        return replace(self, sections=[section.without_names() for section in self.sections])

    def to_data(self) -> dict:
        """Return the report as JSON can hold it."""
        return {"form": FORM, "report": packed(self)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Report":
        """Make the report again from what `to_data` returned."""
        return unpacked(data["report"], classes=PARTS)


PARTS = (Both, Bracketed, Chart, Column, Figure, Grid, Head, Link, Proof, Report, Row, Section, Signature, Whole)


def show_cell(value, kind: str) -> str:
    """Return a cell as people read it; baht below zero stand in brackets."""
    if value is None:
        return ""
    if isinstance(value, Bracketed):
        return f"({show_cell(value.value, kind)})"
    if isinstance(value, Whole):
        return f"{value.value.to_integral_value(ROUND_HALF_UP):,}"
    if isinstance(value, str | Sentence | Both):  # "*" among figures, or words why there is none
        return str(value)
    match kind:
        case "money":
            return f"({show(-value)})" if value < 0 else show(value)
        case "count":
            return f"{value:,}"
        case "date":
            return show_date(value, style="short")
        case "month":
            return show_month(value, style="short")
        case "moment":
            local = value.astimezone(BANGKOK)
            return f"{show_date(local.date(), style='short')} {local:%H:%M}"
        case _:
            return str(value)
