"""The pages of the bylaws, as officers use them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from federation.bylaws.actions import set_bylaw
from federation.bylaws.catalogue import RULES
from federation.bylaws.models import BylawValue
from federation.bylaws.queries import bylaws_of
from tests import builders
from tests.federation.bylaws.test_bylaws import resolution

pytestmark = pytest.mark.django_db


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
    return reverse(f"federation:{name}", kwargs={"code": group.code, **more})


def filled(group, **changes):
    """What the browser would send from the page that confirms all rules."""
    sent = {key: rule.kind.typed(rule.default) for key, rule in RULES.items()}
    paper = {
        "resolution_no": "1/2569",
        "resolution_on": "5/1/2569",
        "resolution_text": "เห็นชอบ",
        "holds_from": "5/1/69",
    }
    return {**sent, **paper, **changes}


def test_starting_values_are_shown_as_such_with_their_source(chair, group):
    answer = chair.get(page("bylaws", group))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"{len(RULES)} ข้อ" in text
    assert "ค่าเริ่มต้น (ยังไม่มีมติ)" in text
    assert str(RULES["late_fine_month"].source) in text
    assert "ที่มายังไม่แน่น" in text


def test_the_committee_confirms_all_rules_by_one_resolution(chair, group):
    answer = chair.post(page("bylaws_confirm", group), filled(group, entry_fee="๕๐", meeting_days="5, 20"))

    assert answer.status_code == 302
    bylaws = bylaws_of(group, on=date(2026, 1, 5))
    assert (bylaws["entry_fee"], bylaws["meeting_days"]) == (Decimal("50.00"), (5, 20))
    assert not any(figure.is_default for figure in bylaws.figures())
    text = chair.get(page("bylaws", group)).content.decode()
    assert "มติ 1/2569 (5 มกราคม 2569)" in text
    assert "ยังไม่มีมติ" not in text


def test_a_refusal_keeps_what_was_typed_and_stands_beside_its_field(chair, group):
    sent = filled(group, satja_min="2000", late_fine_month="1e3", resolution_text="")

    answer = chair.post(page("bylaws_confirm", group), sent)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"late_fine_month", "resolution_text"}
    assert 'value="1e3"' in answer.content.decode()
    assert not BylawValue.objects.exists()


def test_rules_that_contradict_one_another_are_refused_beside_the_rule(chair, group):
    answer = chair.post(page("bylaws_confirm", group), filled(group, satja_min="2000"))

    assert answer.status_code == 422
    assert "satja_max" in answer.context["form"].errors
    assert not BylawValue.objects.exists()


def test_one_rule_is_set_and_its_history_tells_both_resolutions(chair, group, clock):
    set_bylaw(group, rule="entry_fee", value=Decimal("30.00"), **resolution("1/2569"))
    clock.shift(60)
    sent = {
        "entry_fee": "40",
        "resolution_no": "2/2569",
        "resolution_on": "5/1/2569",
        "resolution_text": "ขึ้นค่าธรรมเนียม",
    }

    chair.post(page("bylaw_set", group, rule="entry_fee"), {**sent, "holds_from": "1/3/2569"})

    text = chair.get(page("bylaw", group, rule="entry_fee")).content.decode()
    assert text.index("30.00\u00a0บาท") < text.index("40.00\u00a0บาท") < text.rindex("30.00\u00a0บาท")
    assert "2/2569" in chair.get(page("bylaws", group)).content.decode()
    assert bylaws_of(group, on=date(2026, 1, 5))["entry_fee"] == Decimal("30.00")


def test_a_rule_that_is_not_in_the_catalogue_has_no_page(chair, group):
    assert chair.get(page("bylaw", group, rule="nothing")).status_code == 404
    assert chair.get(page("bylaw_set", group, rule="nothing")).status_code == 404


@pytest.mark.parametrize("name", ["bylaws_confirm", "bylaw_set"])
def test_a_treasurer_reads_the_bylaws_but_does_not_set_them(client, group, name):
    client.force_login(builders.officer(group, "treasurer"))
    more = {"rule": "entry_fee"} if name == "bylaw_set" else {}

    assert client.get(page("bylaws", group)).status_code == 200
    assert client.post(page(name, group, **more), filled(group)).status_code == 403
    assert not BylawValue.objects.exists()


def test_the_cost_of_the_page_does_not_grow_with_what_was_resolved(chair, group, django_assert_num_queries):
    chair.get(page("bylaws", group))  # the session and the demo mark are asked once
    with django_assert_num_queries(COST):
        chair.get(page("bylaws", group))
    for n in range(3):
        set_bylaw(
            group, rule="entry_fee", value=Decimal(n), **resolution(f"{n}/2569", at=builders.AT.replace(second=n))
        )
    with django_assert_num_queries(COST):
        chair.get(page("bylaws", group))


COST = 7
