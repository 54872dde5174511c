import gzip
import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from federation.access.permissions import Role
from federation.ledger.books import account
from federation.ledger.chart import BANK, CASH
from federation.ledger.months import close
from federation.ledger.posting import credit, debit, lock, post
from groups.sheets import rules
from groups.sheets.models import Sheet, SheetState
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.groups.sheets.worlds import address, counting, draft, drawn, save, typed

pytestmark = pytest.mark.django_db


def signed_in(organisation, role=Role.TREASURER, **more):
    client = Client()
    client.force_login(builders.officer(organisation, role, **more))
    return client


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def posted(group, *, meeting_on=builders.MEETING, **amounts):
    amounts = {column: D(amount) for column, amount in (amounts or {"satja": "100"}).items()}
    rows = [RowIn(membership, amounts, rules.PAID) for membership in group.memberships.order_by("number")]
    return book_sheet_step(group, meeting_on=meeting_on, rows=rows, by=builders.user(), at=builders.AT)


def test_a_month_from_opening_to_posting_without_javascript():
    group = builders.group()
    builders.members(group, 4)
    client = signed_in(group)
    opened = client.post(f"/o/{group.code}/sheets/", {"meeting_on": "5 ม.ค. 2569"})
    sheet = Sheet.objects.get()
    assert opened.headers["Location"] == address(sheet)

    boxes = drawn(client.get(address(sheet)))
    boxes |= {"1-satja": "๕๐", "2-mark": "absent", "3-payer": "1", "3-sum": "120"}
    assert client.post(address(sheet, "save/"), boxes | {"save": "1"}).headers["Location"] == address(sheet)
    boxes = drawn(client.get(address(sheet)))
    counted = client.post(address(sheet, "save/"), boxes | {"due": "4"})
    boxes = drawn(client.get(address(sheet)))
    counted = client.post(address(sheet, "save/"), boxes | {"count": "1"})
    assert counted.headers["Location"] == address(sheet, "post/")

    page = client.get(address(sheet, "post/"))
    assert "290.00" in page.text
    refused = client.post(address(sheet, "post/"), counting(page, **{"note-100": "2", "slip-0": "70"}))
    assert refused.status_code == 422
    assert "เงินขาด 20.00 บาท" in refused.text
    assert counting(refused)["key"] != counting(page)["key"]
    done = client.post(address(sheet, "post/"), counting(refused, **{"note-100": "2", "note-20": "1", "slip-0": "70"}))

    assert done.headers["Location"] == address(sheet)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.POSTED
    assert list(sheet.rows.order_by("position").values_list("state", "amounts")) == [
        (rules.PART, {"satja": "50.00"}),
        (rules.ABSENT, {}),
        (rules.PAID, {"entry_fee": "20.00", "satja": "100.00"}),
        (rules.PAID, {"entry_fee": "20.00", "satja": "100.00"}),
    ]
    assert [receipt.amount for receipt in sheet.entry.receipts.order_by("number")] == [D(170), D(120)]
    assert "170.00" in client.get(address(sheet, "receipts/")).text
    assert client.get(address(sheet)).status_code == client.get(address(sheet, "entry/")).status_code == 200


def test_bad_text_stays_in_its_box_beside_its_words_and_the_rest_is_saved():
    group = builders.group()
    builders.members(group, 2)
    sheet = draft(group)
    client = signed_in(group)

    answer = client.post(
        address(sheet, "save/"), drawn(client.get(address(sheet))) | {"1-satja": "1,25", "2-satja": "80"}
    )

    assert answer.status_code == 422
    assert re.search(r'name="1-satja" value="1,25"[^>]*aria-invalid', answer.text)
    assert list(sheet.rows.order_by("position").values_list("amounts", flat=True)) == [{}, {"satja": "80.00"}]
    again = client.post(address(sheet, "save/"), drawn(answer) | {"1-satja": "1.25"})
    assert again.status_code == 302
    assert sheet.rows.get(membership__number=1).amounts == {"satja": "1.25"}


