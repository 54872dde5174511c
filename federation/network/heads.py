"""What the groups report, as sections of the network's monthly report: how each stands, its heads, the sum, proofs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.handover.queries import GroupStatus, statuses
from federation.handover.queries.heads import BANKS, LENT, SHARE_ACCOUNTS
from federation.handover.rules import FIGURES, PARTS, Heads, State, added_up
from federation.kit.clock import BANGKOK
from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.kit.report import Column, Figure, Grid, Link, Proof, Row, Section
from federation.kit.wording import gettext_lazy as _
from federation.ledger import chain, chart
from federation.ledger.all_books import balances_by_lines, heads_of_books
from federation.network.lending import name_of
from federation.organisations.queries import groups_below
from federation.reports.models import IssuedReport
from loans.arrears.queries.meetings import meetings_of_all
from loans.arrears.queries.month_end import ends_on

PAPER = _("paper")
NONE_HERE = _("No group hands its month over to this network.")
# What the meeting reads first; every figure stands in the tables at the end.
CHIEF = ("members_closing", "members_missed", "satja_in", "satja_closing", "shares_closing", "loans_paid_out")
CHIEF_MONEY = ("loans_closing", "late", "money")
PROVED = {
    "satja_closing": (_("Satja of the groups"), (chart.SATJA,)),
    "shares_closing": (_("Shares of the groups"), SHARE_ACCOUNTS),
    "loans_closing": (_("Lent by the groups"), LENT),
    "money": (_("Cash and bank of the groups"), (chart.CASH, *BANKS)),
}


@dataclass(frozen=True)
class GroupsOfMonth:
    """The groups of a network in a month; each part is read once. today: the day the report is made."""

    network: object
    month: date
    today: date

    @cached_property
    def found(self) -> list[GroupStatus]:
        return statuses(self.network, self.month, today=self.today)

    @cached_property
    def elsewhere(self) -> int:
        """How many groups stand below the network by way of others, and are in the reports of those."""
        inside = [status.organisation.pk for status in self.found]
        return groups_below(self.network, on=last_day(self.month)).exclude(pk__in=inside).count()

    @cached_property
    def meetings(self) -> dict:
        """{organisation id: meetings whose sheet is not entered}, of the network and of the groups with books here."""
        inside = [self.network, *(status.organisation for status in self.in_books)]
        return meetings_of_all(self.network, inside, on=ends_on(self.month, today=self.today))

    @property
    def in_books(self) -> list[GroupStatus]:
        return [status for status in self.found if not status.is_paper]

    @cached_property
    def total(self) -> tuple[Heads, dict]:
        """The sum of all groups, and {figure: how many did not know it}."""
        return added_up(status.heads or Heads() for status in self.found)

    @cached_property
    def organisations(self) -> dict:
        """{organisation id: organisation}, the network itself among them."""
        return {self.network.pk: self.network} | {s.organisation.pk: s.organisation for s in self.found}


def group_figures(of: GroupsOfMonth) -> list[Figure]:
    """Return the figures of all groups together for the first page."""
    total, _unknown = of.total
    if not of.found:
        return []
    figures = [Figure(_("Groups"), len(of.found), "count", see="handed", note=_handed_over(of))]
    rows = [
        ("members_closing", _("Members of the groups"), "count", _("persons")),
        ("satja_closing", _("Satja of the groups"), "money", ""),
        ("loans_closing", _("Lent by the groups"), "money", ""),
        ("late", _("Lent on late loans"), "money", ""),
    ]
    for key, label, kind, unit in rows:
        if (value := getattr(total, key)) is not None:
            figures.append(Figure(label, value, kind, unit=unit, see="heads"))
    return figures


def _handed_over(of: GroupsOfMonth):
    words = _("%(there)s handed their month over")
    return words % {"there": sum(status.is_handed_over for status in of.found)}


def handed_section(of: GroupsOfMonth) -> Section:
    """Return how the month of each group stands; who is not closed, late, on paper or changed since is named."""
    columns = [
        Column("code", _("Code"), "code"),
        Column("group", _("Group"), wide=True),
        Column("state", _("State")),
        Column("since", _("Since"), "date"),
    ]
    rows = [
        Row([s.organisation.code, name_of(s.organisation), s.name, _day(s)], link=_page_of(of, s)) for s in of.found
    ]
    grid = Grid(columns, rows, empty=NONE_HERE)
    return Section(key="handed", title=_("The groups' months"), items=[*_covers(of), *_named(of)], grid=grid)


def _covers(of: GroupsOfMonth) -> list:
    """Return a sentence that says which groups stand elsewhere, or none."""
    words = _(
        "This report covers only the groups that hand their months over to this network. %(n)s more groups stand below"
        " it: their figures are in the reports of their own networks and in the consolidated statements."
    )
    return [words % {"n": of.elsewhere}] if of.elsewhere else []


def _day(status: GroupStatus) -> date | None:
    return status.since and status.since.astimezone(BANGKOK).date()


def _page_of(of: GroupsOfMonth, status: GroupStatus) -> Link:
    page = "federation:paper_month" if status.is_paper else "federation:month_group"
    month = f"{of.month:%Y-%m}"
    return Link(page, {"code": of.network.code, "month": month, "group": status.organisation.code})


class _Names:
    """Names of groups one after the other, in the language of the page."""

    def __init__(self, groups: Sequence):
        self._groups = groups

    def __str__(self):
        return ", ".join(str(name_of(status.organisation)) for status in self._groups)


def _named(of: GroupsOfMonth) -> Iterator[object]:
    """Yield a sentence for what the meeting has to know before it trusts the sums."""
    sorts = [
        (_("Not closed yet, figures may change: %(groups)s"), [s for s in of.in_books if not s.is_closed]),
        (
            _("A meeting's sheet is not entered, who paid there still counts as late: %(groups)s"),
            [s for s in of.in_books if s.organisation.pk in of.meetings],
        ),
        (_("Closed and not sent: %(groups)s"), [s for s in of.found if s.state == State.CLOSED]),
        (_("Returned to be mended: %(groups)s"), [s for s in of.found if s.state == State.RETURNED]),
        (_("Changed in the books since they were sent: %(groups)s"), [s for s in of.found if s.changed]),
        (_("Do not tie: %(groups)s"), [s for s in of.found if s.problems]),
        (_("Kept on paper, totals entered by the network: %(groups)s"), [s for s in of.found if s.paper]),
        (
            _("Kept on paper, nothing entered, not in the sums: %(groups)s"),
            [s for s in of.found if s.state == State.PAPER_MISSING],
        ),
    ]
    for words, groups in sorts:
        if groups:
            yield words % {"groups": _Names(groups)}
    if of.network.pk in of.meetings:
        yield _("A meeting's sheet of the network itself is not entered: who paid there still counts as late.")


def heads_section(of: GroupsOfMonth) -> Section:
    """Return the chief figures of every group in one table, paper groups marked, with their sum."""
    labels = {figure.key: (figure.label, figure.kind) for figure in FIGURES}
    labels |= {"late": (_("Lent on late loans"), "money"), "money": (_("Cash and bank"), "money")}
    keys = (*CHIEF, *CHIEF_MONEY)
    values = [_values(s, keys) for s in of.found]
    known = [any(value is not None for value in column) for column in zip(*values, strict=True)] or [True] * len(keys)
    columns = [Column("group", _("Group"), wide=True), Column("kept", _("Books"))]
    columns += [Column(key, *labels[key], total=adds_up) for key, adds_up in zip(keys, known, strict=True)]
    rows = [
        Row([name_of(s.organisation), _kept(s), *of_group], link=_page_of(of, s))
        for s, of_group in zip(of.found, values, strict=True)
    ]
    note = _("As sent; of a group that has not sent, as its books are now. Unknown stays empty and is not added up.")
    return Section(
        key="heads",
        title=_("The groups in figures"),
        note=note,
        items=_unknown(of, keys),
        grid=Grid(columns, rows, total_label=_("Sum of the groups"), empty=NONE_HERE),
    )


def _kept(status: GroupStatus):
    if status.is_paper:
        return PAPER
    return _("closed") if status.is_closed else _("open")


def _values(status: GroupStatus, keys: Sequence[str]) -> list:
    heads = status.heads or Heads()
    return [getattr(heads, key) for key in keys]


def _unknown(of: GroupsOfMonth, keys: Sequence[str]) -> list:
    """Return a sentence that says which sums some groups are missing from, or none."""
    _total, unknown = of.total
    missing = [(f.label, unknown[f.key]) for f in FIGURES if f.key in keys and f.key in unknown]
    return [_("Not known of some groups: %(figures)s") % {"figures": _Counted(missing)}] if missing else []


class _Counted:
    """Figures with how many groups do not know them, in the language of the page."""

    def __init__(self, missing: Sequence[tuple]):
        self._missing = missing

    def __str__(self):
        words = _("%(figure)s (%(n)s groups)")
        return ", ".join(str(words % {"figure": label, "n": n}) for label, n in self._missing)


def all_heads_sections(of: GroupsOfMonth) -> list[Section]:
    """Return every figure of every group, one table a head, the broadest first; none of what nobody knows.

    In this order paper lies on its side for the broad ones together, and upright for the rest.
    """
    total, _unknown = of.total
    sections = []
    for part, title in PARTS.items():
        figures = [f for f in FIGURES if f.part == part and getattr(total, f.key) is not None]
        if not figures:
            continue
        columns = [Column("group", _("Group"), "code", wide=True), Column("kept", _("Books"))]
        columns += [Column(f.key, f.label, f.kind, total=True) for f in figures]
        keys = [figure.key for figure in figures]
        rows = [Row([s.organisation.code, _kept(s), *_values(s, keys)]) for s in of.found]
        grid = Grid(columns, rows, total_label=_("Sum of the groups"))
        sections.append(Section(key=f"heads_{part}", title=title, grid=grid))
    return sorted(sections, key=lambda section: -len(section.grid.columns))


def words_section(of: GroupsOfMonth) -> Section | None:
    """Return what the groups wrote of problems and what they ask; None when nobody wrote anything."""
    columns = [
        Column("group", _("Group"), "code"),
        Column("problems", _("Problems"), wide=True),
        Column("requests", _("What the group asks"), wide=True),
    ]
    written = [s for s in of.found if s.heads and (s.heads.problems or s.heads.requests)]
    rows = [Row([s.organisation.code, s.heads.problems, s.heads.requests]) for s in written]
    return Section(key="words", title=_("Problems and requests"), grid=Grid(columns, rows)) if rows else None


def chains_section(of: GroupsOfMonth) -> Section:
    """Return where the chain of every group's books stood: when its month was closed, or now while it is open.

    Printed under the network's own head and kept by every group, it shows later whether a book was rewritten.
    Source: trust, checkpoint.
    """
    columns = [
        Column("code", _("Group"), "code"),
        Column("group", _("Name"), wide=True),
        Column("number", _("Last entry"), "count"),
        Column("head", _("Code of the books"), "code", wide=True),
        Column("at", _("As of")),
    ]
    rows = [
        Row([s.organisation.code, name_of(s.organisation), number, chain.short_code(hash), as_of])
        for s, number, hash, as_of in _heads_of_chains(of)
    ]
    note = _("Keep this table with the minutes: whoever checks a group's books later compares number and code.")
    title = _("Codes of all groups' books")
    return Section(
        key="chains", title=title, note=note, grid=Grid(columns, rows, empty=_("No group keeps books here."))
    )


def _heads_of_chains(of: GroupsOfMonth) -> Iterator[tuple]:
    reports = IssuedReport.objects.filter(network_id=of.network.network_key).defer("data")
    closed = reports.in_bulk([s.report for s in of.in_books if s.report])
    now = heads_of_books(of.network.network_key, books=[s.organisation.book_id for s in of.in_books])
    for status in of.in_books:
        if report := closed.get(status.report):
            yield status, report.head_number, bytes(report.head_hash), _("closing of the month")
        elif head := now.get(status.organisation.book_id):
            yield status, head.number, bytes(head.hash), _("now, month still open")


def group_proofs(of: GroupsOfMonth) -> list[Proof]:
    """Hold the sums of the groups with books here, as printed, against the lines of all their books."""
    books = [status.organisation.book_id for status in of.in_books]
    if not books:
        return []
    codes = {code for _label, of_these in PROVED.values() for code in of_these}
    lines = balances_by_lines(of.network.network_key, books=books, codes=codes, on=last_day(of.month))
    total, _unknown = added_up(status.heads for status in of.in_books)
    return [Proof(label, getattr(total, key) or ZERO, _sum(lines, these)) for key, (label, these) in PROVED.items()]


def _sum(lines: dict, codes: Sequence[str]) -> Decimal:
    return sum((baht for (_book, code), baht in lines.items() if code in codes), ZERO)
