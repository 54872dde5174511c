"""Columns of tables: a figure looks the same on every page, on paper and in the spreadsheet.

A feature's table is a subclass of `Table`; the page draws it, and `rows_of` gives its typed values to the
spreadsheet. Reports have tables of their own, which are data (see `kit.report`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_tables2
from django.template.loader import render_to_string
from django.utils.encoding import force_str
from django.utils.safestring import mark_safe

from federation.kit import money
from federation.kit.dates import show_date, show_month


class _Column(django_tables2.Column):
    """A column whose cells carry a class and whose value for a spreadsheet is not text.

    total: stand the sum of all rows under it. kind: which format a spreadsheet gives it.
    """

    kind = "text"
    css = ""

    def __init__(self, *args, total: bool = False, **kwargs):
        self.total = total
        if total:
            kwargs.setdefault("footer", self.shown_total)
        if self.css:
            marked = {part: {"class": self.css} for part in ("th", "td", "tf")}
            kwargs["attrs"] = {**marked, **kwargs.get("attrs", {})}
        super().__init__(*args, **kwargs)

    def value(self, value):
        """Return the value as a spreadsheet takes it."""
        return value

    def total_of(self, bound_column, table):
        """Return the sum of the column over all rows, whatever page is shown; unknown ones apart."""
        cells = (bound_column.accessor.resolve(row.record, quiet=True) for row in table.rows)
        return sum((cell for cell in cells if cell is not None), self.nothing)

    nothing = 0

    def shown_total(self, bound_column, table):
        return self.render(self.total_of(bound_column, table))


class MoneyColumn(_Column):
    """Baht, two places, at the right."""

    kind = "money"
    css = "money"
    nothing = money.ZERO

    def render(self, value):
        return money.show(value)


class CountColumn(_Column):
    """A whole number: people, months, shares."""

    kind = "count"
    css = "number"

    def render(self, value):
        return f"{value:,}"


class PercentColumn(_Column):
    """Hundredths, two places: 12.50 %."""

    kind = "money"
    css = "number"

    def render(self, value):
        return f"{money.show(value)} %"


class ThaiDateColumn(_Column):
    """A day. style: as `show_date`."""

    kind = "date"
    css = "date"

    def __init__(self, *args, style: str = "short", **kwargs):
        self.style = style
        super().__init__(*args, **kwargs)

    def render(self, value):
        return show_date(value, style=self.style)


class MonthColumn(ThaiDateColumn):
    """A month. style: as `show_month`."""

    kind = "month"

    def render(self, value):
        return show_month(value, style=self.style)


class NameColumn(_Column):
    """A name of a person or a group, never broken in two."""

    kind = "name"
    css = "name"


class OrganisationColumn(_Column):
    """The name of an organisation; a long one is broken into lines, so that the figures beside it stay in sight."""

    kind = "name"
    css = "organisation"


class StateColumn(_Column):
    """A state as a badge: a word with a shape of its own.

    states: (kind of badge, words) by the value of the column; see templates/kit/badge.html.
    """

    css = "state"

    def __init__(self, *args, states: Mapping[object, tuple[str, object]], **kwargs):
        self.states = states
        super().__init__(*args, **kwargs)

    def render(self, record, bound_column):
        kind, words = self._state(record, bound_column)
        return mark_safe(render_to_string("kit/badge.html", {"kind": kind, "text": words}).strip())  # noqa: S308

    def value(self, record, bound_column):
        return str(self._state(record, bound_column)[1])

    def _state(self, record, bound_column):
        """Look the state up by what is stored: django_tables2 hands over the words of a field with choices."""
        return self.states[bound_column.accessor.resolve(record)]


class Table(django_tables2.Table):
    """A table of the site. caption: what it shows, read out before it.

    label: the same, only read out, where a heading above the table already says it.
    """

    def __init__(self, *args, caption: object = "", label: object = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.caption = caption
        self.label = label or caption


@dataclass(frozen=True)
class TableRows:
    """A table as values: Decimal, int, date, an aware moment or str; None for what is not known.

    kinds: of each column, one of money, count, date, month, name, text. totals: None without any.
    Iterating yields the heads, then each row.
    """

    heads: list[str]
    kinds: list[str]
    rows: list[list]
    totals: list | None = None

    def __iter__(self) -> Iterator[list]:
        yield self.heads
        yield from self.rows


def rows_of(table: django_tables2.Table) -> TableRows:
    """Return all rows of a table as typed values, with its totals, for a spreadsheet."""
    columns = [column for column in table.columns if not column.column.exclude_from_export]
    names = [column.name for column in columns]
    return TableRows(
        heads=[force_str(column.header) for column in columns],
        kinds=[getattr(column.column, "kind", "text") for column in columns],
        rows=[[_typed(row.get_cell_value(name)) for name in names] for row in table.rows],
        totals=[_total(column, table) for column in columns] if table.has_footer() else None,
    )


def _typed(value: object) -> object:
    return value if value is None or isinstance(value, Decimal | int | date) else force_str(value)


def _total(column, table) -> object:
    if getattr(column.column, "total", False):
        return column.column.total_of(column, table)
    return force_str(column.footer) or None
