from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.db import models
from django.utils.translation import override

from federation.kit.dates import births
from federation.kit.fields import (
    MoneyField,
    MoneyInput,
    NationalIdInput,
    PhoneInput,
    ThaiDateInput,
    ThaiNameInput,
)
from federation.kit.identity import MaskedId
from federation.kit.money import CENT

TODAY = time_machine.travel(datetime(2026, 11, 21, 5, tzinfo=UTC), tick=False)


class Paper(forms.Form):
    amount = MoneyInput(least=CENT)
    paid_on = ThaiDateInput()
    born_on = ThaiDateInput(window=births, required=False)
    national_id = NationalIdInput(required=False)
    phone = PhoneInput(required=False)
    name = ThaiNameInput()


GOOD = {"amount": "๑,๒๕๐.๕", "paid_on": "15/2/69", "name": " แก้ว ตา ใจดี"}


def paper(**typed):
    return Paper({**GOOD, **typed})


@TODAY
def test_a_form_turns_typing_into_values():
    form = paper(born_on="15/2/2508", national_id="1-2345-67890-12-1", phone="086-475-5162")

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "amount": Decimal("1250.50"),
        "paid_on": date(2026, 2, 15),
        "born_on": date(1965, 2, 15),
        "national_id": MaskedId("1234567890121"),
        "phone": "0864755162",
        "name": "แก้ว ตา ใจดี",
    }


@TODAY
def test_what_may_be_left_out_is_nothing():
    form = paper()

    assert form.is_valid()
    assert form.cleaned_data["born_on"] is None
    assert form.cleaned_data["national_id"] is None


@TODAY
@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("amount", "", "required"),
        ("amount", "1,25", "commas"),
        ("amount", "0", "too_small"),
        ("amount", "9" * 60, "too_long"),
        ("paid_on", "", "required"),
        ("paid_on", "15/2/2026", "ce_year"),
        ("paid_on", "29/2/2568", "not_in_calendar"),
        ("born_on", "15/2/08", "short_year"),
        ("national_id", "1234567890122", "check_digit"),
        ("phone", "123", "length"),
        ("name", "   ", "required"),
        ("name", "แก้่ว", None),
        ("name", "=1+1", None),
    ],
)
def test_a_refused_box_keeps_what_was_typed_and_says_how_to_mend_it(field, typed, code):
    form = paper(**{field: typed})

    assert not form.is_valid()
    (error,) = form.errors.as_data()[field]
    assert error.code == code
    assert form[field].value() == typed
    for language in ("th", "en"):
        with override(language):
            assert form.errors[field][0]


@TODAY
def test_errors_are_said_in_the_language_of_the_reader():
    form = paper(amount="1,25")
    form.is_valid()

    with override("en"):
        english = form.errors["amount"][0]
    with override("th"):
        thai = form.errors["amount"][0]

    assert english.startswith("Commas stand")
    assert "จุลภาค" in thai


@TODAY
def test_stored_values_stand_in_the_box_as_people_write_them():
    form = Paper(
        initial={
            "amount": Decimal("300.00"),
            "paid_on": date(2026, 2, 15),
            "national_id": MaskedId("1234567890121"),
        }
    )

    with override("th"):
        assert form["amount"].value() == "300"
        assert form["paid_on"].value() == "15/2/2569"
        assert form["national_id"].value() == ""
        assert "15 กุมภาพันธ์ 2569" in str(form["paid_on"])
    with override("en"):
        assert form["paid_on"].value() == "2026-02-15"
        assert "15 February 2026" in str(form["paid_on"])


@TODAY
def test_a_date_is_said_in_full_beside_its_box_once_it_is_certain():
    with override("th"):
        assert "15 กุมภาพันธ์ 2569" in str(paper(paid_on="15/2/69")["paid_on"])
        assert "said" not in str(paper(paid_on="15/2/2026")["paid_on"])


def test_boxes_ask_for_the_right_keyboard():
    form = Paper()

    assert 'inputmode="decimal"' in str(form["amount"])
    assert 'class="money"' in str(form["amount"])
    assert 'inputmode="numeric"' in str(form["national_id"])
    assert 'autocomplete="off"' in str(form["national_id"])


@TODAY
def test_a_form_knows_whether_a_value_changed_however_it_is_written():
    initial = {"amount": Decimal("1250.50"), "paid_on": date(2026, 2, 15), "name": "แก้ว ตา ใจดี"}

    assert not Paper(GOOD, initial=initial).has_changed()
    assert Paper({**GOOD, "amount": "1250.51"}, initial=initial).changed_data == ["amount"]
    assert Paper({**GOOD, "amount": "x"}, initial=initial).changed_data == ["amount"]


def test_money_is_numeric_14_2_in_the_database():
    field = MoneyField(default=0)
    _name, path, args, kwargs = field.deconstruct()

    assert (field.max_digits, field.decimal_places) == (14, 2)
    assert (path, args, kwargs) == ("federation.kit.fields.MoneyField", [], {"default": 0})
    assert isinstance(field, models.DecimalField)
