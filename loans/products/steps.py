"""Setting up products and their terms: by a resolution, from a day on, only for loans to come.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from datetime import date, datetime
from itertools import count

from django.utils.translation import gettext_lazy as _

from federation.bylaws.steps import check_dates, check_month, check_resolution
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.ledger.funds import lending_funds
from federation.organisations.models import Organisation
from loans.products.models import Product, ProductKind, ProductVersion
from loans.products.rules import ProductTerms, check_lawful, control_of


class ProductKnown(Refused):
    """Raised when the group has a product of this name or code already."""


class FundNotLent(Refused):
    """Raised when a product is to be lent out of a fund whose money is not lent, or not in this way."""


class TermsOutOfOrder(Refused):
    """Raised when terms would hold before a version resolved later, or for loans that were signed already."""


def add_product_step(
    organisation: Organisation,
    *,
    kind: str,
    name_th: str,
    name_en: str = "",
    code: str = "",
    fund: str = "",
    terms: ProductTerms,
    **resolution,
) -> ProductVersion:
    """Add a product with its first terms, and offer it; return the version. Locks organisation and book.

    code: its name in addresses; made of the kind unless given. fund: of whose money it is lent, for ever; empty for the
    main fund.
    resolution: holds_from, resolution_no, resolution_on, resolution_text, by, at, as `set_terms_step` takes them.
    Raises `ProductKnown`, `FundNotLent` and all that `set_terms_step` raises.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    names = {"code": code or _free_code(organisation, kind), "name_th": name_th.strip(), "name_en": name_en.strip()}
    _check_new(organisation, **names)
    _check_fund(organisation, fund, kind=kind)
    product = Product.objects.create(
        network_id=organisation.network_key, organisation=organisation, kind=ProductKind(kind), fund=fund, **names
    )
    return set_terms_step(product, terms=terms, **resolution)


def set_terms_step(
    product: Product,
    *,
    terms: ProductTerms,
    holds_from: date,
    resolution_no: str,
    resolution_on: date,
    resolution_text: str,
    by,
    at: datetime,
) -> ProductVersion:
    """Set new terms of a product by a resolution; loans signed before keep the version they were made under.

    Locks the book and the product.
    Raises `ResolutionMissing`, `DateOutOfOrder`, `TermsOutOfOrder` or `RateNotLawful`, and `NoSchedule` where the
    terms fit no schedule.
    """
    if terms.control != control_of(product.kind, fund=product.fund):
        raise ValueError(f"loans of kind {product.kind} do not stand under {terms.control}")
    check_lawful(terms)
    check_resolution(resolution_no, resolution_on, resolution_text)
    check_dates(holds_from, resolution_on, today=at.astimezone(BANGKOK).date())
    check_month(product.organisation, holds_from=holds_from)
    Product.objects.select_for_update().get(pk=product.pk)
    newest = ProductVersion.objects.filter(network_id=product.network_id, product=product).order_by("-number").first()
    _check_order(product, newest=newest, holds_from=holds_from)
    return ProductVersion.objects.create(
        network_id=product.network_id,
        product=product,
        number=newest.number + 1 if newest else 1,
        holds_from=holds_from,
        terms=terms.to_data(),
        resolution_no=resolution_no.strip(),
        resolution_on=resolution_on,
        resolution_text=resolution_text.strip(),
        set_by=by,
        set_at=at,
    )


def stop_offering_step(product: Product) -> Product:
    """Stop offering a product: nobody can ask for it any more; loans that run go on."""
    return _offer(product, is_offered=False)


def offer_again_step(product: Product) -> Product:
    """Offer a product again that was no longer offered."""
    return _offer(product, is_offered=True)


def _offer(product: Product, *, is_offered: bool) -> Product:
    product = Product.objects.select_for_update().get(network_id=product.network_id, pk=product.pk)
    product.is_offered = is_offered
    product.save(update_fields=["is_offered"])
    return product


def _free_code(organisation: Organisation, kind: str) -> str:
    """Return "ordinary", then "ordinary-2", "ordinary-3" …"""
    taken = set(
        Product.objects.filter(network_id=organisation.network_key, organisation=organisation).values_list(
            "code", flat=True
        )
    )
    stem = kind.replace("_", "-")
    return next(code for n in count(1) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def _check_new(organisation: Organisation, *, code: str, name_th: str, name_en: str) -> None:
    own = Product.objects.filter(network_id=organisation.network_key, organisation=organisation)
    if not name_th:
        words = _("Write the name under which members know this loan.")
        raise ProductKnown(words, fields={"name_th": words})
    if own.filter(name_th=name_th).exists() or own.filter(code=code).exists():
        words = _("There is a loan product of this name already. Give this one another name, or set new terms there.")
        raise ProductKnown(words, fields={"name_th": words})


def _check_fund(organisation: Organisation, fund: str, *, kind: str) -> None:
    words = ""
    if fund and fund not in {one.code for one in lending_funds(organisation.book)}:
        words = _("The money of that fund is not lent: no resolution allows it. Let the fund lend first.")
    elif fund and kind == ProductKind.IN_GOODS:
        words = _("Goods are bought with the money of the main fund. Choose the main fund, or lend money.")
    if words:
        raise FundNotLent(words, fields={"fund": words})


def _check_order(product: Product, *, newest: ProductVersion | None, holds_from: date) -> None:
    """Keep new terms from slipping in before terms resolved later, and under loans that were signed already."""
    if newest and holds_from < newest.holds_from:
        words = _("Terms from %(day)s on are resolved already. Let the new ones hold from that day or a later one.")
        words = words % {"day": show_date(newest.holds_from)}
        raise TermsOutOfOrder(words, fields={"holds_from": words})
    signed = product.loans.filter(product_version__isnull=False, signed_on__gte=holds_from).order_by("-signed_on")
    if last := signed.first():
        words = _("A loan was signed on %(day)s under the terms of its day. Let the new ones hold from a later day.")
        words = words % {"day": show_date(last.signed_on)}
        raise TermsOutOfOrder(words, fields={"holds_from": words})
