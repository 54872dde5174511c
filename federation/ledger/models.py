"""Books, accounts, entries and lines. The ledger knows nobody: whoever owns an account points at it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import be_year
from federation.kit.fields import MoneyField
from federation.kit.ids import new_id

MAIN_FUND = "main"


class Book(models.Model):
    """One set of accounts of one legal purse. Its head row is the one lock of everything written in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    opened_on = models.DateField(help_text="first day of the first month that takes entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "code"], name="book_code_unique_in_network"),
            models.CheckConstraint(condition=Q(opened_on__day=1), name="book_opens_on_the_first_of_a_month"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Head(models.Model):
    """The end of a book's chain, and how far its months are closed. Locked by whoever writes the book."""

    pk = models.CompositePrimaryKey("network_id", "book_id")
    network_id = models.IntegerField()
    book = models.ForeignKey(Book, models.PROTECT, related_name="heads")
    number = models.PositiveIntegerField(default=0)
    hash = models.BinaryField(max_length=32)
    recorded_at = models.DateTimeField(null=True)
    closed_through = models.DateField(null=True, help_text="first day of the last closed month")

    def __str__(self):
        return f"Head of {self.book_id} at {self.number}"


class Fund(models.Model):
    """Money set aside inside a book; every entry balances within each fund it touches."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    book = models.ForeignKey(Book, models.PROTECT, related_name="funds")
    code = models.SlugField(max_length=20)
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "book", "code"], name="fund_code_unique_in_book"),
        ]

    def __str__(self):
        return self.name_th

    @property
    def name(self):
        return self.name_en if get_language() == "en" else self.name_th


class AccountKind(models.TextChoices):
    ASSET = "asset", _("assets")
    LIABILITY = "liability", _("liabilities")
    EQUITY = "equity", _("equity")
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expenses")


class Account(models.Model):
    """An account, or a holder's part of one (`control` set). Lines stand on accounts that control none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=40)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=AccountKind)
    fund = models.SlugField(max_length=20, default=MAIN_FUND)
    control = models.ForeignKey("self", models.PROTECT, null=True, related_name="holders")
    is_control = models.BooleanField(default=False)
    never_negative = models.BooleanField(
        default=False,
        help_text="cash, bank and what members hold: its natural balance stays at or above zero",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "book", "code"], name="account_code_unique_in_book"),
            models.CheckConstraint(
                condition=Q(control=None) | Q(is_control=False), name="account_has_two_levels_at_most"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def name(self):
        return self.name_en if get_language() == "en" else self.name_th


class Twin(models.Model):
    """One side of two accounts in two books that stand for the same money: what one organisation holds in another.

    Their balances, debits less credits, add up to nothing on every day. Each book keeps a row of its own; the other
    side is named without a foreign key, for it may belong to another network. `is_upper`: this side is the network,
    or the lender; it is the side that enters.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    book = models.ForeignKey(Book, models.PROTECT, related_name="twins")
    account = models.ForeignKey(Account, models.PROTECT, related_name="twins")
    is_upper = models.BooleanField()
    since = models.DateField(help_text="the day from which both sides agree")
    other_network_id = models.IntegerField()
    other_book_id = models.UUIDField()
    other_account_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "account"], name="twin_once_per_account"),
            models.CheckConstraint(condition=~Q(book=F("other_book_id")), name="twin_is_in_another_book"),
        ]
        indexes = [models.Index(fields=["network_id", "book", "is_upper"], name="twin_of_book")]

    def __str__(self):
        return f"{self.account_id} = {self.other_account_id}"


class EntryKind(models.TextChoices):
    OPENING = "opening", _("opening balances")
    SHEET = "sheet", _("deposit sheet")
    LOAN = "loan", _("loan")
    TRANSFER = "transfer", _("cash and bank")
    JOURNAL = "journal", _("journal entry")
    CLOSING = "closing", _("month end")
    REVERSAL = "reversal", _("reversal")
    CORRECTION = "correction", _("correction")
    BETWEEN = "between", _("with another organisation")
    FUND = "fund", _("welfare and funds")
    YEAR = "year", _("year end and surplus")
    LEAVING = "leaving", _("a member leaves")


FOUR_EYES = tuple(
    kind.value
    for kind in (EntryKind.OPENING, EntryKind.REVERSAL, EntryKind.CORRECTION, EntryKind.YEAR, EntryKind.LEAVING)
)


class Entry(models.Model):
    """A fact in the books: numbered, chained to the one before, never altered.

    `on` is the accounting date, `recorded_at` when it was written down, `concerns_month` the closed month
    a late fact belongs to. Nothing personal stands here: the memo is committed to by a salted hash.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    book = models.ForeignKey(Book, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=EntryKind)
    key = models.CharField(max_length=120)
    event = models.UUIDField()
    concerns_month = models.DateField(null=True)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    receipts_digest = models.BinaryField(max_length=32, null=True)
    memo_digest = models.BinaryField(max_length=32, null=True)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "book", "number"], name="entry_number_unique_in_book"),
            models.UniqueConstraint(fields=["network_id", "book", "key"], name="entry_fact_booked_once"),
            models.UniqueConstraint(
                fields=["network_id", "reverses"],
                condition=Q(reverses__isnull=False),
                name="entry_reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses=None),
                name="entry_reverses_only_as_reversal",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False) | ~Q(kind="correction") & Q(corrects=None),
                name="entry_corrects_only_as_correction",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("by")), name="entry_checked_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=FOUR_EYES) | Q(checked_by__isnull=False),
                name="entry_of_its_kind_needs_four_eyes",
            ),
            models.CheckConstraint(condition=Q(key__regex=r"^[!-~]+$"), name="entry_key_is_plain_ascii"),
            models.CheckConstraint(
                condition=Q(concerns_month=None) | Q(concerns_month__lt=F("on")),
                name="entry_concerns_an_earlier_month",
            ),
        ]
        indexes = [
            models.Index(fields=["network_id", "book", "on"], name="entry_by_date"),
            models.Index(fields=["network_id", "event"], name="entry_of_event"),
            models.Index(fields=["network_id", "book"], name="entry_of_year_end", condition=Q(kind="year")),
        ]

    def __str__(self):
        return f"Entry {self.number}"


