"""Versions of a product: by a resolution, from a day on, never behind what was signed or closed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from federation.audit.models import Act
from federation.bylaws.steps import DateOutOfOrder, ResolutionMissing
from federation.closing.actions import close_month
from loans.lending.models import Loan
from loans.products.actions import add_product, offer_again, set_terms, stop_offering
from loans.products.models import Product, ProductVersion
from loans.products.queries import in_force_on, offered_on, products_of, terms_of, version_on
from loans.products.rules import Ceiling, RateNotLawful, preset
from loans.products.steps import ProductKnown, TermsOutOfOrder
from tests import builders
from tests.loans.lending.worlds import contract, saver
from tests.loans.products.worlds import RESOLVED, product, resolution

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def group():
    return builders.group()


def higher(version):
    """The same terms, lending up to 60,000."""
    terms = terms_of(version)
    return replace(terms, ceiling=Ceiling(most=Decimal("60000.00"), parts=terms.ceiling.parts))


def test_terms_are_those_of_the_day(group):
    first = product(group)
    second = set_terms(
        first.product, terms=higher(first), **resolution(holds_from=date(2026, 6, 1), resolution_no="9/2569", at=LATER)
    )

    assert version_on(first.product, date(2026, 1, 4)) is None
    assert version_on(first.product, date(2026, 5, 31)) == first
    assert version_on(first.product, date(2026, 6, 1)) == second
    assert (first.number, second.number) == (1, 2)
    assert terms_of(first) == preset("ordinary")["terms"]
    assert terms_of(second).most_amount == Decimal("60000.00")


def test_of_two_resolutions_for_one_day_the_later_holds(group):
    first = product(group)
    second = set_terms(first.product, terms=higher(first), **resolution(resolution_no="2/2569"))

    assert version_on(first.product, RESOLVED) == second


def test_what_is_offered_is_one_query_over_all_products(group, django_assert_num_queries):
    other = builders.group()
    ordinary, emergency = product(group), product(group, "emergency")
    product(other)
    stop_offering(product(group, "education").product, by=builders.user(), at=builders.AT)

    with django_assert_num_queries(1):
        offered = offered_on(group, RESOLVED)
        assert [version.product.code for version in offered] == ["ordinary", "emergency"]
    assert offered == [ordinary, emergency]
    assert offered_on(group, RESOLVED - timedelta(days=1)) == []
    assert len(in_force_on(group, RESOLVED)) == 3


def test_a_product_that_was_stopped_is_offered_again(group):
    made = product(group).product

    assert not stop_offering(made, by=builders.user(), at=builders.AT).is_offered
    assert offered_on(group, RESOLVED) == []
    assert offer_again(made, by=builders.user(), at=builders.AT).is_offered
    assert len(offered_on(group, RESOLVED)) == 1
    said = Act.objects.filter(organisation=group).order_by("pk").values_list("what", flat=True)
    assert [what for what in said if what.startswith("product")] == [
        "product_added",
        "product_stopped",
        "product_offered_again",
    ]


def test_terms_above_the_lawful_rate_are_refused_whatever_was_resolved(group):
    terms = preset("ordinary")["terms"]
    dear = replace(terms, schedule=replace(terms.schedule, yearly_rate=Decimal("0.24")))

    with pytest.raises(RateNotLawful):
        product(group, terms=dear)
    assert not Product.objects.filter(organisation=group).exists()


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"resolution_no": " "}, ResolutionMissing, "resolution_no"),
        ({"resolution_text": ""}, ResolutionMissing, "resolution_text"),
        ({"resolution_on": date(2026, 1, 6), "holds_from": date(2026, 1, 6)}, DateOutOfOrder, "resolution_on"),
        ({"holds_from": date(2026, 1, 4)}, DateOutOfOrder, "holds_from"),
    ],
)
def test_terms_need_a_resolution_and_hold_from_it_on(group, changes, error, field):
    with pytest.raises(error) as refused:
        product(group, **changes)

    assert field in refused.value.fields
    assert not ProductVersion.objects.exists()


def test_terms_never_hold_in_a_closed_month(group):
    first = product(group)
    close_month(group, month=date(2026, 1, 1), no_meeting_reason="น้ำท่วมทั้งหมู่บ้าน", by=builders.user(), at=LATER)

    with pytest.raises(DateOutOfOrder):
        set_terms(first.product, terms=higher(first), **resolution(holds_from=date(2026, 1, 31), at=LATER))


def test_terms_never_slip_in_before_terms_resolved_already(group):
    first = product(group)
    set_terms(first.product, terms=higher(first), **resolution(holds_from=date(2026, 6, 1)))

    with pytest.raises(TermsOutOfOrder) as refused:
        set_terms(first.product, terms=terms_of(first), **resolution(holds_from=date(2026, 5, 31)))
    assert "1 มิถุนายน 2569" in str(refused.value)


def test_new_terms_hold_only_for_loans_signed_after(group):
    loan = contract(saver(group, shares="20000.00"), product(group))
    made = loan.product
    terms = terms_of(loan.product_version)
    at = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)

    with pytest.raises(TermsOutOfOrder):
        set_terms(made, terms=terms, **resolution(holds_from=loan.signed_on, at=at))
    set_terms(made, terms=terms, **resolution(holds_from=loan.signed_on + timedelta(days=1), at=at))

    assert Loan.objects.get(pk=loan.pk).product_version.number == 1


@pytest.mark.parametrize("changes", [{"name_th": "เงินกู้สามัญ", "code": "other"}, {"name_th": "อื่น"}, {"name_th": " "}])
def test_a_product_has_a_name_of_its_own(group, changes):
    product(group)

    with pytest.raises(ProductKnown):
        add_product(group, **preset("ordinary") | changes, **resolution())
    assert products_of(group).count() == 1


def test_a_code_is_made_of_the_kind_where_none_is_given(group):
    for name in ("หนึ่ง", "สอง"):
        add_product(group, kind="debt_release", name_th=name, terms=preset("debt_release")["terms"], **resolution())

    assert [made.code for made in products_of(group)] == ["debt-release", "debt-release-2"]


def test_terms_stand_under_the_account_of_their_kind(group):
    with pytest.raises(ValueError, match="13020"):
        product(group, terms=preset("emergency")["terms"])
