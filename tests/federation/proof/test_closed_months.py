"""The invariants of closed months and issued reports: green on clean data, red on one planted fault each."""

import hashlib
from datetime import date

import pytest
from psycopg.types.json import Jsonb

from federation.closing import invariants as closing
from federation.ledger import chain
from federation.ledger.models import Entry
from federation.ledger.replay import lines_text
from federation.reports import invariants as reports
from federation.reports.files import file_of
from federation.reports.models import IssuedReport
from federation.reports.rules import digest_of
from tests.federation.proof.faults import broken, past_the_guards
from tests.federation.reports.worlds import AT, JANUARY, close, saving_group, sheet

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (2, 3, 4))


def closed_world():
    group = saving_group(2)
    for month in (JANUARY, FEBRUARY):
        sheet(group, month)
        close(group, month)
    sheet(group, MARCH)
    empty = saving_group(0, code="EMPTY")
    close(empty, JANUARY, no_meeting_reason="กลุ่มเพิ่งตั้ง ยังไม่ประชุม")
    file_of(IssuedReport.objects.filter(organisation=group).first(), format="xlsx", language="th", at=AT)
    return group


FAULTS = {
    "I-08": (
        "UPDATE federation_closedmonth SET head_hash = decode(repeat('11', 32), 'hex') WHERE head_number = 1",
        "KLONG 2026-01 #1",
    ),
    "I-17": (
        "UPDATE ledger_entry SET \"on\" = '2026-01-20' WHERE \"on\" = '2026-03-05'",
        "KLONG #3: 2026-01-20",
    ),
    "I-18": (
        "UPDATE ledger_monthtotal SET debit = debit + 1 WHERE month = '2026-02-01' AND debit > 0",
        "KLONG 2026-02",
    ),
    "I-19": (
        "DELETE FROM federation_closedmonth WHERE month = '2026-01-01' AND head_number > 0",
        "KLONG 2026-02",
    ),
    "I-39": (
        "UPDATE ledger_monthtotal SET account_id = s.id FROM ledger_account a JOIN ledger_account s USING (book_id)"
        " WHERE s.code = '59000' AND a.code = '11010' AND ledger_monthtotal.account_id = a.id",
        "KLONG 2026-01: 200.00",
    ),
    "I-49": (
        "UPDATE federation_issuedreport SET data = jsonb_set(data, '{report,foot}', '\"t\"')"
        " WHERE month = '2026-02-01'",
        "KLONG monthly 2026-02 v1",
    ),
    "I-49b": (
        "UPDATE ledger_monthtotal SET debit = debit + 1 WHERE month = '2026-02-01' AND debit > 0",
        "KLONG monthly 2026-02 v1",
    ),
    "I-49c": ("UPDATE federation_issuedfile SET content = '\\x00'", "KLONG monthly 2026-01.xlsx"),
}


def test_clean_closed_months_hold():
    closed_world()

    assert broken() == {}


@pytest.mark.parametrize("code", FAULTS)
def test_a_planted_fault_is_named_by_its_invariant(code):
    closed_world()
    fault, named = FAULTS[code]

    with past_the_guards() as cursor:
        cursor.execute(fault)
        found = broken()

    assert found[code][0] == named


def test_every_invariant_has_a_planted_fault():
    assert {check.code for check in [*closing.CHECKS, *reports.CHECKS]} == set(FAULTS)


def test_a_forged_report_with_a_fitting_digest_still_differs_from_the_books():
    group = closed_world()
    stored = IssuedReport.objects.get(organisation=group, month=JANUARY)
    forged = stored.data
    rows = next(s for s in forged["report"]["sections"] if s["key"] == "ttrial_balance")["grid"]["rows"]
    rows[0]["cells"][-2] = "m199.00"

    with past_the_guards() as cursor:
        cursor.execute(
            "UPDATE federation_issuedreport SET data = %s, digest = %s WHERE id = %s",
            [Jsonb(forged), digest_of(forged), stored.pk],
        )
        found = broken()

    assert set(found) - {"I-44", "I-44b"} == {"I-49b"}


def test_a_chain_computed_anew_shows_against_the_closed_month():
    """Whoever rewrites an entry and every hash after it has to rewrite the closed months too, and the papers."""
    group = closed_world()
    with past_the_guards() as cursor:
        recompute_all(cursor, group.book)
        found = broken()

    assert "I-07" not in found
    assert found["I-08"] == ("KLONG 2026-01 #1", "KLONG 2026-02 #2")


def recompute_all(cursor, book):
    """Swap two members' credits in the first entry and make every hash of the book fit."""
    cursor.execute(
        "UPDATE ledger_line SET account_id = (SELECT max(account_id::text)::uuid FROM ledger_line o"
        " WHERE o.entry_id = ledger_line.entry_id AND o.account_id <> ledger_line.account_id AND o.credit > 0)"
        " WHERE number = 1 AND credit > 0 AND network_id = %s",
        [book.network_id],
    )
    before = chain.GENESIS
    for entry in Entry.objects.filter(book=book).order_by("number"):
        entry.previous_hash = before
        lines = entry.lines.order_by("n").values_list(
            "n", "account__code", "account__fund", "account__kind", "debit", "credit", "receipt"
        )
        before = chain.entry_hash(entry, lines=lines_text(lines))
        cursor.execute(
            "UPDATE ledger_entry SET previous_hash = %s, hash = %s WHERE id = %s",
            [entry.previous_hash, before, entry.pk],
        )
    cursor.execute("UPDATE ledger_head SET hash = %s WHERE book_id = %s", [before, book.pk])


def test_digest_of_does_not_depend_on_the_order_of_keys():
    assert digest_of({"a": 1, "b": ["ก"]}) == digest_of({"b": ["ก"], "a": 1})
    assert digest_of({"a": 1}) == hashlib.sha256(b'{"a":1}').digest()


def test_a_month_left_out_of_the_head_is_named():
    group = closed_world()
    sheet(group, APRIL)

    with past_the_guards() as cursor:
        cursor.execute("UPDATE ledger_head SET closed_through = '2026-03-01' WHERE book_id = %s", [group.book.pk])
        found = broken()

    assert found["I-19"] == ("KLONG 2026-02",)
