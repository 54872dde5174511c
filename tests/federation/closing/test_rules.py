from datetime import date
from decimal import Decimal

import pytest

from federation.closing.rules import balances_digest, has_met

OCTOBER = date(2026, 10, 1)


def days(*numbers):
    return [date(2026, 10, number) for number in numbers]


@pytest.mark.parametrize(
    ("meeting_days", "held", "met"),
    [
        ((), days(), False),
        ((), days(5), True),
        ((5,), days(5), True),
        ((5,), days(7), True),
        ((5, 20), days(5), False),
        ((5, 20), days(5, 20), True),
        ((5, 20), days(5, 12), False),
        ((5, 20), days(5, 12, 19), True),
        ((31,), [date(2026, 9, 30)], True),
    ],
)
def test_has_met_waits_for_the_last_meeting(meeting_days, held, met):
    month = held[0].replace(day=1) if held else OCTOBER

    assert has_met(month, meeting_days=meeting_days, held=held) is met


def test_balances_digest_does_not_depend_on_order_or_on_empty_accounts():
    cash, satja = ("11010", "main", Decimal("5.00")), ("31020", "main", Decimal("-5.00"))

    assert balances_digest([cash, satja]) == balances_digest([satja, ("54100", "main", Decimal("0.00")), cash])
    assert balances_digest([cash, satja]) != balances_digest([cash, ("31020", "other", Decimal("-5.00"))])
    assert balances_digest([cash, satja]) != balances_digest([("11010", "main", Decimal("5.01")), satja])
