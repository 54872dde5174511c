"""What a month's report lists apart: entries that came too late for an earlier month, and those taken back."""

from datetime import date

from federation.kit.dates import last_day
from federation.kit.report import Column, Grid, Row, Section
from federation.kit.wording import gettext_lazy as _
from federation.ledger.journal import amounts_of, entries, late_facts, memos_of
from federation.ledger.models import Book, EntryKind
from federation.ledger.reports import entry_link


def late_section(book: Book, *, code: str, month: date) -> Section | None:
    """Return what was entered in this month because it came too late for an earlier one, or None without any."""
    found = list(late_facts(book, month=month))
    if not found:
        return None
    words = memos_of(found)
    columns = [
        Column("number", _("Entry"), "code"),
        Column("on", _("Date"), "date"),
        Column("concerns", _("Concerns"), "month"),
        Column("kind", _("Kind")),
        Column("what", _("Details"), wide=True),
        Column("amount", _("Baht"), "money"),
    ]
    amounts = amounts_of(found)
    rows = [
        Row(
            [e.number, e.on, e.concerns_month, e.get_kind_display(), words.get(e.pk, ""), amounts[e.pk]],
            link=entry_link(code, e),
        )
        for e in found
    ]
    note = _("A closed month never opens again: these stand in the books here, but are not deposits of this month.")
    title = _("Entries of earlier months, booked this month")
    return Section(key="late", title=title, note=note, grid=Grid(columns, rows))


def reversed_section(book: Book, *, code: str, month: date) -> Section | None:
    """Return which entries of this month were taken back within it, or None without any."""
    found = entries(book, since=month, until=last_day(month)).filter(kind=EntryKind.REVERSAL, concerns_month=None)
    found = list(found.select_related("reverses"))
    if not found:
        return None
    words, amounts = memos_of(found), amounts_of(found)
    columns = [
        Column("original", _("Entry taken back"), "code"),
        Column("number", _("Taken back by entry"), "code"),
        Column("on", _("Date"), "date"),
        Column("why", _("Reason"), wide=True),
        Column("amount", _("Baht"), "money", total=True),
    ]
    rows = [
        Row([e.reverses.number, e.number, e.on, words.get(e.pk, ""), amounts[e.pk]], link=entry_link(code, e.reverses))
        for e in found
    ]
    note = _("Each of these amounts stands on both sides of the accounts it touched: in and out.")
    grid = Grid(columns, rows, total_label=_("Total"))
    return Section(key="reversed", title=_("Entries taken back this month"), note=note, grid=grid)