def test_a_conflict_shows_both_values_and_a_second_save_is_a_choice():
    group = builders.group()
    [anon] = builders.members(group, 1)
    sheet = draft(group)
    client = signed_in(group)
    old = drawn(client.get(address(sheet)))
    save(sheet, typed(sheet, anon, satja="70"), by=builders.user("มาลี"))

    conflict = client.post(address(sheet, "save/"), old | {"1-satja": "90"})

    assert conflict.status_code == 409
    assert re.search(r'name="1-satja" value="90"', conflict.text)
    assert "มาลี" in conflict.text and "70.00" in conflict.text
    assert sheet.rows.get().amounts == {"satja": "70.00"}
    theirs = client.post(address(sheet, "save/"), drawn(conflict) | {"theirs": "1"})
    assert (theirs.status_code, sheet.rows.get().amounts) == (302, {"satja": "70.00"})
    mine = client.post(address(sheet, "save/"), drawn(conflict))
    assert (mine.status_code, sheet.rows.get().amounts) == (302, {"satja": "90.00"})


def test_a_save_while_typing_brings_what_others_typed_meanwhile():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)
    sheet = draft(group)
    client = signed_in(group)
    page = client.get(address(sheet))
    save(sheet, typed(sheet, bua, satja="70"), by=builders.user("มาลี"))
    type(sheet.rows.get(membership=bua)).objects.filter(membership=bua).update(typed_at=page.context["now"])
    boxes = {name: text for name, text in drawn(page).items() if name.startswith("1-")}

    answer = client.post(
        address(sheet, "save/"),
        boxes | {"1-satja": "๑๐๐", "since": page.context["now"]},
        headers={"accept": "application/json"},
    )

    rows = answer.json()["rows"]
    assert answer.status_code == 200
    assert set(rows) == {"1", "2"}
    assert (rows["1"]["boxes"]["satja"], rows["2"]["boxes"]["satja"], rows["2"]["by"]) == ("100.00", "70.00", "มาลี")
    assert rows["1"]["seen"] == drawn(client.get(address(sheet)))["1-seen"]


def test_a_row_in_error_answers_a_script_with_words_and_changes_nothing():
    group = builders.group()
    builders.members(group, 1)
    sheet = draft(group)
    client = signed_in(group)
    boxes = drawn(client.get(address(sheet))) | {"1-satja": "1e3"}

    answer = client.post(address(sheet, "save/"), boxes, headers={"accept": "application/json"})

    row = answer.json()["rows"]["1"]
    assert (answer.status_code, row["boxes"]["satja"], list(row["errors"])) == (422, "1e3", ["satja"])
    assert sheet.rows.get().version == 1


def test_a_sheet_with_blanks_says_who_is_missing_and_stays_a_draft():
    group = builders.group()
    anon, bua = builders.members(group, 2)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100"))
    client = signed_in(group)

    answer = client.post(address(sheet, "post/"), counting(client.get(address(sheet, "post/")), **{"note-100": "1"}))

    assert answer.status_code == 422
    assert f"{bua.shown_number} {bua.name}" in answer.text
    assert Sheet.objects.get().state == SheetState.DRAFT


def test_a_sheet_of_a_month_closed_meanwhile_is_refused_in_words():
    group = builders.group()
    [anon] = builders.members(group, 1)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100"))
    client = signed_in(group)
    form = counting(client.get(address(sheet, "post/")), **{"note-100": "1"})
    lock(group.book)
    close(group.book, month=date(2026, 1, 1))

    answer = client.post(address(sheet, "post/"), form)

    assert answer.status_code == 422
    assert "ปิดบัญชีแล้ว" in answer.text or "closed" in answer.text
    assert not group.book.entries.exists()


def test_late_joiners_are_offered_and_put_on_the_sheet():
    group = builders.group()
    builders.members(group, 1)
    sheet = draft(group)
    late = builders.member(group, "มาใหม่", joined_on=builders.MEETING)
    client = signed_in(group)
    assert f"{late.shown_number} {late.name}" in client.get(address(sheet)).text

    client.post(address(sheet, "members/"))

    assert sheet.rows.filter(membership=late).exists()


def test_a_draft_is_thrown_away_only_after_asking():
    group = builders.group()
    builders.members(group, 1)
    sheet = draft(group)
    client = signed_in(group)

    assert client.get(address(sheet, "discard/")).status_code == 200
    assert Sheet.objects.exists()
    client.post(address(sheet, "discard/"))
    assert not Sheet.objects.exists()


