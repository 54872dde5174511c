"""The pages of loan products, as officers use them."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from loans.products.forms import NewProductForm
from loans.products.models import Product, ProductVersion
from loans.products.queries import terms_of
from loans.products.rules import PRESETS
from tests import builders
from tests.loans.products.worlds import product

pytestmark = pytest.mark.django_db

PAPER = {
    "resolution_no": "4/2569",
    "resolution_on": "5/1/2569",
    "resolution_text": "เห็นชอบ",
    "holds_from": "5/1/69",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False) as clock:
        yield clock


@pytest.fixture
def group():
    return builders.group(name="กลุ่มสัจจะกะแดะ")


@pytest.fixture
def chair(client, group):
    client.force_login(builders.officer(group, "chair"))
    return client


def page(name, group, **more):
    return reverse(f"loans:{name}", kwargs={"code": group.code, **more})


def filled(name="ordinary", **changes):
    """What the browser would send from the form that an example begins."""
    example = PRESETS[name]
    form = NewProductForm(base=example.terms)
    boxes = {box: form[box].value() for box in form.fields}
    named = {"name_th": example.name_th, "name_en": "", "kind": example.kind}
    sent = {box: value for box, value in boxes.items() if value is not None and value is not False} | named | PAPER
    return {"step": "look"} | sent | changes


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_group_without_products_is_led_to_the_examples(chair, group):
    text = words(chair.get(page("products", group)))

    assert "ยังไม่มีประเภทเงินกู้" in text
    assert page("product_examples", group) in text


def test_who_may_only_look_is_not_led_to_set_anything(client, group):
    client.force_login(builders.officer(group, "treasurer"))
    product(group)

    for address in (page("products", group), page("product", group, product="ordinary")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "ตั้งเงื่อนไข" not in words(answer) and "เพิ่มประเภทเงินกู้" not in words(answer)
    assert client.get(page("product_terms", group, product="ordinary")).status_code == 403
    assert client.post(page("product_offer", group, product="ordinary")).status_code == 403


def test_the_list_costs_the_same_for_many_products(chair, group, django_assert_num_queries):
    product(group)
    chair.get(page("products", group))
    with django_assert_num_queries(7):
        chair.get(page("products", group))
    product(group, "emergency")
    product(group, "education")
    with django_assert_num_queries(7):
        text = words(chair.get(page("products", group)))
    assert "ดอกเบี้ยร้อยละ 1 ต่อเดือน (12 % ต่อปี) คิดจากเงินต้นที่เหลือ" in text
    assert "ตั้งแต่ 500 ถึง 5,000 บาท" in text


def test_a_product_shows_its_terms_an_example_and_its_versions(chair, group):
    product(group)

    text = words(chair.get(page("product", group, product="ordinary")))

    assert "วงเงินของแต่ละคน: 5 × หุ้น − เงินกู้อื่นที่ยังค้างอยู่ แต่ไม่เกิน 50,000 บาท" in text
    assert "จ่ายงวดแรก 933.33 บาท" in text
    assert "มติ 1/2569 วันที่ 5 มกราคม 2569" in text
    assert "10,650.00" in text


def test_a_product_without_interest_has_no_page_that_speaks_of_any(chair, group):
    product(group, "interest_free")

    for name in ("product", "products"):
        more = {"product": "interest-free"} if name == "product" else {}
        assert "ดอกเบี้ย" not in words(chair.get(page(name, group, **more)))


@pytest.mark.parametrize("example", [*PRESETS, "other"])
def test_each_example_begins_a_form_with_the_groups_own_bylaws(chair, group, example):
    answer = chair.get(page("product_add", group, example=example))

    assert answer.status_code == 200
    form = answer.context["form"]
    assert (form["guarantors"].value(), form["members_for_months"].value()) == ("2", "6")
    assert example == "other" or str(PRESETS[example].source) in words(answer)


def test_an_example_that_does_not_exist_has_no_page(chair, group):
    assert chair.get(page("product_add", group, example="elder")).status_code == 404
    assert chair.get(page("product", group, product="elder")).status_code == 404


def test_what_it_means_is_shown_before_anything_is_kept(chair, group):
    answer = chair.post(page("product_add", group, example="ordinary"), filled())

    assert answer.status_code == 200
    assert "กู้ 10,000 บาท 12 งวด จ่ายงวดแรก 933.33 บาท" in words(answer)
    assert not Product.objects.exists()


@pytest.mark.parametrize("name", PRESETS)
def test_what_was_looked_at_is_what_is_kept(chair, group, name):
    address = page("product_add", group, example=name)
    looked_at = chair.post(address, filled(name))
    boxes = hidden_boxes(looked_at.context["form"])

    answer = chair.post(address, boxes | {"step": "set"}, follow=True)

    version = ProductVersion.objects.get(product__organisation=group)
    assert terms_of(version) == PRESETS[name].terms
    assert version.resolution_no == "4/2569"
    assert "เปิดให้กู้" in words(answer)


def hidden_boxes(form):
    """What the page that shows the meaning sends on: the boxes as hidden inputs."""
    return {box: value for box in form.fields if (value := form[box].value()) not in (None, False)}


def test_changing_something_brings_back_what_was_typed(chair, group):
    answer = chair.post(
        page("product_add", group, example="ordinary"), filled(most_amount="๔๕,๐๐๐") | {"step": "change"}
    )

    assert answer.status_code == 200
    assert 'value="๔๕,๐๐๐"' in words(answer)
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rate": "2", "fine_kind": "none"}, "24.00\u00a0%"),
        ({"method": "flat", "rate": "1"}, "24.46\u00a0%"),
        ({"fine_rate": "5"}, "ค่าปรับต้องไม่เกิน 3.00\u00a0% ต่อปี"),
        ({"fine_cap": ""}, "ค่าปรับต้องมีเพดาน"),
        ({"method": "seasonal"}, "แบบส่งตามฤดูเก็บเกี่ยวต้องเลือกเดือน"),
        ({"least_amount": "60000"}, "ยอดกู้น้อยที่สุดสูงกว่ายอดกู้มากที่สุด"),
        ({"most_instalments": ""}, "กรอกช่องนี้"),
        ({"rate": "1e1"}, "โดยไม่มีตัว e"),
        ({"resolution_on": "6/1/2569", "holds_from": "6/1/2569", "step": "set"}, "ยังไม่ถึงวันประชุมนั้น"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(chair, group, changes, said):
    answer = chair.post(page("product_add", group, example="ordinary"), filled(name_th="กู้พิเศษ") | changes)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="กู้พิเศษ"' in words(answer)
    assert not Product.objects.exists()


def test_new_terms_mark_what_is_new_and_become_a_version(chair, group):
    product(group)
    address = page("product_terms", group, product="ordinary")
    sent = filled(most_amount="60000") | PAPER

    looked_at = words(chair.post(address, sent))
    chair.post(address, sent | {"step": "set"})

    assert looked_at.count("badge-info") == 2  # the most, and the limit that names it
    assert terms_of(ProductVersion.objects.get(number=2)).most_amount == Decimal("60000.00")


def test_a_product_is_stopped_and_offered_again(chair, group):
    product(group)
    address = page("product_offer", group, product="ordinary")

    assert chair.get(address).status_code == 405
    assert "หยุดให้กู้" in words(chair.post(address, {"offer": "stop"}, follow=True))
    assert not Product.objects.get().is_offered
    chair.post(address, {"offer": "again"})
    assert Product.objects.get().is_offered
