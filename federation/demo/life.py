"""The months of a demo group: people come and go, meet, pay, and the cash goes to the bank.

Everything is written by the steps that people's own acts take.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from random import Random

from federation.demo import claims, funeral, leavers, welfare
from federation.demo.borrowers import PAY, loan_part
from federation.demo.endings import settle_one
from federation.demo.fates import EXTRAS
from federation.demo.followup import Helpers, follow_up
from federation.demo.habits import Brought, Meeting, brings
from federation.demo.lending import LENT, Lender, bound_members, lend
from federation.demo.money import Purse, bank_cash, counted, earn_interest, moment, read_again, spend
from federation.demo.people import Villager
from federation.demo.welfare import Welfare
from federation.demo.world import Village
from federation.kit.dates import last_day, month_of, months_between
from federation.kit.money import ZERO
from federation.organisations.models import Organisation
from groups.promises.queries import open_short_months
from groups.promises.steps import promise_many_step, promise_step
from groups.registry.models import Membership, MembershipState
from groups.registry.queries import members_on
from groups.registry.steps import NewMember, admit_many_step, change_state_step
from groups.sheets import rules
from groups.sheets.items import Columns, columns_of
from groups.sheets.models import Sheet, SheetReversal, SheetRow
from groups.sheets.steps import RowIn, as_stored, book_sheet_step, reverse_sheet_step
from welfare.funeral.models import Scheme

NEW_AT_A_MEETING, GOES_AWAY, RAISES = 0.22, 0.0006, 0.06  # chances
AWAY_FOR = 4  # meetings
MIXED_UP = "กรอกยอดของสมาชิกสองคนสลับกัน"


@dataclass
class Life:
    """A group with all that its months need.

    keepers: memberships of officers, who never leave. mended_on: the meeting whose sheet is posted wrongly at first.
    first_month: of the business year.
    leaving: the dice of who leaves. mourned: deaths not seen to yet; dead: those that were. noticed: who got notice.
    aid: the group's own scheme of funeral aid, where it has one.
    """

    village: Village
    organisation: Organisation
    purse: Purse
    rng: Random
    newcomers: Iterator[Villager]
    today: date
    now: datetime
    villagers: dict = field(default_factory=dict)
    keepers: set = field(default_factory=set)
    officers: dict = field(default_factory=dict)
    away: dict = field(default_factory=dict)
    mended_on: date | None = None
    first_month: int = 1
    sheets: int = 0
    lender: Lender | None = None
    helpers: Helpers | None = None
    welfare: Welfare | None = None
    leaving: Random | None = None
    mourned: list = field(default_factory=list)
    dead: list = field(default_factory=list)
    noticed: list = field(default_factory=list)
    aid: Scheme | None = None

    @property
    def opened_on(self) -> date:
        return self.organisation.book.opened_on

    @property
    def treasurer(self):
        return self.purse.treasurer


def live_month(life: Life, month: date) -> None:
    """Hold the meetings of a month that are not after today, and book what else happens in it."""
    if month.month == life.first_month:
        _raise_promises(life, month)
    for on in meetings_of(life.village, month):
        if on <= life.today:
            hold_meeting(life, on)
            lend_on(life, on)
            bank_cash(life.purse, after=on, today=life.today)
    follow_up(life.lender, life.helpers, meeting=_last_meeting(life, month), until=min(last_day(month), life.today))
    if life.rng.random() < 0.4:
        spend(life.purse, on=min(last_day(month), life.today))
    if month.month in (6, 12) and last_day(month) <= life.today:
        earn_interest(life.purse, on=last_day(month))
    if last_day(month) <= life.today:
        _care(life, month)


def _care(life: Life, month: date) -> None:
    """See to the fund, the dead and those who leave, at the end of a month."""
    read_again(life.purse)
    claims.ask_and_pay(life.welfare, month, keepers=life.keepers)
    welfare.keep_house(life.welfare, month)
    leavers.see_to_the_dead(life, month)
    if life.aid:
        _units_for_the_dead(life, month)
    leavers.put_out(life, list(members_on(life.organisation, last_day(month))), month)


def _units_for_the_dead(life: Life, month: date) -> None:
    """Take units for those who died, where the group has a scheme of its own."""
    dead, life.dead = life.dead, []
    for departure in dead:
        on = month.replace(day=leavers.SETTLED)
        funeral.pay_own(life.aid, departure.membership, users=life.officers, on=on, now=life.now)


def meetings_of(village: Village, month: date) -> list[date]:
    return [month.replace(day=day) for day in village.meeting_days]


def hold_meeting(life: Life, on: date) -> None:
    """Let people come and go on a meeting day, and book its sheet."""
    members = _come_and_go(life, on)
    columns = _columns(life, members, on)
    rows = _rows(life, members, on, columns=columns)
    if on == life.mended_on:
        _take_back(life, _book(life, _mixed_up(rows), on))
        columns = None  # its loans stand otherwise now
    rows = rows if columns is None else _with_extra(rows, columns, once=_once(life, on))
    _book(life, rows, on, columns=columns)
    life.sheets += 1


def lend_on(life: Life, on: date) -> None:
    """Let the committee decide on loans after the first meeting of a month."""
    if on.day == life.village.meeting_days[0]:
        lend(life.lender, members_on(life.organisation, on), on=on, once=_once(life, on))
        if _once(life, on) == "settles":
            settle_one(life.lender, on=on)


def _once(life: Life, on: date) -> str:
    """Return what happens once, in this group in this month, to a loan that goes well; mostly nothing."""
    return EXTRAS.get((life.village.number, months_between(month_of(on), month_of(life.today))), "")


def _with_extra(rows: list[RowIn], columns: Columns, *, once: str) -> list[RowIn]:
    """Let the first borrower who can pay more than is due: ahead, or early, which shortens the loan."""
    if once not in ("advance", "prepays"):
        return rows
    till = columns.tills[0]
    for at, row in enumerate(rows):
        due, owed = row.amounts.get("loan"), sum(one.state.to_settle() for one in till.of(row.membership.pk))
        if due and due == row.dues["loan"] and owed > 4 * due:
            column, more = ("loan", 2 * due) if once == "advance" else ("loan_extra", due // 100 * 200)
            return [*rows[:at], replace(row, amounts={**row.amounts, column: more}), *rows[at + 1 :]]
    return rows


def _last_meeting(life: Life, month: date) -> date:
    return max([on for on in meetings_of(life.village, month) if on <= life.today], default=life.today)


def begin_sheet(life: Life, on: date) -> None:
    """Leave a sheet half filled in, as it stands while the meeting is still going on."""
    at = moment(on, 10, until=life.now)
    facts = {"network_id": life.organisation.network_key, "organisation": life.organisation}
    sheet = Sheet.objects.create(**facts, meeting_on=on, month=month_of(on), opened_by=life.treasurer, opened_at=at)
    members = list(members_on(life.organisation, on))
    rows = _rows(life, members, on, columns=_columns(life, members, on))
    filled = len(rows) * 3 // 5
    SheetRow.objects.bulk_create(
        SheetRow(
            network_id=sheet.network_id,
            sheet=sheet,
            membership=row.membership,
            position=position,
            dues=as_stored(row.dues),
            **({"amounts": as_stored(row.amounts), "state": row.state} if position <= filled else {}),
            **({"typed_by": life.treasurer, "typed_at": at} if position <= filled else {}),
        )
        for position, row in enumerate(rows, start=1)
    )


def admit(
    life: Life, villagers: Sequence[Villager], *, numbers: Sequence, counted_from: date | None, at: datetime
) -> list[Membership]:
    """Admit people with their promises, from the month these books follow them."""
    rows = [
        NewMember(person=who.person, joined_on=who.joined_on, number=number, counted_from=counted_from)
        for who, number in zip(villagers, numbers, strict=True)
    ]
    made = admit_many_step(life.organisation, rows=rows, by=life.treasurer, at=at)
    promised = [(member, who.promise, member.counted_from) for member, who in zip(made, villagers, strict=True)]
    promise_many_step(life.organisation.network_key, rows=promised, by=life.treasurer, at=at)
    life.villagers |= {member.pk: who for member, who in zip(made, villagers, strict=True)}
    return made


def _book(life: Life, rows: list[RowIn], on: date, *, columns: Columns | None = None) -> Sheet:
    cash, transfers = _envelopes(life, rows)
    slips = [(amount, f"PP{on:%d%m}{life.rng.randrange(10**6):06d}") for amount in transfers]
    notes = counted(life.purse, cash)
    at = moment(on, 15, 30, until=life.now)
    facts = {"meeting_on": on, "rows": rows, "counted": notes, "slips": slips, "by": life.treasurer, "at": at}
    sheet = book_sheet_step(life.organisation, **facts, columns=columns)
    read_again(life.purse)
    return sheet


def _mixed_up(rows: list[RowIn]) -> list[RowIn]:
    """Exchange the amounts of two members who paid as due, and differently."""
    paid = [row for row in rows if row.state == rules.PAID and row.payer is None and not row.amounts.keys() & LENT]
    one = paid[0]
    other = next(row for row in paid if row.amounts.get("satja") != one.amounts.get("satja"))
    instead = {one.membership: other.amounts, other.membership: one.amounts}
    return [
        _row(row.membership, Brought(instead[row.membership]), dues=row.dues) if row.membership in instead else row
        for row in rows
    ]


def _take_back(life: Life, sheet: Sheet) -> None:
    """Reverse a sheet as one officer asked and another agreed."""
    at = moment(sheet.meeting_on, 16, until=life.now)
    asked = SheetReversal.objects.create(
        network_id=sheet.network_id, sheet=sheet, reason=MIXED_UP, asked_by=life.treasurer, asked_at=at
    )
    reverse_sheet_step(asked, today=sheet.meeting_on, by=life.purse.chair, at=at)


def _come_and_go(life: Life, on: date) -> list[Membership]:
    """Let members come back, leave, go away for a while or join; return who is a member then."""
    at, changed = moment(on, 9, until=life.now), False
    for member in [member for member, meetings in life.away.items() if meetings <= 0]:
        del life.away[member]
        _change(life, member, state=MembershipState.ADMITTED, on=on, reason="กลับมาอยู่บ้าน", at=at)
    life.away = {member: meetings - 1 for member, meetings in life.away.items()}
    members = list(members_on(life.organisation, on).select_related("organisation__book", "person"))
    stay = life.keepers | bound_members(life.organisation)
    free = [member for member in members if member.pk not in stay and member not in life.away]
    changed |= leavers.see_off(life, free, on=on)
    for member in free:
        _go_away(life, member, on=on, at=at)
    if life.rng.random() < NEW_AT_A_MEETING:
        who = next(life.newcomers)
        who.joined_on, changed = on, True
        [new] = admit(life, [who], numbers=[None], counted_from=None, at=at)
        welfare.join(life.welfare, new, on=on)
    return list(members_on(life.organisation, on)) if changed else members


def _go_away(life: Life, member: Membership, *, on: date, at: datetime) -> None:
    """Let a member go away for a while, seldom; who leaves altogether does not."""
    if life.rng.random() < GOES_AWAY and not leavers.is_leaving(member) and not _has_left(member):
        _change(life, member, state=MembershipState.ON_HOLD, on=on, reason="ไปทำงานต่างจังหวัดชั่วคราว", at=at)
        life.away[member] = AWAY_FOR


def _has_left(member: Membership) -> bool:
    return Membership.objects.filter(pk=member.pk, ended_on__isnull=False).exists()


def _change(life: Life, member: Membership, **facts) -> None:
    change_state_step(member, by=life.treasurer, **facts)


def _raise_promises(life: Life, month: date) -> None:
    """Let some promise more from the new year on, as the bylaws allow. Source: domain, 1.3, satja_mode."""
    at, promises = moment(month, 9, until=life.now), sorted(set(life.village.promises))
    for member in list(members_on(life.organisation, month)):
        who = life.villagers[member.pk]
        more = [promise for promise in promises if promise > who.promise]
        if life.rng.random() < RAISES and more and member.counted_from < month:
            who.promise = Decimal(more[0])
            promise_step(member, amount=who.promise, from_month=month, by=life.treasurer, at=at)


def _rows(life: Life, members: list[Membership], on: date, *, columns: Columns) -> list[RowIn]:
    """Return the sheet of a meeting as it comes to stand, with who brought whose money."""
    shorts = open_short_months(members)
    meeting = _meeting(life, on)
    rows = []
    for member in members:
        dues = columns.dues(member)
        missed = [short.short for short in shorts.get(member.pk, ())]
        if member in life.away:
            brought = Brought(mark=rules.EXCUSED)
        else:
            brought = _brings(life, member, dues=dues, shorts=missed, meeting=meeting, on=on)
            brought = _for_the_fund(life, member, brought, columns)
        rows.append(_row(member, brought, dues=dues))
    return _with_payers(life, rows)


def _brings(life: Life, member: Membership, *, dues: dict, shorts: list, meeting: Meeting, on: date) -> Brought:
    """Return what a member brings: savings by habit, and for a loan what is due, a part of it, or nothing."""
    who, borrowers = life.villagers[member.pk], life.lender.borrowers
    saved = {column: due for column, due in dues.items() if column not in LENT}
    lent = {column: due for column, due in dues.items() if column in LENT}
    will = borrowers.will(member.pk, slack=who.slack, on=on) if lent else ""
    brought = brings(who, dues=saved, shorts=shorts, meeting=meeting, rng=life.rng, comes=will == PAY)
    if not lent:
        return brought
    borrowers.noted(member.pk, paid=will == PAY)
    return replace(brought, amounts={**brought.amounts, **loan_part(lent, will)} if not brought.mark else {})


def _for_the_fund(life: Life, member: Membership, brought: Brought, columns: Columns) -> Brought:
    """Let who came with money bring what was missed for the welfare fund too, or seldom nothing for it."""
    item = next((one for one in columns.items if one.code == welfare.COLUMN), None)
    owed = item.till.owed.get(member.pk) if item else None
    if owed is None or brought.mark or not any(brought.amounts.values()):
        return brought
    baht = welfare.dues_brought(owed.due, missed=owed.missed, most=owed.most, rng=life.welfare.rng)
    amounts = {code: amount for code, amount in brought.amounts.items() if code != welfare.COLUMN}
    return replace(brought, amounts={**amounts, **({welfare.COLUMN: baht} if baht else {})})


def _columns(life: Life, members: list[Membership], on: date) -> Columns:
    network_id = life.organisation.network_key
    sheet = Sheet(network_id=network_id, organisation=life.organisation, meeting_on=on, month=month_of(on))
    return columns_of(sheet, members)


def _meeting(life: Life, on: date) -> Meeting:
    village = life.village
    may_wait = on.day != village.meeting_days[-1]
    return Meeting(on.month, may_wait=may_wait, par=village.par, part=village.least_part)


def _row(member: Membership, brought: Brought, *, dues: dict) -> RowIn:
    state = rules.state_of(brought.amounts, dues=dues, mark=brought.mark)
    return RowIn(member, brought.amounts, state, dues=dues)


def _with_payers(life: Life, rows: list[RowIn]) -> list[RowIn]:
    """Put the money of those who come along into the envelope of the eldest of their house who came with money."""
    heads: dict[int, Membership] = {}
    paying = [row for row in rows if any(row.amounts.values())]
    for row in sorted(paying, key=lambda row: life.villagers[row.membership.pk].person.born_on):
        heads.setdefault(life.villagers[row.membership.pk].home, row.membership)
    payers = {row.membership.pk: _payer(life, row.membership, heads) for row in paying}
    return [replace(row, payer=payers.get(row.membership.pk)) for row in rows]


def _payer(life: Life, member: Membership, heads: dict[int, Membership]):
    who = life.villagers[member.pk]
    head = heads[who.home]
    return head.pk if who.comes_along and head.pk != member.pk else None


def _envelopes(life: Life, rows: list[RowIn]) -> tuple[list, list]:
    """Return what each payer handed over: in cash, and by transfer."""
    sums: dict = {}
    for row in rows:
        payer = row.payer or row.membership.pk
        sums[payer] = sums.get(payer, ZERO) + sum(row.amounts.values(), ZERO)
    by_transfer = {payer for payer in sums if life.villagers[payer].by_transfer and life.rng.random() < 0.8}
    by_transfer |= {payer for payer, amount in sums.items() if amount % 1}  # nobody has coins for satang
    cash = [amount for payer, amount in sums.items() if amount and payer not in by_transfer]
    return cash, [amount for payer, amount in sums.items() if amount and payer in by_transfer]
