"""Loans that the register knows in one sum become contracts: written down, proposed, agreed to, tied to the books."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal as D

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.exchange import actions
from federation.exchange.models import ImportState, LoanDraft, RegisterImport
from federation.exchange.running import queries
from federation.exchange.running.files import HEADS
from federation.kit.invariants import Scope
from federation.ledger.books import account
from federation.ledger.months import head_of
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import balance
from federation.proof.gather import verify
from groups.registry.models import Membership
from loans.acts.models import Act
from loans.lending.models import Loan
from loans.lending.queries.standing import due_on_sheet, standing, standings
from tests import builders
from tests.federation.exchange.workbooks import TODAY, bankhlong, decided, made
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ALL = D("493750.00")


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def group(db):
    """Eight members, seven of whom a register says to owe 42,000 baht in one sum, and a product to take them under."""
    found = with_officers(builders.group())
    loans = {number: 1000 * (number + 2) for number in range(1, 8)}
    for number in range(1, 9):
        worlds.saver(found, f"สมาชิก{'กขคงจฉชซ'[number - 1]}", satja="5000.00", number=number)
    with transaction.atomic():
        lend_in_one_sum(found, sum(loans.values()))
    RegisterImport.objects.create(
        network_id=found.network_key,
        organisation=found,
        file_name="register.xlsx",
        content=b"",
        digest=b"",
        made={"loans": {str(number): f"{amount}.00" for number, amount in loans.items()}},
        state=ImportState.POSTED,
        made_by=builders.user("treasurer"),
        made_at=AT,
        checked_by=builders.user("chair"),
        posted_at=AT,
    )
    worlds.product(found)
    return found


def with_officers(group):
    builders.officer(group, Role.TREASURER, name="treasurer")
    builders.officer(group, Role.CHAIR, name="chair")
    return group


def lend_in_one_sum(group, amount):
    moves = [debit(account(group.book, "13090").pk, D(amount)), credit(account(group.book, "33010").pk, D(amount))]
    facts = {"on": date(2026, 1, 2), "kind": EntryKind.JOURNAL, "key": "test:lent", "by": builders.user("t")}
    return post(book=group.book, moves=moves, **facts)


@pytest.fixture
def register(db):
    """The demo's register of 64 members, 493,750 baht of their loans in one sum, and a product to take them under."""
    found = with_officers(builders.group(code="KLONG"))
    actions.import_register(
        found,
        file_name="register.xlsx",
        content=bankhlong(),
        answers=decided(bankhlong()),
        by=builders.user("treasurer"),
        checked_by=builders.user("chair"),
        at=AT,
        today=TODAY,
    )
    worlds.product(found)
    return found


def client(name="treasurer"):
    browser = Client()
    browser.force_login(builders.user(name))
    return browser


def url(group, page="running_loans"):
    return reverse(f"federation:{page}", kwargs={"code": group.code})


def as_proposed(group, **changes):
    """Return what the page would send if nothing were changed; changes: "row-3-due_on" and the like."""
    page = client().get(url(group)).context
    sent = {"version": page["version"], "count": len(page["rows"].forms), "on": page["day"]["on"].value()}
    for form in page["rows"].forms:
        sent |= {f"row-{form.at}-{name}": value for name, value in form.typed.items()}
    return {**sent, **{name.replace("__", "-"): value for name, value in changes.items()}}


def agree(act):
    return client("chair").post(
        reverse("loans:act", kwargs={"code": act.organisation.code, "pk": act.pk}), {"decision": "agree"}
    )


def detail(group):
    return balance(account(group.book, "13090"))


def opened(group):
    return Loan.objects.of(group).filter(is_imported=True).order_by("number")


