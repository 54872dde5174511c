"""What members promised to save each month, and which months they missed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from groups.promises.rules import Short


class Promise(models.Model):
    """The sum a member promised for every month from `from_month` on, until a later promise takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="promises")
    amount = MoneyField(_("monthly promise"))
    from_month = models.DateField(_("from month"))
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "membership", "from_month"], name="promise_once_per_month"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="promise_not_negative"),
            models.CheckConstraint(condition=Q(from_month__day=1), name="promise_from_the_first_of_a_month"),
        ]

    def __str__(self):
        return f"{self.amount} from {self.from_month}"


class ShortMonth(models.Model):
    """A member's month whose promise was not kept whole at its meeting, and what has been made up since.

    `paid` counts what came for that month, later make-up included. It follows from the posted sheets:
    `make verify` recomputes it. A missed month is shown, never a debt (architecture: due is this month's promise).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="short_months")
    month = models.DateField()
    promised = MoneyField()
    paid = MoneyField()
    excused = models.BooleanField(default=False)
    fine = MoneyField(default=0, help_text="what the bylaw of its meeting day asks for making it up late")
    fined = MoneyField(default=0, help_text="fines paid for making this month up late")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "membership", "month"], name="short_month_once"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("promised")), name="short_month_paid_within_promise"
            ),
            models.CheckConstraint(
                condition=Q(fined__gte=0, fined__lte=F("fine")), name="short_month_fined_within_the_fine"
            ),
        ]
        indexes = [
            models.Index(
                fields=["network", "membership"], condition=Q(paid__lt=F("promised")), name="short_month_still_open"
            ),
            models.Index(
                fields=["network", "membership"],
                condition=Q(excused=False, fined__lt=F("fine")),
                name="short_month_not_yet_fined",
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.month}: {self.paid} of {self.promised}"

    @property
    def short(self):
        """The same facts as the rules know them."""
        return Short(self.month, self.promised, self.paid, self.excused, self.fine, self.fined)
