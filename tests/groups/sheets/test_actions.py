from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from federation.audit.models import Act
from federation.ledger.months import close
from federation.ledger.posting import lock
from groups.sheets import actions, rules
from groups.sheets.models import Sheet, SheetRow
from groups.sheets.steps import SheetAlreadyPosted
from tests import builders
from tests.groups.sheets.worlds import draft, post, save, typed

pytestmark = pytest.mark.django_db


def states(sheet):
    return list(SheetRow.objects.filter(sheet=sheet).order_by("position").values_list("state", flat=True))


def test_open_sheet_gives_every_member_of_the_day_a_blank_row_with_what_is_due():
    group = builders.group()
    anon = builders.member(group, promise="150.00")
    builders.member(group, "มาทีหลัง", joined_on=date(2026, 2, 1))
    builders.member(builders.group(), "คนอื่น")

    sheet = draft(group)

    [row] = sheet.rows.all()
    assert (row.membership, row.state, row.amounts, row.dues) == (
        anon,
        rules.BLANK,
        {},
        {"satja": "150.00", "entry_fee": "20.00"},
    )


def test_open_sheet_of_a_day_that_has_one_says_which():
    group = builders.group()
    builders.member(group)
    sheet = draft(group)

    with pytest.raises(actions.SheetExists) as refusal:
        draft(group)

    assert refusal.value.sheet == sheet


def test_open_sheet_takes_any_day_of_an_open_month_and_refuses_the_rest():
    group = builders.group()
    builders.member(group)
    lock(group.book)
    close(group.book, month=date(2026, 1, 1))
    today = date(2026, 3, 5)

    def opening(day):
        return actions.open_sheet(group, meeting_on=day, today=today, by=builders.user(), at=builders.AT)

    for day in (date(2025, 12, 31), date(2026, 1, 31), today + timedelta(days=63)):
        with pytest.raises(actions.NotAMeetingDay):
            opening(day)
    assert opening(date(2026, 2, 1)).month == date(2026, 2, 1)
    assert opening(date(2026, 2, 28)).month == date(2026, 2, 1)


def test_save_rows_keeps_amounts_marks_envelopes_and_who_typed():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)
    sheet = draft(group)
    malee = builders.user("malee")

    saved = save(
        sheet,
        typed(sheet, anon, satja="100", entry_fee="20"),
        typed(sheet, bua, satja="30", payer=anon),
        typed(sheet, chai, mark="absent"),
        by=malee,
    )

    assert states(sheet) == [rules.PAID, rules.PART, rules.ABSENT]
    assert saved.conflicts == set()
    row = sheet.rows.get(membership=bua)
    assert (row.amounts, row.payer, row.version, row.typed_by) == ({"satja": "30.00"}, anon, 2, malee)


def test_save_rows_raises_the_version_of_the_sheet_only_when_something_changed():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)

    save(sheet, typed(sheet, anon))
    sheet.refresh_from_db()
    assert sheet.version == 1
    save(sheet, typed(sheet, anon, satja="1"))
    sheet.refresh_from_db()
    assert sheet.version == 2


def test_an_older_version_is_a_conflict_and_overwrites_nothing():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)
    older = typed(sheet, anon)
    save(sheet, typed(sheet, anon, satja="100"), by=builders.user("malee"))

    stale = actions.RowTyped(anon.number, older.seen, {"satja": D("70.00")})
    saved = save(sheet, stale)

    assert saved.conflicts == {anon.number}
    assert saved.rows[anon.number].paid == {"satja": D("100.00")}
    assert sheet.rows.get().amounts == {"satja": "100.00"}


def test_an_older_version_of_a_row_that_was_not_touched_is_no_conflict():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)
    untouched = typed(sheet, anon)
    save(sheet, typed(sheet, anon, satja="100"))

    saved = save(sheet, untouched)

    assert saved.conflicts == set()
    assert sheet.rows.get().amounts == {"satja": "100.00"}


def test_the_same_amounts_sent_twice_are_no_conflict():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)
    once = typed(sheet, anon, satja="100")
    again = actions.RowTyped(once.number, typed(sheet, anon).seen, {"satja": D("100.00")})
    save(sheet, once)

    saved = save(sheet, again)

    assert saved.conflicts == set()
    assert sheet.rows.get().version == 2


def test_mark_all_due_fills_the_blank_rows_only():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)
    honoured = builders.member(group, "กิตติ", promise=None)
    sheet = draft(group)
    save(sheet, typed(sheet, bua, mark="excused"), typed(sheet, chai, satja="5"))

    assert actions.mark_all_due(sheet, by=builders.user(), at=builders.AT) == 2

    amounts = dict(sheet.rows.values_list("membership", "amounts"))
    assert amounts[anon.pk] == {"satja": "100.00", "entry_fee": "20.00"}
    assert (amounts[bua.pk], amounts[chai.pk]) == ({}, {"satja": "5.00"})
    assert sheet.rows.get(membership=honoured).state == rules.PAID


def test_renew_members_adds_who_joined_and_takes_out_who_left_without_money():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)
    sheet = draft(group)
    save(sheet, typed(sheet, chai, satja="100"))
    for gone in (bua, chai):
        type(gone).objects.filter(pk=gone.pk).update(state="resigned", ended_on=builders.MEETING)
    late = builders.member(group, "มาใหม่", joined_on=builders.MEETING)

    assert actions.renew_members(sheet, by=builders.user(), at=builders.AT) == 2

    assert list(sheet.rows.order_by("position").values_list("membership", flat=True)) == [anon.pk, chai.pk, late.pk]


def test_discard_leaves_no_sheet_but_a_trace_of_what_was_typed():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="70"))

    actions.discard_sheet(sheet, by=builders.user(), at=builders.AT)

    assert not Sheet.objects.exists()
    assert Act.objects.get(what="sheet_discarded").before["typed"] == {"001": {"satja": "70.00"}}


def test_nothing_moves_on_a_posted_sheet():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)
    row = typed(sheet, anon, satja="100", entry_fee="20")
    save(sheet, row)
    post(sheet)

    for attempt in (
        lambda: save(sheet, typed(sheet, anon, satja="1")),
        lambda: actions.mark_all_due(sheet, by=builders.user(), at=builders.AT),
        lambda: actions.renew_members(sheet, by=builders.user(), at=builders.AT),
        lambda: actions.discard_sheet(sheet, by=builders.user(), at=builders.AT),
        lambda: post(sheet),
    ):
        with pytest.raises(SheetAlreadyPosted):
            attempt()

    assert sheet.rows.get().amounts == row.amounts | {"satja": "100.00", "entry_fee": "20.00"}
