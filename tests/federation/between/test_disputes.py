"""A group disputes what its network entered in its book; agreed to, both sides are taken back at once."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from federation.between.disputes import NotDisputable, ReasonTooShort, answer_step, ask_step
from federation.between.models import Dispute
from federation.between.queries.disputes import on_start_page, refused_in, waiting_for
from federation.between.queries.pool import pool_of
from federation.between.steps import AlreadyDecided
from federation.kit.dates import month_of, next_month
from federation.ledger import books, chart, months
from federation.ledger.models import Entry, EntryKind
from federation.ledger.posting import credit, debit, lock, post
from federation.ledger.queries import as_text, balance
from federation.ledger.refusals import NeedsSecondPerson
from federation.ledger.twins import mirrors_of
from groups.promises.models import ShortMonth
from groups.sheets.items import columns_of
from groups.sheets.models import Sheet, SheetRow
from groups.sheets.steps import CashBanked, RowIn, book_sheet_step
from loans.acts.steps.frame import decide_step, propose_step
from loans.lending.steps.independence import PostInBorrower
from tests import builders
from tests.federation.between import test_pool
from tests.federation.between.test_by_hand import World as Lending
from tests.federation.ledger.pairs import cash_of, network_of, unequal_days
from tests.federation.proof.faults import broken, past_the_guards
from tests.groups.sheets.test_reversals import ask as ask_reversal
from tests.groups.sheets.test_reversals import decide as decide_reversal

pytestmark = pytest.mark.django_db
REASON = "กลุ่มจ่ายเพียง 300 บาท"
TODAY = builders.MEETING


def mirror_in(group, entry):
    [found] = [one for one in mirrors_of(entry) if one.book_id == group.book_id and one.kind == EntryKind.BETWEEN]
    return found


def ask(group, entry, *, by=None, on=TODAY, reason=REASON):
    return ask_step(group, entry, reason=reason, by=by or builders.user("of-group"), at=builders.at_noon(on))


def answer(dispute, *, by=None, agree=True, on=TODAY, words=""):
    at = builders.at_noon(on)
    return answer_step(dispute, agree=agree, answer=words, by=by or builders.user("of-network"), at=at)


def sheet_of_two(**first):
    """Return (network, [(group, membership)], sheet): two groups pay their 500.00, the first as said."""
    network, joined = network_of(2)
    (_one, a), (_two, b) = joined
    rows = [
        RowIn(a, first or {"satja": D("500.00"), "shares": D("200.00")}, "paid"),
        RowIn(b, {"satja": D("500.00")}, "paid"),
    ]
    sheet = book_sheet_step(network, meeting_on=TODAY, rows=rows, by=builders.user("t"), at=builders.AT)
    return network, joined, sheet


def test_one_group_s_row_is_taken_out_of_a_sheet_in_both_books_and_its_month_is_short_again():
    network, [(one, first), (two, second)], sheet = sheet_of_two()
    assert not ShortMonth.objects.exists()

    done = answer(ask(one, mirror_in(one, sheet.entry)))

    row = SheetRow.objects.get(membership=first)
    assert as_text(row.taken_back).splitlines() == [
        "Dr satja, member 001                               500.00",
        "Dr shares, member group 001                        200.00",
        "   Cr cash on hand                                    700.00",
    ]
    assert done.taken_back.reverses == mirror_in(one, sheet.entry)
    assert (balance(cash_of(one)), balance(cash_of(two))) == (D("10000.00"), D("9500.00"))
    assert balance(cash_of(network)) == D("10500.00")
    assert [short.membership_id for short in ShortMonth.objects.all()] == [first.pk]
    assert SheetRow.objects.get(membership=second).taken_back is None
    assert unequal_days() == []
    assert broken() == {}


def test_a_sheet_with_a_row_taken_back_can_still_be_taken_back_whole():
    _network, [(one, _first), (two, _second)], sheet = sheet_of_two()
    answer(ask(one, mirror_in(one, sheet.entry)))

    decide_reversal(ask_reversal(sheet))

    assert (balance(cash_of(one)), balance(cash_of(two))) == (D("10000.00"), D("10000.00"))
    assert unequal_days() == []
    assert broken() == {}


def test_a_dispute_without_its_entries_is_found_by_the_proof():
    _network, [(one, _first), _other], sheet = sheet_of_two()
    dispute = answer(ask(one, mirror_in(one, sheet.entry)))
    with past_the_guards() as cursor:
        cursor.execute(
            "UPDATE federation_dispute SET decided_by_id = %s WHERE id = %s", [builders.user("x").pk, dispute.pk]
        )
        assert "I-33" in broken()
    with past_the_guards() as cursor:
        cursor.execute("UPDATE groups_sheetrow SET taken_back_id = NULL")
        assert "I-33b" in broken()


@pytest.fixture
def lent():
    """The network lends the group 24,000 on 5 Feb 2025."""
    world = Lending()
    world.bring(date(2025, 1, 16), shares="9000.00", special="1000.00")
    world.version = world.wholesale
    world.loan = world.lend(world.membership, "24000.00", instalments=12, on=date(2025, 2, 5), version=world.version)
    return world


def test_a_loan_payment_on_a_sheet_goes_with_the_row_and_the_loan_is_worked_out_again(lent):
    on = date(2025, 3, 16)
    column = loan_column(lent)
    row = RowIn(lent.membership, {column: D("2120.00"), "special": D("50.00")}, "paid")
    sheet = book_sheet_step(lent.network, meeting_on=on, rows=[row], by=lent.treasurer, at=builders.at_noon(on))
    assert balance(lent.loan.account) < D("24000.00")

    answer(ask(lent.group, mirror_in(lent.group, sheet.entry), on=on), on=on, by=lent.chair)

    assert balance(lent.loan.account) == D("24000.00")
    assert lent.loan.events.filter(kind="repayment", struck_at=None).count() == 0
    assert unequal_days() == []
    assert broken() == {}
    decide_reversal(ask_reversal(sheet))
    assert balance(lent.loan.account) == D("24000.00")
    assert broken() == {}


def loan_column(world):
    sheet = Sheet(organisation=world.network, network_id=world.network.network_key, meeting_on=date(2025, 3, 16))
    return next(code for code in columns_of(sheet).codes if code.startswith("loan"))


def test_a_payment_at_the_desk_and_a_payout_go_by_the_loan_s_own_way_back(lent):
    lent.pay(lent.loan, "2120.00", date(2025, 3, 5))
    paid = lent.loan.events.get(kind="repayment")
    payout = lent.loan.events.get(kind="payout")

    answer(ask(lent.group, mirror_in(lent.group, paid.entry), on=date(2025, 3, 6)), on=date(2025, 3, 6), by=lent.chair)
    assert balance(lent.loan.account) == D("24000.00")
    answer(
        ask(lent.group, mirror_in(lent.group, payout.entry), on=date(2025, 3, 6)), on=date(2025, 3, 6), by=lent.chair
    )

    assert balance(lent.loan.account) == 0
    assert unequal_days() == []
    assert broken() == {}


def test_a_new_schedule_by_resolution_is_not_taken_back_by_a_dispute(lent):
    for on in (date(2025, 3, 5), date(2025, 4, 5)):
        lent.pay(lent.loan, "2120.00", on)
    assert [e.kind for e in lent.loan.events.order_by("seq")][:2] == ["payout", "repayment"]
    at = builders.at_noon(date(2025, 4, 6))
    lent.loan.refresh_from_db()
    data = {"amount": "1000.00", "resolution_of": "general_meeting"}
    facts = {"kind": "write_off", "on": date(2025, 4, 6), "data": data, "reason": "ที่ประชุมใหญ่ยกหนี้ให้กลุ่ม"}
    facts |= {"resolution_no": "9/2568", "resolution_on": date(2025, 4, 6), "by": lent.treasurer, "at": at}
    decide_step(propose_step(lent.network, lent.loan, **facts), agree=True, by=lent.chair, at=at)
    entry = lent.loan.events.get(kind="write_off").entry

    with pytest.raises(NotDisputable, match="page of the loan|หน้า"):
        ask(lent.group, mirror_in(lent.group, entry), on=date(2025, 4, 6))


def test_interest_and_a_withdrawal_of_the_pool_are_taken_back_and_interest_runs_on():
    world = test_pool.World()
    day = date(2026, 6, 30)
    done = world.decide(world.propose_interest(day), on=day)
    interest = mirror_in(world.first, done.entry)
    paid = world.decide(world.ask_out("3000.00"), on=date(2026, 8, 1))

    answer(ask(world.first, interest, on=date(2026, 8, 2)), on=date(2026, 8, 2), by=world.agrees)
    answer(
        ask(world.first, mirror_in(world.first, paid.entry), on=date(2026, 8, 2)), on=date(2026, 8, 2), by=world.agrees
    )

    first, second = pool_of(world.network, on=day)
    assert first.run == D("90.41")
    assert second.run == 0
    assert pool_of(world.network, on=date(2026, 8, 2))[0].balance == D("10000.00")
    assert unequal_days() == []
    assert broken() == {}


def test_a_closed_month_moves_both_sides_to_one_day_open_in_both_books():
    network, [(one, _first), _other], sheet = sheet_of_two()
    lock(network.book)
    months.close(one.book, month=builders.BOOKS_FROM)
    dispute = ask(one, mirror_in(one, sheet.entry))
    on = date(TODAY.year, TODAY.month + 1, 10)

    done = answer(dispute, on=on)

    row = SheetRow.objects.get(membership__member_organisation=one)
    assert row.taken_back.on == done.taken_back.on >= date(TODAY.year, TODAY.month + 1, 1)
    assert row.taken_back.concerns_month == done.taken_back.concerns_month == builders.BOOKS_FROM
    assert unequal_days() == []
    assert set(broken()) <= {"I-19"}  # the test closed the month without a report


def test_nobody_answers_their_own_dispute_nor_for_a_group_they_hold_a_post_in():
    _network, [(one, _first), _other], sheet = sheet_of_two()
    asker = builders.user("same")
    dispute = ask(one, mirror_in(one, sheet.entry), by=asker)
    with pytest.raises(NeedsSecondPerson):
        answer(dispute, by=asker)
    with pytest.raises(PostInBorrower):
        answer(dispute, by=builders.officer(one, "secretary"))
    dispute.refresh_from_db()
    assert dispute.agreed is None
    assert not Entry.objects.filter(kind=EntryKind.REVERSAL).exists()


def test_a_dispute_is_asked_once_answered_once_and_not_of_what_is_gone():
    _network, [(one, _first), (two, _second)], sheet = sheet_of_two()
    entry = mirror_in(one, sheet.entry)
    dispute = ask(one, entry)
    with pytest.raises(NotDisputable):
        ask(one, entry)
    answer(dispute)
    with pytest.raises(AlreadyDecided):
        answer(dispute)
    with pytest.raises(NotDisputable):
        ask(one, entry)
    with pytest.raises(NotDisputable):
        ask(two, entry)
    assert Entry.objects.filter(kind=EntryKind.REVERSAL).count() == 1


def test_no_needs_words_and_then_the_entry_stands_and_may_be_disputed_again():
    network, [(one, _first), _other], sheet = sheet_of_two()
    entry = mirror_in(one, sheet.entry)
    dispute = ask(one, entry)
    assert [found.pk for found in waiting_for(network)] == [dispute.pk]
    with pytest.raises(ReasonTooShort):
        answer(dispute, agree=False, words="ไม่")
    answer(dispute, agree=False, words="ใบเสร็จลงชื่อรับเงินครบแล้ว")

    assert not waiting_for(network)
    assert not Entry.objects.filter(kind=EntryKind.REVERSAL).exists()
    assert ask(one, entry).agreed is None
    assert Dispute.objects.count() == 2


def test_money_that_went_to_the_bank_keeps_both_sides_as_they_are():
    network, [(one, _first), _other], sheet = sheet_of_two()
    dispute = ask(one, mirror_in(one, sheet.entry))
    everything = balance(cash_of(network))
    moves = [debit(books.account(network.book, chart.BANK).pk, everything), credit(cash_of(network).pk, everything)]
    post(book=network.book, on=TODAY, kind="transfer", key="bank", moves=moves, by=builders.user())
    with pytest.raises(CashBanked):
        answer(dispute)


def test_who_made_the_entry_does_not_answer_its_dispute_with_no():
    network, [(one, _first), _other], sheet = sheet_of_two()
    dispute = ask(one, mirror_in(one, sheet.entry))

    with pytest.raises(NeedsSecondPerson):
        answer(dispute, agree=False, words="ใบเสร็จลงชื่อรับเงินครบแล้ว", by=sheet.entry.by)
    dispute.refresh_from_db()
    assert dispute.agreed is None
    assert answer(dispute, agree=False, words="ใบเสร็จลงชื่อรับเงินครบแล้ว").agreed is False


def test_a_no_stays_on_the_group_s_first_page_for_thirty_days_and_is_counted_by_the_network():
    network, [(one, _first), (two, _second)], sheet = sheet_of_two()
    entry = mirror_in(one, sheet.entry)
    answer(ask(one, entry), agree=False, words="ใบเสร็จลงชื่อรับเงินครบแล้ว")

    def told(group, days):
        return [one.answer for one in on_start_page(group, on=TODAY + timedelta(days=days))["refused"]]

    assert told(one, 30) == ["ใบเสร็จลงชื่อรับเงินครบแล้ว"]
    assert (told(one, 31), told(two, 1)) == ([], [])
    assert len(refused_in(network, month=month_of(TODAY))) == 1
    assert refused_in(network, month=next_month(month_of(TODAY))) == []
    ask(one, entry, on=TODAY + timedelta(days=1))
    assert told(one, 1) == []
