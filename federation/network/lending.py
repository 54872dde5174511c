"""Loans in the network's monthly report: those to groups by contract, and bad loans of all groups by code, no names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from federation.kit.packing import Both
from federation.kit.report import Column, Grid, Row, Section
from federation.kit.wording import gettext_lazy as _
from loans.arrears.queries.portfolio import LoanAt, network_portfolio
from loans.arrears.rules import CLASS_NAMES, Scale, class_of, is_bad
from loans.followup.models import Case
from loans.lending.models import Loan

NO_CASE = "–"


@dataclass(frozen=True)
class LoansOfNetwork:
    """Every loan that ran at the end of a day in the network's own book and those of its groups; each read once."""

    network: object
    on: date

    @cached_property
    def running(self) -> list[LoanAt]:
        return network_portfolio(self.network, on=self.on)

    @cached_property
    def to_groups(self) -> list[tuple[Loan, LoanAt]]:
        """Loans whose borrower is an organisation, by contract."""
        loans = Loan.objects.filter(network_id=self.network.network_key, membership__member_organisation__isnull=False)
        people = ("organisation", "membership__member_organisation")
        found = loans.select_related(*people).in_bulk([loan.loan_id for loan in self.running])
        pairs = [(found[loan.loan_id], loan) for loan in self.running if loan.loan_id in found]
        return sorted(pairs, key=lambda pair: (pair[0].organisation.code, pair[0].number))

    @cached_property
    def bad(self) -> list[LoanAt]:
        return [loan for loan in self.running if is_bad(loan.standing, scale=Scale())]

    @cached_property
    def cases(self) -> dict:
        """Return {loan id: code of its open case} of the bad loans."""
        cases = Case.objects.filter(network_id=self.network.network_key, closed_on=None)
        return dict(cases.filter(loan__in=[loan.loan_id for loan in self.bad]).values_list("loan_id", "code"))


def to_groups_section(of: LoansOfNetwork) -> Section:
    """Return every running loan to a group: who lends, to whom, what is owed, how late; all groups may see it."""
    columns = [
        Column("contract", _("Contract"), "code"),
        Column("lender", _("Lent by"), "code"),
        Column("borrower", _("Lent to"), wide=True),
        Column("lent", _("Lent"), "money", total=True),
        Column("owed", _("Still owed"), "money", total=True),
        Column("overdue", _("Overdue"), "money", total=True),
        Column("months", _("Months late"), "count"),
        Column("class", _("Class of loan")),
    ]
    rows = [
        Row(
            [
                loan.contract_no,
                loan.organisation.code,
                name_of(loan.membership.member_organisation),
                loan.principal,
                at.principal,
                at.overdue,
                at.standing.months if at.is_late else None,
                CLASS_NAMES[class_of(at.standing, scale=Scale())],
            ]
        )
        for loan, at in of.to_groups
    ]
    grid = Grid(columns, rows, total_label=_("Total"), empty=_("No loan to a group runs in the books of this network."))
    return Section(key="group_loans", title=_("Loans to groups"), grid=grid)


def bad_section(of: LoansOfNetwork, groups: dict[int, object]) -> Section:
    """Return the bad loans by the code of their case. groups: {organisation id: organisation} that lent them."""
    columns = [
        Column("group", _("Group"), "code"),
        Column("case", _("Case"), "code", wide=True),
        Column("owed", _("Still owed"), "money", total=True),
        Column("overdue", _("Overdue"), "money", total=True),
        Column("months", _("Months late"), "count"),
        Column("class", _("Class of loan")),
    ]
    rows = [Row(cells) for cells in _bad_rows(of, groups)]
    empty = _("No loan is bad in the books of this network and of the groups whose account it keeps.")
    grid = Grid(columns, rows, total_label=_("Total"), empty=empty)
    note = _("Late more than 3 months, or in court. A case without a code was not opened yet. No names.")
    return Section(key="bad_loans", title=_("Bad loans by code"), note=note, grid=grid)


def _bad_rows(of: LoansOfNetwork, groups: dict) -> Iterator[list]:
    known = [loan for loan in of.bad if loan.organisation_id in groups]
    for loan in sorted(known, key=lambda loan: (groups[loan.organisation_id].code, -loan.standing.days)):
        yield [
            groups[loan.organisation_id].code,
            of.cases.get(loan.loan_id, NO_CASE),
            loan.principal,
            loan.overdue,
            loan.standing.months,
            CLASS_NAMES[class_of(loan.standing, scale=Scale())],
        ]


def name_of(organisation) -> Both:
    """Return an organisation's name in the language of the reader."""
    return Both(organisation.name_th, organisation.name_en or organisation.name_th)