def test_who_may_not_fill_in_may_read_and_who_is_no_officer_sees_nothing():
    group = builders.group()
    [anon] = builders.members(group, 1)
    sheet = draft(group)
    chair = signed_in(group, Role.CHAIR)
    above = signed_in(group.keeper, Role.NETWORK_COMMITTEE)
    stranger = signed_in(builders.group())

    page = chair.get(address(sheet))
    assert (page.status_code, "<input" in page.text.split('<table class="sheet')[1]) == (200, False)
    assert chair.post(address(sheet, "save/")).status_code == 403
    assert chair.get(address(sheet, "post/")).status_code == 403
    assert (above.get(address(sheet)).status_code, above.get(f"/o/{group.code}/sheets/").status_code) == (403, 200)
    for path in ("", "save/", "post/", "receipts/", "entry/", "reversal/", "discard/", "members/"):
        assert stranger.get(address(sheet, path)).status_code == 404
        assert stranger.post(address(sheet, path)).status_code == 404


@pytest.mark.parametrize("day", ["2026-01-06", "2026-13-01", "5-1-2569", "x"])
def test_a_day_without_a_sheet_is_not_found(day):
    group = builders.group()
    builders.members(group, 1)
    draft(group)

    assert signed_in(group).get(f"/o/{group.code}/sheets/{day}/").status_code == 404


@pytest.mark.parametrize("size", [3, 30])
def test_pages_ask_the_same_few_questions_at_any_size(size):
    group = builders.group()
    members = builders.members(group, size)
    posted(group)
    sheet = draft(group, on=date(2026, 2, 5))
    client = signed_in(group)
    save(sheet, *[typed(sheet, member, satja="50", payer=members[0]) for member in members[1:]])

    assert [queries(client, address(sheet, path)) for path in ("", "post/")] == [
        15,
        15,
    ]


@pytest.mark.parametrize("size", [3, 30])
def test_reading_a_posted_sheet_asks_the_same_few_questions_at_any_size(size):
    group = builders.group()
    builders.members(group, size)
    sheet = posted(group)
    client = signed_in(group)

    paths = ("", "receipts/", "entry/", "reversal/")
    assert [queries(client, address(sheet, path)) for path in paths] == [
        13,
        7,
        6,
        7,
    ]  # two ask for loans, one of them for payments booked anew; one whether there are funds at all
    assert queries(client, f"/o/{group.code}/sheets/") == 9


def test_two_hundred_rows_weigh_less_than_sixty_kilobytes():
    group = builders.group()
    builders.members(group, 200)
    sheet = draft(group)

    page = signed_in(group).get(address(sheet))

    assert page.text.count("<tr id=") == 200
    assert len(gzip.compress(page.content)) < 60_000


def test_the_list_shows_every_sheet_with_its_state_and_total():
    group = builders.group()
    builders.members(group, 3)
    posted(group)
    draft(group, on=date(2026, 2, 5))

    page = signed_in(group).get(f"/o/{group.code}/sheets/").text

    assert page.index("5 กุมภาพันธ์ 2569") < page.index("5 มกราคม 2569")
    assert "300.00" in page


def test_a_network_has_sheets_of_its_groups():
    network = builders.network()
    groups = [builders.member_group(network, builders.group(network)) for _ in range(2)]
    for membership in groups:
        builders.cash(membership.member_organisation, "600.00", on=builders.BOOKS_FROM)
    sheet = draft(network)
    client = signed_in(network, Role.NETWORK_TREASURER)
    client.post(address(sheet, "save/"), drawn(client.get(address(sheet))) | {"all_due": "1"})

    page = client.get(address(sheet, "post/"))
    done = client.post(address(sheet, "post/"), counting(page, **{"note-1000": "1", "note-20": "2"}))

    assert done.status_code == 302
    assert Sheet.objects.get().entry.receipts.count() == len(groups)


def test_a_member_group_that_brought_nothing_has_not_paid_all():
    network = builders.network()
    builders.member_group(network, builders.group(network), promise=None, joined_on=date(2024, 1, 1))
    sheet = draft(network)
    client = signed_in(network, Role.NETWORK_TREASURER)
    page = client.get(address(sheet))
    boxes = {name: "0" if name.endswith("-special") else value for name, value in drawn(page).items()}
    client.post(address(sheet, "save/"), boxes)
    [row] = client.get(address(sheet)).context["grid"].rows
    assert (row.state, row.due, row.state_words) == ("paid", "0.00", "ไม่มียอดส่ง")


