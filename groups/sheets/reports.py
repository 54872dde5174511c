"""The cash that lay on the table at the month's meetings, note by note. Source: domain, 4.3 Monthly report, head 8."""

from datetime import date

from federation.kit.dates import show_date
from federation.kit.money import round_satang, show_input
from federation.kit.report import Column, Grid, Row, Section, Shown
from federation.kit.wording import gettext_lazy as _
from groups.sheets.models import CashCount, Sheet, SheetState, Slip


def posted_sheets(organisation, month: date) -> list[Sheet]:
    """Return the posted sheets of a month that stand, by meeting day."""
    found = Sheet.objects.of(organisation).filter(month=month, state=SheetState.POSTED)
    return list(found.order_by("meeting_on", "pk"))


def cash_count_sections(organisation, sheets: list[Sheet]) -> list[Section]:
    """Return a section for each meeting: notes and coins counted, and transfer slips."""
    of_these = {"network_id": organisation.network_key, "sheet__in": sheets}
    counts, slips = {}, {}
    for count in CashCount.objects.filter(**of_these).order_by("-denomination"):
        counts.setdefault(count.sheet_id, []).append(count)
    for slip in Slip.objects.filter(**of_these).order_by("position"):
        slips.setdefault(slip.sheet_id, []).append(slip)
    return [_section(organisation, s, counts.get(s.pk, []), slips.get(s.pk, [])) for s in sheets]


def _section(organisation, sheet: Sheet, counts: list[CashCount], slips: list[Slip]) -> Section:
    columns = [
        Column("what", _("Notes, coins and slips"), wide=True),
        Column("count", _("Count"), "count"),
        Column("amount", _("Baht"), "money", total=True),
    ]
    rows = [
        Row(
            [_("%(baht)s baht") % {"baht": show_input(c.denomination)}, c.count, round_satang(c.denomination * c.count)]
        )
        for c in counts
    ]
    rows += [Row([_("Transfer slip %(reference)s") % {"reference": s.reference}, 1, s.amount]) for s in slips]
    on = Shown(show_date, sheet.meeting_on)
    return Section(
        key=f"cash_count_{sheet.meeting_on}",
        title=_("Money counted on %(day)s") % {"day": on},
        grid=Grid(columns, rows, total_label=_("Total"), empty=_("The notes were not counted on this day.")),
    )
