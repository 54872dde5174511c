"""The kinds of value a bylaw can have."""

from decimal import Decimal

import pytest

from federation.bylaws.catalogue import RULES
from federation.bylaws.rules import (
    Amount,
    Days,
    Months,
    NotAValue,
    OneOf,
    Percent,
    Percents,
    Rising,
    Whole,
    disagreements,
)
from federation.kit.money import CENT, NotAnAmount
from federation.kit.wording import Sentence

NONE = Sentence("none")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Amount(), "๑,๒๕๐.๕", Decimal("1250.50")),
        (Percent(), "20", Decimal("20.00")),
        (Whole(0, 60), " ๑๕ ", 15),
        (OneOf((("a", NONE),)), "a", "a"),
        (Days(NONE), "20, 5", (5, 20)),
        (Days(NONE), "5 และ ๒๐", (5, 20)),
        (Days(NONE), "", ()),
        (Months(NONE), ["12", "1"], (1, 12)),
        (Rising(4, most=120), "1, ๓ 6/12", (1, 3, 6, 12)),
        (Percents(3), "0, 2.5% , 100 ", (Decimal("0.00"), Decimal("2.50"), Decimal("100.00"))),
    ],
)
def test_a_kind_reads_what_people_type(kind, typed, value):
    assert kind.read(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Amount(least=CENT), "0"),
        (Percent(), "100.01"),
        (Whole(0, 60), "61"),
        (Whole(0, 60), "-1"),
        (Whole(0, 60), "1e1"),
        (OneOf((("a", NONE),)), "b"),
        (Days(NONE), "32"),
        (Days(NONE), "0"),
        (Days(NONE), "first"),
        (Months(NONE), ["13"]),
        (Rising(4, most=120), "1, 3, 6"),
        (Rising(4, most=120), "1, 3, 3, 12"),
        (Rising(4, most=120), "0, 3, 6, 12"),
        (Rising(4, most=120), ""),
        (Percents(3), "0, 20, 2"),
        (Percents(3), "0, 20, 101"),
    ],
)
def test_a_kind_refuses_what_cannot_be(kind, typed):
    with pytest.raises(NotAValue):
        kind.read(typed)


def test_an_amount_is_refused_in_the_words_of_the_one_parser():
    with pytest.raises(NotAnAmount):
        Amount().read("1e3")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_starting_value_goes_into_the_database_and_back(rule):
    checked = rule.kind.check(rule.default)

    assert checked == rule.default
    assert rule.kind.restored(rule.kind.stored(rule.default)) == rule.default
    assert rule.kind.read(rule.kind.typed(rule.default)) == rule.default
    assert str(rule.source)


def test_the_starting_values_agree_with_one_another():
    assert disagreements({key: rule.default for key, rule in RULES.items()}) == {}


def test_a_lowest_promise_above_the_highest_is_a_disagreement():
    values = {"satja_min": Decimal("200.00"), "satja_max": Decimal("100.00")}

    assert list(disagreements(values)) == ["satja_max"]


def test_a_bad_loan_begins_with_one_of_the_classes():
    values = {key: rule.default for key, rule in RULES.items()} | {"npl_months": 4}

    assert list(disagreements(values)) == ["npl_months"]
    assert disagreements(values | {"arrears_months": (1, 4, 6, 12)}) == {}
