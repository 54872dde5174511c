"""The sheet of a network: what its groups pay stands in their own books too."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.ledger import books, chart, months
from federation.ledger.posting import correct, credit, debit, lock
from federation.ledger.posting import post as post_entry
from federation.ledger.queries import as_text, balance
from federation.ledger.twins import OtherBookRefused, mirrors_of, take_back_from_one
from groups.sheets import actions, rules
from groups.sheets.checks import RowsRefused, SlipsDiffer, rows_refused
from groups.sheets.models import Sheet, SheetRow
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.federation.ledger.pairs import cash_of, network_of, unequal_days
from tests.federation.proof.faults import broken
from tests.groups.sheets.test_reversals import ask, decide
from tests.groups.sheets.worlds import address, counting, draft, post, save, typed

pytestmark = pytest.mark.django_db


def close(organisation, month=builders.BOOKS_FROM):
    lock(organisation.book)
    months.close(organisation.book, month=month)


def to_bank(group, amount):
    moves = [debit(books.account(group.book, chart.BANK).pk, D(amount)), credit(cash_of(group).pk, D(amount))]
    post_entry(book=group.book, on=builders.MEETING, kind="transfer", key="bank", moves=moves, by=builders.user())


def mirror_in(group, sheet):
    [found] = [entry for entry in mirrors_of(sheet.entry) if entry.book_id == group.book_id]
    return found


def test_a_sheet_of_three_groups_as_a_bookkeeper_writes_it_in_four_books():
    """One pays shares, fee and fine in cash, one savings and satja from its bank, one keeps its book on paper."""
    network, [(one, first), (two, second)] = network_of(2)
    paper = builders.group(network)
    paper.book = None
    paper.save(update_fields=["book"])
    third = builders.member_group(network, paper)
    to_bank(two, "900.00")

    of_first = {"satja": D("500.00"), "shares": D("200.00"), "entry_fee": D("20.00"), "fine": D("10.00")}
    rows = [
        RowIn(first, of_first, rules.PAID),
        RowIn(second, {"satja": D("500.00"), "special": D("300.00")}, rules.PAID, by_bank=True),
        RowIn(third, {"satja": D("500.00"), "fine": D("5.00")}, rules.PAID),
    ]
    facts = {"slips": [(D("800.00"), "KTB 1")], "by": builders.user(), "at": builders.AT}
    sheet = book_sheet_step(network, meeting_on=builders.MEETING, rows=rows, **facts)

    n = network.code
    assert as_text(sheet.entry).splitlines() == [
        "Dr cash on hand                                  1,235.00",
        "Dr bank, account 3 (satja)                         800.00",
        "   Cr satja, member 001                               500.00",
        "   Cr shares, member group 001                        200.00",
        "   Cr fees and fines from member groups 001            20.00",
        "   Cr fees and fines from member groups 001            10.00",
        "   Cr satja, member 002                               500.00",
        "   Cr special savings, member 002                     300.00",
        "   Cr satja, member 003                               500.00",
        "   Cr fines for missed satja                            5.00",
    ]
    assert as_text(mirror_in(one, sheet)).splitlines() == [
        f"Dr {'satja in the network ' + n:<40}        500.00",
        f"Dr {'shares in the network ' + n:<40}        200.00",
        f"Dr {'fees paid to the network ' + n:<40}         20.00",
        f"Dr {'fees paid to the network ' + n:<40}         10.00",
        "   Cr cash on hand                                    730.00",
    ]
    assert as_text(mirror_in(two, sheet)).splitlines() == [
        f"Dr {'satja in the network ' + n:<40}        500.00",
        f"Dr {'savings in the network' + chr(39) + 's pool ' + n:<40}        300.00",
        "   Cr bank, account 3 (satja)                         800.00",
    ]
    assert {entry.book_id for entry in mirrors_of(sheet.entry)} == {one.book_id, two.book_id}
    assert [row.by_bank for row in SheetRow.objects.order_by("position")] == [False, True, False]
    assert unequal_days() == []


def filled(n=2, **kept):
    """A network's draft in which every group pays 500.00 of satja."""
    network, joined = network_of(n, **kept)
    sheet = draft(network)
    save(sheet, *(typed(sheet, membership, satja="500") for _group, membership in joined))
    return network, joined, sheet


