"""What stands on the papers of a loan, and that an issued paper stays what it is."""

import io
import re
import unicodedata
from datetime import date
from decimal import Decimal as D

import pypdf
import pytest
from django.db import transaction

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.money import show
from federation.people.steps import change_person_step
from groups.registry.models import Office
from loans.lending.models import Collateral, JointBorrower, Paper
from loans.lending.papers.drawing import drawn, pdf_of
from loans.lending.papers.parts import PaperText, in_thai
from loans.lending.queries.standing import standing
from loans.lending.steps import papers as steps
from loans.products.rules import FineRule
from tests import builders

pytestmark = pytest.mark.django_db

SIGNED = date(2026, 1, 5)
FINE = FineRule(kind="per_month", baht=D("10.00"), grace_days=5, cap_percent=D(5))


@pytest.fixture
def group():
    made = builders.group(name="กลุ่มสัจจะบ้านหนองน้ำ")
    post(made, "chair", "ชาติ")
    post(made, "treasurer", "เสาวลักษณ์")
    return made


def post(group, which, given):
    Office.objects.create(
        network_id=group.network_key,
        organisation=group,
        person=builders.person(group, given, "ทองคำ"),
        post=which,
        since=date(2025, 1, 1),
        until=date(2028, 12, 31),
    )


@pytest.fixture
def anon(group):
    return builders.member(group, "ญาณิศา", family="ปู่น้ำ", national_id=builders.national_id(), born_on=date(1980, 5, 1))


@pytest.fixture
def loan(group, anon):
    return builders.loan(anon, guarantors=[(builders.member(group, "มาลี"), "6000.00")], fine=FINE)


@transaction.atomic
def contract(loan):
    return steps.contract_papers_step(loan, by=builders.user("treasurer"), at=builders.AT)


def words(paper):
    """Return all that stands on a paper, its marks of drawing taken away."""
    text = PaperText.from_data(paper.data)
    shown = drawn(text)
    parts = [str(shown["title"]), *(f"{post} {name}" for post, name in shown["signers"])]
    for _kind, block in [*shown["blocks"], *shown["ending"], *shown["annexes"]]:
        parts.append(str(block))
    return re.sub(r"<[^>]+>", "", " ".join(parts))


def test_the_contract_says_what_the_law_asks_for(loan):
    said = words(contract(loan)[0])

    for sentence in (
        "12,000.00 บาท (หนึ่งหมื่นสองพันบาทถ้วน)",
        "ดอกเบี้ยร้อยละ 12 ต่อปี",
        "ไม่คิดดอกเบี้ยทบต้น",
        "จ่ายตรงงวด ร้อยละ 12.00 ต่อปี; แม้ผิดนัด ดอกเบี้ยรวมค่าปรับไม่เกินร้อยละ 15 ต่อปี",
        "12 งวด งวดแรกวันที่ 5 กุมภาพันธ์ 2569 งวดสุดท้ายวันที่ 5 มกราคม 2570",
        "ค่าปรับที่ถึงกำหนด แล้วดอกเบี้ย แล้วเงินต้น",
        "เมื่อรวมกับดอกเบี้ยแล้วไม่เกินร้อยละ 15 ต่อปี",
        "ค่าปรับทั้งหมดของเงินกู้รายนี้รวมกันไม่เกิน 600.00 บาท",
        "ผู้แทนของสมาชิกกลุ่ม",
        "ใบเสร็จรับเงินทุกครั้ง",
    ):
        assert sentence in said
    assert said.count("พยาน ") == 2


def test_a_loan_without_interest_has_no_word_of_it_on_any_paper(group, anon):
    loan = builders.loan(anon, yearly_rate=D(0), guarantors=[(builders.member(group, "มาลี"), "6000.00")], fine=FINE)

    for paper in contract(loan):
        assert "ดอกเบี้ย" not in words(paper), paper.kind


def test_a_guarantor_never_signs_as_a_joint_debtor_and_reads_every_right(loan):
    _contract, guarantee, _schedule = contract(loan)
    said = words(guarantee)

    assert "ลูกหนี้ร่วม" not in said
    for sentence in (
        "รับผิดไม่เกิน 6,000.00 บาท (หกพันบาทถ้วน)",
        "ตั้งแต่วันที่ 5 มกราคม 2569 ถึงวันที่ 5 มกราคม 2570",
        "ภายใน 60 วัน",
        "ขอให้เรียกผู้กู้ก่อนได้",
        "ไล่เบี้ย",
        "หลุดพ้นจากความรับผิด",
    ):
        assert sentence in said


def test_a_national_id_is_masked_and_a_minor_has_a_guardian(group):
    young = builders.member(
        group,
        "น้อย",
        national_id=builders.national_id(),
        born_on=date(2008, 1, 1),
        guardian="นางใหญ่ ใจดี",
    )
    said = words(contract(builders.loan(young))[0])

    assert re.search(r"9-xxxx-xxxxx-\d\d-\d", said) and not re.search(r"\d{13}", said)
    assert "ผู้แทนโดยชอบธรรม" in said and "นางใหญ่ ใจดี" in said


def test_the_contract_knows_joint_borrowers_goods_and_collateral(group, anon):
    goods = [{"name": "ปุ๋ย", "unit": "กระสอบ", "count": "10", "price": "950.00"}]
    loan = builders.loan(anon, paid_out=False, asked={"goods": goods})
    request, kin = loan.request, builders.member(group, "เกษม")
    common = {"network_id": loan.network_id, "request": request}
    JointBorrower.objects.create(**common, membership=kin, part=D("4000.00"))
    Collateral.objects.create(
        **common, kind="รถจักรยานยนต์", description="สีแดง", value=D("15000.00"), valued_on=SIGNED, document_no="5512"
    )

    said = words(contract(loan)[0])

    assert "เป็นหนี้ร่วมกันทั้งจำนวน" in said and "เกษม ใจดี 4,000.00 บาท" in said
    assert "ปุ๋ย จำนวน 10 กระสอบ หน่วยละ 950.00 บาท รวม 9,500.00 บาท" in said
    assert "รถจักรยานยนต์: สีแดง เอกสาร 5512 ราคา 15,000.00 บาท" in said


