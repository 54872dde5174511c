"""A small group's year worked by hand, from its opening to the last dividend, every entry written out.

Ann brought 3,000 of satja from before and saves 100 a month; Bua saves 200 a month from July on: 42,600 and 3,000
baht-months. Interest of 1,180 and an entry fee of 20 came in, 200 was spent: a surplus of 1,000. The meeting gives
60 per cent as dividend, 30 to welfare, 10 to the reserve: 600.00, of it 560.53 to Ann and 39.47 to Bua.
"""

from datetime import date
from decimal import Decimal

import pytest

from federation.ledger.queries import as_text, trial_balance
from groups.surplus.models import DividendPart, YearState
from tests import builders
from tests.federation.proof.faults import broken
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import plan

pytestmark = pytest.mark.django_db


def lines(*written):
    """Return (side, account, baht) as a bookkeeper writes them."""
    sides = {"Dr": "Dr ", "Cr": "   Cr "}
    return "\n".join(f"{sides[side]}{name:<40}{Decimal(baht):>14,.2f}" for side, name, baht in written)


@pytest.fixture
def year():
    group = worlds.group()
    builders.fund(group, on=worlds.SINCE)
    ann, bua = builders.member(group, "อัญชัน", promise=None), builders.member(group, "บัว", promise=None)
    worlds.save(ann, "3000.00", on=worlds.SINCE, kind="opening")
    for month in range(1, 13):
        worlds.save(ann, "100.00", on=date(2025, month, 5))
        if month >= 7:
            worlds.save(bua, "200.00", on=date(2025, month, 5))
    worlds.earn(group, "1180.00")
    worlds.earn(group, "20.00", code="43010")
    worlds.spend(group, "200.00", code="54050")
    return group, ann, bua


def test_a_year_from_opening_to_dividend(year):
    group, ann, bua = year
    worlds.choose(bua, "shares")
    close = worlds.closed(group)
    assert as_text(close.entry) == lines(
        ("Dr", "interest on ordinary loans", "1180"),
        ("Dr", "entry fees", "20"),
        ("Cr", "office supplies", "200"),
        ("Cr", "surplus of the year", "1000"),
    )
    close = worlds.adopted(close, plan(dividend=60, welfare=30, reserve=10))
    assert as_text(close.adoption) == lines(
        ("Dr", "surplus of the year", "1000"),
        ("Dr", "cash on hand, กองทุนวันละบาท", "300"),
        ("Cr", "dividend and refunds to be paid", "600"),
        ("Cr", "cash on hand", "300"),
        ("Cr", "reserve", "100"),
        ("Cr", "from the surplus, กองทุนวันละบาท", "300"),
    )
    shown = DividendPart.objects.order_by("membership__number").values_list("weight", "dividend")
    assert [(str(weight), str(baht)) for weight, baht in shown] == [("42600.00", "560.53"), ("3000.00", "39.47")]
    into_accounts = worlds.paid(close)
    assert as_text(into_accounts.entry) == lines(
        ("Dr", "dividend and refunds to be paid", "39.47"), ("Cr", "shares, member 002", "39.47")
    )
    in_money = worlds.paid(close, ann, purse=worlds.cash_of(group))
    assert as_text(in_money.entry) == lines(
        ("Dr", "dividend and refunds to be paid", "560.53"), ("Cr", "cash on hand", "560.53")
    )
    close.refresh_from_db()
    assert close.state == YearState.PAID
    end = {row.account.code: row.natural for row in trial_balance(group.book, on=worlds.AT.date()) if row.natural}
    assert end == {
        "11010": Decimal("5539.47"),  # 5,400 saved, 1,200 earned, 200 spent, 300 to welfare, 560.53 paid out
        "11010-WELF": Decimal("300.00"),
        "31010": Decimal("39.47"),
        "31020": Decimal("5400.00"),
        "34100": Decimal("100.00"),
        "46080-WELF": Decimal("300.00"),
    }
    assert not {code for code in broken() if code in ("I-25", "I-36", "I-37", "I-38", "I-39", "I-48", "I-51")}