def test_the_treasurers_register_is_taken_over_untouched_and_the_books_prove_it(register):
    group = register
    page = client().get(url(group))
    rows = page.context["rows"]

    assert (rows.total, page.context["control"], page.context["rest"]) == (ALL, ALL, D(0))
    assert not rows.wrong
    assert {form.typed["instalments_left"] for form in rows.forms} == {"12"}

    answer = client().post(url(group), as_proposed(group, look="1"))
    assert answer["Location"] == url(group, "running_loans_propose")
    shown = client().get(answer["Location"])
    assert len(shown.context["loans"]) == len(rows.forms)
    assert len(shown.context["entries"][0].lines) == len(rows.forms) + 1
    assert client().post(answer["Location"], {"reason": "รับสัญญาเงินกู้เข้าบัญชี"}).status_code == 302
    assert not opened(group).exists()

    act = Act.objects.get()
    seen = client("chair").get(reverse("loans:act", kwargs={"code": group.code, "pk": act.pk}))
    assert all(str(form.member) in seen.content.decode() for form in rows.forms)
    agree(act)

    assert opened(group).count() == len(rows.forms)
    assert detail(group) == 0
    assert sum(now.principal for now in standings(list(opened(group)), on=TODAY).values()) == ALL
    broken = [one.check.code for one in verify(Scope(network_id=group.network_key)) if not one.found.holds]
    assert broken == []


def test_what_is_taken_over_is_what_left_the_account_of_loans_to_be_detailed(group):
    before = detail(group)
    client().post(url(group), {**as_proposed(group), "drop": "0"})
    client().post(url(group, "running_loans_propose"), {"reason": "รับสัญญาเงินกู้เข้าบัญชี", "partial": "on"})
    agree(Act.objects.get())

    came_in = opened(group).aggregate(baht=Sum("events__amount"))["baht"]
    assert came_in == before - detail(group)
    assert detail(group) > 0
    [left] = client().get(url(group)).context["rows"].forms
    assert left.left == detail(group)
    assert left.typed["contract_no"] not in queries.contract_numbers(group)


def test_a_late_loan_is_late_at_once_and_another_is_not(group):
    changes = {"row-0-due_on": "5/8/2569", "row-0-interest_owed": "150", "row-0-instalments_left": "5"}
    client().post(url(group), {**as_proposed(group), "on": "22/11/2569", **changes})
    client().post(url(group, "running_loans_propose"), {"reason": "รับสัญญาเงินกู้เข้าบัญชี"})
    agree(Act.objects.get())
    late, fine = opened(group)[:2]

    behind, on_time = standing(late, on=TODAY), standing(fine, on=TODAY)

    assert behind.days_late == (TODAY - date(2026, 8, 5)).days
    assert (behind.interest, behind.unpaid_since) == (D("150.00"), date(2026, 8, 5))
    assert behind.due.principal == behind.principal - behind.instalments[-1].principal
    assert [row.due_on.month for row in behind.instalments] == [8, 9, 10, 11, 12]
    assert (on_time.days_late, on_time.interest, on_time.due.total) == (0, D(0), D(0))
    assert len(on_time.instalments) == 12


def test_what_was_taken_over_is_due_on_the_next_sheet(group):
    client().post(url(group), as_proposed(group))
    client().post(url(group, "running_loans_propose"), {"reason": "รับสัญญาเงินกู้เข้าบัญชี"})
    agree(Act.objects.get())
    loan = opened(group).first()
    now = standing(loan, on=TODAY)

    due_on = now.next_due.due_on
    dues = due_on_sheet(group, [loan.membership], on=due_on, until=due_on)

    [due] = dues[loan.membership_id]
    assert due.principal == now.next_due.principal
    assert due.interest > 0


@pytest.mark.parametrize(("cents", "said"), [(D("0.01"), "0.01"), (D("-0.01"), "0.01")])
def test_a_sum_one_satang_off_is_refused_with_the_figure(group, cents, said):
    sent = as_proposed(group, look="1")
    left = D(sent["row-0-principal_left"]) + cents
    client().post(url(group), {**sent, "row-0-principal_left": f"{left}", "row-0-principal": "90000"})

    answer = client().post(url(group, "running_loans_propose"), {"reason": "รับสัญญาเงินกู้เข้าบัญชี"})

    assert answer.status_code == 422
    assert f"{said} " in answer.content.decode()
    assert not Act.objects.exists()


