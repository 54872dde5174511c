"""What stands on the shelf."""

from dataclasses import dataclass
from datetime import date

from federation.kit.clock import BANGKOK
from federation.kit.dates import month_of, month_range
from federation.kit.report import Report
from federation.ledger.months import open_month
from federation.reports.models import IssuedReport


def issued(organisation, *, name: str, month: date) -> IssuedReport | None:
    """Return the report of a month as it was issued, or None while it is not."""
    found = IssuedReport.objects.filter(
        network_id=organisation.network_key, organisation=organisation, name=name, month=month
    )
    return found.select_related("issued_by__person").order_by("-version").first()


def report_of(stored: IssuedReport) -> Report:
    return Report.from_data(stored.data)


@dataclass(frozen=True, slots=True)
class ShelfMonth:
    """A month on the shelf: closed with its report, open, or open and the next to close."""

    month: date
    issued: IssuedReport | None
    next_to_close: bool

    @property
    def issued_on(self) -> date | None:
        return self.issued and self.issued.issued_at.astimezone(BANGKOK).date()


def months_on_shelf(organisation, *, name: str, on: date) -> list[ShelfMonth]:
    """Return every month of the book up to a day, newest first."""
    found = IssuedReport.objects.filter(network_id=organisation.network_key, organisation=organisation, name=name)
    by_month = {report.month: report for report in found.defer("data").order_by("month", "version")}
    oldest_open = open_month(organisation.book)
    months = list(month_range(organisation.book.opened_on, max(month_of(on), organisation.book.opened_on)))
    return [ShelfMonth(month, by_month.get(month), month == oldest_open) for month in reversed(months)]