def test_an_issued_paper_stays_what_it_was(loan, anon):
    paper = contract(loan)[0]
    before = pdf_of(PaperText.from_data(paper.data))
    with transaction.atomic():
        change_person_step(anon.person, given="สมหญิง")

    again = contract(loan)[0]

    assert again.pk == paper.pk and Paper.objects.filter(kind="contract").count() == 1
    assert pdf_of(PaperText.from_data(Paper.objects.get(pk=paper.pk).data)) == before


def test_papers_are_numbered_after_their_contract(loan):
    assert [(paper.kind, paper.number) for paper in contract(loan)] == [
        ("contract", "1/2569"),
        ("guarantee", "1/2569-1"),
        ("schedule", "1/2569-1"),
    ]


def test_each_quote_has_a_number_of_its_own_and_its_day(loan):
    def quote(day):
        with transaction.atomic():
            return steps.quote_paper_step(
                loan, on=day, asked_on=date(2026, 1, 20), by=builders.user("treasurer"), at=builders.AT
            )

    first, second = quote(date(2026, 1, 20)), quote(date(2026, 2, 5))

    assert (first.number, second.number) == ("1/2569", "2/2569")
    assert "12,120.00 บาท (หนึ่งหมื่นสองพันหนึ่งร้อยยี่สิบบาทถ้วน)" in words(second)
    assert "5 กุมภาพันธ์ 2569" in words(second)


def test_a_release_is_given_when_nothing_is_owed(loan):
    def release():
        loan.refresh_from_db()
        with transaction.atomic():
            return steps.release_paper_step(loan, by=builders.user("treasurer"), at=builders.AT)

    with pytest.raises(steps.NothingToIssue):
        release()
    builders.repay(loan, "12120.00", on=date(2026, 2, 5))
    said = words(release())

    assert "ส่งคืนครบถ้วนแล้วเมื่อวันที่ 5 กุมภาพันธ์ 2569" in said
    assert "12,120.00" in said and "มาลี" in said and "พ้นภาระ" in said


def text_of(pdf):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    joined = re.sub("\u0e4d([่-๋]?)\u0e32", "\\1ำ", unicodedata.normalize("NFC", "".join(pages)))
    return "".join(joined.split())


def test_paper_has_thai_figures_where_one_asks_for_them(loan):
    paper = PaperText.from_data(contract(loan)[0].data)

    thai, arabic = text_of(pdf_of(paper, digits="thai")), text_of(pdf_of(paper))

    assert "๑๒,๐๐๐.๐๐บาท" in thai and "12,000.00บาท" in arabic
    assert "1,120.00" in thai  # tables of money keep their figures
    for hard in ("หนี้", "ผู้ค้ำประกัน", "ดอกเบี้ย", "หน้า1จาก"):
        assert hard in arabic


def test_what_somebody_types_stays_text_on_paper(anon):
    loan = builders.loan(anon, asked={"purpose": "ซื้อ <b>ปุ๋ย</b> 100% & %(name)s"})

    with in_thai():
        shown = str(drawn(PaperText.from_data(contract(loan)[0].data))["blocks"])

    assert "&lt;b&gt;ปุ๋ย&lt;/b&gt;" in shown and "<b>" not in shown and "%(name)s" in shown


# Pages


@pytest.fixture
def treasurer(group, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: builders.at_noon(date(2026, 2, 20)))
    client.force_login(builders.officer(group, Role.TREASURER))


@pytest.mark.usefixtures("treasurer")
def test_papers_are_issued_seen_and_printed(client, group, loan):
    issued = client.post(f"/o/{group.code}/loans/{loan.number}/papers/contract/issue/")

    page, pdf = client.get(issued.url), client.get(f"{issued.url}pdf/?digits=thai")

    assert "สัญญากู้ยืมเงิน" in page.content.decode() and "1/2569-1" in page.content.decode()
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


@pytest.mark.usefixtures("treasurer")
def test_a_quote_is_issued_from_its_page(client, group, loan):
    address = f"/o/{group.code}/loans/{loan.number}/quote/"

    page = client.get(f"{address}?on=2026-03-05").content.decode()
    answer = client.post(address, {"on": "2026-03-05"})

    assert show(standing(loan, on=date(2026, 3, 5)).to_settle) in page
    assert Paper.objects.get(kind="quote").data and answer.status_code == 302


@pytest.mark.usefixtures("treasurer")
def test_no_quote_for_a_day_that_is_over(client, group, loan):
    answer = client.post(f"/o/{group.code}/loans/{loan.number}/quote/", {"on": "2026-02-01"})

    assert answer.status_code == 422 and not Paper.objects.exists()


@pytest.mark.usefixtures("treasurer")
def test_the_request_is_printed_before_and_after_the_decision(client, group, anon):
    loan = builders.loan(anon)

    answer = client.post(f"/o/{group.code}/loans/requests/{loan.request.number}/paper/")

    [paper] = Paper.objects.filter(kind="request")
    assert answer.url == f"/o/{group.code}/loans/papers/{paper.pk}/"
    assert "มติที่ 1/2569" in words(paper) and "ผู้ขอกู้" in words(paper)