def test_what_is_wrong_is_kept_and_said_at_its_row(group):
    sent = as_proposed(group, look="1")
    wrong = {
        "row-0-principal_left": "1e3",
        "row-1-due_on": "31/2/2569",
        "row-2-guarantors": "9999=100",
        "row-3-contract_no": sent["row-4-contract_no"],
        "row-5-guarantors": "12, 14",
        "row-6-principal": "1",
    }

    answer = client().post(url(group), {**sent, **wrong}, follow=True)

    rows = answer.context["rows"]
    assert [form.at for form in rows.wrong] == [0, 1, 2, 3, 4, 5, 6]
    assert rows.forms[0].typed["principal_left"] == "1e3"
    assert 'value="1e3"' in answer.content.decode()
    assert "9999" in str(rows.forms[2].errors["guarantors"])
    assert client().get(url(group, "running_loans_propose"))["Location"] == url(group)
    assert not Act.objects.exists()


def test_one_row_is_used_for_all_rows_below(group):
    client().post(url(group), {**as_proposed(group), "row-1-due_on": "10/12/2569", "below": "1"})

    typed = [form.typed["due_on"] for form in client().get(url(group)).context["rows"].forms]

    assert typed[0] != "10/12/2569"
    assert set(typed[1:]) == {"10/12/2569"}


def test_rows_kept_by_another_meanwhile_are_not_overwritten(group):
    sent = as_proposed(group)
    client().post(url(group), {**sent, "row-0-contract_no": "ของแรก"})

    answer = client().post(url(group), {**sent, "row-0-contract_no": "ของสอง"})

    assert answer.status_code == 409
    assert "ของสอง" in answer.content.decode()
    assert LoanDraft.objects.get().rows[0]["contract_no"] == "ของแรก"


def test_a_second_loan_of_a_member_is_added_by_number(group):
    first = client().get(url(group)).context["rows"].forms[0]
    client().post(url(group), {**as_proposed(group), "add": first.typed["number"]})

    rows = client().get(url(group)).context["rows"]

    assert rows.forms[-1].member == first.member
    assert rows.forms[-1].typed["principal_left"] == ""
    assert rows.forms[-1].typed["contract_no"] not in [form.typed["contract_no"] for form in rows.forms[:-1]]


def test_flags_are_shown_to_both_and_refuse_nothing(group):
    sent = as_proposed(group)
    one, other = sent["row-0-number"], sent["row-1-number"]
    sent |= {"row-0-yearly_rate": "24", "row-0-guarantors": f"{other}=100", "row-1-guarantors": f"{one}=๑๐๐"}
    client().post(url(group), sent)
    shown = client().get(url(group, "running_loans_propose")).context["loans"]
    client().post(url(group, "running_loans_propose"), {"reason": "รับสัญญาเงินกู้เข้าบัญชี"})
    agree(Act.objects.get())

    assert [len(loan.flags) for loan in shown[:3]] == [2, 1, 0]
    assert [loan.flags for loan in opened(group)[:3]] == [["above_ceiling", "guarantee_ring"], ["guarantee_ring"], []]


def test_who_proposed_does_not_agree(group):
    client().post(url(group), as_proposed(group))
    client().post(url(group, "running_loans_propose"), {"reason": "รับสัญญาเงินกู้เข้าบัญชี"})
    act = Act.objects.get()

    answer = client().post(reverse("loans:act", kwargs={"code": group.code, "pk": act.pk}), {"decision": "agree"})

    assert answer.status_code == 403
    assert not opened(group).exists()


def test_a_group_without_products_is_led_there_first(group):
    other = builders.group()
    builders.officer(other, Role.TREASURER, name="treasurer")

    answer = client().get(url(other))

    assert reverse("loans:products", kwargs={"code": other.code}) in answer.content.decode()


@pytest.mark.parametrize("count", [1, 7])
def test_the_page_asks_the_same_of_the_database_however_many_rows(group, count, django_assert_num_queries):
    browser = client()
    browser.post(url(group), {**as_proposed(group), "count": count})

    with django_assert_num_queries(13):
        assert len(browser.get(url(group)).context["rows"].forms) == count


# By spreadsheet and at the shell


def handed_out(group):
    return client().get(url(group, "running_loans_file")).content


