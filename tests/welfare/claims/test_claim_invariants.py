"""I-33, attacked by raw SQL: with the guards put aside the invariants see it, with the guards it cannot be written."""

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit.invariants import Scope
from tests.welfare.claims import claim_worlds as worlds
from tests.welfare.claims.claim_worlds import agreed, filed, paid, world
from welfare.claims.invariants import CHECKS
from welfare.claims.models import ClaimPaper, ClaimStep

pytestmark = pytest.mark.django_db


def broken():
    return {check.code for check in CHECKS if not check.find(Scope()).holds}


def sql(query, *given):
    with connection.cursor() as cursor:
        cursor.execute(query, given)


def past_the_guards(query, *given):
    """Write as somebody could who owns the database, its guards put aside for a moment."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    tables = ("welfare_claim", "welfare_claimstep")
    for table in tables:
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    sql(query, *given)
    for table in tables:
        sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_all_holds_of_claims_made_by_the_steps():
    made = world()
    paid(made)
    paid(made, filed(made, benefit=made.birth, another=False))
    agreed(made, filed(made, event_on=worlds.date(2026, 2, 12), facts={"nights": 9}))
    filed(made, event_on=worlds.date(2026, 2, 13))

    assert [(check.code, check.find(Scope()).breaks) for check in CHECKS if not check.find(Scope()).holds] == []
    assert next(iter(CHECKS)).find(Scope()).count == 4


@pytest.mark.parametrize(
    ("attack", "codes"),
    [
        ("UPDATE welfare_claim SET amount = 400 WHERE id = %s", {"I-33", "I-33d", "I-33e"}),
        ("UPDATE welfare_claim SET amount = 299 WHERE id = %s", {"I-33", "I-33d"}),
        ("UPDATE welfare_claim SET paid_on = paid_on - 1 WHERE id = %s", {"I-33"}),
        ("UPDATE welfare_claim SET state = 'taken_back' WHERE id = %s", {"I-33"}),
        ("UPDATE welfare_claim SET state = 'approved', entry_id = NULL WHERE id = %s", {"I-33b"}),
        ("UPDATE welfare_claim SET event_on = event_on - 1 WHERE id = %s", {"I-33e"}),
        ("UPDATE welfare_claim SET paid_by_id = agreed_by_id WHERE id = %s", {"I-33", "I-33d"}),
        (
            """UPDATE welfare_claim SET working = jsonb_set(working, '{amount}', '"900.00"') WHERE id = %s""",
            {"I-33d", "I-33e"},
        ),
        ("""UPDATE welfare_claim SET working = jsonb_set(working, '{facts,nights}', '2') WHERE id = %s""", {"I-33e"}),
        ("UPDATE welfare_claimstep SET resolution_no = '' WHERE claim_id = %s", {"I-33d"}),
    ],
)
def test_each_attack_is_seen(attack, codes):
    claim = paid(world())

    past_the_guards(attack, claim.pk)

    assert broken() == codes


def test_the_same_event_paid_twice_is_seen():
    made = world()
    first = paid(made)
    second = paid(made, filed(made, another=True))
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("DROP INDEX claim_once_per_event")

    past_the_guards("UPDATE welfare_claim SET event_no = %s WHERE id = %s", first.event_no, second.pk)

    assert broken() == {"I-33c"}


def test_a_rule_that_was_not_in_force_is_seen():
    made = world()
    claim = paid(made)
    newer = worlds.version(made.illness, worlds.ILLNESS, holds_from=worlds.date(2026, 2, 11))

    past_the_guards("UPDATE welfare_claim SET version_id = %s WHERE id = %s", newer.pk, claim.pk)

    assert broken() == {"I-33d"}


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE welfare_claim SET amount = 400",
        "UPDATE welfare_claim SET payee_name = 'คนอื่น'",
        "UPDATE welfare_claim SET working = '{}'",
        "UPDATE welfare_claim SET checks = '[]'",
        "UPDATE welfare_claim SET state = 'filed'",
        "UPDATE welfare_claim SET state = 'agreed', paid_by_id = NULL, paid_on = NULL, entry_id = NULL",
        "UPDATE welfare_claim SET approved_by_id = NULL",
        "UPDATE welfare_claim SET entry_id = NULL, state = 'approved'",
        "UPDATE welfare_claim SET membership_id = gen_random_uuid()",
        "DELETE FROM welfare_claim",
        "TRUNCATE welfare_claim CASCADE",
        "UPDATE welfare_claimstep SET reason = 'อื่น'",
        "DELETE FROM welfare_claimstep",
        "UPDATE welfare_claimpaper SET seen = false",
        "DELETE FROM welfare_claimpaper",
    ],
)
def test_the_database_keeps_claims_steps_and_papers(attack):
    paid(world())
    sql("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError), transaction.atomic():
        sql(attack)


def test_a_claim_cannot_be_written_as_paid_at_once():
    claim = paid(world())

    with pytest.raises(IntegrityError, match="begins as filed"), transaction.atomic():
        sql(
            "INSERT INTO welfare_claim SELECT (jsonb_populate_record(c, jsonb_build_object("
            "'id', gen_random_uuid(), 'number', 99, 'event_no', 9))).* FROM welfare_claim c WHERE id = %s",
            claim.pk,
        )


def test_a_picture_goes_but_its_paper_stays():
    made = world()
    filed(made)
    assert ClaimPaper.objects.update(picture=None) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimPaper.objects.update(picture=b"another")
    assert ClaimStep.objects.count() == 3
