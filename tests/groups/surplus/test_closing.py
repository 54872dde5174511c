from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger import books, chart
from federation.ledger.queries import as_text
from groups.surplus import steps
from groups.surplus.models import YearClose, YearState
from groups.surplus.queries.years import years_of
from groups.surplus.rules import Year
from groups.surplus.steps.refusals import NotAtThisStep, SamePerson, YearNotReady
from tests import builders
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import AT, YEAR

pytestmark = pytest.mark.django_db


def ready():
    group = worlds.group()
    worlds.earn(group, "1500.00")
    worlds.earn(group, "20.00", code="43010")
    worlds.spend(group, "320.00")
    worlds.close_months(group)
    return group


@transaction.atomic
def propose(group, *, by="treasurer", at=AT, year=YEAR):
    return steps.propose_close_step(group, year=year, by=builders.user(by), at=at)


@transaction.atomic
def decide(close, *, agreed=True, by="chair", at=AT):
    return steps.decide_close_step(close, agreed=agreed, by=builders.user(by), at=at)


def test_year_close_carries_income_and_expenses_to_the_surplus():
    close = decide(propose(ready()))

    assert close.surplus == Decimal("1200.00") and close.state == YearState.CLOSED
    assert as_text(close.entry) == "\n".join(
        [
            "Dr interest on ordinary loans                    1,500.00",
            "Dr entry fees                                       20.00",
            "   Cr miscellaneous expenses                          320.00",
            "   Cr surplus of the year                           1,200.00",
        ]
    )
    assert (close.entry.kind, close.entry.concerns_month) == ("year", date(2025, 12, 1))
    assert close.entry.checked_by == close.decided_by != close.entry.by


def test_each_fund_keeps_its_own_surplus():
    group = ready()
    builders.fund(group, on=worlds.SINCE)
    # the months are closed: what follows is a late fact of the year
    late = {"on": date(2026, 1, 10), "concerns_month": date(2025, 12, 1)}
    worlds.book_entry(group, ("11010-WELF", "365.00"), ("43060-WELF", "-365.00"), **late)
    worlds.book_entry(group, ("56040-WELF", "100.00"), ("11010-WELF", "-100.00"), **late)

    close = decide(propose(group))

    assert close.surplus == Decimal("1200.00")
    assert worlds.balance(group, "35020-WELF") == Decimal("265.00")
    assert worlds.balance(group, "43060-WELF") == worlds.balance(group, "56040-WELF") == 0


def test_a_late_fact_of_the_year_counts_and_one_of_the_next_year_does_not():
    group = ready()
    worlds.book_entry(
        group, ("11010", "80.00"), ("41010", "-80.00"), on=date(2026, 1, 10), concerns_month=date(2025, 11, 1)
    )
    worlds.earn(group, "999.00", on=date(2026, 1, 11))

    close = decide(propose(group))

    assert close.surplus == Decimal("1280.00")
    assert worlds.balance(group, "41010") == Decimal("999.00")


def test_income_shared_with_another_book_is_carried_on_an_account_of_its_own():
    network = builders.network(books_from=worlds.SINCE)
    group = builders.group(network, books_from=worlds.SINCE)
    builders.member_group(network, group)
    held = books.account(network.book, "41040.00001")
    below = books.account(group.book, f"55060.{network.code}.00001")
    builders.cash(group, "90.00", on=date(2025, 6, 1))
    worlds.book_entry(network, ("11010", "90.00"), (held.pk, "-90.00"), on=date(2025, 6, 5))
    worlds.book_entry(group, (below.pk, "90.00"), ("11010", "-90.00"), on=date(2025, 6, 5))
    worlds.close_months(network)

    close = decide(propose(network))

    assert close.surplus == Decimal("90.00")
    assert worlds.balance(network, "41040") == 0
    assert worlds.balance(network, "41040.00001") == Decimal("90.00")
    assert worlds.balance(network, "41040.closed") == Decimal("-90.00")


@pytest.mark.parametrize("case", ["month_open", "not_over", "nothing", "done", "earlier_open", "suspense"])
def test_year_that_is_not_ready_says_why(case):
    group, year = ready(), YEAR
    if case == "month_open":
        group = worlds.group()
        worlds.earn(group, "10.00")
    if case == "not_over":
        year = Year(date(2026, 1, 1), date(2026, 12, 31))
    if case == "earlier_open":
        year = Year(date(2026, 1, 1), date(2026, 12, 31))
        worlds.earn(group, "10.00", on=date(2026, 6, 1))
        worlds.close_months(group, date(2026, 10, 31))
    if case == "nothing":
        group = worlds.group()
        worlds.close_months(group)
    if case == "done":
        propose(group)
    if case == "suspense":
        worlds.book_entry(
            group, ("11010", "80.00"), ("59000", "-80.00"), on=date(2026, 1, 10), concerns_month=date(2025, 11, 1)
        )

    with pytest.raises(YearNotReady) as refused:
        propose(group, year=year)

    assert case in [one.code for one in refused.value.found]


def test_year_is_closed_by_two_people():
    close = propose(ready())

    with pytest.raises(SamePerson):
        decide(close, by="treasurer")
    assert YearClose.objects.get(pk=close.pk).entry is None


def test_refused_close_posts_nothing_and_may_be_proposed_anew():
    group = ready()
    close = decide(propose(group), agreed=False)

    assert (close.state, close.entry) == (YearState.REFUSED, None)
    assert propose(group).state == YearState.PROPOSED


def test_books_that_moved_since_the_proposal_are_not_closed():
    group = ready()
    close = propose(group)
    worlds.book_entry(
        group, ("11010", "80.00"), ("41010", "-80.00"), on=date(2026, 1, 10), concerns_month=date(2025, 11, 1)
    )

    with pytest.raises(NotAtThisStep, match="1,280.00"):
        decide(close)


def test_close_is_taken_back_by_two_people_and_closed_again():
    group = ready()
    close = decide(propose(group))
    with transaction.atomic():
        close = steps.ask_back_step(close, reason="ลืมค่าเช่าเดือนธันวาคม", by=builders.user("treasurer"))
    with pytest.raises(SamePerson), transaction.atomic():
        steps.decide_back_step(close, agreed=True, by=builders.user("treasurer"), at=AT)
    with transaction.atomic():
        close = steps.decide_back_step(close, agreed=True, by=builders.user("chair"), at=AT)

    assert close.state == YearState.TAKEN_BACK and close.struck_by.reverses_id == close.entry_id
    assert worlds.balance(group, "41010") == Decimal("1500.00") and worlds.balance(group, chart.YEARS_SURPLUS) == 0
    assert decide(propose(group)).surplus == Decimal("1200.00")


def test_taking_back_needs_a_reason():
    close = decide(propose(ready()))

    with pytest.raises(NotAtThisStep), transaction.atomic():
        steps.ask_back_step(close, reason="ผิด", by=builders.user("treasurer"))


def test_years_of_a_book_begin_when_it_opened():
    group = builders.group(builders.network(books_from=date(2025, 6, 1)), books_from=date(2025, 6, 1))

    assert years_of(group, today=date(2026, 2, 1)) == [
        Year(date(2026, 1, 1), date(2026, 12, 31)),
        Year(date(2025, 6, 1), date(2025, 12, 31)),
    ]
