"""The statement of a fund: what it had, what came in, what went out, what is left, and where that lies.

A fund's balance is its capital and its income less its expenses; what it owns less what it owes is the same figure, and
each proves the other. What a year end carried from income and expenses to the fund's capital moves nothing.
Source: domain, 1.6 Welfare; architecture, settled 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO
from federation.kit.report import Column, Grid, Proof, Row, Section
from federation.kit.wording import gettext_lazy as _
from federation.ledger.models import AccountKind, Fund
from federation.ledger.queries import TrialRow
from federation.ledger.reports import FLOWS, Statements, account_link, fund_name, name_of

OWN = (AccountKind.EQUITY, *FLOWS)
STANDS = (AccountKind.ASSET, AccountKind.LIABILITY)
MONTH, YEAR = 0, 1


@dataclass(frozen=True)
class FundStatement:
    """A month and the business year so far of a fund; pairs are (the month, the year), in baht.

    came_in, went_out: [(account, pair)] of what moved. otherwise: what moved its capital besides, such as a balance
    brought forward into a book during the year. stands: accounts it owns and owes, at the end.
    """

    fund: Fund
    opening: tuple[Decimal, Decimal]
    came_in: Sequence[tuple[TrialRow, tuple[Decimal, Decimal]]]
    went_out: Sequence[tuple[TrialRow, tuple[Decimal, Decimal]]]
    otherwise: tuple[Decimal, Decimal]
    closing: Decimal
    stands: Sequence[TrialRow]

    @property
    def owned(self) -> Decimal:
        """What it owns less what it owes."""
        return sum((row.closing for row in self.stands), ZERO)


def fund_statement(of: Statements, fund: Fund) -> FundStatement:
    """Return a fund's statement out of a month's statements. No query besides those of the statements."""
    own = of.kind(*OWN, fund=fund.code)
    opening = (-sum((row.opening for row in own), ZERO), _at_year_start(of, own))
    closing = -sum((row.closing for row in own), ZERO)
    came_in, went_out = (_moved(of, kind, fund=fund) for kind in FLOWS)
    ends = [first + _sum(came_in, at) - _sum(went_out, at) for at, first in zip((MONTH, YEAR), opening, strict=True)]
    otherwise = (closing - ends[MONTH], closing - ends[YEAR])
    return FundStatement(fund, opening, came_in, went_out, otherwise, closing, of.kind(*STANDS, fund=fund.code))


def _at_year_start(of: Statements, own: Sequence[TrialRow]) -> Decimal:
    return -sum((of.at_year_start.get(row.account.code, ZERO) for row in own), ZERO)


def _moved(of: Statements, kind: str, *, fund: Fund) -> list:
    pairs = [(row, (of.in_month(row), of.in_year(row))) for row in of.kind(kind, fund=fund.code)]
    return [(row, pair) for row, pair in pairs if any(pair)]


def _sum(moved: Sequence, at: int) -> Decimal:
    return sum((pair[at] for _row, pair in moved), ZERO)


def funds_sections(of: Statements) -> list[Section]:
    """Return a section for each fund of a book but the main one; none where there is no other that ever moved."""
    return [fund_section(of, fund_statement(of, fund)) for fund in of.funds]


def fund_section(of: Statements, found: FundStatement) -> Section:
    """Return a fund's statement as a section of a report."""
    columns = [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("month", _("This month"), "money"),
        Column("year", _("Year so far"), "money"),
    ]
    rows = [_strong(_("Brought forward"), *found.opening)]
    for head, foot, moved in (
        (_("Came in"), _("Came in, in all"), found.came_in),
        (_("Went out"), _("Went out, in all"), found.went_out),
    ):
        rows.append(_strong(head, None, None))
        rows += [_row(of, row, *pair) for row, pair in moved]
        rows.append(_strong(foot, _sum(moved, MONTH), _sum(moved, YEAR)))
    if any(found.otherwise):
        rows.append(Row([None, _("Entered as its capital, such as a balance brought forward"), *found.otherwise]))
    rows.append(_strong(_("Left in the fund"), found.closing, found.closing))
    rows.append(_strong(_("Where it lies at the end"), None, None))
    rows += [_row(of, row, row.closing, row.closing) for row in found.stands if row.closing]
    rows.append(_strong(_("What it owns less what it owes"), found.owned, found.owned))
    return Section(
        key=f"fund_{found.fund.code.lower()}",
        title=_("Statement of the fund: %(fund)s") % {"fund": fund_name(found.fund)},
        note=_("The money of a fund is kept apart. What it owes counts with a minus."),
        grid=Grid(columns, rows),
    )


def _strong(label, *figures) -> Row:
    return Row([None, label, *figures], strong=True)


def _row(of: Statements, row: TrialRow, *figures: Decimal) -> Row:
    link = account_link(of.code, row, since=of.month, until=of.until)
    return Row([row.account.code, name_of(row), *figures], link=link)


def fund_proofs(of: Statements) -> list[Proof]:
    """Hold what each fund has, as printed from its capital, income and expenses, against the lines of what it owns."""
    proofs = []
    for found in (fund_statement(of, fund) for fund in of.funds):
        owned = sum((of.books.by_lines.get(row.account.pk, ZERO) for row in found.stands), ZERO)
        label = _("The fund: %(fund)s") % {"fund": fund_name(found.fund)}
        proofs.append(Proof(label, found.closing, owned))
    return proofs
