"""One case walked through all steps, from a word to the court; every letter shows the right sums of its day."""

import io
import re
from datetime import date, time
from decimal import Decimal

import pypdf
import pytest

from federation.kit.dates import show_date
from federation.kit.money import show
from loans.followup.models import CaseStep
from loans.followup.papers.drawing import envelope_pdf, letter_pdf
from loans.followup.papers.letters import text_of
from loans.followup.papers.pack import pack_pdf
from loans.followup.queries.cases import letters_of, view_of
from loans.followup.queries.dossier import dossier_of
from loans.followup.rules.letters import forbidden_in
from loans.followup.steps.cases import ask_network_step, open_due_cases_step
from loans.followup.steps.doings import Doing, do_step, promise_step
from loans.followup.steps.letters import (
    MayNotBeWritten,
    PostedAlready,
    WordsThatThreaten,
    Writing,
    letter_posted_step,
    write_letter_step,
)
from loans.lending.queries.standing import standing
from tests import builders
from tests.loans.followup.worlds import chair, world

pytestmark = pytest.mark.django_db


class Walk:
    """Takes the steps of a case, each on its day."""

    def __init__(self):
        self.made = world(lent=date(2025, 1, 5))
        chair(self.made.group, self.made.person)
        self.letters = []

    def do(self, kind, on, *, hour=None, by=None, **facts):
        made = self.made
        doing = Doing(kind=kind, on=on, hour=hour, done_by=by or made.person, **facts)
        return do_step(made.case, doing, today=on, by=made.officer, at=builders.at_noon(on).replace(hour=12))

    def letter(self, kind, on, **more):
        made = self.made
        writing = Writing(kind, signed_by=made.person, **more)
        letter = write_letter_step(made.case, writing, on=on, by=made.officer, at=builders.at_noon(on))
        self.letters.append((letter, standing(made.loan, on=on)))
        return letter

    def all(self):
        """Walk up the whole ladder; a part is paid on the way."""
        made = self.made
        self.do("call", date(2025, 2, 6), hour=time(10), cause="price", note="ยางราคาตก")
        self.do("visit", date(2025, 3, 6), hour=time(16), place="บ้านของผู้กู้", cause="illness", note="แม่ป่วย")
        self.letter("letter_1", date(2025, 3, 12))
        notice = self.letter("guarantor_notice", date(2025, 3, 12), to_guarantee=made.guarantee)
        posted = {"posted_on": date(2025, 3, 13), "posted_as": "RT123456789TH", "today": date(2025, 3, 13)}
        letter_posted_step(notice, **posted, by=made.officer, at=builders.AT)
        promise_step(
            made.case,
            amount=Decimal("800.00"),
            due_on=date(2025, 3, 31),
            made_on=date(2025, 3, 20),
            today=date(2025, 3, 20),
            by=made.officer,
            at=builders.AT,
        )
        builders.repay(made.loan, "500.00", on=date(2025, 3, 30))
        self.letter("letter_2", date(2025, 4, 6), meeting_on=date(2025, 4, 20), place="ศาลาหมู่บ้าน")
        self.do("meeting", date(2025, 4, 20), hour=time(9, 30), place="ศาลาหมู่บ้าน")
        self.do("memo", date(2025, 4, 20), result="ผ่อนเดือนละ 600")
        self.letter("letter_3", date(2025, 5, 8))
        self.do("guarantors", date(2025, 5, 10), hour=time(10), to_guarantee=made.guarantee)
        self.law()
        return self

    def law(self):
        made = self.made
        on, facts = date(2025, 6, 8), {"done_by": made.person, "note": "กลุ่มคุยแล้วไม่ได้ผล"}
        ask_network_step(made.case, on=on, **facts, by=made.officer, at=builders.AT)
        helper = made.helper_person
        self.do("network_visit", date(2025, 6, 20), hour=time(11), by=helper, place="ที่ทำการกลุ่ม")
        self.do("mediation", date(2025, 8, 10), place="ศูนย์ไกล่เกลี่ย", result="ยังตกลงกันไม่ได้", by=helper)
        self.letter("suit_notice", date(2025, 11, 6))
        self.do("hand_over", date(2025, 12, 6), by=helper)
        self.do("court", date(2026, 2, 8), by=helper, result="นัดพร้อม", cost=Decimal("1250.00"))


