"""Bylaws as data: what is in force on a day, which resolution made it so, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.audit.models import Act
from federation.bylaws import steps
from federation.bylaws.actions import adopt_bylaws, set_bylaw
from federation.bylaws.catalogue import RULES
from federation.bylaws.models import BylawValue
from federation.bylaws.queries import bylaws_of, bylaws_of_all, history_of
from federation.ledger import months
from tests import builders

JANUARY = date(2026, 1, 5)
pytestmark = pytest.mark.django_db


def resolution(number="1/2569", *, on=JANUARY, holds_from=None, text="เห็นชอบ", at=builders.AT):
    return {
        "holds_from": holds_from or on,
        "resolution_no": number,
        "resolution_on": on,
        "resolution_text": text,
        "by": builders.user("secretary"),
        "at": at,
    }


def test_without_a_resolution_the_starting_values_hold_and_say_so():
    group = builders.group()

    bylaws = bylaws_of(group, on=JANUARY)

    assert bylaws["entry_fee"] == Decimal("20.00")
    assert bylaws["meeting_days"] == ()
    assert bylaws.figure("late_fine_month").is_default
    assert bylaws.version == "ค่าเริ่มต้น"
    assert [figure.rule.key for figure in bylaws.figures()] == list(RULES)


def test_a_rule_holds_from_its_day_on_and_names_its_resolution():
    group = builders.group()
    set_bylaw(group, rule="late_fine_month", value=Decimal("5.00"), **resolution(holds_from=date(2026, 2, 1)))

    before, after = bylaws_of(group, on=date(2026, 1, 31)), bylaws_of(group, on=date(2026, 2, 1))

    assert (before["late_fine_month"], after["late_fine_month"]) == (Decimal("10.00"), Decimal("5.00"))
    assert after.version == "มติ 1/2569 (5 มกราคม 2569)"
    assert after.figure("late_fine_month").version == after.version
    assert after.figure("entry_fee").version == "ค่าเริ่มต้น"


def test_of_two_resolutions_for_one_day_the_one_set_later_holds():
    group = builders.group()
    later = builders.AT.replace(hour=4)
    set_bylaw(group, rule="entry_fee", value=Decimal("50.00"), **resolution("1/2569"))
    set_bylaw(group, rule="entry_fee", value=Decimal("30.00"), **resolution("2/2569", at=later))

    assert bylaws_of(group, on=JANUARY)["entry_fee"] == Decimal("30.00")
    assert [value.resolution_no for value in history_of(group, rule="entry_fee")] == ["2/2569", "1/2569"]


def test_a_rule_set_for_an_earlier_day_does_not_push_out_the_later_one():
    group = builders.group()
    set_bylaw(group, rule="min_age", value=15, **resolution("1/2569"))
    set_bylaw(group, rule="min_age", value=7, **resolution("9/2568", on=date(2025, 12, 5)))

    assert bylaws_of(group, on=date(2025, 12, 5))["min_age"] == 7
    assert bylaws_of(group, on=JANUARY)["min_age"] == 15


def test_every_kind_of_value_comes_back_as_it_was_set():
    group = builders.group()
    values = {
        "satja_max": Decimal("500.00"),
        "promise_change": "any_month",
        "meeting_days": (5, 20),
        "shares_buying_months": (1, 7),
        "fiscal_year": 4,
    }

    adopt_bylaws(group, values=values, **resolution())

    bylaws = bylaws_of(group, on=JANUARY)
    assert {key: bylaws[key] for key in values} == values


def test_the_bylaws_of_many_groups_cost_one_query(django_assert_num_queries):
    groups = [builders.group() for _ in range(3)]
    set_bylaw(groups[1], rule="entry_fee", value=Decimal("0.00"), **resolution())

    with django_assert_num_queries(1):
        found = bylaws_of_all(groups, on=JANUARY)

    assert [found[group.pk]["entry_fee"] for group in groups] == [20, 0, 20]


def test_setting_is_written_in_the_log_with_what_was_before():
    group = builders.group()

    set_bylaw(group, rule="entry_fee", value=Decimal("50.00"), **resolution())

    act = Act.objects.get(what="bylaws_set")
    assert (act.before, act.after) == ({"entry_fee": "20.00"}, {"entry_fee": "50.00", "resolution": "1/2569"})
    assert (act.organisation, act.by) == (group, builders.user("secretary"))


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"resolution_no": " "}, steps.ResolutionMissing, "resolution_no"),
        ({"resolution_text": ""}, steps.ResolutionMissing, "resolution_text"),
        ({"resolution_on": None}, steps.ResolutionMissing, "resolution_on"),
        ({"holds_from": date(2026, 1, 4)}, steps.DateOutOfOrder, "holds_from"),
        ({"resolution_on": date(2026, 1, 6), "holds_from": date(2026, 1, 6)}, steps.DateOutOfOrder, "resolution_on"),
        ({"value": Decimal("-1.00")}, steps.ValueNotAllowed, "late_fine_month"),
    ],
)
def test_a_setting_that_is_refused_changes_nothing(change, error, field):
    group = builders.group()
    asked = {"rule": "late_fine_month", "value": Decimal("5.00"), **resolution(), **change}

    with pytest.raises(error) as refused:
        set_bylaw(group, **asked)

    assert list(refused.value.fields) == [field]
    assert not BylawValue.objects.exists()


def test_a_rule_does_not_hold_from_a_day_in_a_closed_month():
    group = builders.group()
    months.close(group.book, month=date(2026, 1, 1))
    asked = {"rule": "late_fine_month", "value": Decimal("0.00")}

    with pytest.raises(steps.DateOutOfOrder, match="1 กุมภาพันธ์ 2569") as refused:
        set_bylaw(group, **asked, **resolution(holds_from=date(2026, 1, 31)))

    assert list(refused.value.fields) == ["holds_from"]
    assert not BylawValue.objects.exists()
    assert set_bylaw(group, **asked, **resolution(holds_from=date(2026, 2, 1))).holds_from == date(2026, 2, 1)


def test_a_highest_promise_below_the_lowest_is_refused_also_in_a_version_still_to_come():
    group = builders.group()
    set_bylaw(group, rule="satja_max", value=Decimal("50.00"), **resolution("1/2569", holds_from=date(2026, 3, 1)))

    with pytest.raises(steps.ValueNotAllowed) as refused:
        set_bylaw(group, rule="satja_min", value=Decimal("100.00"), **resolution("2/2569"))

    assert list(refused.value.fields) == ["satja_max"]
    assert bylaws_of(group, on=JANUARY)["satja_min"] == Decimal("10.00")


def test_the_rules_of_one_group_do_not_leak_into_another():
    group, other = builders.group(), builders.group()

    set_bylaw(group, rule="entry_fee", value=Decimal("99.00"), **resolution())

    assert bylaws_of(other, on=JANUARY)["entry_fee"] == Decimal("20.00")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE federation_bylawvalue SET value = '\"0.00\"'",
        "DELETE FROM federation_bylawvalue",
        "TRUNCATE federation_bylawvalue",
    ],
)
def test_what_was_resolved_cannot_be_altered_in_the_database(attack):
    group = builders.group()
    set_bylaw(group, rule="entry_fee", value=Decimal("99.00"), **resolution())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)


def test_the_guards_of_bylaws_are_in_the_catalogue_and_always_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgrelid = 'federation_bylawvalue'::regclass ORDER BY 1"
        )
        assert cursor.fetchall() == [("bylaw_value_append_only", "A"), ("bylaw_value_not_truncated", "A")]


def test_a_rule_before_its_resolution_is_refused_by_the_database_too():
    group = builders.group()
    values = {"rule": "entry_fee", "value": "1.00", "network_id": group.network_key, "organisation": group}
    dates = {"holds_from": date(2026, 1, 4), "resolution_on": JANUARY, "set_at": builders.AT}

    with pytest.raises(IntegrityError, match="bylaw_does_not_hold_before_its_resolution"), transaction.atomic():
        BylawValue.objects.create(**values, **dates, resolution_no="1", set_by=builders.user("secretary"))
