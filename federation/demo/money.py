"""Money in the demo beside the sheets: what stood in the books before, notes on the table, the way to the bank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from federation.kit.clock import BANGKOK
from federation.kit.money import ZERO, round_satang
from federation.ledger import chart
from federation.ledger.books import Account, account
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import balances
from federation.organisations.models import Organisation
from federation.people.models import User
from groups.registry.models import Membership

SUPPLIES, HOSPITALITY, TRAVEL = "54050", "53040", "54060"
SPENT_ON = (
    (SUPPLIES, "ค่าสมุดคู่ฝากและเครื่องเขียน"),
    (HOSPITALITY, "ค่าน้ำและของว่างวันประชุม"),
    (TRAVEL, "ค่าพาหนะกรรมการไปธนาคาร"),
)
BANK_INTEREST = "45010"
HALF_YEAR_RATE = Decimal("0.00125")  # a quarter of one per cent a year
NOTES = tuple(map(Decimal, (1000, 500, 100, 50, 20, 10, 5, 1)))
ABOUT = "ยอดยกมา หุ้นในเครือข่าย (ประมาณ) ต้นเรื่องบอกเพียงยอดรวมทั้งเครือข่ายประมาณ 153,000 บาท ไม่มีใครทราบยอดของแต่ละกลุ่ม ยอดนี้สมมติขึ้น"
OPENING_SHARES = {"kind": EntryKind.OPENING, "memo": ABOUT, "checked": True}


@dataclass
class Purse:
    """The money of one group and whose hands it goes through. cash, bank: what lies there now, in baht."""

    organisation: Organisation
    treasurer: User
    chair: User
    rng: Random
    cash: Decimal = ZERO
    bank: Decimal = ZERO
    accounts: dict = field(default_factory=dict)

    def account(self, code: str):
        """Return the id of an account of the group's book; each is looked up once."""
        if code not in self.accounts:
            self.accounts[code] = account(self.organisation.book, code).pk
        return self.accounts[code]


def read_again(purse: Purse) -> None:
    """Look up what lies in the box and in the bank now: sheets bring money for several funds at once."""
    there = balances(Account.objects.filter(pk__in=[purse.account(chart.CASH), purse.account(chart.BANK)]))
    purse.cash, purse.bank = there[purse.account(chart.CASH)], there[purse.account(chart.BANK)]


@dataclass(frozen=True)
class Before:
    """What a member had saved before these books opened, in baht."""

    satja: Decimal
    shares: Decimal
    special: Decimal


def moment(day: date, hour: int, minute: int = 0, *, until: datetime) -> datetime:
    """Return an hour of a day in Thailand, never later than `until`."""
    return min(datetime.combine(day, time(hour, minute), BANGKOK), until)


def open_balances(purse: Purse, *, befores: Mapping[Membership, Before], on: date) -> Decimal:
    """Post what members had saved, and where it is: most of it lent out, the rest in the bank and the box.

    Return what is lent, in baht.
    """
    rng, credits = purse.rng, []
    for membership, before in befores.items():
        credits += [
            credit(account_id, amount)
            for account_id, amount in (
                (membership.satja_account_id, before.satja),
                (membership.shares_account_id, before.shares),
                (membership.special_account_id, before.special),
            )
            if amount
        ]
    saved = sum(move.credit for move in credits)
    surplus = round_satang(saved * rng.randint(200, 700) / 10_000)
    lent = saved * rng.randint(55, 75) // 10_000 * 100
    purse.cash = Decimal(rng.randint(5, 40) * 100)
    purse.bank = saved + surplus - lent - purse.cash
    where = ((chart.CASH, purse.cash), (chart.BANK, purse.bank), (chart.LOANS_TO_DETAIL, lent))
    _post(
        purse,
        on=on,
        kind=EntryKind.OPENING,
        key="opening",
        moves=[
            *(debit(purse.account(code), amount) for code, amount in where if amount),
            *credits,
            credit(purse.account(chart.OPENING_SURPLUS), surplus),
        ],
        memo="ยอดยกมาเมื่อเริ่มบันทึกบัญชีด้วยระบบ",
        checked=True,
    )
    return lent


