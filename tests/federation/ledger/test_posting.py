from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction

from federation.ledger import books, chain, chart, months, queries
from federation.ledger.models import Entry, EntryKind, Head, Line, MonthTotal, Receipt
from federation.ledger.posting import correct, credit, debit, post, reverse
from federation.ledger.refusals import (
    AlreadyBooked,
    AlreadyReversed,
    BeforeTheBook,
    BelowZero,
    ClockWentBack,
    InTheFuture,
    MonthClosed,
    NeedsSecondPerson,
    NotBalanced,
)
from tests.federation.ledger.books import MEETING, book, cash, deposit, holder, user

pytestmark = pytest.mark.django_db


def test_post_writes_the_entry_as_a_bookkeeper_would():
    group = book()
    ana, bun = holder(group, 1), holder(group, 2)

    posted = deposit(group, {ana: "100.00", bun: "250.50"})

    assert queries.as_text(posted.entry) == "\n".join(
        [
            "Dr cash on hand                                    350.50",
            "   Cr Satja 001                                       100.00",
            "   Cr Satja 002                                       250.50",
        ]
    )


def test_post_numbers_entries_from_one_and_chains_them():
    group = book()
    ana = holder(group, 1)

    first = deposit(group, {ana: "100.00"}, key="a").entry
    second = deposit(group, {ana: "100.00"}, key="b").entry

    head = Head.objects.get(book=group)
    assert [first.number, second.number, head.number] == [1, 2, 2]
    assert bytes(first.previous_hash) == chain.GENESIS
    assert bytes(second.previous_hash) == bytes(first.hash)
    assert bytes(head.hash) == bytes(second.hash)


def test_post_keeps_running_balances_and_month_totals():
    group = book()
    ana, bun = holder(group, 1), holder(group, 2)
    deposit(group, {ana: "100.00", bun: "50.00"}, key="jan")
    deposit(group, {ana: "100.00"}, key="mar", on=date(2026, 3, 5))
    deposit(group, {ana: "30.00"}, key="late", on=date(2026, 2, 5))

    satja = books.account(group, chart.SATJA)
    totals = MonthTotal.objects.filter(account=satja).order_by("month").values_list("month", "opening", "credit")
    assert [line.balance for line in Line.objects.filter(account=ana).order_by("number")] == [
        Decimal("-100.00"),
        Decimal("-200.00"),
        Decimal("-230.00"),
    ]
    assert list(totals) == [
        (date(2026, 1, 1), Decimal("0.00"), Decimal("150.00")),
        (date(2026, 2, 1), Decimal("-150.00"), Decimal("30.00")),
        (date(2026, 3, 1), Decimal("-180.00"), Decimal("100.00")),
    ]
    assert queries.balances([ana, bun], on=date(2026, 2, 28)) == {
        ana.pk: Decimal("130.00"),
        bun.pk: Decimal("50.00"),
    }
    assert queries.balance(satja) == Decimal("280.00")


def test_trial_balance_on_any_day_balances():
    group = book()
    ana = holder(group, 1)
    deposit(group, {ana: "100.00"}, key="a", on=date(2026, 1, 5))
    deposit(group, {ana: "40.00"}, key="b", on=date(2026, 1, 20))
    deposit(group, {ana: "7.00"}, key="c", on=date(2026, 3, 5))

    def shown(on):
        return [(r.account.code, r.opening, r.debit, r.credit) for r in queries.trial_balance(group, on=on)]

    zero = Decimal("0.00")
    assert shown(date(2026, 1, 10)) == [
        ("11010", zero, Decimal("100.00"), zero),
        ("31020", zero, zero, Decimal("100.00")),
    ]
    assert shown(date(2026, 2, 28)) == [
        ("11010", Decimal("140.00"), zero, zero),
        ("31020", Decimal("-140.00"), zero, zero),
    ]
    assert sum(r.closing for r in queries.trial_balance(group, on=date(2026, 3, 31))) == zero


def test_statement_orders_by_date_and_runs():
    group = book()
    ana = holder(group, 1)
    deposit(group, {ana: "100.00"}, key="a", on=date(2026, 1, 5))
    deposit(group, {ana: "50.00"}, key="c", on=date(2026, 3, 5))
    deposit(group, {ana: "20.00"}, key="b", on=date(2026, 2, 5))

    shown = queries.statement(ana, since=date(2026, 2, 1), until=date(2026, 12, 31))

    assert shown.opening == Decimal("100.00")
    assert [(line.paid_in, line.balance) for line in shown.lines] == [
        (Decimal("20.00"), Decimal("120.00")),
        (Decimal("50.00"), Decimal("170.00")),
    ]


def test_receipts_follow_one_another_per_buddhist_year():
    group = book()
    ana, bun = holder(group, 1), holder(group, 2)
    deposit(group, {ana: "1.00", bun: "2.00"}, key="a", papers=True)
    deposit(group, {ana: "3.00"}, key="b", papers=True)

    rows = Receipt.objects.filter(book=group).order_by("number").values_list("be_year", "number", "amount", "lines")
    assert list(rows) == [
        (2569, 1, Decimal("1.00"), [2]),
        (2569, 2, Decimal("2.00"), [3]),
        (2569, 3, Decimal("3.00"), [2]),
    ]


