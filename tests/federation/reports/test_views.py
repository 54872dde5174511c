import re
from datetime import date
from decimal import Decimal

import pytest

from federation.ledger import books, chart
from federation.ledger.posting import EntryKind, correct, credit, debit, post
from federation.reports.models import IssuedFile
from tests import builders
from tests.federation.reports.worlds import JANUARY, close, saving_group, sheet

pytestmark = pytest.mark.django_db

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def group(client):
    group = saving_group(3)
    sheet(group, JANUARY, absent=group.members[:1])
    close(group, JANUARY)
    sheet(group, FEBRUARY)
    client.force_login(builders.officer(group))
    return group


def body(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_shelf_lists_every_month_with_its_state(client, group):
    page = body(client, "/o/KLONG/reports/")

    assert page.count("ออกแล้ว") == 1
    assert 'href="/o/KLONG/close/2026-02/"' in page
    assert 'href="/o/KLONG/reports/monthly/2026-01/"' in page
    assert 'href="/o/KLONG/reports/monthly/2026-11.xlsx"' in page


def test_an_issued_report_shows_what_was_issued(client, group):
    page = body(client, "/o/KLONG/reports/monthly/2026-01/")

    assert "ยอดในรายงานตรงกับรายการบัญชี ผลต่าง 0.00" in page
    assert "ฉบับร่าง" not in page
    assert group.members[0].name in page
    assert 'href="/o/KLONG/books/accounts/31020/?since=2026-01-01&amp;until=2026-01-31"' in page


def test_an_open_month_is_a_draft(client, group):
    assert "ฉบับร่าง ยังไม่ปิดเดือน" in body(client, "/o/KLONG/reports/monthly/2026-02/")


def test_every_link_of_a_report_leads_to_a_page(client, group):
    page = body(client, "/o/KLONG/reports/monthly/2026-01/").split("<main")[1]

    links = set(re.findall(r'href="(/[^"]*)"', page)) - {"/check/"}

    assert len(links) > 8
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_what_came_too_late_is_named_when_the_month_is_shown_again(client, group):
    entry = group.book.entries.get(number=1)
    ana, bun = (member.satja_account_id for member in group.members[1:])
    correct(
        entry,
        on=date(2026, 2, 8),
        moves=[debit(ana, Decimal("10.00")), credit(bun, Decimal("10.00"))],
        key="correction:1",
        by=builders.user(),
        checked_by=builders.user("chair"),
        reason="ลงผิดคน",
    )

    page = body(client, "/o/KLONG/reports/monthly/2026-01/")

    assert "รายการที่ 3 วันที่ 8 กุมภาพันธ์ 2569" in page
    assert "ลงผิดคน" in page
    assert "ลงผิดคน" not in body(client, "/o/KLONG/reports/monthly/2026-03/")


def test_an_issued_file_is_made_once_and_kept(client, group):
    first = client.get("/o/KLONG/reports/monthly/2026-01.xlsx")
    sheet(group, FEBRUARY, day=20)

    assert client.get("/o/KLONG/reports/monthly/2569-01.xlsx").content == first.content
    assert first["Content-Disposition"] == 'attachment; filename="monthly-KLONG-2569-01.xlsx"'
    assert IssuedFile.objects.count() == 1


def test_a_draft_file_is_not_kept(client, group):
    answer = client.get("/o/KLONG/reports/monthly/2026-02.pdf")

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'inline; filename="monthly-KLONG-2569-02-draft.pdf"'
    assert not IssuedFile.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "monthly/2025-12/",
        "monthly/2036-01/",
        "yearly/2026-01/",
        "monthly/2026-01.csv",
        "monthly/2026-01.doc",
        "monthly/2026-13/",
    ],
)
def test_what_is_not_on_the_shelf_is_not_found(client, group, address):
    assert client.get(f"/o/KLONG/reports/{address}").status_code == 404


def test_who_is_not_of_the_group_sees_numbers_and_no_names(client, group):
    client.force_login(builders.officer(group.keeper, "network_committee"))
    names = [member.name for member in group.members]

    page = body(client, "/o/KLONG/reports/monthly/2026-01/")
    draft = body(client, "/o/KLONG/reports/monthly/2026-02/")
    client.get("/o/KLONG/reports/monthly/2026-01.pdf")

    assert not any(name in page or name in draft for name in names)
    assert ">001</a>" in page or ">001<" in page
    assert IssuedFile.objects.get().with_names is False


