"""Organisations of the registry, their counts and links, and what stands below a network, as tables."""

import django_tables2
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from federation.kit.money import show
from federation.kit.tables import (
    CountColumn,
    MoneyColumn,
    MonthColumn,
    NameColumn,
    OrganisationColumn,
    Table,
    ThaiDateColumn,
)
from federation.nation.regions import area_name
from federation.nation.reports import as_of_words
from federation.nation.rules import Counted, Published
from federation.organisations.kinds import kind_name


class OrganisationsTable(Table):
    """Organisations known by name; a row leads to what the registry knows of it."""

    name = OrganisationColumn(
        verbose_name=_("Name"), linkify=("federation:registry_organisation", {"known": A("code")}), order_by="name_th"
    )
    kind = django_tables2.Column(verbose_name=_("Kind"), order_by="kind__position")
    level = django_tables2.Column(accessor="get_level_display", verbose_name=_("Level"))
    book = django_tables2.Column(accessor="book_id", verbose_name=_("Books"), empty_values=())

    class Meta:
        orderable = False
        empty_text = _("No organisation is known by name here yet.")

    def render_book(self, value):
        return self.value_book(value)

    def value_book(self, value):
        return str(_("keeps books here") if value else _("known by name only"))


class CountsTable(Table):
    """What was published of one organisation over time, the newest first."""

    as_of = ThaiDateColumn(verbose_name=_("As of"))
    members = CountColumn(verbose_name=_("Members"), default="*")
    money = MoneyColumn(verbose_name=_("Funds (baht)"), default="*")
    source = django_tables2.Column(verbose_name=_("Source"))
    entered_by = NameColumn(verbose_name=_("Entered by"), default="")

    class Meta:
        orderable = False
        empty_text = _("Nothing is published of it yet.")


class UppersTable(Table):
    """What an organisation belongs to and belonged to."""

    upper = OrganisationColumn(
        verbose_name=_("Belongs to"), linkify=("federation:registry_organisation", {"known": A("upper__code")})
    )
    sort = django_tables2.Column(accessor="get_sort_display", verbose_name=_("Sort of link"))
    since = ThaiDateColumn(verbose_name=_("Since"), default="")
    until = ThaiDateColumn(verbose_name=_("Last day"), default="")

    class Meta:
        orderable = False
        empty_text = _("No link is known.")


class RowsTable(Table):
    """The rows of a workbook as they were read."""

    number = CountColumn(verbose_name=_("Row"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    place = django_tables2.Column(verbose_name=_("Area"))
    groups = CountColumn(verbose_name=_("Groups"), default="*")
    members = CountColumn(verbose_name=_("Members"), default="*")
    money = MoneyColumn(verbose_name=_("Funds (baht)"), default="*")
    as_of = django_tables2.Column(verbose_name=_("As of"), default="")
    source = django_tables2.Column(verbose_name=_("Source"))

    class Meta:
        orderable = False
        empty_text = _("No row could be read.")


def rows_table(reading):
    """Return the rows of a workbook that could be read, as a table."""
    rows = [_row(number, row) for number, row in zip(reading.numbers, reading.rows, strict=True)]
    return RowsTable(rows, label=_("Rows as they were read"))


def _row(number, row):
    counted: Counted = row.counted
    said = Published(counted, row.as_of, row.precision, row.is_target)
    figures = {"groups": counted.groups, "members": counted.members, "money": counted.money}
    shown = {"kind": kind_name(row.kind), "place": area_name(row.place), "source": row.source}
    return {"number": number, **shown, **figures, "as_of": as_of_words(said) or None}


class BelowTable(Table):
    """Networks and groups below a network, indented by their place; sums stand in the rows of networks."""

    code = NameColumn(accessor="organisation__code", verbose_name=_("Code"))
    name = OrganisationColumn(
        accessor="organisation__name",
        verbose_name=_("Name"),
        linkify=("federation:registry_organisation", {"known": A("organisation__code")}),
    )
    groups = CountColumn(verbose_name=_("Groups"))
    members = CountColumn(accessor="figures__members", verbose_name=_("Members"))
    savings = MoneyColumn(accessor="figures__savings", verbose_name=_("Savings and shares"))
    lent = MoneyColumn(accessor="figures__lent", verbose_name=_("Loans out"))
    late = CountColumn(accessor="figures__late", verbose_name=_("At risk (PAR 30)"))
    late_principal = MoneyColumn(
        accessor="figures__late_principal", verbose_name=_("Still owed on loans at risk (PAR 30)")
    )
    closed = MonthColumn(accessor="figures__closed", verbose_name=_("Last closed month"))

    class Meta:
        orderable = False
        row_attrs = {"class": lambda record: "strong" if record.is_network else ""}
        empty_text = _("Nothing belongs to it yet.")

    def render_name(self, value, record):
        return format_html('<span class="depth-{}">{}</span>', min(record.depth, 4), value)

    def render_groups(self, value, record):
        return f"{value:,}" if record.is_network else ""

    def render_closed(self, value, record, column):
        words = column.__class__.render(column, value)
        late = f", {_('changed after acceptance')}" if record.figures.changed_late else ""
        return f"{words} ({_('on paper')}{late})" if record.figures.on_paper else words


def shown_total(figures):
    """Return the total as cards show it: (label, text)."""
    return [
        (_("Members"), "–" if figures.members is None else f"{figures.members:,}"),
        (_("Savings and shares"), _baht(figures.savings)),
        (_("Loans out"), _baht(figures.lent)),
        (_("Still owed on loans at risk (PAR 30)"), _baht(figures.late_principal)),
    ]


def _baht(amount):
    return "–" if amount is None else show(amount)
