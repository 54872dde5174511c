"""The tables of a meeting's report. Groups by name, members by no name, bad loans by number."""

from collections.abc import Sequence

from federation.handover.queries import GroupStatus
from federation.handover.rules import LATE, Heads
from federation.kit.dates import show_date, show_month
from federation.kit.packing import Both
from federation.kit.report import Column, Grid, Row, Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger import chain
from federation.meetings.models import Attendance, AttendeeKind
from federation.meetings.queries.money import BadLoan, MonthOfMeeting
from loans.arrears.rules import CLASS_NAMES

# What the hall hears of a month: words, how many, how much in baht. What nobody knows, or never happened, is left out.
_MONEY = (
    (_("Members at the end of the month"), "members_closing", None),
    (_("Members who missed this month"), "members_missed", None),
    (_("Satja received"), None, "satja_in"),
    (_("Shares received"), None, "shares_in"),
    (_("Loans paid out"), "loans_count", "loans_paid_out"),
    (_("Principal paid back"), None, "loans_repaid"),
    (_("Interest received"), None, "loans_interest"),
    (_("Fines received"), None, "loans_fines"),
    (_("Loans not yet paid back"), "loans_running", "loans_closing"),
)
_WELFARE = (
    (_("Welfare paid"), "welfare_persons", "welfare_paid"),
    (_("Deaths"), "funeral_deaths", None),
    (_("Funeral aid collected"), None, "funeral_collected"),
    (_("Funeral aid not yet paid in"), None, "funeral_unpaid"),
)
_LATE = dict(
    zip(
        LATE,
        (
            _("– late up to 1 month"),
            _("– late 2 to 3 months"),
            _("– late 4 to 6 months"),
            _("– late 7 to 12 months"),
            _("– late more than 12 months"),
        ),
        strict=True,
    )
)
ALWAYS = {"members_closing", "satja_in", "cash_closing", "bank_closing"}
_KEPT = ((_("Cash on hand"), None, "cash_closing"), (_("In the bank"), None, "bank_closing"))


def name_of(organisation) -> Both:
    return Both(organisation.name_th, organisation.name_en or organisation.name_th)


def money_grid(heads: Heads) -> Grid:
    """Return a month in a few rows; what is not known, or never happened, has no row."""
    late = [(words, None, key) for key, words in _LATE.items() if getattr(heads, key)]
    figures = [*_MONEY, *late, *_WELFARE, *_KEPT]
    rows = [
        (words, _of(heads, count), _of(heads, baht))
        for words, count, baht in figures
        if ALWAYS & {count, baht} or _of(heads, count) or _of(heads, baht)
    ]
    columns = [
        Column("what", _("The month"), wide=True),
        Column("count", _("How many"), "count"),
        Column("baht", _("Baht"), "money"),
    ]
    known = [Row(cells) for cells in rows if cells[1] is not None or cells[2] is not None]
    return Grid(columns, known, empty=_("Nothing is known of this month."))


def _of(heads: Heads, name: str | None):
    return getattr(heads, name) if name else None


def as_of(month: MonthOfMeeting, *, of_own_book: bool = False):
    """Return which day's books a table is of; of the own book also where its chain stood."""
    words = _("%(month)s, from the books as of %(day)s")
    shown = {"month": Shown(show_month, month.month), "day": Shown(show_date, month.until)}
    if not of_own_book or month.head is None or not month.head.number:
        return words % shown
    words = _("%(month)s, from the books as of %(day)s, up to entry %(number)s (code %(code)s)")
    return words % {**shown, "number": month.head.number, "code": chain.short_code(month.head.hash)}


def groups_grid(groups: Sequence[GroupStatus]) -> Grid:
    """Return a row for each group with how its month stands; those not handed over are in, and say so."""
    columns = [
        Column("group", _("Group"), wide=True),
        Column("state", _("State of the month")),
        Column("members", _("Members"), "count", total=True),
        Column("received", _("Satja and shares received"), "money", total=True),
        Column("lent", _("Loans not yet paid back"), "money", total=True),
        Column("late", _("Of it late"), "money", total=True),
        Column("money", _("Cash and bank"), "money", total=True),
    ]
    rows = [Row([name_of(one.organisation), one.name, *_figures(one.heads or Heads())]) for one in groups]
    return Grid(columns, rows, total_label=_("All groups"), empty=_("No group belongs to the network yet."))


def _figures(heads: Heads) -> list:
    received = None if heads.satja_in is None else heads.satja_in + (heads.shares_in or 0)
    return [heads.members_closing, received, heads.loans_closing, heads.late, heads.money]


def cases_grid(bad: Sequence[BadLoan], *, with_group: bool) -> Grid:
    """Return bad loans by the number of their file or contract."""
    columns = [
        Column("code", _("Number"), "code"),
        *([Column("group", _("Group"), wide=True)] if with_group else []),
        Column("class", _("Class of the loan"), wide=not with_group),
        Column("months", _("Months late"), "count"),
        Column("principal", _("Still lent, baht"), "money", total=True),
    ]
    rows = [
        Row(
            [
                loan.code,
                *([name_of(loan.group)] if with_group else []),
                CLASS_NAMES[loan.name],
                loan.months,
                loan.principal,
            ]
        )
        for loan in bad
    ]
    return Grid(columns, rows, total_label=_("Total"), empty=_("No loan is bad at the end of this month."))


def attendance_grid(rows: Sequence[Attendance]) -> Grid:
    """Return who came: a row for each group and one for those of none, a column for each kind that somebody was of."""
    kinds = [kind for kind in AttendeeKind if any(row.kind == kind and row.count for row in rows)]
    groups = list(dict.fromkeys(row.group for row in rows if row.group and row.count))
    came = {(row.group_id, row.kind): row.count for row in rows}
    columns = [Column("group", _("Group"), wide=True)]
    columns += [Column(str(kind), AttendeeKind(kind).label, "count", total=True) for kind in kinds]
    columns += [Column("all", _("People"), "count", total=True)]

    def row_of(name, pk):
        counts = [came.get((pk, kind)) or None for kind in kinds]
        return Row([name, *counts, sum(filter(None, counts))])

    drawn = [row_of(name_of(group), group.pk) for group in groups]
    if any(row.group_id is None and row.count for row in rows):
        drawn.append(row_of(_("of no group") if groups else _("All who came"), None))
    return Grid(columns, drawn, total_label=_("Total"), empty=_("Who came is not written down."))