@pytest.fixture
def walk():
    return Walk().all()


def test_the_case_comes_to_the_last_step(walk):
    walk.made.case.refresh_from_db()

    assert (walk.made.case.step, walk.made.case.next_step) == ("court", "write_off")
    kinds = list(CaseStep.objects.order_by("on", "written_at", "pk").values_list("kind", flat=True))
    assert kinds[0] == "call"
    assert kinds[-1] == "court"
    assert {"letter_1", "guarantor_notice", "letter_2", "memo", "letter_3", "guarantors", "network"} <= set(kinds)


def test_every_letter_shows_the_sums_of_its_day(walk):
    assert len(walk.letters) == 5
    for letter, stood in walk.letters:
        assert Decimal(letter.data["sums"]["principal"]) == stood.due.principal
        assert Decimal(letter.data["sums"]["interest"]) == stood.due.interest
        assert Decimal(letter.data["sums"]["total"]) == stood.due.total > 0
        assert Decimal(letter.data["sums"]["whole"]) == stood.to_settle
    totals = [letter.total for letter, _stood in walk.letters]
    assert len(set(totals)) == 4  # two letters of one day tell one sum, the others each their own


def test_sums_worked_by_hand():
    walk = Walk()
    letter = walk.letter("letter_1", date(2025, 3, 12))

    # 12,000 at 1 % a month: two months fallen due bring 240.00 and twice 1,000.00; 7 of 31 days since bring 27.10.
    assert letter.data["sums"] == {
        "principal": "2000.00",
        "interest": "240.00",
        "fine": "0.00",
        "total": "2240.00",
        "whole": "12267.10",
    }


def test_a_letter_printed_later_shows_the_sums_of_its_day(walk):
    letter, stood = walk.letters[0]
    text = pdf_text(letter_pdf(letter))
    builders.repay(walk.made.loan, "3000.00", on=date(2026, 2, 9))

    again = letters_of(walk.made.case).get(pk=letter.pk)

    assert pdf_text(letter_pdf(again)) == text
    assert show(stood.due.total) in text
    assert show_date(letter.dated, language="th").replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_letters_are_numbered_in_the_year_of_the_group(walk):
    numbers = [str(letter) for letter, _stood in walk.letters]

    assert numbers == ["1/2568", "2/2568", "3/2568", "4/2568", "5/2568"]


def test_no_letter_as_written_threatens(walk):
    for letter, _stood in walk.letters:
        assert forbidden_in(words_of(letter)) == []


def words_of(letter):
    text = text_of(letter.data)
    parts = [str(words) for block in text.blocks for words in getattr(block, "sentences", [])]
    return " ".join([text.title, text.foot, *parts])


def test_a_letter_is_written_in_thai_whatever_the_reader_reads():
    from django.utils import translation

    with translation.override("en"):
        letter = Walk().letter("letter_1", date(2025, 3, 12))

    assert not re.search(r"[A-Za-z]{4,}", words_of(letter).replace(letter.case.loan.contract_no, ""))


def test_an_envelope_says_who_and_to_whom_and_no_more(walk):
    text = pdf_text(envelope_pdf(walk.letters[0][0])).replace("\n", " ")

    assert "ประภา" in text
    for word in ("หนี้", "เงินกู้", "กู้", "ทวง", "ค้าง", "คดี", "KD01"):
        assert word not in text


def test_a_sentence_of_ones_own_may_not_threaten():
    walk = Walk()

    with pytest.raises(WordsThatThreaten, match="ตำรวจ"):
        walk.letter("letter_1", date(2025, 3, 12), extra="ไม่จ่ายจะแจ้งตำรวจ")
    assert "ขอบคุณ" in words_of(walk.letter("letter_1", date(2025, 3, 12), extra="ขอบคุณที่ช่วยงานกลุ่มเสมอมา"))


