"""Issuing the network's report anew, when groups handed in after it was first issued. Every version stays."""

from datetime import date, datetime

from django.db import transaction

from federation.audit.log import record
from federation.kit.dates import show_month
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.ledger.posting import lock
from federation.network.monthly import NAME, network_report
from federation.reports.models import IssuedReport
from federation.reports.steps import issue_step


class NotIssuedYet(Refused):
    """Raised when the report of a month was not issued yet: that is done by closing the month."""


class NothingNew(Refused):
    """Raised when the report would say what its last version says."""


@transaction.atomic(durable=True)
def issue_anew(network, month: date, *, by, at: datetime) -> IssuedReport:
    """Issue the network's report again; see `issue_anew_step`."""
    return issue_anew_step(network, month, by=by, at=at)


def issue_anew_step(network, month: date, *, by, at: datetime) -> IssuedReport:
    """Issue the network's report of a closed month once more, as everything stands now, as its next version.

    Raises `NotIssuedYet` or `NothingNew`.
    """
    lock(network.book)
    newest = versions(network, month).first()
    if newest is None:
        words = _("The report of %(month)s is issued when the network closes the month.")
        raise NotIssuedYet(words % {"month": show_month(month)})
    report = network_report(network, month, at=at, draft=False)
    if _said(report.to_data()) == _said(newest.data):
        raise NothingNew(_("Nothing changed since the report was issued. It stays as it is."))
    made = issue_step(network, report, by=by, at=at, version=newest.version + 1)
    after = {"month": month, "version": made.version}
    record("network_report_issued", by=by, at=at, organisation=network, about=f"organisation:{network.pk}", after=after)
    return made


def versions(network, month: date):
    """Return the issued versions of the network's report of a month, the newest first."""
    issued = IssuedReport.objects.filter(network_id=network.network_key, organisation=network, name=NAME, month=month)
    return issued.select_related("issued_by__person").order_by("-version")


def _said(data: dict) -> dict:
    """Return what a stored report says, without when it was made and where its own chain stood then."""
    return {key: part for key, part in data["report"].items() if key not in ("made_at", "head")}
