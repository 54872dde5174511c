"""What stands below a network: its networks and groups with their totals, one under the other; never a member.

A constant number of queries, from month totals and the newest fact of each running loan. Of a group that stays on
paper, the newest month its network entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import F, Sum

from federation.handover.models import PaperMonth
from federation.handover.queries.heads import with_changed_late
from federation.handover.rules.heads import Heads
from federation.kit.dates import month_of
from federation.kit.money import ZERO
from federation.ledger.across import closed_through_across
from federation.ledger.chart import (
    GROUP_LOANS,
    GROUP_SHARES,
    LOANS,
    LOANS_TO_DETAIL,
    OTHER_LOANS,
    SATJA,
    SHARES,
    SPECIAL_SAVINGS,
)
from federation.organisations.models import Organisation
from federation.organisations.queries import TreeRow, tree
from groups.registry.models import MemberFlow
from loans.arrears.queries.portfolio import RESTRUCTURED, RUNNING
from loans.lending.rules.facts import KINDS

SAVINGS = (SATJA, SHARES, GROUP_SHARES, SPECIAL_SAVINGS)
LENT = (*LOANS, GROUP_LOANS, LOANS_TO_DETAIL)

# What small funds lent stands under 13030 of each; it counts with the rest.
BALANCES = """
SELECT a.book_id, split_part(a.code, '-', 1), sum(t.opening + t.debit - t.credit)
  FROM ledger_account a
  JOIN LATERAL (
      SELECT m.opening, m.debit, m.credit FROM ledger_monthtotal m
       WHERE m.network_id = a.network_id AND m.account_id = a.id AND m.month <= %(month)s
       ORDER BY m.month DESC LIMIT 1) t ON true
 WHERE a.network_id = ANY (%(networks)s) AND a.book_id = ANY (%(books)s) AND a.control_id IS NULL
   AND a.code = ANY (%(codes)s::text[] || ARRAY(
           SELECT DISTINCT %(small)s || '-' || f.code FROM ledger_fund f
            WHERE f.network_id = ANY (%(networks)s) AND f.book_id = ANY (%(books)s) AND f.code <> 'main'))
 GROUP BY 1, 2
