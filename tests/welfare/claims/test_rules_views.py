"""The pages of benefits' rules, as officers use them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from tests import builders
from welfare.claims.actions.rules import add_benefit, set_rule
from welfare.claims.forms.rules import NewBenefitForm, RuleForm
from welfare.claims.models import Benefit, BenefitVersion
from welfare.claims.queries.rules import cases_of, terms_of, versions_of
from welfare.claims.rules import PRESETS

pytestmark = pytest.mark.django_db

START = date(2026, 1, 5)
PAPER = {"resolution_no": "4/2569", "resolution_on": "5/1/2569", "holds_from": "5/1/69"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False) as clock:
        yield clock


@pytest.fixture
def fund():
    return builders.fund(builders.group(name="กลุ่มสัจจะกะแดะ"))


@pytest.fixture
def chair(client, fund):
    client.force_login(builders.officer(fund.organisation, "chair"))
    return client


def page(name, whose, **more):
    return reverse(f"welfare:{name}", kwargs={"code": whose.organisation.code, **more})


def benefit(fund, name="yasothon-hospital"):
    preset = PRESETS[name]
    paper = {"resolution_no": "2/2569", "resolution_on": START, "holds_from": START}
    facts = {"terms": preset.terms, "cases": preset.cases, "name_th": preset.name_th, "name_en": preset.name_en}
    return add_benefit(fund, **facts, **paper, by=builders.user("chair"), at=builders.AT).benefit


def boxes_of(form, **changes):
    """What the browser would send from a form as it is drawn."""
    drawn = {name: form[name].value() for name in form.fields}
    drawn = {name: form.fields[name].prepare_value(value) for name, value in drawn.items()}
    sent = {name: value for name, value in drawn.items() if value not in (None, "", False)}
    return {"step": "look"} | sent | PAPER | changes


def from_preset(name, **changes):
    preset = PRESETS[name]
    names = {"name_th": preset.name_th, "type": preset.terms.event}
    form = NewBenefitForm(begins=preset.terms, old=preset.cases, initial=names)
    return boxes_of(form, **changes)


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("name", PRESETS)
def test_the_form_gives_back_the_terms_it_was_begun_with(name):
    preset = PRESETS[name]

    form = NewBenefitForm(from_preset(name), begins=preset.terms, old=preset.cases)

    assert form.is_valid(), form.errors
    assert form.terms == preset.terms
    assert form.kept_cases() == list(preset.cases)


def test_a_benefit_is_added_from_a_preset_after_a_look_at_what_it_means(chair, fund):
    address = page("rule_add", fund, fund="WELF", example="sadao-death")

    shown = words(chair.get(address))
    looked = chair.post(address, from_preset("sadao-death"))
    before = Benefit.objects.count()
    answer = chair.post(address, from_preset("sadao-death", step="set"))

    assert "17.6" in shown
    assert looked.status_code == 200 and before == 0
    assert "20,000" in words(looked)
    assert answer.status_code == 302
    version = BenefitVersion.objects.get()
    assert (terms_of(version), version.resolution_no) == (PRESETS["sadao-death"].terms, "4/2569")
    assert len(cases_of(version)) == 12


def test_a_row_that_overlaps_keeps_what_was_typed_and_says_what_mends_it(chair, fund):
    address = page("rule_add", fund, fund="WELF", example="yasothon-death")
    typed = from_preset("yasothon-death", row4_to="18 ปี")

    answer = chair.post(address, typed)

    assert answer.status_code == 422
    assert "18 ปี 1 วัน" in words(answer) or "18 years 1 day" in words(answer)
    assert 'value="18 ปี"' in words(answer)
    assert Benefit.objects.count() == 0


def test_a_changed_sum_is_refused_until_its_test_cases_are_answered(chair, fund):
    made = benefit(fund, "simple-disaster")
    address = page("rule_change", fund, fund="WELF", benefit="disaster")
    form = RuleForm(begins=PRESETS["simple-disaster"].terms, old=PRESETS["simple-disaster"].cases)
    typed = boxes_of(form, fixed_baht="800", holds_from="1/2/2569", step="set")

    refused = chair.post(address, typed)
    told = chair.post(address, typed | {"case0_answer": "change", "case0_baht": "800"})

    assert refused.status_code == 422 and "800.00" in words(refused)
    assert told.status_code == 302
    newest = versions_of(made)[0]
    assert newest.terms["parts"] == [{"kind": "fixed", "baht": "800.00", "per": "event"}]
    assert [(case.amount, case.was) for case in cases_of(newest)] == [(Decimal("800.00"), Decimal("500.00"))]


def test_a_test_case_of_ones_own_is_kept_or_refused_with_what_the_rule_gives(chair, fund):
    address = page("rule_add", fund, fund="WELF", example="simple-disaster")
    own = {"new0_joined": "1/1/2563", "new0_on": "1/2/2569", "new0_baht": "700"}

    refused = chair.post(address, from_preset("simple-disaster", step="set", **own))
    kept = chair.post(address, from_preset("simple-disaster", step="set", **own | {"new0_baht": "500"}))

    assert refused.status_code == 422 and "500.00" in words(refused)
    assert kept.status_code == 302
    assert [case.amount for case in cases_of(BenefitVersion.objects.get())] == [500, 500]


def test_the_list_says_every_benefit_in_plain_words(chair, fund):
    benefit(fund)

    text = words(chair.get(page("rules", fund)))

    assert PRESETS["yasothon-hospital"].name_th in text
    assert page("rule_examples", fund, fund="WELF") in text


def test_the_box_works_it_out_and_keeps_nothing(chair, fund):
    benefit(fund)
    address = page("rule", fund, fund="WELF", benefit="illness")
    asked = {"joined_on": "1/1/2563", "event_on": "20/3/2569", "nights": "5", "used_nights_year": "18"}

    answer = words(chair.get(address, asked | {"used_baht_year": "1800"}))
    wrong = chair.get(address, asked | {"event_on": "yesterday"})

    assert "200.00" in answer
    assert wrong.status_code == 200 and 'value="yesterday"' in words(wrong)


def test_who_may_only_look_is_not_led_to_set_anything(client, fund):
    benefit(fund)
    client.force_login(builders.officer(fund.organisation, "treasurer"))

    for address in (page("rules", fund), page("rule", fund, fund="WELF", benefit="illness")):
        text = words(client.get(address))
        assert "/add/" not in text and "/change/" not in text and "/end/" not in text
    for name in ("rule_change", "rule_end"):
        assert client.get(page(name, fund, fund="WELF", benefit="illness")).status_code == 403
    assert client.get(page("rule_examples", fund, fund="WELF")).status_code == 403
    assert client.get(page("rule_add", fund, fund="WELF", example="sadao-death")).status_code == 403


def test_a_benefit_is_ended_by_a_resolution(chair, fund):
    made = benefit(fund)
    address = page("rule_end", fund, fund="WELF", benefit="illness")

    assert chair.post(address, PAPER | {"holds_from": "1/2/2569"}).status_code == 422
    answer = chair.post(address, PAPER | {"holds_from": "1/2/2569", "text": "รวมกับกองทุนอื่น"})

    assert answer.status_code == 302
    assert versions_of(made)[0].terms == {}
    assert chair.get(page("rule", fund, fund="WELF", benefit="illness")).status_code == 200


def test_a_coming_rule_is_announced(chair, fund):
    made = benefit(fund, "simple-disaster")
    paper = {"resolution_no": "9/2569", "resolution_on": START, "holds_from": date(2026, 3, 1)}
    set_rule(made, terms=None, by=builders.user("chair"), at=builders.AT, **paper)

    assert "9/2569" in words(chair.get(page("rule", fund, fund="WELF", benefit="disaster")))


def test_what_is_not_there_is_not_found(chair, fund):
    addresses = [
        page("rule", fund, fund="WELF", benefit="nothing"),
        page("rule_examples", fund, fund="NONE"),
        page("rule_add", fund, fund="WELF", example="nothing"),
    ]
    assert [chair.get(address).status_code for address in addresses] == [404, 404, 404]
