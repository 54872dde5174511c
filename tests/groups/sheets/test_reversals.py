import uuid
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from federation.access.actions import give_password
from federation.kit import clock
from federation.ledger.chart import BANK
from federation.ledger.months import close
from federation.ledger.posting import lock
from federation.ledger.queries import as_text, trial_balance
from federation.ledger.refusals import NeedsSecondPerson
from federation.transfers.actions import move_money
from federation.transfers.postings import FROM_BANK, TO_BANK
from groups.promises.models import ShortMonth
from groups.sheets import actions
from groups.sheets.models import SheetState
from groups.sheets.steps import CashBanked, NotReversible
from tests import builders
from tests.groups.sheets.worlds import draft, post, save, typed

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def posted(group, membership, **amounts):
    sheet = draft(group)
    save(sheet, typed(sheet, membership, **amounts))
    return post(sheet)


def ask(sheet, *, by="somchai", reason="พิมพ์ยอดผิดทั้งใบ", at=builders.AT):
    return actions.ask_reversal(sheet, reason=reason, by=builders.user(by), at=at)


def decide(reversal, *, by="chair", agree=True, at=builders.AT):
    return actions.decide_reversal(reversal, agree=agree, today=TODAY, by=builders.user(by), at=at)


def test_a_reversed_sheet_leaves_the_books_as_they_were_and_the_month_unkept():
    group = builders.group()
    anon = builders.member(group)
    sheet = posted(group, anon, satja="60")
    assert ShortMonth.objects.get().paid == 60

    reversal = decide(ask(sheet))

    sheet.refresh_from_db()
    assert sheet.state == SheetState.REVERSED
    assert as_text(reversal.entry) == "\n".join(
        [
            "Dr satja, member 001                                60.00",
            "   Cr cash on hand                                     60.00",
        ]
    )
    assert (reversal.entry.on, reversal.entry.by, reversal.entry.checked_by) == (
        sheet.meeting_on,
        builders.user(),
        builders.user("chair"),
    )
    assert {row.closing for row in trial_balance(group.book, on=TODAY)} == {D(0)}
    assert not ShortMonth.objects.exists()


def test_a_sheet_of_a_closed_month_is_reversed_in_the_open_month_and_names_its_own():
    group = builders.group()
    sheet = posted(group, builders.member(group), satja="60")
    lock(group.book)
    close(group.book, month=sheet.month)

    reversal = decide(ask(sheet))

    assert (reversal.entry.on, reversal.entry.concerns_month) == (date(2026, 2, 28), sheet.month)


def test_the_day_opens_again_with_what_was_typed():
    group = builders.group()
    anon, bua = builders.members(group, 2)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="60"), typed(sheet, bua, satja="1000", payer=anon))
    post(sheet)
    decide(ask(sheet))

    again = draft(group)

    assert again.replaces == sheet
    assert [(row.amounts, row.payer) for row in again.rows.order_by("position")] == [
        ({"satja": "60.00"}, None),
        ({"satja": "1000.00"}, anon),
    ]
    save(again, typed(again, bua, satja="100", payer=anon))
    assert post(again).entry.receipts.get().number == 2


def test_nobody_decides_on_what_they_asked_for():
    group = builders.group()
    reversal = ask(posted(group, builders.member(group), satja="60"))

    with pytest.raises(NeedsSecondPerson):
        decide(reversal, by="somchai")

    assert reversal.sheet.state == SheetState.POSTED


def given_a_password(user, group, *, by, at=builders.AT):
    return give_password(user, organisation=group, by=by, at=at, on=TODAY)


def test_a_chair_does_not_agree_to_what_was_asked_with_a_password_they_gave():
    group = builders.group()
    treasurer, chair = builders.officer(group), builders.officer(group, "chair")
    sheet = posted(group, builders.member(group), satja="60")
    given_a_password(treasurer, group, by=chair)
    reversal = ask(sheet, by=treasurer.username)

    for days in (0, 30):  # waiting does not help
        with pytest.raises(NeedsSecondPerson):
            decide(reversal, by=chair.username, at=builders.AT + timedelta(days=days))

    sheet.refresh_from_db()
    assert sheet.state == SheetState.POSTED
    decide(reversal, by=chair.username, agree=False)
    later = builders.AT + timedelta(days=8)
    decide(ask(sheet, by=treasurer.username, at=later), by=chair.username, at=later)


def test_another_agrees_to_what_was_asked_after_the_chair_gave_a_password():
    group = builders.group()
    treasurer, chair = builders.officer(group), builders.officer(group, "chair")
    sheet = posted(group, builders.member(group), satja="60")
    given_a_password(treasurer, group, by=chair)

    decide(ask(sheet, by=treasurer.username), by=builders.officer(group, "secretary").username)

    sheet.refresh_from_db()
    assert sheet.state == SheetState.REVERSED


def test_a_declined_sheet_stands_and_may_be_asked_for_again():
    group = builders.group()
    sheet = posted(group, builders.member(group), satja="60")

    declined = decide(ask(sheet), agree=False)

    sheet.refresh_from_db()
    assert (sheet.state, declined.entry, declined.decided_by) == (SheetState.POSTED, None, builders.user("chair"))
    with pytest.raises(NotReversible):
        decide(declined)
    assert ask(sheet).pk != declined.pk


@pytest.mark.parametrize("reason", ["", "ผิด", "   ผิด   มาก "])
def test_a_reason_has_ten_letters(reason):
    group = builders.group()
    sheet = posted(group, builders.member(group), satja="60")

    with pytest.raises(actions.ReasonTooShort):
        ask(sheet, reason=reason)


def test_a_reversal_is_asked_for_once_and_decided_once():
    group = builders.group()
    sheet = posted(group, builders.member(group), satja="60")
    reversal = ask(sheet)

    with pytest.raises(NotReversible):
        ask(sheet)
    decide(reversal)
    for again in (lambda: decide(reversal), lambda: decide(reversal, agree=False), lambda: ask(sheet)):
        with pytest.raises(NotReversible):
            again()


def test_a_draft_is_not_reversed():
    group = builders.group()
    builders.member(group)

    with pytest.raises(NotReversible):
        ask(draft(group))


def test_cash_that_was_banked_is_fetched_back_first():
    group = builders.group()
    sheet = posted(group, builders.member(group), satja="60")
    moved = {"bank": BANK, "amount": D(60), "on": sheet.meeting_on, "memo": "", "by": builders.user()}
    move_money(group, key=uuid.uuid4(), way=TO_BANK, at=builders.AT, **moved)
    reversal = ask(sheet)

    with pytest.raises(CashBanked, match="นำฝากธนาคารแล้ว"):
        decide(reversal)

    move_money(group, key=uuid.uuid4(), way=FROM_BANK, at=builders.AT, **moved)
    assert decide(reversal).entry