"""

LATE = f"""
SELECT l.organisation_id, count(*)::int, sum(n.principal_after)
{RUNNING.replace("l.network_id = %(network)s", "l.network_id = ANY (%(networks)s)")}
 WHERE (late.days > 30 OR {RESTRUCTURED}) AND l.organisation_id = ANY (%(organisations)s)
 GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals of one organisation; money in baht. None where nobody knows.

    late: loans at risk as PAR 30 counts them, late more than 30 days or restructured; late_principal: what is still
    owed on these. closed: the last closed month. changed_late: totals on paper, changed after the network closed
    the month.
    """

    members: int | None = None
    savings: Decimal | None = None
    lent: Decimal | None = None
    late: int | None = None
    late_principal: Decimal | None = None
    closed: date | None = None
    on_paper: bool = False
    changed_late: bool = False

    def __add__(self, other: "Figures") -> "Figures":
        names = ("members", "savings", "lent", "late", "late_principal")
        return Figures(**{name: _plus(getattr(self, name), getattr(other, name)) for name in names})


def _plus(one, two):
    return two if one is None else one if two is None else one + two


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation's place below another. groups: how many groups stand below it, with their totals."""

    organisation: Organisation
    depth: int
    figures: Figures
    groups: int = 0

    @property
    def is_network(self) -> bool:
        return not self.organisation.is_group


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below an organisation on a day; `total`: each group once, by whatever ways it belongs."""

    organisation: Organisation
    on: date
    rows: Sequence[Row]
    total: Figures
    groups: int


def below(organisation: Organisation, *, on: date, seen: set[int] | None = None) -> Below:
    """Return what stood below an organisation on a day: of groups their totals, of networks those of their groups.

    Money is that of the end of the day's month, as far as it is entered. seen: ids of those whose figures may be
    shown; None shows all. Of others only that they exist.
    """
    places = tree(organisation, on=on)
    shown = {place.organisation.pk: place.organisation for place in places}
    groups = [one for one in shown.values() if one.is_group and (seen is None or one.pk in seen)]
    figures = _figures(groups, on=on)
    inside = _groups_inside(places)
    rows = [_row(place, figures, inside) for place in places if place.depth]
    total = _sum(figures[pk] for pk in inside[organisation.pk] if pk in figures)
    return Below(organisation, on, rows, total, len(inside[organisation.pk]))


def _row(place: TreeRow, figures: dict[int, Figures], inside: dict[int, set[int]]) -> Row:
    one = place.organisation
    if one.is_group:
        return Row(one, place.depth, figures.get(one.pk, Figures()))
    below_it = inside[one.pk]
    return Row(one, place.depth, _sum(figures[pk] for pk in below_it if pk in figures), len(below_it))


def _groups_inside(places: Sequence[TreeRow]) -> dict[int, set[int]]:
    """Return {organisation: the groups below it, each once}."""
    inside: dict[int, set[int]] = {}
    for place in places:
        for upper in place.path:
            found = inside.setdefault(upper, set())
            if place.organisation.is_group and upper != place.organisation.pk:
                found.add(place.organisation.pk)
    return inside


def _sum(figures) -> Figures:
    total = Figures()
    for each in figures:
        total = total + each
    return total


def _figures(groups: Sequence[Organisation], *, on: date) -> dict[int, Figures]:
    keeping = [group for group in groups if group.book_id]
    found = {group.pk: Figures() for group in groups}
    found |= _of_books(keeping, on=on) if keeping else {}
    return found | _of_paper([group.pk for group in groups if not group.book_id], on=on)


def _of_books(groups: Sequence[Organisation], *, on: date) -> dict[int, Figures]:
    balances = _balances(groups, on=on)
    members, late = _members(groups, on=on), _late(groups, on=on)
    closed = closed_through_across((group.network_key, group.book_id) for group in groups)
    found = {}
    for group in groups:
        book = group.book_id
        late_loans, late_principal = late.get(group.pk, (0, ZERO))
        found[group.pk] = Figures(
            members=members.get(group.pk, 0),
            savings=-sum((balances.get((book, code), ZERO) for code in SAVINGS), ZERO),
            lent=sum((balances.get((book, code), ZERO) for code in LENT), ZERO),
            late=late_loans,
            late_principal=late_principal,
            closed=closed.get(book),
        )
    return found


def _balances(groups: Sequence[Organisation], *, on: date) -> dict:
    """Return {(book, code): debits less credits} at the end of the day's month. One query."""
    given = {
        "networks": sorted({group.network_key for group in groups}),
        "books": [group.book_id for group in groups],
        "codes": [*SAVINGS, *LENT],
        "small": OTHER_LOANS,
        "month": month_of(on),
    }
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, given)
        return {(book, code): signed for book, code, signed in cursor.fetchall()}


def _members(groups: Sequence[Organisation], *, on: date) -> dict[int, int]:
    flows = MemberFlow.objects.filter(network__in={group.network_key for group in groups}, organisation__in=groups)
    counted = flows.filter(month__lte=on).order_by().values("organisation_id").annotate(n=Sum(F("joined") - F("gone")))
    return dict(counted.values_list("organisation_id", "n"))


def _late(groups: Sequence[Organisation], *, on: date) -> dict[int, tuple[int, Decimal]]:
    """Return {organisation: (loans at risk, principal still owed on them)}. One query."""
    given = {
        "networks": sorted({group.network_key for group in groups}),
        "organisations": [group.pk for group in groups],
        "days": [on],
        "order": list(KINDS),
    }
    with connection.cursor() as cursor:
        cursor.execute(LATE, given)
        return {pk: (count, principal) for pk, count, principal in cursor.fetchall()}


def _of_paper(organisations: Sequence[int], *, on: date) -> dict[int, Figures]:
    if not organisations:
        return {}
    papers = with_changed_late(PaperMonth.objects.filter(organisation__in=organisations, month__lte=on))
    newest = papers.order_by("organisation_id", "-month", "-version").distinct("organisation_id")
    return {paper.organisation_id: _from_heads(paper) for paper in newest}


def _from_heads(paper: PaperMonth) -> Figures:
    heads = Heads.from_data(paper.figures)
    savings = [heads.satja_closing, heads.shares_closing, heads.special_closing]
    known = [amount for amount in savings if amount is not None]
    return replace(
        Figures(members=heads.members_closing, lent=heads.loans_closing, late=heads.late_loans, closed=paper.month),
        savings=sum(known, ZERO) if known else None,
        late_principal=heads.late,
        on_paper=True,
        changed_late=paper.changed_late,
    )
