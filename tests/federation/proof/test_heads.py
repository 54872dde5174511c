from datetime import date

import pytest

from federation.closing.models import ClosedMonth
from federation.kit import clock
from federation.kit.report import Report
from federation.ledger import chain
from federation.proof.heads import NotAHead, PrintedHead, head_typed, read_head, standing_of
from federation.reports.models import IssuedReport
from tests.federation.proof.faults import past_the_guards
from tests.federation.proof.worlds import reversed_sheet
from tests.federation.reports.worlds import JANUARY, close, saving_group, sheet

HEX = "A1" * 32
SHORT = "7K2M0QXD9RT4HN6C"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (f"SG1:KLONG-01:2569-10:12:{HEX}", PrintedHead("KLONG-01", 12, HEX)),
        (f" sg1:klong-01:2569-10:12:{HEX.lower()}\n", PrintedHead("KLONG-01", 12, HEX)),
        ("klong:12=7k2m 0qxd 9rt4 hn6c", PrintedHead("KLONG", 12, SHORT)),
        ("KLONG:๑๒=7K2M-OQXD-9RT4-HN6C", PrintedHead("KLONG", 12, SHORT)),
    ],
)
def test_read_head_takes_what_papers_say(text, head):
    assert read_head(text) == head


@pytest.mark.parametrize(
    "text", ["", "KLONG", "SG1:KLONG:2569-10:x:AB", f"KLONG:9999999999={SHORT}", "KLONG:1=SHORT", "A:B:C=D"]
)
def test_read_head_refuses_the_rest(text):
    with pytest.raises(NotAHead):
        read_head(text)


@pytest.mark.parametrize("code", ["7K2M 0QXD 9RT4 HN6U", "7K2M 0QXD 9RT4", "GG" * 32])
def test_head_typed_refuses_a_code_that_cannot_be(code):
    with pytest.raises(NotAHead):
        head_typed("KLONG", 1, code)


@pytest.mark.django_db
def test_a_closed_head_stands_and_says_what_came_after():
    group = saving_group(2, months=1, closed=1)
    closed = ClosedMonth.objects.get()
    sheet(group, date(2026, 2, 1))

    for code in (bytes(closed.head_hash).hex(), chain.short_code(closed.head_hash)):
        standing = standing_of(head_typed("klong", 1, code))
        assert (standing.newer, standing.closed_month) == (1, JANUARY)
        assert standing.recorded_on >= date(2026, 1, 5)


@pytest.mark.django_db
def test_the_qr_of_an_issued_report_stands_on_the_chain():
    saving_group(2, months=1, closed=1)
    report = Report.from_data(IssuedReport.objects.get().data)

    assert standing_of(read_head(report.head.qr)).newer == 0
    assert report.head.qr.startswith("SG1:KLONG:2569-01:1:")


@pytest.mark.django_db
@pytest.mark.parametrize(("book", "number", "code"), [("NONE", 1, None), ("KLONG", 2, None), ("KLONG", 1, SHORT)])
def test_what_is_not_on_the_chain_does_not_stand(book, number, code):
    saving_group(2, months=1, closed=1)
    code = code or bytes(ClosedMonth.objects.get().head_hash).hex()

    assert standing_of(head_typed(book, number, code)) is None


@pytest.mark.django_db
def test_a_rewritten_chain_does_not_stand_against_the_paper():
    saving_group(2, months=1, closed=1)
    paper = head_typed("KLONG", 1, bytes(ClosedMonth.objects.get().head_hash).hex())

    with past_the_guards() as cursor:
        cursor.execute("UPDATE ledger_entry SET hash = decode(repeat('22', 32), 'hex')")
        assert standing_of(paper) is None


@pytest.mark.django_db
def test_a_book_without_entries_stands_at_its_beginning():
    group = saving_group(0)
    close(group, JANUARY, no_meeting_reason="กลุ่มเพิ่งตั้ง ยังไม่ประชุม")

    assert standing_of(head_typed("KLONG", 0, "00" * 32)).closed_month == JANUARY


@pytest.mark.django_db
def test_what_was_taken_back_stands_and_says_by_what():
    hexes = bytes(reversed_sheet().entry.hash).hex()

    standing = standing_of(head_typed("KLONG", 1, hexes))

    assert (standing.reversed_by, standing.reversed_on, standing.newer) == (2, clock.today(), 1)
