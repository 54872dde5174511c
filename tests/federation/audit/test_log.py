"""The log of acts: what is written, what is masked, and that nobody changes it afterwards."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.audit.log import record, without_ids
from federation.audit.models import Act

AT = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)
NATIONAL_ID = "9100000000011"
GUARDS = {"act_append_only", "act_not_truncated"}

pytestmark = pytest.mark.django_db


def test_record_keeps_figures_and_dates_as_text():
    act = record("bylaw_set", by=None, at=AT, before={"fine": Decimal("5.00")}, after={"from": date(2026, 12, 1)})

    stored = Act.objects.get(pk=act.pk)
    assert (stored.before, stored.after) == ({"fine": "5.00"}, {"from": "2026-12-01"})


@pytest.mark.parametrize("written", [NATIONAL_ID, "9-1000-00000-01-1", "๙๑๐๐๐๐๐๐๐๐๐๑๑"])
def test_record_masks_a_national_id_wherever_it_stands(written):
    act = record("member_changed", by=None, at=AT, after={"notes": [f"บัตร {written} ค่ะ"], "n": int(NATIONAL_ID)})

    assert act.after == {"notes": ["บัตร 9-xxxx-xxxxx-01-1 ค่ะ"], "n": "9-xxxx-xxxxx-01-1"}


@pytest.mark.parametrize("text", ["9100000000012", "0898765432", "id 91000000000110"])
def test_without_ids_leaves_other_numbers(text):
    assert without_ids(text) == text


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE federation_act SET what = 'nothing'",
        "DELETE FROM federation_act",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE federation_act",
    ],
)
def test_acts_are_never_changed_or_taken_away(attack):
    record("sign_in", by=None, at=AT)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)

    assert Act.objects.get().what == "sign_in"


def test_guards_of_the_acts_are_in_the_catalogue_and_always_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'federation_act'::regclass AND NOT tgisinternal"
        )
        found = dict(cursor.fetchall())

    assert found == dict.fromkeys(GUARDS, "A")
