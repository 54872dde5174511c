"""The network's last half-year: its meetings' sheets, written in both books, savings in the pool, loans to groups.

Everything is written by the steps that people's own acts take, after all groups lived through these months and before
they close them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from federation.between.steps import decide_step, propose_interest_step
from federation.closing.steps import close_month_step
from federation.demo import funeral, leaders, officers, world, year_end
from federation.demo.frame import Frame
from federation.demo.group_loans import LATE, GroupLender, lend_to_groups
from federation.demo.money import Purse, bank_cash, counted, earn_interest, moment, read_again
from federation.demo.people import dice
from federation.kit.dates import last_day, month_of, next_month
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.agreement import lowest_balance
from federation.ledger.books import account
from federation.ledger.queries import balance
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.registry.queries import members_on
from groups.sheets import rules
from groups.sheets.items import Columns, columns_of
from groups.sheets.models import Sheet
from groups.sheets.steps import RowIn, book_sheet_step
from groups.surplus.models import YearState
from groups.surplus.queries.years import closes_of

MEETS_ON = 16
SHARES = (Decimal(100), Decimal(150))  # a month, baht; row R4 of the sources
POOL = {1: 500, 2: 300, 4: 1000, 7: 300, 9: 2000, 12: 1500, 16: 500}  # {number of the group: baht a month}
MOST_IN_CASH = Decimal(1000)
INTEREST_MONTHS_AGO = 2


@dataclass
class NetworkLife:
    """The network with all that its months need. absent: {month: who did not come}."""

    network: officers.Network
    frame: Frame
    purse: Purse
    lender: GroupLender
    absent: dict = field(default_factory=dict)

    @property
    def organisation(self):
        return self.network.organisation


def purse_of(network: officers.Network) -> Purse:
    """Return the network's money, with what lies in its bank and its box now."""
    purse = Purse(network.organisation, network.treasurer, network.chair, dice(world.NETWORK_CODE))
    purse.cash, purse.bank = (balance(account(purse.organisation.book, code)) for code in (chart.CASH, chart.BANK))
    return purse


def has_lived(network: officers.Network) -> bool:
    """Tell whether the network's sheets are there already."""
    return Sheet.objects.of(network.organisation).exists()


def live(network: officers.Network, frame: Frame) -> None:
    """Close the months of which nothing is told, and live through the others, which stay open."""
    purse = purse_of(network)
    for month in frame.months_before():
        close(purse, month, frame)
    life = NetworkLife(network, frame, purse, GroupLender.of(network, purse, frame))
    aid, fund, groups = funeral.start(network, frame), leaders.start(network, frame), list(_groups_of(network))
    for month in frame.months_between():
        funeral.before_the_meeting(aid, month)
        hold_meeting(life, month)
        for group in groups:
            funeral.collect(group, month, frame)
        lend_to_groups(life.lender, on=month.replace(day=MEETS_ON))
        bank_cash(purse, after=month.replace(day=MEETS_ON), today=last_day(month))
        _earn(purse, month)
        if month == next_month(frame.this, by=-INTEREST_MONTHS_AGO):
            _pay_pool_interest(life, on=last_day(month))
    _share_years(life)
    funeral.leave_open(aid)
    leaders.pay_dues(fund, network, frame)
    leaders.help_one(fund, network, frame)


def _groups_of(network: officers.Network) -> Iterable[Organisation]:
    groups = Organisation.objects.groups().filter(keeper=network.organisation, book__isnull=False)
    return groups.select_related("book", "keeper").order_by("code")


def _share_years(life: NetworkLife) -> None:
    """Let the network's general meeting resolve on the years that were closed before its first sheet here."""
    on = life.frame.between.replace(day=MEETS_ON)
    users = {"treasurer": life.network.treasurer, "chair": life.network.chair, "secretary": life.network.secretary}
    for waits in closes_of(life.organisation).filter(state=YearState.CLOSED, until__lt=on).order_by("until"):
        year_end.adopt(waits, number=0, users=users, on=on, now=life.frame.now, preset="network")
    read_again(life.purse)