def test_posting_a_draft_mirrors_it_and_a_reversal_takes_everything_back():
    network, joined, sheet = filled()

    posted = post(sheet)
    assert [balance(cash_of(group)) for group, _m in joined] == [D("9500.00")] * 2
    decide(ask(posted))

    assert [balance(cash_of(group)) for group, _m in joined] == [D("10000.00")] * 2
    assert balance(cash_of(network)) == D("10000.00")
    assert unequal_days() == []


def test_groups_that_cannot_take_their_side_are_named_all_at_once_with_how_to_mend_it():
    _network, joined, sheet = filled(4, cash="400.00")
    for (group, _m), more in zip(joined, ("100.00", "99.99", "100.00", "100.00"), strict=True):
        builders.cash(group, more, on=builders.BOOKS_FROM)
    closed = joined[2][0]
    close(closed)

    refused = rows_refused(sheet, on=sheet.meeting_on)

    assert [row.membership.number for row, _why in refused] == [2, 3]
    with pytest.raises(RowsRefused) as caught:
        post(sheet)
    assert [str(problem) for problem in caught.value.problems] == [str(why) for _row, why in refused]
    assert "499.99" in str(refused[0][1])
    assert closed.book.name in str(refused[1][1])
    assert not Sheet.objects.posted().exists()


def test_a_group_whose_book_begins_later_is_refused_by_name():
    network = builders.network()
    late = builders.group(network, books_from=date(2026, 2, 1))
    membership = builders.member_group(network, late, joined_on=builders.BOOKS_FROM)
    sheet = draft(network)
    save(sheet, typed(sheet, membership, satja="500"))

    [(_row, why)] = rows_refused(sheet, on=sheet.meeting_on)

    assert late.book.name in str(why)


def test_slips_are_what_the_rows_by_bank_come_to():
    network, [(group, membership), _other] = network_of(2)
    to_bank(group, "900.00")
    rows = [RowIn(membership, {"satja": D("500.00")}, rules.PAID)]
    given = {"meeting_on": builders.MEETING, "by": builders.user(), "at": builders.AT}

    with pytest.raises(SlipsDiffer, match="500.00"):
        book_sheet_step(network, rows=rows, slips=[(D("500.00"), "KTB")], **given)
    rows = [RowIn(membership, {"satja": D("500.00")}, rules.PAID, by_bank=True)]
    with pytest.raises(SlipsDiffer, match="499.00"):
        book_sheet_step(network, rows=rows, slips=[(D("499.00"), "KTB")], **given)
    book_sheet_step(network, rows=rows, slips=[(D("500.00"), "KTB")], **given)
    assert balance(books.account(group.book, chart.BANK)) == D("400.00")


def test_a_reversal_dates_itself_in_a_month_that_every_book_takes_and_is_refused_by_name_where_none_does():
    _network, [(one, _first), _two], sheet = filled()
    posted = post(sheet)
    close(one)

    asked = ask(posted)

    def agree(today):
        given = {"by": builders.user("chair"), "at": builders.AT}
        return actions.decide_reversal(asked, agree=True, today=today, **given)

    with pytest.raises(OtherBookRefused, match=one.book.name):
        agree(date(2026, 1, 20))
    reversal = agree(date(2026, 2, 3))

    mirrors = [entry for entry in mirrors_of(posted.entry) if entry.kind == "reversal"]
    assert len(mirrors) == 2
    assert {entry.on for entry in [reversal.entry, *mirrors]} == {date(2026, 2, 3)}


def test_a_groups_own_sheet_asks_nothing_more_of_the_database():
    group = builders.group()
    anon = builders.member(group)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100"))

    with CaptureQueriesContext(connection) as asked:
        post(sheet)

    assert not [query["sql"] for query in asked if "ledger_twin" in query["sql"] and "FOR UPDATE" not in query["sql"]]


