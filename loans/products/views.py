"""Pages of the loan products: what a group lends on, what it means, and setting terms by a resolution."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.ledger.funds import fund_coded, lending_funds
from loans.products.actions import add_product, offer_again, set_terms, stop_offering
from loans.products.forms import NewProductForm, TermsForm
from loans.products.queries import in_force_on, product_of, products_of, terms_of, version_on, versions_of
from loans.products.rules import PRESETS, example_of, in_short, sentences_of
from loans.products.tables import ScheduleTable, VersionsTable

PAGE = "loans/products/"
FROM_SCRATCH = "other"


@gate(Permission.LOANS_SEE)
def products(request, organisation):
    """Show what the group lends on, each product in a few plain sentences."""
    in_force = in_force_on(organisation, request.today)
    rows = [
        (product, in_short(terms_of(in_force[product.pk])) if product.pk in in_force else [])
        for product in products_of(organisation)
    ]
    return render(request, PAGE + "products.html", {"organisation": organisation, "rows": rows})


@gate(Permission.LOANS_SEE)
def product(request, organisation, product):
    """Show one product: its terms today in sentences, a loan as it would run, and every version there was."""
    product = _product(organisation, product)
    version = version_on(product, request.today)
    versions = list(versions_of(product))
    context = {
        "organisation": organisation,
        "product": product,
        "version": version,
        "coming": [later for later in versions if later.holds_from > request.today],
        "fund": fund_coded(organisation.book, product.fund) if product.fund else None,
        "versions": VersionsTable(versions, label=_("Versions")),
        **_meaning(version and terms_of(version), on=request.today),
    }
    return render(request, PAGE + "product.html", context)


@gate(Permission.PRODUCTS_SET)
def product_examples(request, organisation):
    """Offer examples to begin a product with; nothing of them counts before a resolution."""
    examples = [(example, in_short(example.terms)) for example in PRESETS.values()]
    context = {"organisation": organisation, "examples": examples, "from_scratch": FROM_SCRATCH}
    return render(request, PAGE + "product_examples.html", context)


@gate(Permission.PRODUCTS_SET)
def product_add(request, organisation, example):
    """Add a product, beginning with an example: typed, looked at, then set by its resolution."""
    if example not in {*PRESETS, FROM_SCRATCH}:
        raise Http404
    begins = PRESETS.get(example)
    given = {**_beginning(organisation, begins, on=request.today), "funds": lending_funds(organisation.book)}
    form = NewProductForm(request.POST or None, **given)
    context = {"example": begins, "back": "loans:product_examples"}
    if not _confirmed(request, form):
        return _form_page(request, organisation, form, template="product_add.html", **context)
    try:
        facts = {**form.product(), **form.resolution(), "terms": form.terms}
        version = add_product(organisation, by=request.user, at=clock.now(), **facts)
    except Refused as refusal:
        refusal.show_on(form)
        return _form_page(request, organisation, form, template="product_add.html", **context)
    messages.success(request, _("%s is offered now.") % version.product.name)
    return redirect("loans:product", code=organisation.code, product=version.product.code)


@gate(Permission.PRODUCTS_SET)
def product_terms(request, organisation, product):
    """Set new terms of a product: typed, looked at beside the old ones, then set by their resolution."""
    product = _product(organisation, product)
    base = terms_of(versions_of(product)[0])
    form = TermsForm(request.POST or None, base=base, kind=product.kind, fund=product.fund)
    context = {"product": product, "before": base}
    if not _confirmed(request, form):
        return _form_page(request, organisation, form, template="product_terms.html", **context)
    try:
        set_terms(product, terms=form.terms, by=request.user, at=clock.now(), **form.resolution())
    except Refused as refusal:
        refusal.show_on(form)
        return _form_page(request, organisation, form, template="product_terms.html", **context)
    messages.success(request, _("The terms are set by resolution %s.") % form.cleaned_data["resolution_no"])
    return redirect("loans:product", code=organisation.code, product=product.code)


@gate(Permission.PRODUCTS_SET)
@require_POST
def product_offer(request, organisation, product):
    """Stop offering a product, or offer it again."""
    product = _product(organisation, product)
    act = stop_offering if request.POST.get("offer") == "stop" else offer_again
    product = act(product, by=request.user, at=clock.now())
    words = _("%s is offered now.") if product.is_offered else _("%s is no longer offered. Loans that run go on.")
    messages.success(request, words % product.name)
    return redirect("loans:product", code=organisation.code, product=product.code)


def _product(organisation, code):
    found = product_of(organisation, code)
    if found is None:
        raise Http404
    return found


def _beginning(organisation, example, *, on) -> dict:
    """Return what a new product's form begins with: an example, with the group's own bylaws in it."""
    bylaws = bylaws_of(organisation, on=on)
    own = {"guarantors": bylaws["guarantors"], "members_for_months": bylaws["membership_before_loan"]}
    base = example.terms if example else PRESETS["ordinary"].terms
    names = {"name_th": example.name_th, "name_en": example.name_en, "kind": example.kind} if example else {}
    return {"base": replace(base, **own), "initial": names}


def _confirmed(request, form) -> bool:
    """Return whether somebody has looked at what the terms mean and sets them."""
    return request.method == "POST" and request.POST.get("step") == "set" and form.is_valid()


def _form_page(request, organisation, form, *, template, before=None, **more):
    """Draw the form; or, once what it says is valid and nobody wants to change it, what it means."""
    looks = request.method == "POST" and request.POST.get("step") != "change" and form.is_valid()
    context = {"organisation": organisation, "form": form, **more}
    if looks:
        known = {str(words) for _h, said in sentences_of(before) for words in said} if before else None
        context |= _meaning(form.terms, on=form.cleaned_data["holds_from"], known=known)
        return render(request, PAGE + "terms_confirm.html", context)
    return render(request, PAGE + template, context, status=422 if form.errors else 200)


def _meaning(terms, *, on, known=None) -> dict:
    """Return what terms mean: sentences, marked where they are not among those known, and a loan as it would run."""
    if terms is None:
        return {}
    example = example_of(terms, start=on)
    parts = [
        (heading, [(words, known is not None and str(words) not in known) for words in said])
        for heading, said in sentences_of(terms)
    ]
    return {
        "parts": parts,
        "example": example.words,
        "schedule": ScheduleTable(example.schedule, label=_("Instalments")),
    }