def test_a_stranger_finds_nothing(client, group):
    client.force_login(builders.officer(builders.group(code="OTHER")))

    for address in ("reports/", "reports/monthly/2026-01/", "reports/monthly/2026-01.pdf", "books/", "books/cash/"):
        assert client.get(f"/o/KLONG/{address}").status_code == 404


def test_the_trial_balance_of_any_day(client, group):
    page = body(client, "/o/KLONG/books/?on=31/1/2569")

    assert "งบทดลอง ณ 31 มกราคม 2569" in page
    assert page.count("200.00") >= 4
    assert "500.00" not in page
    assert "500.00" in body(client, "/o/KLONG/books/")


def test_a_day_that_cannot_be_read_is_said_and_kept(client, group):
    page = body(client, "/o/KLONG/books/?on=31/2/2569")

    assert 'value="31/2/2569"' in page
    assert "notice-bad" in page


def test_an_account_shows_its_lines_and_a_control_account_its_members(client, group):
    lines = body(client, "/o/KLONG/books/accounts/31020.00002/?since=1/1/2569&until=28/2/2569")
    parts = body(client, "/o/KLONG/books/accounts/31020/?until=31/1/2569")

    assert 'href="/o/KLONG/books/entries/2/"' in lines
    assert lines.count(">200.00<") >= 1
    assert 'href="/o/KLONG/books/accounts/31020.00002/' in parts
    assert ">200.00<" in parts
    assert client.get("/o/KLONG/books/accounts/99999/").status_code == 404


def test_the_cash_book_shows_the_period(client, group):
    page = body(client, "/o/KLONG/books/cash/?since=1/2/2569&until=28/2/2569")

    assert "ยอดยกมา" in page
    assert ">300.00<" in page
    assert ">500.00<" in page


@pytest.mark.parametrize("address", ["books/", "books/cash/", "books/journal/", "books/accounts/11010/"])
@pytest.mark.parametrize(("format", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_every_page_of_the_books_is_a_file_too(client, group, address, format, begins):
    answer = client.get(f"/o/KLONG/{address}?since=1/1/2569&file={format}")

    assert answer.content.startswith(begins)


def test_an_entry_shows_debits_credits_who_and_its_code(client, group):
    page = body(client, "/o/KLONG/books/entries/1/")

    assert page.count("200.00") == 3
    assert "treasurer" in page
    assert re.search(r"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}", page)
    assert client.get("/o/KLONG/books/entries/99/").status_code == 404


def test_an_entry_names_what_took_it_back(client, group):
    bank, cash = (books.account(group.book, code).pk for code in (chart.BANK, chart.CASH))
    moves = [debit(bank, Decimal("50.00")), credit(cash, Decimal("50.00"))]
    entry = post(
        book=group.book, on=FEBRUARY, kind=EntryKind.TRANSFER, key="t", moves=moves, by=builders.user(), memo="นำฝาก"
    ).entry
    from federation.ledger.posting import reverse

    reverse(entry, on=FEBRUARY, by=builders.user(), checked_by=builders.user("chair"), reason="ฝากผิดบัญชี ทำใหม่")

    assert 'href="/o/KLONG/books/entries/4/"' in body(client, "/o/KLONG/books/entries/3/")
    assert "เป็นการกลับรายการที่ 3" in body(client, "/o/KLONG/books/entries/4/")
    assert "นำฝาก" in body(client, "/o/KLONG/books/journal/?since=1/2/2569&until=28/2/2569")


def test_without_pango_the_page_says_which_line_to_run(client, group, monkeypatch):
    from federation.kit import pdf

    def absent():
        raise pdf.PdfUnavailable("sudo apt-get install libpango-1.0-0")

    monkeypatch.setattr(pdf, "_weasyprint", absent)

    answer = client.get("/o/KLONG/reports/monthly/2026-01.pdf")

    assert answer.status_code == 503
    assert "libpango" in answer.content.decode()


@pytest.mark.parametrize("days", [10, 25])
def test_the_cost_of_a_statement_does_not_grow_with_its_lines(client, group, days, django_assert_num_queries):
    for day in range(6, days):
        moves = [
            debit(books.account(group.book, chart.CASH).pk, Decimal("1.00")),
            credit(books.account(group.book, "46010").pk, Decimal("1.00")),
        ]
        key = f"j{day}"
        post(
            book=group.book,
            on=FEBRUARY.replace(day=day),
            kind=EntryKind.JOURNAL,
            key=key,
            moves=moves,
            by=builders.user(),
        )
    client.get("/o/KLONG/books/cash/")

    with django_assert_num_queries(10):
        client.get("/o/KLONG/books/cash/?since=1/2/2569&until=28/2/2569")