def counting_page(network, sheet):
    client = Client()
    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))
    return client, client.get(address(sheet, "post/"))


def test_the_count_page_names_who_cannot_take_it_and_leaves_them_off_at_a_press():
    network, [(poor, first), (rich, _second)], sheet = filled(cash="400.00")
    builders.cash(rich, "100.00", on=builders.BOOKS_FROM)
    client, page = counting_page(network, sheet)
    assert poor.book.name in page.text and page.context["any_refused"]

    told = client.post(address(sheet, "sides/"), {"leave": "1", "refused": "1"}, follow=True)

    row = SheetRow.objects.get(membership=first)
    assert (row.state, row.amounts) == (rules.ABSENT, {})
    assert "400.00" in told.text and not told.context["any_refused"]
    act = Act.objects.get(what="sheet_rows_left_off")
    assert act.before["typed"] == {"001": {"satja": "500.00"}}
    done = client.post(address(sheet, "post/"), counting(told, **{"note-500": "1"}))
    assert done.status_code == 302
    assert balance(cash_of(rich)) == D("0.00")


def test_nobody_is_left_off_of_whom_the_page_did_not_say_so():
    network, [(one, first), _two], sheet = filled()
    client, _page = counting_page(network, sheet)

    told = client.post(address(sheet, "sides/"), {"leave": "1", "by_bank": "1"}, follow=True)

    assert told.context["any_refused"] and one.book.name in told.text
    assert SheetRow.objects.get(membership=first).amounts


def test_who_paid_from_the_bank_is_ticked_on_the_count_page():
    network, [(one, first), _two], sheet = filled()
    to_bank(one, "900.00")
    client, _page = counting_page(network, sheet)

    page = client.post(address(sheet, "sides/"), {"by_bank": ["1", "x"], "keep": "1"}, follow=True)
    money = {"note-500": "1", "slip-0": "500"}
    done = client.post(address(sheet, "post/"), counting(page, **money))

    assert done.status_code == 302
    assert SheetRow.objects.get(membership=first).by_bank
    assert (balance(books.account(one.book, chart.BANK)), balance(cash_of(one))) == (D("400.00"), D("9100.00"))


def test_slips_without_a_tick_are_refused_on_the_page_and_nothing_is_posted():
    network, _joined, sheet = filled()
    client, page = counting_page(network, sheet)

    refused = client.post(address(sheet, "post/"), counting(page, **{"note-500": "1", "slip-0": "500"}))

    assert refused.status_code == 422
    assert not Sheet.objects.posted().exists()
    assert refused.context["form"]["slip-0"].value() == "500"


def test_what_is_taken_back_in_many_books_holds_everywhere():
    """A sheet reversed whole, another reversed after one group's part was taken out of it."""
    network, [(_one, _first), (two, _second)], sheet = filled()
    decide(ask(post(sheet)))
    again = draft(network)
    again = post(again)
    eyes = {"by": builders.user("asks"), "checked_by": builders.user("checks"), "reason": "ลงผิดกลุ่ม แก้ใหม่"}
    take_back_from_one(
        again.entry, mirror_in(two, again), on=builders.MEETING, purses={"main": cash_of(network).pk}, **eyes
    )

    assert not set(broken()) & {"I-30", "I-31", "I-32", "I-21b", *(f"I-{n}" for n in range(60, 66)), "I-60b", "I-60c"}
    assert unequal_days() == []


def test_a_correction_that_no_dispute_explains_is_named():
    _network, [(one, _first), _two], sheet = filled()
    mirror = mirror_in(one, post(sheet))
    moves = [debit(cash_of(one).pk, D("1.00")), credit(books.account(one.book, "46010").pk, D("1.00"))]
    eyes = {"by": builders.user("asks"), "checked_by": builders.user("checks"), "reason": "ลงผิดกลุ่ม แก้ใหม่"}
    correct(mirror, on=builders.MEETING, moves=moves, key=f"dispute:{mirror.pk}", **eyes)

    assert broken()["I-60c"] == (f"{one.book.code} #3",)
