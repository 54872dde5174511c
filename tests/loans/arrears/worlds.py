"""Loans written straight into their tables, with the facts that a test names: what stands after each is as given."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger import books
from federation.ledger.posting import EntryKind, credit, debit, post
from loans.lending.models import Loan, LoanEvent, LoanState, ScheduleRow, ScheduleVersion
from loans.products.models import Product
from tests import builders

SIGNED = date(2026, 1, 5)


def product(group, code="ordinary", **facts):
    facts = {"kind": "ordinary", "name_th": "เงินกู้สามัญ", **facts}
    return Product.objects.get_or_create(network_id=group.network_key, organisation=group, code=code, defaults=facts)[0]


@transaction.atomic
def loan(membership, principal="12000.00", *, unpaid_since=None, on=SIGNED, due=(), control="13010", **facts):
    """A loan paid out on a day. unpaid_since: due date of the oldest instalment not paid. due: [(date, "baht")].

    Without them it is due all at once, on that day or in a year.
    """
    group = membership.organisation
    due = due or [(unpaid_since or on.replace(year=on.year + 1), principal)]
    number = Loan.objects.of(group).count() + 1
    book = group.book
    account = books.holder_account(
        book,
        control=books.account(book, control),
        holder_code=f"{number:05d}",
        name_th=f"สัญญา {number}",
        name_en=f"Loan {number}",
    )
    made = Loan.objects.create(
        network_id=group.network_key,
        organisation=group,
        number=number,
        contract_no=f"{number}/2569",
        membership=membership,
        product=facts.pop("product", None) or product(group),
        terms=builders.loan_terms(control=control).to_data(),
        principal=Decimal(principal),
        effective_yearly_rate=Decimal("0.12"),
        signed_on=on,
        last_due_on=due[-1][0],
        account=account,
        state=LoanState.RUNNING,
        is_imported=True,
        signed_by=builders.user("chair"),
        signed_at=builders.AT,
        **facts,
    )
    schedule(made, due, holds_from=on)
    entry = _entry(made, EntryKind.LOAN, debit(account.pk, made.principal), on=on)
    after = {"principal_after": made.principal, "unpaid_since": unpaid_since}
    event(made, "payout", on=on, amount=made.principal, principal=made.principal, entry=entry, **after)
    return made


def schedule(loan, due, *, holds_from, number=1):
    version = ScheduleVersion.objects.create(
        network_id=loan.network_id,
        loan=loan,
        number=number,
        holds_from=holds_from,
        made_by=builders.user("chair"),
        made_at=builders.AT,
    )
    ScheduleRow.objects.bulk_create(
        ScheduleRow(
            network_id=loan.network_id, schedule=version, n=n, due_on=on, principal=Decimal(baht), interest=Decimal(0)
        )
        for n, (on, baht) in enumerate(due, start=1)
    )


def repaid(loan, principal, *, on, left, unpaid_since=None, interest="0.00", fine="0.00", kind="repayment", **facts):
    """A repayment, with what is left of the principal after it."""
    parts = [Decimal(part) for part in (principal, interest, fine)]
    code = loan.account.code.partition(".")[0]
    income = books.account(loan.organisation.book, f"41{code[2:]}")
    moves = [credit(loan.account_id, parts[0])] if parts[0] else []
    if sum(parts[1:]):
        moves.append(credit(income.pk, sum(parts[1:])))
    return event(
        loan,
        kind,
        on=on,
        amount=sum(parts),
        principal=parts[0],
        interest=parts[1],
        fine=parts[2],
        principal_after=Decimal(left),
        unpaid_since=unpaid_since,
        entry=_entry(loan, EntryKind.LOAN, *moves, on=on),
        **facts,
    )


def event(loan, kind, *, on, entry=None, **facts):
    return LoanEvent.objects.create(
        network_id=loan.network_id,
        loan=loan,
        kind=kind,
        on=on,
        seq=loan.events.count() + 1,
        entry=entry,
        by=builders.user("treasurer"),
        checked_by=builders.user("chair"),
        at=builders.AT,
        **facts,
    )


def _entry(loan, kind, *moves, on):
    """Book these moves against the bank, which has had money enough from the beginning."""
    book = loan.organisation.book
    bank = books.account(book, "12300")
    net = sum(move.debit - move.credit for move in moves)
    other = credit(bank.pk, net) if net > 0 else debit(bank.pk, -net)
    key = f"loan:{loan.pk}:{loan.events.count()}"
    return post(book=book, on=on, kind=kind, key=key, moves=[*moves, other], by=builders.user("treasurer")).entry


def bank(group, amount="1000000.00", *, on=date(2026, 1, 1)):
    """Let a group have money to lend."""
    moves = [
        debit(books.account(group.book, "12300").pk, Decimal(amount)),
        credit(books.account(group.book, "32010").pk, Decimal(amount)),
    ]
    by = {"by": builders.user("treasurer"), "checked_by": builders.user("chair")}
    return post(book=group.book, on=on, kind=EntryKind.JOURNAL, key="bank", moves=moves, **by)


def lending_group(n=3, **facts):
    """A group of n members with money in the bank."""
    group = builders.group(**facts)
    group.members = builders.members(group, n)
    bank(group)
    return group
