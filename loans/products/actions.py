"""Setting up loan products, each as one act of its own, written down in the log."""

from django.db import transaction

from federation.audit.log import record
from federation.organisations.models import Organisation
from loans.products.models import Product, ProductVersion
from loans.products.steps import add_product_step, offer_again_step, set_terms_step, stop_offering_step


@transaction.atomic(durable=True)
def add_product(organisation: Organisation, *, by, at, **facts) -> ProductVersion:
    """Add a product with its first terms; for the facts and what is raised see `steps.add_product_step`."""
    version = add_product_step(organisation, by=by, at=at, **facts)
    _record("product_added", version.product, by=by, at=at, after=_said(version))
    return version


@transaction.atomic(durable=True)
def set_terms(product: Product, *, by, at, **facts) -> ProductVersion:
    """Set new terms by a resolution; for the facts and what is raised see `steps.set_terms_step`."""
    version = set_terms_step(product, by=by, at=at, **facts)
    _record("product_terms_set", product, by=by, at=at, after=_said(version))
    return version


@transaction.atomic(durable=True)
def stop_offering(product: Product, *, by, at) -> Product:
    """Stop offering a product; loans that run go on."""
    product = stop_offering_step(product)
    _record("product_stopped", product, by=by, at=at, after={"name": product.name_th})
    return product


@transaction.atomic(durable=True)
def offer_again(product: Product, *, by, at) -> Product:
    """Offer a product again."""
    product = offer_again_step(product)
    _record("product_offered_again", product, by=by, at=at, after={"name": product.name_th})
    return product


def _said(version: ProductVersion) -> dict:
    return {
        "name": version.product.name_th,
        "number": version.number,
        "since": version.holds_from.isoformat(),
        "resolution": version.resolution_no,
    }


def _record(what: str, product: Product, *, by, at, after) -> None:
    organisation = product.organisation
    about = f"organisation:{organisation.pk}"  # a product is nobody's private life
    record(what, by=by, at=at, organisation=organisation, about=about, after=after)
