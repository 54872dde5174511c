"""The network's monthly report: all its groups with their sum, the consolidated position, and its own book.

No member's name stands in it. It is issued when the network closes its month, and may be issued anew when groups
hand in later. Source: domain, 4.3 Monthly report; trust, checkpoint.
"""

from dataclasses import replace
from datetime import date, datetime

from federation.access.permissions import Permission
from federation.consolidation.reports import consolidation_sections
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_month
from federation.kit.report import Report, Section, Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger.agreement import BooksAt
from federation.network.heads import (
    GroupsOfMonth,
    all_heads_sections,
    chains_section,
    group_figures,
    group_proofs,
    handed_section,
    heads_section,
    words_section,
)
from federation.network.lending import LoansOfNetwork, bad_section, to_groups_section
from federation.reports.monthly import monthly_report
from federation.reports.shelf import ReportKind, put_on_shelf
from loans.arrears.queries.month_end import ends_on

NAME = "network"


def network_report(network, month: date, *, at: datetime, draft: bool = True, books: BooksAt | None = None) -> Report:
    """Return the network's monthly report as everything stands at a moment; a draft until its month closes.

    Groups that are not closed are named, not waited for. books: as `monthly_report` takes them.
    """
    today = at.astimezone(BANGKOK).date()
    own = monthly_report(network, month, at=at, draft=draft, books=books)
    groups = GroupsOfMonth(network, month, today)
    loans = LoansOfNetwork(network, ends_on(month, today=today))
    front, *rest = own.sections
    sections = [
        replace(front, figures=[*group_figures(groups), *front.figures], chart=None),
        handed_section(groups),
        heads_section(groups),
        *all_heads_sections(groups),
        words_section(groups),
        *consolidation_sections(network, month),
        to_groups_section(loans),
        bad_section(loans, groups.organisations),
        chains_section(groups),
        _own_book(front),
        *rest,
    ]
    return replace(
        own,
        name=NAME,
        title=_("Monthly report of the network, %(month)s") % {"month": Shown(show_month, month)},
        sections=[section for section in sections if section],
        proofs=[*own.proofs, *group_proofs(groups)],
    )


def _own_book(front: Section) -> Section:
    """Return the head under which the parts of the network's own book stand."""
    note = _("From here on: the book of the network itself, whose members are the groups.")
    return Section(key="own", title=_("The network's own book"), note=note, chart=front.chart)


def put_it_on_the_shelf() -> None:
    """Let the report be asked for and be issued like any other; called once when the site starts."""
    title = _("Monthly report of the network")
    put_on_shelf(ReportKind(NAME, title, network_report, Permission.REPORT_SEE, of_networks=True))
