"""The deposit sheet: one page for a meeting day, a row a member, a cell an item."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from federation.kit.money import ZERO
from groups.sheets import rules


class SheetState(models.TextChoices):
    DRAFT = "draft", _("being filled in")
    POSTED = "posted", _("posted")
    REVERSED = "reversed", _("reversed")


class SheetQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(network_id=organisation.network_key, organisation=organisation)

    def standing(self):
        return self.exclude(state=SheetState.REVERSED)

    def posted(self):
        return self.filter(state=SheetState.POSTED)


class Sheet(models.Model):
    """The sheet of one organisation and one meeting day. `key` names it for ever, on paper and on devices."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="sheets")
    meeting_on = models.DateField(_("meeting day"))
    month = models.DateField()
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    imported = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "meeting_on"],
                condition=~Q(state="reversed"),
                name="sheet_once_per_meeting_day",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", entry=None, posted_by=None)
                | ~Q(state="draft") & Q(entry__isnull=False, posted_by__isnull=False, posted_at__isnull=False),
                name="sheet_posted_has_its_entry",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="sheet_month_is_its_first_day"),
        ]

    def __str__(self):
        return f"Sheet {self.meeting_on}"

    @property
    def is_draft(self):
        return self.state == SheetState.DRAFT


class RowState(models.TextChoices):
    BLANK = rules.BLANK, _("not filled in")
    PAID = rules.PAID, _("paid")
    PART = rules.PART, _("paid in part")
    ABSENT = rules.ABSENT, _("absent")
    EXCUSED = rules.EXCUSED, _("excused")


class SheetRow(models.Model):
    """One member on the sheet. `amounts` holds what was typed, as {column: "amount"}; posted, the entry's
    lines are the truth and the row says which. `payer` is whose envelope the money came in (ฝากส่ง)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="rows")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="sheet_rows")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState, default=RowState.BLANK)
    dues = models.JSONField(default=dict)
    amounts = models.JSONField(default=dict)
    payer = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="+")
    by_bank = models.BooleanField(
        default=False, help_text="a member group's row: paid from its bank account, not from its cash"
    )
    taken_back = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")  # after a dispute
    version = models.PositiveIntegerField(default=1)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "sheet", "membership"], name="sheet_row_once_per_member"),
        ]

    def __str__(self):
        return f"Row {self.position}"

    @property
    def paid(self):
        """What was typed, {column: baht}."""
        return {column: Decimal(amount) for column, amount in self.amounts.items()}

    @property
    def due(self):
        """What was due when it was typed, {column: baht}."""
        return {column: Decimal(amount) for column, amount in self.dues.items()}

    @property
    def total(self):
        return sum(self.paid.values(), ZERO)

    @property
    def mark(self):
        return self.state if self.state in rules.MARKS else ""


class CashCount(models.Model):
    """How many of one note or coin lay on the table; `denomination` in baht (0.25 and 0.50 are coins)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="cash_counts")
    denomination = models.DecimalField(max_digits=6, decimal_places=2)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "sheet", "denomination"], name="cash_count_once_per_note"),
        ]

    def __str__(self):
        return f"{self.count} × {self.denomination}"


class Slip(models.Model):
    """A transfer slip handed in at the meeting: the money is in the bank, not in the box."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="slips")
    position = models.PositiveSmallIntegerField()
    amount = MoneyField(_("amount"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "sheet", "position"], name="slip_position_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="slip_amount_above_zero"),
        ]

    def __str__(self):
        return f"{self.amount} {self.reference}"


class ReceiptPrint(models.Model):
    """A receipt was printed. The first print is the receipt, every later one is a copy and says so.

    `batch` names the press of the button: pressed twice on a slow line, it prints once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    receipt = models.ForeignKey("ledger.Receipt", models.PROTECT, related_name="prints")
    batch = models.UUIDField()
    is_copy = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "batch", "receipt"], name="receipt_once_in_a_batch"),
            models.UniqueConstraint(
                fields=["network", "receipt"], condition=Q(is_copy=False), name="receipt_printed_once_then_copied"
            ),
        ]

    def __str__(self):
        return f"{self.receipt_id} {self.at}"


class SheetReversal(models.Model):
    """A posted sheet that should not stand: one officer asks with a reason, another reverses it or declines."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="reversals")
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="reversal_decided_by_another"
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S.{9,}"), name="reversal_reason_of_ten_characters"),
            models.UniqueConstraint(
                fields=["network", "sheet"], condition=Q(decided_by=None), name="reversal_asked_once_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.sheet_id}: {self.reason}"