def close(purse: Purse, month: date, frame: Frame) -> None:
    """Close a month of the network's book, once the bank's interest of a half-year is in it."""
    if month < frame.between:
        _earn(purse, month)
    at = moment(next_month(month).replace(day=14), 19, until=frame.now)
    close_month_step(purse.organisation, month=month, by=purse.treasurer, at=at)
    users = {"treasurer": purse.treasurer, "chair": purse.chair}
    year_end.close(purse.organisation, number=0, users=users, month=month, now=frame.now)


def _earn(purse: Purse, month: date) -> None:
    if month.month in (6, 12):
        earn_interest(purse, on=last_day(month))


def hold_meeting(life: NetworkLife, month: date) -> Sheet:
    """Book what the groups bring to the network's meeting, out of their cash or their bank."""
    on = month.replace(day=MEETS_ON)
    sheet = Sheet(network_id=life.organisation.pk, organisation=life.organisation, meeting_on=on, month=month)
    members = list(members_on(life.organisation, on).select_related("member_organisation__book"))
    columns = columns_of(sheet, members)
    rows = [_row(life, member, columns, on=on) for member in members]
    by_bank = [sum(row.amounts.values(), ZERO) for row in rows if row.by_bank]
    in_cash = [sum(row.amounts.values(), ZERO) for row in rows if not row.by_bank]
    slips = [(amount, f"KD{on:%d%m}{at:03d}") for at, amount in enumerate(by_bank, start=1)]
    facts = {"counted": counted(life.purse, in_cash), "slips": slips, "columns": columns}
    at = moment(on, 15, 30, until=life.frame.now)
    booked = book_sheet_step(life.organisation, meeting_on=on, rows=rows, by=life.purse.treasurer, at=at, **facts)
    read_again(life.purse)
    return booked


def _row(life: NetworkLife, member: Membership, columns: Columns, *, on: date) -> RowIn:
    """Return what a group brings: shares, savings for the pool, and what is due of its loan if it is no late payer."""
    dues, number = columns.dues(member), member.number
    amounts = {"shares": SHARES[number % 2], "special": Decimal(POOL.get(number, 0)), **dues}
    if number == LATE and not life.lender.is_first_due(member, on=on):
        amounts.pop("loan_group", None)
    amounts = {column: amount for column, amount in amounts.items() if amount}
    amounts = funeral.part_paid(amounts, number=number, month=month_of(on), frame=life.frame)
    by_bank = _pays_by_bank(member.member_organisation, sum(amounts.values(), ZERO), since=on, until=life.frame.today)
    if by_bank is None:
        return RowIn(member, {}, rules.EXCUSED, dues=dues)
    return RowIn(member, amounts, rules.state_of(amounts, dues=dues), dues=dues, by_bank=by_bank)


def _pays_by_bank(group, amount: Decimal, *, since: date, until: date) -> bool | None:
    """Tell whether a group pays out of its bank; None where it has the money in neither purse on all days since."""
    if amount <= MOST_IN_CASH and not amount % 1 and _lowest(group, chart.CASH, since, until) >= amount:
        return False
    return True if _lowest(group, chart.BANK, since, until) >= amount else None


def _lowest(group, code: str, since: date, until: date) -> Decimal:
    return lowest_balance(account(group.book, code), since=since, until=until)[0]


def _pay_pool_interest(life: NetworkLife, *, on: date) -> None:
    at = moment(on, 17, until=life.frame.now)
    act = propose_interest_step(life.organisation, until=on, by=life.network.treasurer, at=at)
    decide_step(act, agree=True, by=life.network.chair, at=at)


def savers(network: officers.Network, *, on: date) -> Iterable[Membership]:
    """Return the member groups that save in the pool."""
    return members_on(network.organisation, on).filter(number__in=POOL)