def test_the_notice_goes_to_a_guarantor_and_a_demand_never_does():
    walk = Walk()

    with pytest.raises(MayNotBeWritten):
        walk.letter("guarantor_notice", date(2025, 3, 12))
    with pytest.raises(MayNotBeWritten):
        walk.letter("letter_1", date(2025, 3, 12), to_guarantee=walk.made.guarantee)


@pytest.mark.parametrize(("on", "late"), [(date(2025, 4, 6), False), (date(2025, 4, 7), True)])
def test_a_guarantor_told_too_late_reads_what_the_law_takes_off(on, late):
    walk = Walk()

    notice = walk.letter("guarantor_notice", on, to_guarantee=walk.made.guarantee)

    assert ("ไม่ต้องรับผิดในดอกเบี้ย" in words_of(notice)) == late


def test_a_guarantor_counts_as_told_from_the_day_the_notice_was_sent(walk):
    walk.made.guarantee.refresh_from_db()

    assert walk.made.guarantee.notified_on == date(2025, 3, 13)
    notice = walk.letters[1][0]
    with pytest.raises(PostedAlready):
        letter_posted_step(
            notice,
            posted_on=date(2025, 3, 14),
            posted_as="x",
            today=date(2025, 3, 14),
            by=walk.made.officer,
            at=builders.AT,
        )


def test_the_notice_to_the_guarantor_is_watched():
    walk = Walk()

    dossier = dossier_of(view_of(walk.made.case, on=date(2025, 3, 1)), now=builders.AT)

    [limit] = dossier.near_limits
    assert (limit.kind, limit.last_on) == ("guarantors", date(2025, 4, 6))


def test_the_promise_was_broken_and_the_years_count_from_what_was_owned_up(walk):
    dossier = dossier_of(view_of(walk.made.case, on=date(2026, 2, 8)), now=builders.AT)

    assert [one.state for one in dossier.view.promises] == ["broken"]
    assert {limit.kind: limit.last_on for limit in dossier.limits} == {
        "interest": date(2030, 4, 20),
        "principal": date(2035, 4, 20),
    }


def test_the_file_for_the_legal_unit_is_one_pdf_with_all_parts(walk):
    dossier = dossier_of(view_of(walk.made.case, on=date(2026, 2, 8)), now=builders.AT)

    document = pypdf.PdfReader(io.BytesIO(pack_pdf(dossier, made_at=builders.AT)))
    pages = [SARA_AM.sub(r"\1ำ", "".join(page.extract_text().split())) for page in document.pages]
    text = "".join(pages)

    for part in PARTS:
        assert part in text, part
    assert f"หน้า1จาก{len(pages)}" in pages[0]
    assert f"หน้า{len(pages)}จาก{len(pages)}" in pages[-1]
    for letter, stood in walk.letters:
        assert str(letter) in text
        assert show(stood.due.total) in text
    assert "1,250.00" in text
    assert "แม่ป่วย" in text


SARA_AM = re.compile("ํ([่-๋]?)า")  # a PDF holds the vowel in its two parts
PARTS = (
    "KD01-L1-1",
    "สารบัญ",
    "1.สัญญา",
    "2.การค้ำประกัน",
    "3.ตารางงวด",
    "4.การชำระเงิน",
    "5.หนังสือ",
    "6.การเยี่ยม",
    "7.คำรับปากว่าจะชำระ",
    "8.ที่มาของยอด",
)


def test_law_then_paid(walk):
    made, on = walk.made, date(2026, 2, 20)
    builders.repay(made.loan, show(standing(made.loan, on=on).to_settle).replace(",", ""), on=on)

    done = open_due_cases_step(made.group, on=on, by=made.officer, at=builders.at_noon(on))

    assert [case.outcome for case in done.closed] == ["law_then_paid"]


def pdf_text(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
