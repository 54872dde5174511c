"""What a group lends on, and the terms in force on a day."""

from datetime import date
from decimal import Decimal

from django.db.models import Count

from loans.products.models import Product, ProductVersion
from loans.products.rules import ProductTerms


def products_of(organisation):
    """Return all products of an organisation, those offered first, each with `loan_count`."""
    products = Product.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return products.annotate(loan_count=Count("loans")).order_by("-is_offered", "pk")


def product_of(organisation, code: str) -> Product | None:
    """Return a product by its code, if the organisation has it."""
    return products_of(organisation).filter(code=code).select_related("organisation").first()


def offered_on(organisation, on: date) -> list[ProductVersion]:
    """Return the versions in force on a day of all products that are offered, each with its `product`. One query."""
    versions = _in_force([organisation], on=on).filter(product__is_offered=True)
    return sorted(versions, key=lambda version: version.product_id)


def in_force_on(organisation, on: date) -> dict:
    """Return {product id: the version in force on a day}, of products no longer offered too. One query."""
    return {version.product_id: version for version in _in_force([organisation], on=on)}


def newest_versions(organisation) -> dict[str, ProductVersion]:
    """Return {product code: its newest version}, of products no longer offered too, those offered first. One query."""
    versions = ProductVersion.objects.filter(network_id=organisation.network_key, product__organisation=organisation)
    found = versions.select_related("product").order_by("-product__is_offered", "product", "number")
    return {version.product.code: version for version in found}


def product_rate(loan) -> Decimal:
    """Return the yearly rate that a loan's product asks of everybody now, or what was signed if that is lower."""
    newest = newest_versions(loan.organisation).get(loan.product.code)
    rates = [loan.terms["schedule"]["yearly_rate"], *([newest.terms["schedule"]["yearly_rate"]] if newest else [])]
    return min(map(Decimal, rates))


def version_on(product: Product, on: date) -> ProductVersion | None:
    """Return the version in force on a day; none before the first. Of two for one day the later resolution holds."""
    versions = ProductVersion.objects.filter(network_id=product.network_id, product=product, holds_from__lte=on)
    return versions.order_by("-holds_from", "-number").first()


def versions_of(product: Product):
    """Return every version of a product, the latest first."""
    versions = ProductVersion.objects.filter(network_id=product.network_id, product=product)
    return versions.select_related("set_by__person").order_by("-number")


def terms_of(version: ProductVersion) -> ProductTerms:
    """Return the terms of a version. Raises `BadProductTerms` where what is stored is not what was written."""
    return ProductTerms.from_data(version.terms)


def _in_force(organisations, *, on: date):
    versions = ProductVersion.objects.filter(
        network_id__in={organisation.network_key for organisation in organisations},
        product__organisation__in=organisations,
        holds_from__lte=on,
    )
    newest = versions.order_by("product", "-holds_from", "-number").distinct("product")
    return newest.select_related("product")
