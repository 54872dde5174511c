"""Repayments of loans on the deposit sheet: what is due, how it is split, what is booked, what is taken back."""

from datetime import date
from decimal import ROUND_CEILING
from decimal import Decimal as D

import pytest
from django.utils import translation

from federation.bylaws.steps import set_bylaw_step
from federation.ledger.queries import as_text, balance
from groups.sheets import rules
from groups.sheets.forms import read_rows
from groups.sheets.items import columns_of
from groups.sheets.models import Sheet, SheetReversal, SheetRow
from groups.sheets.queries import rows_of
from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step, reverse_sheet_step
from loans.lending.models import LoanEvent
from loans.lending.queries.standing import standing
from loans.lending.queries.till import MoreThanOwed
from loans.lending.rules.facts import PlanRow
from loans.lending.steps.events import new_schedule_step
from tests import builders
from tests.groups.sheets.worlds import draft, post, save, typed

pytestmark = pytest.mark.django_db
FEB, MAR = date(2026, 2, 5), date(2026, 3, 5)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def anon(group):
    return builders.member(group, "อานนท์")


def book(group, *rows, on=FEB, **more):
    return book_sheet_step(group, meeting_on=on, rows=rows, by=builders.user(), at=builders.at_noon(on), **more)


def facts(loan):
    """What is stored of a loan's payments, for comparing it whole."""
    events = LoanEvent.objects.filter(loan=loan, struck_at=None).exclude(kind="payout").order_by("on", "seq")
    return [(e.kind, e.amount, e.principal, e.interest, e.fine, e.unpaid_since) for e in events]


def test_a_group_without_loans_has_no_columns_of_loans(group, anon):
    assert not [code for code in columns_of(draft(group), [anon]).codes if code.startswith("loan")]


def test_the_columns_stand_where_the_group_has_such_loans_and_say_what_is_due(group, anon):
    builders.loan(anon, "12000.00")
    sheet = draft(group, on=FEB)
    columns = columns_of(sheet, [anon])

    assert columns.codes[-2:] == ["loan", "loan_extra"]
    assert columns_of(sheet).codes == columns.codes
    assert columns.dues(anon)["loan"] == D("1120.00")
    assert columns.notes(anon) == []


def test_a_member_who_is_late_is_named_with_the_day(group, anon):
    builders.loan(anon, "12000.00")
    columns = columns_of(draft(group, on=MAR), [anon])

    assert columns.dues(anon)["loan"] == D("2240.00")
    assert columns.notes(anon)[-1] == "loan 1/2569: unpaid since 5 Feb 2026"


def test_a_repayment_is_split_and_credited_with_the_members_receipt(group, anon):
    loan = builders.loan(anon, "12000.00")

    sheet = book(group, RowIn(anon, {"satja": D("100.00"), "loan": D("1120.00")}, PAID))

    assert as_text(sheet.entry) == "\n".join(
        [
            "Dr cash on hand                                  1,220.00",
            "   Cr satja, member 001                               100.00",
            "   Cr interest on ordinary loans                      120.00",
            "   Cr loan, contract 1/2569                         1,000.00",
        ]
    )
    assert [receipt.amount for receipt in sheet.entry.receipts.all()] == [D("1220.00")]
    assert facts(loan) == [("repayment", D("1120.00"), D("1000.00"), D("120.00"), D("0.00"), MAR)]
    event = LoanEvent.objects.get(entry=sheet.entry)
    assert (event.payer, event.on, event.data) == (anon, FEB, {"source": "sheet"})


def test_more_than_due_pays_what_comes_next_and_extra_makes_the_loan_shorter(group, anon):
    loan = builders.loan(anon, "12000.00")

    book(group, RowIn(anon, {"loan": D("2120.00"), "loan_extra": D("3000.00")}, PAID))

    assert facts(loan) == [
        ("repayment", D("2120.00"), D("2000.00"), D("120.00"), D("0.00"), date(2026, 4, 5)),
        ("prepayment", D("3000.00"), D("3000.00"), D("0.00"), D("0.00"), date(2026, 4, 5)),
    ]
    assert balance(loan.account) == D("7000.00")


def test_more_than_everything_owed_is_refused_naming_everybody_with_the_figure(group, anon):
    builders.loan(anon, "12000.00")

    bua = builders.member(group, "บัว")

    with pytest.raises(MoreThanOwed, match="More is paid than is owed") as refused:
        book(group, RowIn(anon, {"loan": D("12200.00")}, PAID), RowIn(bua, {"loan": D("100.00")}, PAID))

    assert refused.value.problems == [
        "001 อานนท์ ใจดี, Loan repayment: All that is owed on 5 February 2026 is 12,120.00 baht."
        " Write 12,120.00 here and the 80.00 baht above that into special savings.",
        "002 บัว ใจดี, Loan repayment: No such loan is owed on 5 February 2026."
        " Put the 100.00 baht into special savings.",
    ]


