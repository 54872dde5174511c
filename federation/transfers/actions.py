"""Moving money between cash and bank: one durable transaction, one entry, however often the form arrives."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from federation.audit.log import record
from federation.ledger.books import account
from federation.ledger.chart import CASH
from federation.ledger.funds import fund_account
from federation.ledger.posting import Entry, EntryKind, lock, post
from federation.ledger.submissions import earlier_answer, fingerprint, keep_answer
from federation.transfers.postings import moves_of


@transaction.atomic(durable=True)
def move_money(
    organisation, *, key: uuid.UUID, way: str, bank: str, amount: Decimal, on: date, memo: str, by, at: datetime
) -> Entry:
    """Book cash taken to the bank, or fetched from it, and return the entry.

    key: made when the form was drawn; the same form again gets the same entry. way: `postings.TO_BANK` or
    `FROM_BANK`. bank: code of the bank's ledger account; the cash is
    that of the same fund. amount: baht.

    Raises `SentBefore`, or what the ledger's `post` raises: `BelowZero`, `MonthClosed`, `InTheFuture`.
    """
    book = organisation.book
    digest = fingerprint([way, bank, amount, on, memo])
    if sent := earlier_answer(key=key, book=book, user=by, digest=digest):
        return sent
    lock(book)
    if sent := earlier_answer(key=key, book=book, user=by, digest=digest):
        return sent
    at_bank = account(book, bank)
    cash = fund_account(book, CASH, fund=at_bank.fund)
    moves = moves_of(way, cash_account=cash.pk, bank_account=at_bank.pk, amount=amount)
    entry = post(book=book, on=on, kind=EntryKind.TRANSFER, key=f"transfer:{key}", moves=moves, by=by, memo=memo).entry
    keep_answer(key=key, book=book, user=by, digest=digest, entry=entry, at=at)
    record("money_moved", by=by, at=at, organisation=organisation, about=f"entry:{entry.pk}", after={"way": way})
    return entry
