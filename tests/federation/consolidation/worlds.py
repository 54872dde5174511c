"""Organisations that hold money in one another, built by postings in both books."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger import books, chart
from federation.ledger.posting import Move, credit, debit, lock, post
from federation.ledger.twins import pair, post_between
from federation.organisations.affiliations import affiliate_step
from federation.organisations.models import Level
from federation.organisations.twins import between_accounts
from tests import builders

DAY = date(2026, 1, 5)
JANUARY_END = date(2026, 1, 31)


def member_loan(group, amount, *, on=DAY, code="0001"):
    """Lend a group's cash to a member."""
    control = books.account(group.book, chart.ORDINARY_LOANS)
    made = books.holder_account(group.book, control=control, holder_code=code, name_th="สัญญา", name_en="contract")
    _post(group, on, "loan", [debit(made.pk, Decimal(amount)), credit(_cash(group), Decimal(amount))])


def member_shares(group, amount, *, on=DAY):
    """Let a member pay in shares."""
    member = builders.member(group, promise=None)
    _post(group, on, "sheet", [debit(_cash(group), Decimal(amount)), credit(member.shares_account_id, Decimal(amount))])


@transaction.atomic
def between(membership, control, amount, *, on=DAY):
    """Let money pass between an organisation and its member on the account of a control; below zero: downwards.

    amount: what the upper side's balance grows by, as people read it.
    """
    upper = membership.organisation
    held = between_accounts([membership.number], book=upper.book, control=control)[membership.number]
    return pass_money(upper, held, Decimal(amount), on=on)


@transaction.atomic
def pass_money(upper, account, amount, *, on=DAY):
    """Move an account of a pair by so many baht of its own balance, against cash in both books."""
    return pass_all(upper, [(account, amount)], on=on)


@transaction.atomic
def pass_all(upper, acts, *, on=DAY):
    """Do several acts of an organisation at once: [(account of a pair, baht)]. See `pass_money`."""
    raised = [(account.pk, amount if account.kind in ("asset", "expense") else -amount) for account, amount in acts]
    moves = [_move(account_id, amount) for account_id, amount in raised]
    if cash := -sum(amount for _account, amount in raised):
        moves.append(_move(_cash(upper), cash))
    return _between(upper, moves, on=on)


@transaction.atomic
def tie_loan(upper, lower, *, code, since=DAY):
    """Make the two accounts of a loan between organisations; return the lender's."""
    codes = (code, f"{upper.code}.{code}")
    names = [(f"สัญญา {code}", f"contract {code}")] * 2
    made = pair(upper=upper.book, lower=lower.book, controls=chart.LOAN_TWIN, codes=codes, names=names, since=since)
    return made[0]


@transaction.atomic
def below(upper, lower, *, since=builders.BOOKS_FROM):
    """Let an organisation belong to another and be its member; return the membership."""
    if not lower.affiliations.filter(upper=upper).exists():
        affiliate_step(lower, upper=upper, since=since)
    return builders.member_group(upper, lower, promise=None)


@dataclass
class Case26:
    """The network and group A of the worked case; B, which is not put together with them, holds the other shares."""

    network: object
    a: object
    b: object
    loan: object
    members: dict = field(default_factory=dict)


def case_26(*, prefix=""):
    network = builders.network(f"{prefix}NET", name="เครือข่ายเขาดิน")
    a = builders.group(network, code=f"{prefix}A", name="กลุ่มสัจจะบ้านนา")
    b = builders.group(network, code=f"{prefix}B", name="กลุ่มสัจจะบ้านสวน")
    members = {group: below(network, group) for group in (a, b)}
    builders.cash(b, "200000.00", on=DAY)
    between(members[b], chart.GROUP_SHARES, "144000.00")
    member_shares(a, "59000.00")
    between(members[a], chart.GROUP_SHARES, "9000.00")
    loan = tie_loan(network, a, code="2569-1")
    pass_money(network, loan, Decimal("100000.00"))
    member_loan(a, "130000.00")
    return Case26(network, a, b, loan, members)


def province(*, networks=2, groups=2):
    """A province over networks over groups; the first network's first group belongs to the second network as well."""
    top = builders.network("PROV", name="เครือข่ายจังหวัด", level=Level.PROVINCE)
    memberships, all_groups = [], []
    for n in range(1, networks + 1):
        network = builders.network(f"NET{n}", name=f"เครือข่าย {n}")
        memberships.append(below(top, network))
        for g in range(1, groups + 1):
            group = builders.group(network, code=f"NET{n}-G{g}", name=f"กลุ่ม {n}/{g}")
            memberships.append(below(network, group))
            all_groups.append(group)
    second = memberships[groups + 1].member_organisation
    memberships.append(below(second, all_groups[0]))
    return top, memberships


def _move(account_id, raised: Decimal) -> Move:
    return debit(account_id, raised) if raised > 0 else credit(account_id, -raised)


def _cash(organisation):
    return books.account(organisation.book, chart.CASH).pk


def _between(upper, moves, *, on, kind="journal"):
    lock(upper.book)
    facts = {"kind": kind, "key": f"test:{next(builders._serial)}", "by": builders.user("enters")}
    return post_between(book=upper.book, on=on, moves=moves, **facts)


@transaction.atomic
def _post(organisation, on, kind, moves):
    facts = {"kind": kind, "key": f"test:{next(builders._serial)}", "by": builders.user("enters")}
    return post(book=organisation.book, on=on, moves=moves, **facts)