def open_shares_of_group(network: Purse, *, membership: Membership, amount: Decimal, on: date) -> None:
    """Post in the network's book what a group holds there. Source: row R4; architecture, settled 14."""
    moves = [debit(network.account(chart.BANK), amount), credit(membership.shares_account_id, amount)]
    _post(network, key=f"opening:{membership.shown_number}", moves=moves, on=on, **OPENING_SHARES)


def open_shares_in_network(purse: Purse, *, network: Organisation, amount: Decimal, on: date) -> None:
    """Post the same in the group's book, as one event with what stands in the network's."""
    membership = network.memberships.get(member_organisation=purse.organisation)
    event = network.book.entries.get(key=f"opening:{membership.shown_number}").event
    held = purse.account(f"{chart.SHARES_IN_NETWORK}.{network.code}.{membership.number:05d}")
    surplus = purse.account(chart.OPENING_SURPLUS)
    moves = [debit(held, amount), credit(surplus, amount)]
    _post(purse, key="opening:network", moves=moves, on=on, event=event, **OPENING_SHARES)


def counted(purse: Purse, envelopes: Iterable[Decimal]) -> dict[Decimal, int]:
    """Return the notes and coins of so many envelopes, each in whole baht, as they might have been brought."""
    notes: dict[Decimal, int] = {}
    for left in envelopes:
        largest = purse.rng.choice(NOTES[:3])
        for note in NOTES:
            if note <= largest and left >= note:
                notes[note] = notes.get(note, 0) + int(left // note)
                left %= note
    return notes


def bank_cash(purse: Purse, *, after: date, today: date) -> None:
    """Take the cash to the bank on the next day that it is open, but for a little change."""
    on = after + timedelta(days=1)
    while on.weekday() > 4:
        on += timedelta(days=1)
    amount = (purse.cash - purse.rng.randint(3, 20) * 100) // 100 * 100
    if on > today or amount <= 0:
        return
    _post(
        purse,
        on=on,
        kind=EntryKind.TRANSFER,
        key=f"banking:{on}",
        moves=[debit(purse.account(chart.BANK), amount), credit(purse.account(chart.CASH), amount)],
        memo="นำเงินสดฝากธนาคาร",
    )
    purse.cash -= amount
    purse.bank += amount


def spend(purse: Purse, *, on: date) -> None:
    """Pay for something small out of the box."""
    code, memo = purse.rng.choice(SPENT_ON)
    amount = Decimal(purse.rng.randint(4, 60) * 10)
    if amount > purse.cash:
        return
    moves = [debit(purse.account(code), amount), credit(purse.account(chart.CASH), amount)]
    _post(purse, on=on, kind=EntryKind.JOURNAL, key=f"spent:{on}", moves=moves, memo=memo, checked=True)
    purse.cash -= amount


def buy_goods(purse: Purse, amount: Decimal, *, on: date) -> None:
    """Buy goods by transfer, to hand them out on loan the same day."""
    moves = [debit(purse.account(chart.GOODS), amount), credit(purse.account(chart.BANK), amount)]
    key = f"goods:{on}:{purse.rng.randrange(10**6)}"
    _post(purse, on=on, kind=EntryKind.JOURNAL, key=key, moves=moves, memo="ซื้อปุ๋ยให้สมาชิกกู้", checked=True)
    purse.bank -= amount


def earn_interest(purse: Purse, *, on: date) -> None:
    """Book the bank's interest of half a year."""
    amount = round_satang(purse.bank * HALF_YEAR_RATE)
    moves = [debit(purse.account(chart.BANK), amount), credit(purse.account(BANK_INTEREST), amount)]
    memo = "ดอกเบี้ยเงินฝากธนาคาร"
    _post(purse, on=on, kind=EntryKind.JOURNAL, key=f"interest:{on}", moves=moves, memo=memo, checked=True)
    purse.bank += amount


def _post(purse: Purse, *, checked: bool = False, **facts) -> None:
    post(book=purse.organisation.book, by=purse.treasurer, checked_by=purse.chair if checked else None, **facts)
