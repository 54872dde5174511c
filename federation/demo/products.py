"""What each group of the demo lends on: the examples that come with the program, with the group's own figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from federation.demo.world import Village
from federation.kit.dates import be_year
from loans.products.models import ProductVersion
from loans.products.rules import Ceiling, ProductTerms
from loans.products.rules.presets import preset
from loans.products.steps import add_product_step

ORDINARY, EMERGENCY = "ordinary", "emergency"
MORE = {
    1: ("education",),
    3: ("interest_free",),
    5: ("debt_release",),
    6: ("debt_release",),
    7: ("occupation",),
    9: ("interest_free", "education"),
    11: ("in_goods",),
    12: ("occupation", "education", "debt_release"),
    16: ("occupation",),
    17: ("in_goods",),
}

# How much one may borrow on what one has saved: (times, of what), at most so many baht. The others: twice the satja.
_TWICE_THE_SATJA = (Decimal(2), "satja"), Decimal("200000.00")
_CEILINGS = {
    7: ((Decimal(3), "satja"), Decimal("80000.00")),
    11: ((Decimal(2), "savings"), Decimal("200000.00")),
    15: ((Decimal(1), "savings"), Decimal("20000.00")),
    16: ((Decimal(1), "savings"), Decimal("200000.00")),
}
_OWN_DEBT = (Decimal(-1), "own_debt")
_GUARANTORS = {15: 1, 16: 1}
LONGEST = 24


def add_products(organisation, village: Village, *, on: date, by, at: datetime) -> Mapping[str, ProductVersion]:
    """Set up the group's loans by a resolution; return {name of the example: its first version}."""
    resolution = {
        "holds_from": on,
        "resolution_no": f"1/{be_year(on)}",
        "resolution_on": on,
        "resolution_text": "ที่ประชุมมีมติให้กู้ตามระเบียบนี้ (ข้อมูลสมมติ)",
    }
    return {
        name: add_product_step(organisation, **{**preset(name), "terms": terms}, **resolution, by=by, at=at)
        for name, terms in terms_of(village).items()
    }


def terms_of(village: Village) -> dict[str, ProductTerms]:
    """Return the terms of what a group lends on, {name of the example: terms}."""
    names = (ORDINARY, EMERGENCY, *MORE.get(village.number, ()))
    return {name: _terms(name, preset(name)["terms"], village) for name in names}


def _terms(name: str, terms: ProductTerms, village: Village) -> ProductTerms:
    guarantors = _GUARANTORS.get(village.number, terms.guarantors)
    if name == EMERGENCY:
        return replace(terms, guarantors=1)
    per, most = _CEILINGS.get(village.number, _TWICE_THE_SATJA)
    if name == ORDINARY:
        ceiling = Ceiling(most=most, parts=(per, _OWN_DEBT))
        return replace(terms, ceiling=ceiling, guarantors=guarantors, most_instalments=LONGEST)
    ceiling = Ceiling(most=min(most, terms.most_amount), parts=(per, _OWN_DEBT))
    return replace(terms, ceiling=ceiling, guarantors=guarantors)
