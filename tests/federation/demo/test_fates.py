"""The plan of what goes wrong with the demo's loans, read from its table; a small demo shows that it is carried out."""

from datetime import date
from decimal import Decimal

import pytest

from federation.demo.endings import ENDINGS
from federation.demo.fates import EXTRAS, FATES, PAUSED, STAYS, classes_planned, fates_of, steps_planned
from federation.demo.people import dice
from federation.demo.products import MORE, terms_of
from federation.demo.wishes import wish
from federation.demo.world import VILLAGES
from federation.kit.dates import next_month
from loans.arrears.rules import CLASSES
from loans.followup.rules.kinds import CAUSES
from loans.followup.rules.ladder import ORDER
from loans.products.rules import PRESETS, check_lawful

THIS = date(2026, 11, 1)
FIRST = next_month(THIS, by=-24)


def test_every_class_of_lateness_stands_somewhere_today():
    assert classes_planned(THIS) == set(CLASSES)


def test_every_step_of_the_ladder_is_taken_somewhere():
    assert steps_planned() == set(ORDER[1:])  # the first is a word before anything is owed


def test_all_groups_have_somebody_late_and_one_case_at_most_is_in_court():
    assert {fate.group for fate in FATES} == {village.number for village in VILLAGES}
    assert [fate.group for fate in FATES if fate.furthest == "court"] == [11]
    assert {fate.cause for fate in FATES} <= set(CAUSES)


def test_all_fates_fit_between_the_first_month_and_the_running_one():
    assert sum(len(fates_of(village.number, this=THIS, first=FIRST)) for village in VILLAGES) == len(FATES)
    assert fates_of(1, this=THIS, first=next_month(THIS, by=-2)) == [FATES[0]]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_pause_for_the_flood_falls_into_the_rains_whenever_the_demo_is_made(month):
    [flooded, *_others] = [fate for fate in FATES if fate.ending == PAUSED]
    this = date(2027, month, 1)

    assert flooded.month(this).month == 12
    assert next_month(this, by=-16) < flooded.month(this) < next_month(this, by=-2)


def test_what_happens_once_happens_in_groups_that_are_there():
    assert {number for number, _ago in EXTRAS} <= {village.number for village in VILLAGES}
    assert set(EXTRAS.values()) == {"advance", "prepays", "settles", "refinances", "tranches"}


def test_cases_end_in_every_way_that_the_endings_know():
    assert {fate.ending for fate in FATES} == {*ENDINGS, PAUSED, STAYS}


def test_together_the_groups_use_every_example_of_a_product():
    assert {"ordinary", "emergency"}.union(*MORE.values()) == set(PRESETS)


@pytest.mark.parametrize("village", VILLAGES, ids=lambda village: village.code)
def test_products_of_a_group_are_lawful_and_asked_for_in_round_parts(village):
    terms = terms_of(village)
    for each in terms.values():
        check_lawful(each)
    saved, nothing = ("satja", "shares", "special", "savings"), ("own_debt", "guaranteed")
    savings = dict.fromkeys(saved, Decimal(40_000)) | dict.fromkeys(nothing, Decimal(0))
    rng = dice(village.code)
    for wanted in [wish(rng, offered=terms, savings=savings) for _turn in range(60)]:
        assert wanted.too_much or wanted.amount <= terms[wanted.product].most_amount
        assert wanted.goods or wanted.amount / wanted.instalments % 100 == 0
