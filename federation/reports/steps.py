"""Putting a report on the shelf. Stands in the caller's transaction."""

from datetime import datetime

from federation.kit.report import Report
from federation.ledger.months import head_of
from federation.reports.models import IssuedReport
from federation.reports.rules import digest_of


def issue_step(organisation, report: Report, *, by, at: datetime, version: int = 1) -> IssuedReport:
    """Store a report as it is issued: its data, their digest, and where the chain stood. The book is locked.

    version: 1, or the next where the report was issued before. Without a book there is no chain: number 0.
    """
    head = head_of(organisation.book) if organisation.book else None
    data = report.to_data()
    return IssuedReport.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        name=report.name,
        month=report.month,
        version=version,
        data=data,
        digest=digest_of(data),
        head_number=head.number if head else 0,
        head_hash=head.hash if head else bytes(32),
        issued_at=at,
        issued_by=by,
    )
