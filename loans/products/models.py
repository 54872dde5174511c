"""What a group lends for and on which terms; every change of terms is a new version with its resolution."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class ProductKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary loan")
    EMERGENCY = "emergency", _("emergency loan")
    DEBT_RELEASE = "debt_release", _("debt release loan")
    OCCUPATION = "occupation", _("occupation loan")
    EDUCATION = "education", _("education loan")
    IN_GOODS = "in_goods", _("loan in goods")


class Product(models.Model):
    """A kind of loan of one organisation, under the name its members know. Its terms are versions of their own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_products")
    code = models.SlugField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=12, choices=ProductKind)
    name_th = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    is_offered = models.BooleanField(_("offered"), default=True)
    fund = models.SlugField(
        max_length=12, blank=True, help_text="the fund of the book whose money is lent; empty: the main fund"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "code"], name="product_code_unique"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name_th


class ProductVersion(models.Model):
    """The terms of a product from a day on. `terms` is what `loans.products.rules.ProductTerms` reads.

    Never altered: a loan keeps the version it was made under.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    holds_from = models.DateField(_("holds from"))
    terms = models.JSONField()
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    resolution_text = models.CharField(_("what was resolved"), max_length=500, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "product", "number"], name="product_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="product_versions_count_from_one"),
        ]

    def __str__(self):
        return f"{self.product_id} {self.number}"
