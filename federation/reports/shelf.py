"""The shelf: every report that can be asked for by name and month, who may see it, and who makes it."""

from collections.abc import Callable
from dataclasses import dataclass

from federation.access.permissions import Permission
from federation.kit.report import Report
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from federation.reports import monthly


@dataclass(frozen=True, slots=True)
class ReportKind:
    """build: called as (organisation, month, *, at, draft) and gives the report."""

    name: str
    title: Sentence
    build: Callable[..., Report]
    permission: Permission


SHELF = {
    kind.name: kind
    for kind in [
        ReportKind(monthly.NAME, _("Monthly report"), monthly.monthly_report, Permission.REPORT_SEE),
    ]
}