def test_who_brought_money_for_others_sees_what_the_envelope_comes_to():
    group = builders.group()
    anon, bua, chai = builders.members(group, 3)
    sheet = draft(group)
    save(
        sheet,
        typed(sheet, anon, satja="100"),
        typed(sheet, bua, satja="50.25", payer=anon),
        typed(sheet, chai, satja="7", payer=anon),
    )

    rows = signed_in(group).get(address(sheet)).context["grid"].rows

    assert [row.envelope for row in rows] == ["157.25", "", ""]


def test_a_sheet_taken_back_stays_to_be_seen_with_its_receipts_and_reasons():
    group = builders.group()
    builders.members(group, 2)
    sheet = posted(group)
    treasurer, chair = signed_in(group), signed_in(group, Role.CHAIR)
    treasurer.post(address(sheet, "reversal/"), {"reason": "พิมพ์ยอดผิดทั้งใบ"})
    assert treasurer.post(address(sheet, "reversal/"), {"decision": "agree"}).status_code == 422
    assert "พิมพ์ยอดผิดทั้งใบ" in chair.get(address(sheet)).text

    done = chair.post(address(sheet, "reversal/"), {"decision": "agree"})
    page = chair.get(done.headers["Location"])

    assert page.status_code == 200
    for words in ("พิมพ์ยอดผิดทั้งใบ", "<s>1/2569</s>", "100.00", "200.00"):
        assert words in page.text
    assert chair.get(address(sheet)).status_code == 404
    assert page.request["PATH_INFO"] in chair.get(f"/o/{group.code}/sheets/").text


@pytest.mark.parametrize(("sent", "status"), [({"reason": "ผิด"}, 422), ({"reason": ""}, 422)])
def test_asking_to_take_a_sheet_back_needs_a_reason(sent, status):
    group = builders.group()
    builders.members(group, 1)
    sheet = posted(group)

    assert signed_in(group).post(address(sheet, "reversal/"), sent).status_code == status
    assert not sheet.reversals.exists()


def test_who_may_not_open_sheets_opens_none():
    group = builders.group()
    builders.members(group, 1)

    answer = signed_in(group, Role.CHAIR).post(f"/o/{group.code}/sheets/", {"meeting_on": "5/1/2569"})

    assert (answer.status_code, Sheet.objects.exists()) == (403, False)


@pytest.mark.parametrize("typed_day", ["", "31/2/2569", "5/1/2600", "วันจันทร์"])
def test_a_day_that_cannot_be_is_refused_beside_its_box(typed_day):
    group = builders.group()
    builders.members(group, 1)

    answer = signed_in(group).post(f"/o/{group.code}/sheets/", {"meeting_on": typed_day})

    assert (answer.status_code, Sheet.objects.exists()) == (422, False)
    assert f'value="{typed_day}"' in answer.text or not typed_day


def test_a_reversal_short_of_cash_leads_to_where_cash_is_fetched():
    group = builders.group()
    builders.members(group, 1)
    sheet = posted(group)
    signed_in(group).post(address(sheet, "reversal/"), {"reason": "พิมพ์ยอดผิดทั้งใบ"})
    moves = [debit(account(group.book, BANK).pk, D(100)), credit(account(group.book, CASH).pk, D(100))]
    post(book=group.book, on=sheet.meeting_on, kind="transfer", key="transfer:1", moves=moves, by=builders.user())

    refused = signed_in(group, Role.CHAIR).post(address(sheet, "reversal/"), {"decision": "agree"})

    assert refused.status_code == 422
    assert "ให้บันทึกถอนกลับจากธนาคาร" in refused.text
    assert f'<a href="/o/{group.code}/transfer/">' in refused.text


def test_a_posted_sheet_shows_its_slips_with_separators():
    group = builders.group()
    [anon] = builders.members(group, 1)
    rows = [RowIn(anon, {"satja": D(12345)}, rules.PAID)]
    facts = {"slips": [(D(12345), "KTB")], "by": builders.user(), "at": builders.AT}
    sheet = book_sheet_step(group, meeting_on=builders.MEETING, rows=rows, **facts)

    assert "KTB <b>12,345.00</b>" in signed_in(group).get(address(sheet)).text
