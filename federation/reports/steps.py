"""Putting a report on the shelf. Stands in the caller's transaction."""

from datetime import datetime

from federation.kit.report import Report
from federation.ledger.months import head_of
from federation.reports.models import IssuedReport
from federation.reports.rules import digest_of


def issue_step(organisation, report: Report, *, by, at: datetime) -> IssuedReport:
    """Store a report as it is issued: its data, their digest, and where the chain stood. The book is locked."""
    head = head_of(organisation.book)
    data = report.to_data()
    return IssuedReport.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        name=report.name,
        month=report.month,
        data=data,
        digest=digest_of(data),
        head_number=head.number,
        head_hash=head.hash,
        issued_at=at,
        issued_by=by,
    )