def sheet_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def changed(content, change):
    """Return the workbook after `change(cells)`; cells: {head: column} of the row of heads, and the sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    [head] = [row for row in sheet.iter_rows() if row[0].value == str(HEADS["number"])]
    change(sheet, head[0].row + 1, {cell.value: cell.column for cell in head})
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(group, content):
    file = io.BytesIO(content)
    file.name = "loans.xlsx"
    version = client().get(url(group)).context["version"]
    return client().post(url(group, "running_loans_upload"), {"version": version, "rows_file": file}, follow=True)


def test_the_workbook_comes_back_as_it_was_handed_out(group):
    before = client().get(url(group)).context["rows"].data_of_act()

    answer = upload(group, handed_out(group))

    assert answer.status_code == 200
    assert answer.context["rows"].data_of_act() == before


def test_days_in_the_workbook_are_read_as_the_register_reads_them(group):
    due = str(HEADS["due_on"])

    def change(sheet, first, column):
        for row, value in enumerate(
            ["5/12/2569", "๕ ธ.ค. ๒๕๖๙", date(2026, 12, 5), datetime(2569, 12, 5), "2026-12-05"], start=first
        ):
            sheet.cell(row, column[due], value)

    rows = upload(group, changed(handed_out(group), change)).context["rows"]

    assert {form.cleaned_data["due_on"] for form in rows.forms[:5]} == {date(2026, 12, 5)}


def test_a_wrong_row_of_the_workbook_comes_back_with_what_to_mend(group):
    def change(sheet, first, column):
        sheet.cell(first, column[str(HEADS["principal_left"])], "หกพัน")
        sheet.cell(first + 1, column[str(HEADS["number"])], 999)

    answer = upload(group, changed(handed_out(group), change))
    sheet = sheet_of(handed_out(group))

    assert [form.at for form in answer.context["rows"].wrong] == [0, 1]
    remarks = [row[-1].value for row in sheet.iter_rows(min_row=6) if row[-1].value]
    assert len(remarks) == 3  # the head, and two rows
    assert not Act.objects.exists()


@pytest.mark.parametrize("content", [b"not a workbook", made(["ที่", "ชื่อ"], [1, "ก"])])
def test_a_file_that_is_none_changes_nothing(group, content):
    client().post(url(group), {**as_proposed(group), "row-0-contract_no": "9/2568"})

    answer = upload(group, content)

    assert answer.status_code == 422
    assert answer.context["file_form"].errors
    assert LoanDraft.objects.get().rows[0]["contract_no"] == "9/2568"


def test_the_command_takes_all_over_once_and_a_second_run_changes_nothing(group, tmp_path):
    path = tmp_path / "loans.xlsx"
    call_command("import_loans", path, group=group.code, template=True)

    call_command("import_loans", path, group=group.code)
    assert not opened(group).exists()
    call_command("import_loans", path, group=group.code, commit=True)
    assert detail(group) == 0
    entries, count = head_of(group.book).number, opened(group).count()
    call_command("import_loans", path, group=group.code, commit=True)

    assert (head_of(group.book).number, opened(group).count()) == (entries, count)
    assert Membership.objects.of(group).filter(loans__isnull=False).distinct().count() == count


def test_the_command_refuses_the_whole_file_for_one_wrong_row(group, tmp_path):
    path, remarks = tmp_path / "loans.xlsx", tmp_path / "remarks.xlsx"
    call_command("import_loans", path, group=group.code, template=True)

    def change(sheet, first, column):
        sheet.cell(first, column[str(HEADS["instalments_left"])], 0)

    path.write_bytes(changed(path.read_bytes(), change))

    with pytest.raises(CommandError):
        call_command("import_loans", path, group=group.code, commit=True, remarks=remarks)

    assert not opened(group).exists()
    assert sheet_of(remarks.read_bytes()).max_row > 10


def test_the_command_needs_to_be_told_that_the_rest_comes_later(group, tmp_path):
    path = tmp_path / "loans.xlsx"
    call_command("import_loans", path, group=group.code, template=True)
    path.write_bytes(changed(path.read_bytes(), lambda sheet, first, _column: sheet.delete_rows(first)))

    with pytest.raises(CommandError):
        call_command("import_loans", path, group=group.code, commit=True)
    assert detail(group) == D(42000)
    call_command("import_loans", path, group=group.code, commit=True, partial=True)

    assert D(0) < detail(group) < ALL