class Line(models.Model):
    """One account's part in an entry. `balance` is the account's debits less credits after it, by number."""

    pk = models.CompositePrimaryKey("entry_id", "n")
    network_id = models.IntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines", db_index=False)
    n = models.PositiveSmallIntegerField()
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        related_name="lines",
        db_index=False,
        db_constraint=False,  # the settling of the entry looks at every account, and none is ever removed
    )
    debit = MoneyField()
    credit = MoneyField()
    balance = MoneyField()
    number = models.PositiveIntegerField()
    on = models.DateField()
    receipt = models.PositiveIntegerField(null=True, help_text="number of the receipt this line stands on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, debit__lte="99999999999.99", credit=0)
                | Q(credit__gt=0, credit__lte="99999999999.99", debit=0),
                name="line_is_one_sided_and_capped",
            ),
        ]
        indexes = [
            models.Index(fields=["network_id", "account", "-number", "-n"], name="line_newest_of_account"),
            models.Index(fields=["network_id", "account", "on"], name="line_of_account_by_date"),
        ]

    def __str__(self):
        return f"{self.n}: {self.debit} / {self.credit}"

    @property
    def shown_receipt(self):
        """The receipt's number within its Buddhist year, 455/2568, or nothing."""
        return f"{self.receipt}/{be_year(self.on)}" if self.receipt else ""


class Memo(models.Model):
    """The words of an entry, apart from the chain so that they may be erased; the entry holds their digest."""

    pk = models.CompositePrimaryKey("network_id", "entry_id")
    network_id = models.IntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="memos")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()

    def __str__(self):
        return self.text


class Receipt(models.Model):
    """A numbered receipt for what one payer handed over; `lines` are the entry's line numbers on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    book = models.ForeignKey(
        Book,
        models.PROTECT,
        related_name="receipts",
        db_index=False,
        db_constraint=False,  # the settling of the entry holds it to the entry's own book
    )
    be_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="receipts")
    payer = models.UUIDField(help_text="the membership that paid; the ledger does not know memberships")
    amount = MoneyField()
    lines = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network_id", "book", "be_year", "number"],
                name="receipt_number_unique_in_book_and_year",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_amount_above_zero"),
        ]

    def __str__(self):
        return f"{self.number}/{self.be_year}"


class MonthTotal(models.Model):
    """An account's month, kept by the same transaction as its lines; holders count into their control."""

    pk = models.CompositePrimaryKey("network_id", "account_id", "month")
    network_id = models.IntegerField()
    book = models.ForeignKey(Book, models.PROTECT, related_name="month_totals", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="month_totals", db_index=False)
    month = models.DateField()
    opening = MoneyField()
    debit = MoneyField()
    credit = MoneyField()

    class Meta:
        indexes = [models.Index(fields=["network_id", "book", "month"], name="month_total_of_book")]

    def __str__(self):
        return f"{self.account_id} {self.month}"


class Submission(models.Model):
    """A money-moving form that was sent: the same key and body get the first answer, another body is refused."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    key = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    book = models.ForeignKey(Book, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "key"], name="submission_key_used_once"),
        ]

    def __str__(self):
        return str(self.key)
