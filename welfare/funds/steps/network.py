"""Dues of a network's fund that its groups take: the accounts for them, and entering what a group owes.

They stand in the caller's transaction.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger import chart, twins
from federation.ledger.books import account, accounts_coded, holder_accounts, ids_by_code
from federation.ledger.funds import code_in
from federation.ledger.posting import EntryKind, credit, debit, lock
from groups.registry.models import Membership
from welfare.funds.items.network import HandoverTill
from welfare.funds.items.own import dues_accounts
from welfare.funds.models import WelfareFund
from welfare.funds.queries.network import owed_code, taken_code
from welfare.funds.rules.dues import split_dues


def open_way_step(fund: WelfareFund, group, *, on: date) -> None:
    """Make the account in a group's book on which it keeps what its members pay into a fund of its network.

    Nothing happens where it is there, or where the group keeps no book tied to the network's.
    """
    upper, lower = fund.organisation.book, group.book
    if lower is None or not twins.is_tied(upper, lower) or accounts_coded(lower, [taken_code(fund)]):
        return
    control = account(lower, chart.FUNERAL_OWED)
    code = taken_code(fund).removeprefix(f"{chart.FUNERAL_OWED}.")
    names = (f"เงินสมทบ {fund.name_th} ที่เก็บจากสมาชิก", f"dues taken for {fund.name_en or fund.name_th}")
    holder_accounts(lower, control=control, holders=[(code, *names)])


def call_in_step(till: HandoverTill, *, rows: Sequence[tuple[Membership, Decimal]], key: str, on: date, by) -> None:
    """Enter as owed what groups now hand over and the network's book does not know of yet. Before the sheet's entry.

    Dr 14050 of the fund, by group      what it took from its members
       Cr 43060 members' dues           of the fund, or of its parts by the split
    and in each group's book: from what it took to what it owes the network.
    """
    owed = [(one, need) for one, amount in rows if (need := amount - till.told.get(one.pk, ZERO)) > ZERO]
    if not owed:
        return
    book = till.fund.organisation.book
    lock(book)
    members = Membership.objects.of(till.fund.organisation).select_related("member_organisation__book")
    members = members.in_bulk([one.pk for one, _need in owed])
    income, moves, purses = dues_accounts(till.fund, till.parts), [], {}
    for one, need in owed:
        group = members[one.pk].member_organisation
        for code, baht in split_dues(need, parts=till.parts, fund=till.fund.code):
            moves += [debit(_owed_by(till.fund, code, members[one.pk], on=on), baht), credit(income[code], baht)]
        purses[group.book_id] = ids_by_code(group.book, [taken_code(till.fund)])[taken_code(till.fund)]
    twins.post_between(
        book=book,
        on=on,
        kind=EntryKind.FUND,
        key=f"fund_told:{till.fund.code}:{key}",
        moves=moves,
        purses=purses,
        by=by,
    )


def _owed_by(fund: WelfareFund, code: str, membership: Membership, *, on: date):
    """Return the account of what a group owes to a fund or part, made with its twin where it is the first time."""
    book, group = fund.organisation.book, membership.member_organisation
    if known := accounts_coded(book, [owed_code(code, number=membership.number)]):
        return known[0].pk
    here, _there = twins.pair(
        upper=book,
        lower=group.book,
        controls=(code_in(chart.FROM_GROUPS, code), chart.FUNERAL_OWED),
        codes=(f"{membership.number:05d}", f"{fund.organisation.code}.{code}.{membership.number:05d}"),
        names=(
            (f"เงินสมทบรอรับจาก {group.name_th}", f"dues to come from {group.code}"),
            (f"เงินสมทบค้างส่ง {fund.organisation.name_th} {code}", f"dues owed to {fund.organisation.code}, {code}"),
        ),
        since=on,
    )
    return here.pk
