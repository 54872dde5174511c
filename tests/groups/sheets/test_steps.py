from datetime import date
from decimal import Decimal as D

import pytest
from django.utils import translation

from federation.ledger.queries import as_text
from groups.promises.models import ShortMonth
from groups.registry.steps import change_state_step
from groups.sheets import rules
from groups.sheets.checks import SheetNotWhole
from groups.sheets.models import CashCount, SheetState, Slip
from groups.sheets.steps import MoneyDiffers, NoSuchColumn, NothingPaid, RowIn, book_sheet_step
from tests import builders
from tests.groups.sheets.worlds import draft, in_notes, post, save, typed

pytestmark = pytest.mark.django_db


def book(group, *rows, **more):
    return book_sheet_step(group, meeting_on=builders.MEETING, rows=rows, by=builders.user(), at=builders.AT, **more)


def test_book_sheet_debits_cash_and_bank_and_credits_each_member():
    group = builders.group()
    anon, bua = builders.member(group, "อานนท์"), builders.member(group, "บัว")

    sheet = book(
        group,
        RowIn(anon, {"satja": D("100.00"), "entry_fee": D("20.00"), "fine": D("10.00")}, rules.PAID),
        RowIn(bua, {"satja": D("50.00"), "shares": D("40.00"), "special": D("0.25")}, rules.PART),
        slips=[(D("50.00"), "KTB 1"), (D("20.25"), "")],
    )

    assert as_text(sheet.entry) == "\n".join(
        [
            "Dr cash on hand                                    150.00",
            "Dr bank, account 3 (satja)                          70.25",
            "   Cr satja, member 001                               100.00",
            "   Cr entry fees                                       20.00",
            "   Cr fines for missed satja                           10.00",
            "   Cr satja, member 002                                50.00",
            "   Cr shares, member 002                               40.00",
            "   Cr special savings, member 002                       0.25",
        ]
    )
    assert list(Slip.objects.order_by("position").values_list("amount", "reference")) == [
        (D("50.00"), "KTB 1"),
        (D("20.25"), ""),
    ]


def test_book_sheet_gives_one_receipt_to_an_envelope():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)
    hundred = {"satja": D("100.00")}

    sheet = book(
        group,
        RowIn(anon, hundred, rules.PAID),
        RowIn(bua, hundred, rules.PAID, payer=anon.pk),
        RowIn(chai, hundred, rules.PAID),
    )

    receipts = sheet.entry.receipts.order_by("number").values_list("number", "be_year", "payer", "amount", "lines")
    assert list(receipts) == [
        (1, 2569, anon.pk, D("200.00"), [2, 3]),
        (2, 2569, chai.pk, D("100.00"), [4]),
    ]


def test_an_imported_sheet_gets_no_receipts_and_no_count():
    group = builders.group()

    sheet = book(group, RowIn(builders.member(group), {"satja": D(100)}, rules.PAID), imported=True)

    assert sheet.imported
    assert not sheet.entry.receipts.exists()
    assert not CashCount.objects.exists()
    assert as_text(sheet.entry).startswith("Dr cash on hand")


def test_book_sheet_counts_which_months_were_kept():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)

    book(
        group,
        RowIn(anon, {"satja": D(100)}, rules.PAID),
        RowIn(bua, {"satja": D(40)}, rules.PART),
        RowIn(chai, {}, rules.EXCUSED),
    )

    shorts = ShortMonth.objects.order_by("membership__number").values_list("membership", "paid", "excused")
    assert list(shorts) == [(bua.pk, D("40.00"), False), (chai.pk, D("0.00"), True)]


@pytest.mark.parametrize(("number", "words"), [(0, "เงินขาด 100.00 บาท"), (2, "เงินเกิน 100.00 บาท")])
def test_money_that_differs_is_refused_with_the_difference_in_words(number, words):
    group = builders.group()
    row = RowIn(builders.member(group), {"satja": D(100)}, rules.PAID)

    with translation.override("th"), pytest.raises(MoneyDiffers, match=words):
        book(group, row, counted={D(100): number})


def test_a_sheet_without_any_money_is_refused():
    group = builders.group()

    with pytest.raises(NothingPaid):
        book(group, RowIn(builders.member(group), {}, rules.ABSENT))


def test_money_in_a_column_the_day_does_not_have_is_refused():
    group = builders.group()

    with pytest.raises(NoSuchColumn, match="water"):
        book(group, RowIn(builders.member(group), {"satja": D(1), "water": D(1)}, rules.PAID))


def test_post_names_everybody_who_keeps_the_sheet_from_being_posted():
    group = builders.group()
    anon, bua, chai, dao = builders.members(group, 4)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100"), typed(sheet, chai, satja="100"), typed(sheet, dao, mark="absent"))
    change_state_step(chai, state="died", on=builders.MEETING, by=builders.user(), at=builders.AT, reason="เสียชีวิต")
    late = builders.member(group, "มาใหม่", joined_on=builders.MEETING)

    with pytest.raises(SheetNotWhole) as refusal:
        post(sheet)

    assert [problem.split()[0] for problem in refusal.value.problems] == [who.shown_number for who in (bua, chai, late)]
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DRAFT


def test_post_writes_the_count_and_numbers_receipts_on_from_the_last(django_assert_max_num_queries):
    group = builders.group()
    anon, bua = builders.members(group, 2)
    book(group, RowIn(anon, {"satja": D(100)}, rules.PAID), RowIn(bua, {"satja": D(100)}, rules.PAID))
    sheet = draft(group, on=date(2026, 1, 20))
    save(sheet, typed(sheet, anon, satja="100.25"), typed(sheet, bua, mark="excused"))

    with django_assert_max_num_queries(27):  # one each asks for loans, for funds and for funeral aid
        posted = post(sheet, counted=in_notes(D("100.25")), version=sheet.version + 1)

    assert [receipt.number for receipt in posted.entry.receipts.all()] == [3]
    assert list(CashCount.objects.order_by("denomination").values_list("denomination", "count")) == [
        (D("0.25"), 1),
        (D("100.00"), 1),
    ]
    assert (posted.state, posted.posted_by, posted.entry.key) == (
        SheetState.POSTED,
        builders.user(),
        f"sheet:{sheet.pk}",
    )
