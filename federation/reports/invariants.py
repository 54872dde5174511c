"""What must hold of reports once they are issued. Codes are those of the trust page, section 4."""

from functools import partial
from pathlib import Path

from django.db import transaction

from federation.kit.invariants import Check, Found, Scope, by_sql, pieces
from federation.kit.money import ZERO
from federation.kit.report import Report
from federation.kit.wording import gettext_lazy as _
from federation.ledger.replay import month_end_balances
from federation.reports.models import IssuedReport
from federation.reports.queries import report_of
from federation.reports.rules import digest_of


def as_issued(scope: Scope) -> Found:
    """Compute the digest of every stored report anew."""
    count, breaks = 0, []
    for stored in _stored(scope).iterator(chunk_size=50):
        count += 1
        if bytes(stored.digest) != digest_of(stored.data):
            breaks.append(_name(stored))
    return Found(count, tuple(breaks))


def equal_to_the_books(scope: Scope) -> Found:
    """Compare the trial balance printed in every report with the books as they are now."""
    printed: dict = {}
    for stored in _stored(scope).iterator(chunk_size=50):
        report = report_of(stored)
        if prints_balances(report):
            months = printed.setdefault(stored.organisation.book_id, {})
            months.setdefault(stored.month, []).append((_name(stored), printed_balances(report)))
    count, breaks = sum(len(reports) for months in printed.values() for reports in months.values()), []
    with transaction.atomic():
        for book_id, month, balances in month_end_balances(scope, printed):
            now = {code: signed for (code, _fund), signed in balances.items() if signed}
            breaks += [name for name, figures in printed[book_id].pop(month) if figures != now]
    left = [reports for months in printed.values() for reports in months.values()]  # of books that never moved
    breaks += [name for reports in left for name, figures in reports if figures]
    return Found(count, tuple(breaks))


def prints_balances(report: Report) -> bool:
    """Tell whether a report has a trial balance; that of a meeting has none."""
    return any(section.key == "trial_balance" for section in report.sections)


def printed_balances(report: Report) -> dict:
    """Return {account code: debits less credits} as a report's trial balance prints them, without zeros."""
    grid = report.section("trial_balance").grid
    columns = zip(*(grid.cells(key) for key in ("code", "closing_debit", "closing_credit")), strict=True)
    balances = {code: (debit or ZERO) - (credit or ZERO) for code, debit, credit in columns}
    return {code: signed for code, signed in balances.items() if signed}


def _stored(scope: Scope):
    reports = IssuedReport.objects.select_related("organisation").order_by("organisation_id", "month", "version")
    if scope.network_id:
        reports = reports.filter(network_id=scope.network_id)
    return reports.filter(organisation__book_id=scope.book_id) if scope.book_id else reports


def _name(stored: IssuedReport) -> str:
    return f"{stored.organisation.code} {stored.name} {stored.month:%Y-%m} v{stored.version}"


asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))

CHECKS = [
    Check("I-49", _("issued reports are as they were issued"), as_issued),
    Check("I-49b", _("issued reports equal the books"), equal_to_the_books),
    asked("I-49c", _("files that were handed out are as they were"), of="files"),
]