def test_what_is_typed_above_all_owed_is_wrong_at_its_cell_in_every_row_at_once(group, anon):
    bua = builders.member(group, "บัว")
    builders.loan(anon, "12000.00")
    sheet = draft(group, on=FEB)
    rows = {row.membership.number: row for row in rows_of(sheet)}
    sent = {"1-loan": "12000", "1-loan_extra": "121", "2-loan_emergency": "", "2-loan": "100"}
    seen = {f"{n}-seen": rules.seen(1, mark="", amounts={}, payer=None) for n in rows}

    read = read_rows(sent | seen, rows=rows, columns=columns_of(sheet, [anon, bua]))

    assert [(row.number, *row.errors) for row in read] == [(1, "loan_extra"), (2, "loan")]
    assert "is 120.00 baht. Write 120.00 here and the 1.00 baht" in str(read[0].errors["loan_extra"])


def test_paying_everything_settles_the_loan(group, anon):
    loan = builders.loan(anon, "12000.00")

    book(group, RowIn(anon, {"loan": D("12120.00")}, PAID))

    loan.refresh_from_db()
    assert (loan.state, loan.closed_on) == ("settled", FEB)
    assert balance(loan.account) == 0
    assert columns_of(draft(group, on=MAR)).codes[-2:] == ["loan", "loan_extra"]


def test_two_loans_in_one_column_are_paid_the_oldest_debt_first(group, anon):
    young = builders.loan(anon, "2000.00", instalments=10, on=FEB)
    old = builders.loan(anon, "12000.00")

    book(group, RowIn(anon, {"loan": D("1240.00")}, PAID), on=MAR)

    assert [e[:4] for e in facts(old)] == [("repayment", D("1240.00"), D("1000.00"), D("240.00"))]
    assert facts(young) == []


def test_emergency_loans_have_a_column_of_their_own(group, anon):
    version = builders.product(group, "emergency", kind="emergency")
    builders.loan(anon, "3000.00", instalments=3, version=version)
    builders.loan(anon, "12000.00")

    sheet = book(group, RowIn(anon, {"loan": D("1120.00"), "loan_emergency": D("1030.00")}, PAID))

    assert "   Cr interest on emergency loans" in as_text(sheet.entry)
    assert columns_of(sheet).codes[-3:] == ["loan", "loan_emergency", "loan_extra"]


def test_a_sheet_of_an_earlier_day_splits_later_payments_anew(group, anon):
    loan = builders.loan(anon, "12000.00")
    builders.repay(loan, "1240.00", on=MAR)
    assert facts(loan)[0][2:4] == (D("1000.00"), D("240.00"))

    book(group, RowIn(anon, {"loan": D("1120.00")}, PAID))

    assert facts(loan) == [
        ("repayment", D("1120.00"), D("1000.00"), D("120.00"), D("0.00"), MAR),
        ("repayment", D("1240.00"), D("1130.00"), D("110.00"), D("0.00"), date(2026, 4, 5)),
    ]
    assert balance(loan.account) == D("9870.00")


def read(group, member, *, on=FEB):
    """The columns of a meeting day with what a member owes."""
    return columns_of(Sheet(organisation=group, meeting_on=on, month=on.replace(day=1)), [member])


def odd(member, amount="10000.00", *, instalments=7):
    """A loan whose dues are not whole baht."""
    return builders.loan(member, amount, instalments=instalments)


def test_what_is_asked_is_whole_baht_and_the_rest_of_the_baht_pays_the_loan(group, anon):
    loan = odd(anon)
    columns = read(group, anon)
    [opened_there] = columns.tills[0].of(anon.pk, control="13010")
    asked = columns.tills[0].asked(opened_there)

    assert asked.ahead > 0 and asked.total % 1 == 0
    assert columns.dues(anon)["loan"] == asked.total
    assert f"{asked.due:,} due, asked as {asked.total:,}; {asked.ahead} pays the loan ahead" in columns.notes(anon)[-1]

    book(group, RowIn(anon, {"loan": asked.total}, PAID))
    [paid] = facts(loan)
    assert paid[2] + paid[3] == asked.total and paid[5] == MAR


def test_a_bylaw_says_to_what_the_due_is_rounded(group, anon):
    odd(anon)
    set_bylaw_step(
        group,
        rule="loan_asked_in",
        value=D("0.00"),
        holds_from=date(2026, 1, 1),
        resolution_no="1/2569",
        resolution_on=date(2026, 1, 1),
        resolution_text="เก็บเงินกู้ตามจริงถึงสตางค์",
        by=builders.user(),
        at=builders.AT,
    )
    columns = read(group, anon)

    assert columns.dues(anon)["loan"] % 1 != 0
    assert "put" in columns.notes(anon)[-1] and "into special savings" in columns.notes(anon)[-1]