def test_the_chain_recomputes_outside_the_database():
    group = book()
    entry = deposit(group, {holder(group, 1): "100.00"}, papers=True, memo="มกราคม").entry

    entry = Entry.objects.get(pk=entry.pk)
    lines = ";".join(
        f"{line.n} {line.account.code} {line.account.fund} {line.account.kind} {line.debit} {line.credit} "
        f"{line.receipt or '-'}"
        for line in entry.lines.select_related("account").order_by("n")
    )
    assert chain.entry_hash(entry, lines=lines) == bytes(entry.hash)


def test_reversal_mirrors_once_and_needs_another_person():
    group = book()
    ana = holder(group, 1)
    entry = deposit(group, {ana: "100.00"}).entry

    mirror = reverse(entry, on=MEETING, by=user(), checked_by=user("chair"), reason="จดผิดแถว").entry

    assert mirror.reverses == entry
    assert queries.balances([ana, cash(group)]) == {ana.pk: Decimal("0.00"), cash(group).pk: Decimal("0.00")}
    with pytest.raises(AlreadyBooked), transaction.atomic():
        reverse(entry, on=MEETING, by=user(), checked_by=user("chair"), reason="อีกครั้ง")
    with pytest.raises(AlreadyReversed), transaction.atomic():
        reverse(mirror, on=MEETING, by=user(), checked_by=user("chair"), reason="กลับของกลับ")


@pytest.mark.parametrize("checked_by", [None, "treasurer"])
def test_reversal_without_a_second_person_is_refused(checked_by):
    group = book()
    entry = deposit(group, {holder(group, 1): "100.00"}).entry

    with pytest.raises(NeedsSecondPerson), transaction.atomic():
        reverse(entry, on=MEETING, by=user(), checked_by=checked_by and user(checked_by), reason="จดผิดแถว")


def test_correction_names_its_entry_and_the_closed_month():
    group = book()
    ana, bun = holder(group, 1), holder(group, 2)
    entry = deposit(group, {ana: "100.00"}).entry
    months.close(group, month=date(2026, 1, 1))

    mended = correct(
        entry,
        on=date(2026, 2, 5),
        moves=[debit(ana.pk, Decimal("100.00")), credit(bun.pk, Decimal("100.00"))],
        key="mend:1",
        by=user(),
        checked_by=user("chair"),
        reason="เงินของอีกคน",
    ).entry

    assert (mended.corrects, mended.concerns_month) == (entry, date(2026, 1, 1))
    assert queries.balances([ana, bun]) == {ana.pk: Decimal("0.00"), bun.pk: Decimal("100.00")}


def test_post_refuses_what_does_not_balance():
    group = book()
    moves = [debit(cash(group).pk, Decimal("10.00")), credit(holder(group, 1).pk, Decimal("9.99"))]

    with pytest.raises(NotBalanced):
        post(book=group, on=MEETING, kind=EntryKind.SHEET, key="k", moves=moves, by=user())


def test_post_refuses_more_than_two_places():
    group = book()
    moves = [debit(cash(group).pk, Decimal("10.001")), credit(holder(group, 1).pk, Decimal("10.001"))]

    with pytest.raises(TypeError):
        post(book=group, on=MEETING, kind=EntryKind.SHEET, key="k", moves=moves, by=user())


@time_machine.travel("2026-02-20T05:00:00Z")
@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (date(2025, 12, 31), BeforeTheBook),
        (date(2026, 1, 31), MonthClosed),
        (date(2026, 2, 21), InTheFuture),
    ],
)
def test_post_refuses_days_that_take_no_entries(on, refusal):
    group = book()
    ana = holder(group, 1)
    deposit(group, {ana: "1.00"}, key="a")
    months.close(group, month=date(2026, 1, 1))

    with pytest.raises(refusal), transaction.atomic():
        deposit(group, {ana: "1.00"}, key="b", on=on)


def test_post_refuses_the_same_fact_twice():
    group = book()
    ana = holder(group, 1)
    deposit(group, {ana: "1.00"}, key="sheet:7")

    with pytest.raises(AlreadyBooked), transaction.atomic():
        deposit(group, {ana: "2.00"}, key="sheet:7")
    assert queries.balances([ana])[ana.pk] == Decimal("1.00")


def test_post_refuses_to_take_a_member_below_zero():
    group = book()
    ana = holder(group, 1)
    deposit(group, {ana: "10.00"}, key="a")
    moves = [debit(ana.pk, Decimal("10.01")), credit(cash(group).pk, Decimal("10.01"))]

    with pytest.raises(BelowZero), transaction.atomic():
        post(book=group, on=MEETING, kind=EntryKind.JOURNAL, key="b", moves=moves, by=user())


def test_post_refuses_a_clock_that_went_back():
    group = book()
    ana = holder(group, 1)
    with time_machine.travel("2026-03-01T05:00:00Z"):
        deposit(group, {ana: "1.00"}, key="a")
    with time_machine.travel("2026-03-01T04:57:00Z"):
        entry = deposit(group, {ana: "1.00"}, key="b").entry
    assert entry.recorded_at.isoformat() == "2026-03-01T05:00:00+00:00"
    with time_machine.travel("2026-03-01T04:54:59Z"), pytest.raises(ClockWentBack):
        deposit(group, {ana: "1.00"}, key="c")


def test_months_close_in_order():
    group = book()

    with pytest.raises(MonthClosed), transaction.atomic():
        months.close(group, month=date(2026, 2, 1))
    months.close(group, month=date(2026, 1, 1))

    assert months.open_month(group) == date(2026, 2, 1)
    assert not months.is_open(group, date(2026, 1, 31))
    with pytest.raises(MonthClosed), transaction.atomic():
        months.close(group, month=date(2026, 1, 1))
