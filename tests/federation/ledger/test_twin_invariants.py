"""What must hold between two books: green on clean data, and each planted fault is named."""

from datetime import date

import pytest

from federation.kit.invariants import Scope
from federation.ledger import chart
from federation.ledger.invariants import CHECKS
from federation.ledger.twins import mirrors_of, reverse_between, take_back_from_one
from tests import builders
from tests.federation.ledger.pairs import cash_of, network_of, pay_shares
from tests.federation.proof.faults import past_the_guards

pytestmark = pytest.mark.django_db

BETWEEN = {"I-30", "I-31", "I-32"}
FEB, LATER = date(2026, 2, 5), date(2026, 2, 6)


def world():
    """Two groups: a payment that stands, one taken back whole, one of which a group's part was taken back first."""
    network, [(one, first), (two, second)] = network_of(2)
    both = {first: "500.00", second: "300.00"}
    eyes = {"by": builders.user("asks"), "checked_by": builders.user("checks"), "reason": "ลงผิดกลุ่ม แก้ใหม่"}
    pay_shares(network, both, key="share:1")
    reverse_between(pay_shares(network, both, key="share:2").entry, on=FEB, **eyes)
    entry = pay_shares(network, both, key="share:3").entry
    [mirror] = [found for found in mirrors_of(entry) if found.book_id == two.book_id]
    take_back_from_one(entry, mirror, on=FEB, purses={"main": cash_of(network).pk}, **eyes)
    reverse_between(entry, on=LATER, **eyes)
    return network, one, first


def broken():
    """Return {code: breaks} of the ledger's own checks that do not hold."""
    found = {check.code: check.find(Scope()) for check in CHECKS}
    return {code: one.breaks for code, one in found.items() if not one.holds}


def named(sql, *given):
    """Return what the three invariants say after a fault."""
    with past_the_guards() as cursor:
        cursor.execute(sql, given)
        found = broken()
    return {code: found[code] for code in found if code in BETWEEN}


def test_books_that_agree_hold():
    world()

    assert broken() == {}


FIRST = "(SELECT id FROM ledger_entry WHERE key = 'share:1')"
OF_BOOK = "(SELECT id FROM ledger_book WHERE code = %s)"
MIRROR = f"(SELECT m.id FROM ledger_entry m WHERE m.key = 'between:' || {FIRST} AND m.book_id = {OF_BOOK})"


def test_an_amount_changed_on_one_side_is_named_with_the_first_day():
    network, one, first = world()

    found = named(f"UPDATE ledger_line SET debit = 499 WHERE debit = 500 AND entry_id = {MIRROR}", one.code)

    above, below = f"31030.{first.number:05d}", f"17040.{network.code}.{first.number:05d}"
    pair = f"{network.book.code}, {above} / {one.book.code}, {below}"
    assert found["I-30"] == (f"{pair}: 2026-01-05, -1.00",)
    assert f"{one.book.code}, {below}: 2026-01-05, -1.00" in found["I-31"]


def test_a_day_changed_on_one_side_is_named():
    _network, one, _first = world()

    found = named(f"UPDATE ledger_line SET \"on\" = '2026-01-06' WHERE debit = 500 AND entry_id = {MIRROR}", one.code)

    assert "2026-01-05, -500.00" in found["I-30"][0]
    assert len(found["I-31"]) == 4  # both books, both days


def test_a_mirror_of_another_event_is_named():
    _network, one, _first = world()

    found = named(f"UPDATE ledger_entry SET event = gen_random_uuid() WHERE id = {MIRROR}", one.code)

    assert set(found) == {"I-31"} or set(found) == {"I-31", "I-32"}
    assert any(text.startswith(f"{one.book.code} #") for text in found["I-31"])


def test_a_mirror_written_much_later_is_named():
    _network, one, _first = world()
    later = f"UPDATE ledger_entry SET recorded_at = recorded_at + interval '1 hour' WHERE id = {MIRROR}"

    assert set(named(later, one.code)) == {"I-31"}


def test_a_reversal_in_one_book_alone_is_named():
    _network, one, _first = world()
    [reversal] = one.book.entries.filter(kind="reversal", on=FEB)

    found = named(f"UPDATE ledger_entry SET recorded_at = recorded_at + interval '1 day' WHERE id = '{reversal.pk}'")

    assert found == {"I-31": (f"{one.book.code} #{reversal.number}",)}


def test_a_mirror_on_somebody_elses_account_is_named():
    _network, one, _first = world()
    other = f"(SELECT a.id FROM ledger_account a WHERE a.code = '54050' AND a.book_id = {OF_BOOK})"

    found = named(
        f"UPDATE ledger_line SET account_id = {other} WHERE credit = 500 AND entry_id = {MIRROR}", one.code, one.code
    )

    assert found["I-32"][0].endswith(": 54050")


def test_an_account_of_the_network_that_is_tied_to_nothing_is_named():
    _network, one, _first = world()

    found = named(
        "DELETE FROM ledger_twin WHERE account_id IN (SELECT id FROM ledger_account WHERE code LIKE %s)",
        f"17050.%{_first.number:05d}",
    )

    assert any("17050." in text for text in found["I-32"])


def test_a_tie_that_only_one_side_knows_is_named():
    network, _one, first = world()

    found = named("UPDATE ledger_twin SET since = '2026-03-01' WHERE account_id = %s", first.shares_account_id)

    assert set(found) == {"I-32"}
    assert f"{network.book.code}, 31030.{first.number:05d}" in found["I-32"]


def test_what_stood_apart_before_the_tie_and_still_does_is_named():
    """The pair is looked at on the day it was tied, also when nothing moved since."""
    network, _one, first = world()

    found = named(
        "UPDATE ledger_line SET credit = credit + 1 WHERE credit = 500 AND account_id = %s;", first.shares_account_id
    )

    assert found["I-30"][0].startswith(f"{network.book.code}, {chart.GROUP_SHARES}")