def test_the_payment_that_settles_is_asked_for_to_the_satang(group, anon):
    odd(anon, "1000.10", instalments=1)
    columns = read(group, anon)

    assert columns.dues(anon)["loan"] == D("1010.10")
    assert "1,010.10 exactly; of 1,011.00 in cash put 0.90 into special savings" in columns.notes(anon)[-1]


def test_what_was_paid_after_the_meeting_is_not_asked_for_again(group, anon):
    loan = builders.loan(anon, "12000.00")
    builders.repay(loan, "1000.00", on=date(2026, 2, 20))

    columns = read(group, anon)

    left = standing(loan, on=date(2026, 2, 20)).due.total
    assert columns.dues(anon)["loan"] == left.quantize(D(1), ROUND_CEILING) < D("200")
    assert "loan 1/2569: 1,000.00 paid already, on 20 Feb 2026" in columns.notes(anon)[-1]


def test_of_a_loan_on_a_new_schedule_since_the_meeting_the_old_arrears_are_not_asked_for(group, anon):
    loan = builders.loan(anon, "12000.00")
    later = date(2026, 3, 22)
    rows = [PlanRow(1, date(2026, 5, 5), D("12000.00"), D("240.00"))]
    new_schedule_step(loan, rows, holds_from=later, reason="ทำแผนใหม่", by=builders.user(), at=builders.at_noon(later))

    columns = read(group, anon, on=MAR)

    assert "loan" not in columns.dues(anon)
    assert "loan 1/2569: on a new schedule since 22 Mar 2026" in columns.notes(anon)[-1]


def test_a_loan_takes_before_a_later_payment_only_what_leaves_room_for_it(group, anon):
    loan = builders.loan(anon, "12000.00")
    builders.repay(loan, "5000.00", on=MAR)
    till = read(group, anon).tills[0]
    [one] = till.of(anon.pk, control="13010")

    most = till.most(one)
    assert D("7000") < most < D("7300")
    with pytest.raises(MoreThanOwed):
        book(group, RowIn(anon, {"loan": most + D("0.01")}, PAID))
    book(group, RowIn(anon, {"loan": most}, PAID))

    assert standing(loan, on=MAR).to_settle <= D("0.01")


def test_a_sheet_taken_back_strikes_what_it_brought(group, anon):
    loan = builders.loan(anon, "12000.00")
    sheet = book(group, RowIn(anon, {"loan": D("12120.00")}, PAID))
    asked = SheetReversal.objects.create(
        network_id=sheet.network_id, sheet=sheet, reason="นับผิดวันนั้น", asked_by=builders.user("a"), asked_at=builders.AT
    )

    reverse_sheet_step(asked, today=FEB, by=builders.user("b"), at=builders.at_noon(FEB))

    loan.refresh_from_db()
    assert (loan.state, loan.closed_on, facts(loan)) == ("running", None, [])
    assert balance(loan.account) == D("12000.00")
    assert LoanEvent.objects.get(kind="repayment").struck_by.reverses == sheet.entry


def test_the_same_day_is_posted_anew_after_a_sheet_was_taken_back(group, anon):
    loan = builders.loan(anon, "12000.00")
    first = book(group, RowIn(anon, {"loan": D("1120.00")}, PAID))
    asked = SheetReversal.objects.create(
        network_id=first.network_id, sheet=first, reason="นับผิดวันนั้น", asked_by=builders.user("a"), asked_at=builders.AT
    )
    reverse_sheet_step(asked, today=FEB, by=builders.user("b"), at=builders.at_noon(FEB))

    book(group, RowIn(anon, {"loan": D("1120.00")}, PAID))

    events = [(event.seq, event.kind, bool(event.struck_at)) for event in loan.events.order_by("seq")]
    assert events == [(1, "payout", False), (2, "repayment", True), (3, "repayment", False)]


def test_a_draft_filled_as_due_posts_the_loan(group, anon):
    loan = builders.loan(anon, "12000.00")
    sheet = draft(group, on=FEB)
    save(sheet, typed(sheet, anon, satja="100", loan="1120"))
    assert SheetRow.objects.get(sheet=sheet).due["loan"] == D("1120.00")

    post(sheet)

    assert [e[:2] for e in facts(loan)] == [("repayment", D("1120.00"))]


def test_posting_costs_the_same_few_queries_for_thirty_loans_as_for_three(group, django_assert_max_num_queries):
    members = builders.members(group, 33)
    version = builders.product(group)
    for member in members:
        builders.loan(member, "12000.00", version=version)
    rows = [RowIn(member, {"satja": D("100.00"), "loan": D("1120.00")}, PAID) for member in members]

    for some in (rows[:3], rows[3:]):
        with django_assert_max_num_queries(23):
            book(group, *some, on=FEB if len(some) == 3 else MAR)
