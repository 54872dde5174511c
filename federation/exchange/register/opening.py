"""What the books open with: the side of the balance that a register does not show.

A register knows what members have saved and what they owe; it has no cash side. A person says how
much was cash and how much bank on the day the books open, and of which day the loans are.
Source: architecture: Opening by import; features: Opening balances, Start meeting with balances only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from federation.exchange.register.findings import Choice, Desk, Typed, amount_of, date_of
from federation.exchange.register.heads import Table
from federation.exchange.register.members import Member
from federation.exchange.register.roles import Role
from federation.exchange.register.rows import Register
from federation.kit.dates import show_date, show_month
from federation.kit.money import ZERO, show
from federation.kit.wording import gettext_lazy as _

ACCOUNT = "opening:account:"
# Accounts of assets whose balance stands on the other side.
CONTRA = {"13110", "18025", "18035", "18055"}

AS_OF_OPENING, AS_OF_LATER = "opening", "later"
SURPLUS, SUSPENSE = "surplus", "suspense"


@dataclass(frozen=True)
class OtherBalance:
    """A balance on the opening day that the register does not know: equipment, a grant, another bank account."""

    code: str
    name: object
    amount: Decimal

    @property
    def debit(self) -> Decimal:
        """Return the amount as a debit; below zero it is a credit."""
        return self.amount if self.code[0] in "15" and self.code not in CONTRA else -self.amount


@dataclass(frozen=True)
class Opening:
    """The opening entry in words of the field, and the entry that brings later loans in; baht.

    loans: outstanding on the opening day. others: further balances as stated. difference: what members own
    less all that; above zero, money is missing from the statement, below zero there is a surplus. It stands in
    `difference_to` ("surplus" or "suspense"; "" while open).
    later_loans: by how much loans are more on `loans_on` than `loans`; they are taken from cash first.
    """

    on: date
    satja: dict[int, Decimal]
    shares: Decimal
    special: Decimal
    cash: Decimal
    bank: Decimal
    loans: Decimal
    difference: Decimal
    difference_to: str
    loans_on: date
    later_loans: Decimal = ZERO
    others: tuple[OtherBalance, ...] = ()

    @property
    def owned(self) -> Decimal:
        """What members own on the opening day."""
        return sum(self.satja.values(), ZERO) + self.shares + self.special


def opening_day(table: Table, *, desk: Desk, books_from: date) -> date:
    """Return the day the opening balances are dated: the eve of the first month, if the books reach back to it."""
    months = [column.month for column in table.months if column.month >= books_from]
    if months:
        eve = months[0] - timedelta(days=1)
        return eve if eve >= books_from else months[0]
    answer = desk.ask(
        "opening_on",
        _("Of which day are the balances? The books begin on %(date)s.") % {"date": show_date(books_from)},
        key="opening:on",
        choices=[Choice(books_from.isoformat(), show_date(books_from))],
        typed=Typed.DATE,
        suggested=books_from.isoformat(),
    )
    day = date_of(answer) or books_from
    if day < books_from:
        desk.wrong("opening_before_books", _("The balances cannot be of a day before the books begin."))
    return max(day, books_from)


def read_others(accounts: Mapping[str, object], *, desk: Desk) -> tuple[OtherBalance, ...]:
    """Return the balances of other accounts that were stated: answers named opening:account: and a code."""
    others = []
    for key in sorted(key for key in desk.answers if key.removeprefix(ACCOUNT) in accounts and key.startswith(ACCOUNT)):
        code = key.removeprefix(ACCOUNT)
        words = _("Balance of %(code)s %(name)s on the opening day.") % {"code": code, "name": accounts[code]}
        amount = amount_of(desk.offer("account", words, key=key, typed=Typed.AMOUNT))
        if amount:
            others.append(OtherBalance(code, accounts[code], amount))
    return tuple(others)


def plan_opening(
    register: Register,
    *,
    desk: Desk,
    on: date,
    books_from: date,
    last_meeting: date,
    others: tuple[OtherBalance, ...] = (),
) -> Opening:
    """Work out the opening balances. last_meeting: the day of the last sheet, or `on` without any."""
    satja = _balances(register, desk=desk, books_from=books_from)
    shares, special = register.sum_of(Role.SHARES), register.sum_of(Role.SPECIAL)
    owned = sum(satja.values(), ZERO) + shares + special
    total = register.sum_of(Role.LOAN)
    asked = bool(total) and last_meeting > on
    as_of = _ask_loans_as_of(total, desk=desk, on=on, last=last_meeting) if asked else AS_OF_OPENING
    loans, loans_on = (total, on) if as_of != AS_OF_LATER else _ask_earlier_loans(desk=desk, on=on, last=last_meeting)
    left = owned - loans - sum((other.debit for other in others), ZERO)
    cash, bank, stated = _ask_money(left, desk=desk, on=on)
    difference = left - cash - bank
    difference_to = _ask_difference(difference, stated=stated, desk=desk)
    later = total - loans if as_of == AS_OF_LATER else ZERO
    if stated and later > cash + bank + _paid_from(register, books_from):
        words = _("Loans of %(loans)s by %(date)s are more than all the cash and bank there was. Look again.")
        desk.wrong("money_short", words % {"loans": show(later), "date": show_date(loans_on)})
    return Opening(on, satja, shares, special, cash, bank, loans, difference, difference_to, loans_on, later, others)


def _balances(register: Register, *, desk: Desk, books_from: date) -> dict[int, Decimal]:
    """Return satja on the opening day by row; months before the books began count into it."""
    early = [column for column in register.table.months if column.month < books_from]
    paid_early = sum((register.sum_of_column(column.index) for column in early), ZERO)
    if paid_early:
        words = _("The books begin on %(date)s. Payments before that, %(amount)s, count into what is carried over.")
        figures = {"date": show_date(books_from), "amount": show(paid_early)}
        desk.ask(
            "months_before_books",
            words % figures,
            key="opening:months_before",
            choices=[Choice("carry", _("yes, carry them over"))],
            suggested="carry",
        )
    return {m.row: m.carried + _sum(m, [c.index for c in early]) for m in register.members}


def _sum(member: Member, columns: list[int]) -> Decimal:
    return sum((member.payments.get(column, ZERO) for column in columns), ZERO)


def _paid_from(register: Register, books_from: date) -> Decimal:
    months = (column for column in register.table.months if column.month >= books_from)
    return sum((register.sum_of_column(column.index) for column in months), ZERO)


def _ask_loans_as_of(total: Decimal, *, desk: Desk, on: date, last: date) -> str:
    words = _("Loans outstanding are %(total)s. Of which day is that figure?") % {"total": show(total)}
    return desk.ask(
        "loans_as_of",
        words,
        key="opening:loans_as_of",
        choices=[
            Choice(AS_OF_OPENING, _("of the opening day, %(date)s") % {"date": show_date(on)}),
            Choice(AS_OF_LATER, _("of the end of the list, %(month)s") % {"month": show_month(last)}),
        ],
    )


def _ask_earlier_loans(*, desk: Desk, on: date, last: date) -> tuple[Decimal, date]:
    """The loans are of a later day: ask what they were on the opening day, and of which day they are."""
    words = _("How much was out on loan on %(date)s? Not known: 0; then it is counted as cash or bank.")
    answer = desk.ask(
        "loans_then",
        words % {"date": show_date(on)},
        key="opening:loans_then",
        choices=[Choice("0", _("not known"))],
        typed=Typed.AMOUNT,
    )
    told = desk.offer(
        "loans_on",
        _("The loans are entered as of %(date)s.") % {"date": show_date(last)},
        key="opening:loans_on",
        typed=Typed.DATE,
        suggested=last.isoformat(),
    )
    day = date_of(told) or last
    if not last <= day <= desk.today:
        desk.wrong("loans_on_outside", _("The day of the loans lies between the last sheet and today."))
        day = last
    return amount_of(answer) or ZERO, day


def _ask_money(left: Decimal, *, desk: Desk, on: date) -> tuple[Decimal, Decimal, bool]:
    """Ask for cash and bank on the opening day; return them, and whether both were stated."""
    words = _("How much was in cash on %(date)s? What members own less loans leaves %(left)s for cash and bank.")
    figures = {"date": show_date(on), "left": show(left)}
    cash = desk.ask("cash", words % figures, key="opening:cash", typed=Typed.AMOUNT)
    words = _("How much was in the bank on %(date)s? What members own less loans leaves %(left)s for cash and bank.")
    none = Choice("0", _("nothing in the bank"))
    bank = desk.ask("bank", words % figures, key="opening:bank", choices=[none], typed=Typed.AMOUNT)
    return amount_of(cash) or ZERO, amount_of(bank) or ZERO, bool(cash and bank)


def _ask_difference(difference: Decimal, *, stated: bool, desk: Desk) -> str:
    """Ask where a difference stands; while cash or bank are not stated nobody knows it yet."""
    if not stated or not difference:
        return ""
    if difference < 0:
        words = _("Cash, bank and loans are %(amount)s more than members own. Where does it stand?")
        surplus = Choice(SURPLUS, _("surplus of earlier years (33010)"))
    else:
        words = _("Cash, bank and loans are %(amount)s less than members own. Where does it stand?")
        surplus = Choice(SURPLUS, _("loss of earlier years, as in the last annual statement (33010)"))
    suspense = Choice(SUSPENSE, _("not known yet: suspense (59000). No month can be closed until it is cleared up"))
    return desk.ask(
        "difference",
        words % {"amount": show(abs(difference))},
        key="opening:difference",
        choices=[surplus, suspense],
    )
