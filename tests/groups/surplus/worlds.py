"""A small group's year: members save, income comes in, the months close; the meeting is in the February after."""

import itertools
from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.kit.dates import month_of, month_range
from federation.ledger import books, months, queries, twins
from federation.ledger.posting import credit, debit, lock, post, reverse
from groups.surplus import steps
from groups.surplus.rules import Plan, Year
from tests import builders

SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
YEAR = Year(SINCE, UNTIL)
MEETING = date(2026, 2, 15)
AT = builders.at_noon(date(2026, 2, 20))
_serial = itertools.count(1)


def group(**facts):
    return builders.group(builders.network(books_from=SINCE), books_from=SINCE, **facts)


@transaction.atomic
def book_entry(organisation, *lines, on, kind="journal", **facts):
    """Post (code or account id, debits less credits as text) lines."""
    book = organisation.book
    moves = []
    for account, signed in lines:
        pk = books.account(book, account).pk if isinstance(account, str) else account
        baht = Decimal(signed)
        moves.append(debit(pk, baht) if baht > 0 else credit(pk, -baht))
    people = {"by": builders.user("asks")} | ({"checked_by": builders.user("checks")} if kind != "journal" else {})
    return post(book=book, on=on, kind=kind, key=f"test:{next(_serial)}", moves=moves, **people, **facts).entry


def save(member, baht, *, on, account="satja_account", **facts):
    """A member brings money, or takes it out again where the sum is below zero."""
    pk = getattr(member, account).pk
    return book_entry(member.organisation, ("11010", baht), (pk, f"{-Decimal(baht)}"), on=on, **facts)


def earn(organisation, baht, *, on=date(2025, 6, 5), code="41010", cash="11010"):
    return book_entry(organisation, (cash, baht), (code, f"{-Decimal(baht)}"), on=on)


def spend(organisation, baht, *, on=date(2025, 6, 6), code="54090"):
    return book_entry(organisation, (code, baht), ("11010", f"{-Decimal(baht)}"), on=on)


@transaction.atomic
def close_months(organisation, until=UNTIL):
    lock(organisation.book)
    for month in month_range(months.open_month(organisation.book), month_of(until)):
        months.close(organisation.book, month=month)


@transaction.atomic
def closed(organisation, *, year=YEAR, at=AT):
    """The year closed by two people."""
    close_months(organisation, year.until)
    close = steps.propose_close_step(organisation, year=year, by=builders.user("treasurer"), at=at)
    return steps.decide_close_step(close, agreed=True, by=builders.user("chair"), at=at)


def plan(basis="share_months", *, deducts="overdue", **percents):
    named = [name for name in percents if name in ("rate", "patronage_rate", "hand_over", "leavers", "rounding")]
    facts = {name: percents.pop(name) for name in named}
    return Plan(
        {head: Decimal(str(percent)).quantize(Decimal("0.01")) for head, percent in percents.items()},
        basis=basis,
        deducts=deducts,
        **facts,
    )


@transaction.atomic
def adopted(close, asked, *, on=MEETING, at=AT):
    """What the meeting resolved, entered and confirmed."""
    given = {"plan": asked, "meeting_on": on, "resolution_no": "3/2569", "at": at}
    close = steps.propose_plan_step(close, by=builders.user("treasurer"), **given)
    return steps.adopt_step(close, by=builders.user("chair"), at=at)


@transaction.atomic
def paid(close, *members, purse=None, on=MEETING, at=AT):
    """Dividends paid by two people: of these members in money, or all that goes into accounts."""
    ids = [member.pk for member in members]
    given = {"on": on, "purse": purse, "membership_ids": ids, "at": at}
    batch = steps.propose_batch_step(close, by=builders.user("treasurer"), **given)
    return steps.decide_batch_step(batch, agreed=True, by=builders.user("chair"), at=at)


def cash_of(organisation):
    return books.account(organisation.book, "11010")


def balance(organisation, code):
    return queries.balance(books.account(organisation.book, code))


@transaction.atomic
def undo(entry, *, on):
    people = {"by": builders.user("asks"), "checked_by": builders.user("checks")}
    return reverse(entry, on=on, reason="entered by mistake", **people)


@transaction.atomic
def between(organisation, *lines, on):
    """Post (code or account id, debits less credits as text) lines, mirrored in the books of others."""
    book = organisation.book
    moves = []
    for account, signed in lines:
        pk = books.account(book, account).pk if isinstance(account, str) else account
        baht = Decimal(signed)
        moves.append(debit(pk, baht) if baht > 0 else credit(pk, -baht))
    lock(book)
    given = {"kind": "journal", "key": f"test:{next(_serial)}", "by": builders.user("asks")}
    return twins.post_between(book=book, on=on, moves=moves, **given).entry


@transaction.atomic
def choose(member, into, *, on=MEETING, at=AT):
    return steps.choose_step(member, into=into, on=on, by=builders.user("treasurer"), at=at)
