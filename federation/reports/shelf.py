"""The shelf: every report that can be asked for by name and month, who may see it, and who makes it.

A feature above this one puts its own report on the shelf when the site starts; whoever closes a month issues all
that are of the organisation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from federation.access.permissions import Permission
from federation.kit.report import Report
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from federation.reports import monthly


@dataclass(frozen=True, slots=True)
class ReportKind:
    """build: called as (organisation, month, *, at, draft) and gives the report. of_networks: only networks have it."""

    name: str
    title: Sentence
    build: Callable[..., Report]
    permission: Permission
    of_networks: bool = False

    def is_of(self, organisation) -> bool:
        return not (self.of_networks and organisation.is_group)


SHELF: dict[str, ReportKind] = {}


def put_on_shelf(kind: ReportKind) -> None:
    """Let a report be asked for by its name, and be issued when a month closes."""
    SHELF[kind.name] = kind


def kinds_of(organisation) -> Iterator[ReportKind]:
    """Yield the reports that an organisation has."""
    return (kind for kind in SHELF.values() if kind.is_of(organisation))


put_on_shelf(ReportKind(monthly.NAME, _("Monthly report"), monthly.monthly_report, Permission.REPORT_SEE))
