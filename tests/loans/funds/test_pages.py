"""Pages on which a product names the fund whose money it lends, and the fund shows what it lent."""

import pytest
import time_machine
from django.urls import reverse

from loans.products.models import Product
from tests import builders
from tests.loans.funds import worlds
from tests.loans.products.test_views import filled, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False) as clock:
        yield clock


def page(name, group, **more):
    return reverse(name, kwargs={"code": group.code, **more})


def test_a_product_names_the_fund_where_one_lends(client):
    group = builders.group()
    client.force_login(builders.officer(group, "chair"))
    address = page("loans:product_add", group, example="ordinary")
    assert 'name="fund"' not in words(client.get(address))

    worlds.livestock(group, given=None)
    assert "กองทุนโค" in words(client.get(address))
    assert "กองทุนโค" in words(client.post(address, filled(fund="COW")))
    assert client.post(address, filled(fund="COW", step="set")).status_code == 302

    made = Product.objects.get()
    assert (made.fund, made.versions.get().terms["control"]) == ("COW", "13030")
    assert "กองทุนโค" in words(client.get(page("loans:product", group, product=made.code)))
    terms = page("loans:product_terms", group, product=made.code)
    assert client.post(terms, filled(step="set", resolution_no="5/2569")).status_code == 302
    assert made.versions.count() == 2


@pytest.mark.parametrize("changes", [{"fund": "NONE"}, {"fund": "COW", "kind": "in_goods"}])
def test_a_product_of_a_fund_that_cannot_lend_it_is_refused_and_keeps_what_was_typed(client, changes):
    group = builders.group()
    worlds.livestock(group, given=None)
    client.force_login(builders.officer(group, "chair"))
    answer = client.post(page("loans:product_add", group, example="ordinary"), filled(step="set", **changes))
    assert answer.status_code == 422
    assert "เงินกู้สามัญ" in words(answer)
    assert not Product.objects.exists()


def test_a_fund_shows_what_it_lent_and_leads_to_the_loans(client):
    group = builders.group()
    worlds.livestock(group)
    worlds.pay_out(worlds.contract(builders.member(group), worlds.product(group)))
    client.force_login(builders.officer(group, "chair"))
    shown = words(client.get(page("welfare:fund", group, fund="cow")))
    assert "3,000.00" in shown
    assert page("loans:loans", group) in shown
