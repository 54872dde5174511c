"""Posting a sheet of 200 members, against a bare insert of as many lines and against django-hordak."""

import uuid
import warnings
from decimal import Decimal
from typing import ClassVar

from django.db import connection, transaction
from hordak.models import Account, Leg, Transaction
from moneyed import Money

from federation.kit import clock
from federation.kit.dates import month_of, next_month
from groups.sheets.actions import open_sheet, post_sheet
from groups.sheets.models import RowState, SheetRow
from tests import builders
from tests.bench.measuring import in_turns, milliseconds, report, seconds
from tests.bench.worlds import analyse

MEMBERS = 200
SATJA, SPECIAL, REPAID = Decimal("100.00"), Decimal("50.00"), Decimal("1300.00")
TOTAL = MEMBERS * (SATJA + SPECIAL)
REPEATS = 15


def run():
    warnings.simplefilter("ignore", DeprecationWarning)
    post = Poster()
    analyse()
    ours, bare = in_turns(post, bare_insert(), repeats=REPEATS)
    lines = {"members": MEMBERS, "lines": 2 * MEMBERS + 1}
    detail = lines | milliseconds([ours, bare], ["post_sheet", "bare_insert"])
    report("post_sheet_200_vs_bare_insert", ratio=ours / bare, bar=5, better="lower", **detail)

    lent = PosterWithLoans()
    analyse()
    rows = 4 * MEMBERS + 1 + MEMBERS  # satja, special savings, interest, principal; cash; the facts of the loans
    ours, bare = in_turns(lent, bare_insert("with_loans", rows=rows), repeats=REPEATS)
    detail = {"members": MEMBERS, "rows": rows} | milliseconds([ours, bare], ["post_sheet", "bare_insert"])
    report("post_sheet_200_with_loans_vs_bare_insert", ratio=ours / bare, bar=5, better="lower", **detail)

    accounts = hordak_accounts()
    ours, bulk, each = in_turns(post, hordak_bulk(accounts), hordak_each(accounts), repeats=7)
    detail = lines | milliseconds([ours, bulk, each], ["post_sheet", "hordak_bulk", "hordak_each"])
    report("post_sheet_200_vs_hordak_bulk", ratio=bulk / ours, bar=2, better="higher", **detail)
    report("post_sheet_200_vs_hordak_each", ratio=each / ours, bar=5, better="higher", **detail)


class Poster:
    """Post one sheet after another: filled in beforehand, posting alone is timed."""

    with_more: ClassVar = {"satja": str(SATJA), "special": str(SPECIAL)}
    total = TOTAL

    def __init__(self):
        today = clock.today()
        with transaction.atomic():
            self.group = builders.group(books_from=next_month(month_of(today), by=-120))
            self.members = builders.members(self.group, MEMBERS, promise=str(SATJA))
            self.by = builders.officer(self.group)
        self.day = self.group.book.opened_on
        self.today = today

    def __call__(self):
        sheet = self._filled_sheet()
        return seconds(lambda: self._post(sheet))

    def _filled_sheet(self):
        self.day = next_month(self.day)
        sheet = open_sheet(self.group, meeting_on=self.day, today=self.today, by=self.by, at=clock.now())
        SheetRow.objects.filter(sheet=sheet).update(amounts=self.with_more, state=RowState.PART)
        return sheet

    def _post(self, sheet):
        notes = {Decimal("1000"): int(self.total // 1000)}
        assert self.total % 1000 == 0
        post_sheet(sheet, key=uuid.uuid4(), counted=notes, slips=[], by=self.by, at=clock.now())


class PosterWithLoans(Poster):
    """The same where every member repays a loan of 24 instalments as well."""

    with_more: ClassVar = {**Poster.with_more, "loan": str(REPAID)}
    total = TOTAL + MEMBERS * REPAID

    def __init__(self):
        super().__init__()
        with transaction.atomic():
            version = builders.product(self.group)
            for member in self.members:
                builders.loan(member, "24000.00", instalments=24, version=version, on=self.day)


def bare_insert(name="plain", *, rows=2 * MEMBERS + 1):
    """Return the work of writing as many rows into two bare tables, in one transaction of two statements."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_entry_{name} (id uuid PRIMARY KEY, made_on date NOT NULL, memo text)")
        cursor.execute(
            f"CREATE TABLE bare_line_{name} (entry_id uuid NOT NULL REFERENCES bare_entry_{name}, n int NOT NULL,"
            " account_id uuid NOT NULL, debit numeric(14,2) NOT NULL, credit numeric(14,2) NOT NULL,"
            " PRIMARY KEY (entry_id, n))"
        )
    accounts = [uuid.uuid4() for _ in range(rows)]

    def work():
        entry = uuid.uuid4()
        values = []
        for n, account in enumerate(accounts):
            values += [entry, n, account, TOTAL if n == 0 else 0, 0 if n == 0 else SATJA]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO bare_entry_{name} VALUES (%s, %s, %s)", [entry, clock.today(), "sheet"])
            places = ",".join(["(%s, %s, %s, %s, %s)"] * len(accounts))
            cursor.execute(f"INSERT INTO bare_line_{name} VALUES {places}", values)

    return work


def hordak_accounts():
    """Return a cash account and 2 × 200 members' accounts in django-hordak's tables."""
    cash = Account.objects.create(name="cash", code="1", type="AS", currencies=["THB"])
    savings = Account.objects.create(name="savings", code="2", type="LI", currencies=["THB"])
    members = [
        Account.objects.create(name=f"m{n}", code=f"{n:04d}", parent=savings, currencies=["THB"])
        for n in range(2 * MEMBERS)
    ]
    return cash, members


def hordak_bulk(accounts):
    cash, members = accounts

    def work():
        with transaction.atomic():
            entry = Transaction.objects.create(description="sheet")
            legs = [Leg(transaction=entry, account=cash, debit=Money(TOTAL, "THB"))]
            legs += [
                Leg(transaction=entry, account=member, credit=Money(SATJA if n % 2 == 0 else SPECIAL, "THB"))
                for n, member in enumerate(members)
            ]
            Leg.objects.bulk_create(legs)

    return work


def hordak_each(accounts):
    cash, members = accounts

    def work():
        for satja, special in zip(members[::2], members[1::2], strict=True):
            with transaction.atomic():
                entry = Transaction.objects.create(description="deposit")
                Leg.objects.create(transaction=entry, account=cash, debit=Money(SATJA + SPECIAL, "THB"))
                Leg.objects.create(transaction=entry, account=satja, credit=Money(SATJA, "THB"))
                Leg.objects.create(transaction=entry, account=special, credit=Money(SPECIAL, "THB"))

    return work
