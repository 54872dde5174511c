"""The pages of claims: who sees and does what; what was typed stays; nothing of health where it does not belong."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.kit import clock
from tests import builders
from tests.welfare.claims import claim_worlds as worlds
from tests.welfare.claims.claim_worlds import agreed, approved, at, filed, paid, world
from tests.welfare.claims.test_claim_pictures import photograph
from welfare.claims.models import Claim, ClaimPaper, ClaimState
from welfare.claims.papers.texts import voucher_text
from welfare.claims.steps import claims
from welfare.claims.steps.papers import add_paper_step, remove_picture_step

pytestmark = pytest.mark.django_db
HEALTH = {"cause": "ไข้เลือดออก", "hospital": "โรงพยาบาลตัวอย่าง"}


@pytest.fixture
def made(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: worlds.TODAY)
    return world()


def client(user):
    made = Client()
    made.force_login(user)
    return made


def url(name, claim, **more):
    where = {"fund": claim.fund.code, "number": claim.number, "year": claim.be_year, **more}
    return reverse(f"welfare:{name}", kwargs={"code": claim.organisation.code, **where})


def page(user, name, claim, **more):
    answer = client(user).get(url(name, claim, **more))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def words(pdf):
    return re.sub(r"\s+", "", "".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages))


def test_a_claim_is_filed_in_two_pages_that_ask_only_what_it_needs(made):
    browser = client(made.files)
    answer = browser.post(
        reverse("welfare:claim_add", args=[made.organisation.code]), {"benefit": made.illness.pk, "member": "มาลี"}
    )
    html = browser.get(answer.url).content.decode()
    assert 'name="nights"' in html
    assert 'name="school"' not in html and 'name="children"' not in html

    answer = browser.post(answer.url, {"event_on": "10/2/2569", "nights": "๓", "cause": "ไข้เลือดออก"})

    claim = Claim.objects.get()
    assert answer.url == url("claim", claim)
    assert (claim.event_on, claim.facts, claim.payee_name) == (date(2026, 2, 10), {"nights": 3}, made.member.name)


def test_what_was_typed_stays_when_it_is_refused(made):
    there = {"fund": "WELF", "benefit": "illness", "place": made.place.number}
    address = reverse("welfare:claim_file", kwargs={"code": made.organisation.code, **there})

    answer = client(made.files).post(address, {"event_on": "10/2/2569", "nights": "สาม", "payee_name": "สมศรี"})

    assert answer.status_code == 422
    assert 'value="สาม"' in answer.content.decode() and "สมศรี" in answer.content.decode()
    assert not Claim.objects.exists()


def test_a_second_event_of_a_day_is_offered_once_the_first_is_there(made):
    filed(made, benefit=made.birth)
    there = {"fund": "WELF", "benefit": "birth", "place": made.place.number}
    address = reverse("welfare:claim_file", kwargs={"code": made.organisation.code, **there})
    typed = {"event_on": "10/2/2569", "children": "1"}

    html = client(made.files).post(address, typed).content.decode()
    assert re.search(r'type="checkbox"[^>]*name="another"|name="another"[^>]*type="checkbox"', html)
    client(made.files).post(address, {**typed, "another": "on"})

    assert Claim.objects.filter(event_no=2).exists()


def test_a_name_that_fits_several_is_told_apart_by_number(made):
    other = builders.member(made.organisation, "มาลี", family="ทองคำ", joined_on=worlds.SINCE)
    worlds.placed(made.fund, other)
    address = reverse("welfare:claim_add", args=[made.organisation.code])

    answer = client(made.files).post(address, {"benefit": made.illness.pk, "member": "มาลี"})
    assert answer.status_code == 422

    found = client(made.files).post(address, {"benefit": made.illness.pk, "member": f"{other.number} มาลี"})
    assert found.status_code == 302


def test_the_claim_goes_its_way_through_the_pages(made):
    claim = filed(made)
    assert "300.00" in page(made.agrees, "claim", claim)
    resolution = {"resolution_no": "3/2569", "resolution_on": "20/2/2569"}
    for person, name, typed in (
        (made.agrees, "claim_agree", {"amount": "300", "reason": "", **resolution}),
        (made.approves, "claim_approve", {"yes": "1"}),
        (made.pays, "claim_pay", {"source": "cash"}),
        (made.pays, "claim_receive", {"on": "20/2/2569"}),
    ):
        page(person, name, claim)
        assert client(person).post(url(name, claim), typed).status_code == 302, name
    claim.refresh_from_db()
    assert claim.state == ClaimState.RECEIVED
    page(made.pays, "claim", claim)


@pytest.mark.parametrize("name", ["claim_agree", "claim_approve", "claim_pay", "claim_refuse", "claim_health"])
def test_who_may_not_is_kept_out(made, name):
    claim = filed(made)

    assert client(made.files).post(url(name, claim), {}).status_code == 403
    claim.refresh_from_db()
    assert claim.state == ClaimState.FILED


def test_refusing_belongs_to_whoever_the_step_belongs_to(made):
    claim = agreed(made)

    assert client(made.agrees).get(url("claim_refuse", claim)).status_code == 403
    answer = client(made.approves).post(url("claim_refuse", claim), {"reason": "ไม่ตรงกับระเบียบ"})

    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.REFUSED


def test_health_stands_on_no_page_no_list_and_no_paper(made):
    claim = paid(made, filed(made, health=HEALTH))
    refused = filed(made, event_on=date(2026, 2, 12), health=HEALTH)
    claims.refuse_step(refused, reason="ไม่มีเอกสาร", by=made.agrees, **at())
    refused.refresh_from_db()
    pages = [page(made.agrees, "claim", claim), page(made.pays, "claim_receive", claim)]
    listed = reverse("welfare:claims", args=[made.organisation.code])
    pages += [
        client(made.pays).get(listed, {"show": "all"}).content.decode(),
        client(made.approves).get(reverse("federation:acts", args=[made.organisation.code])).content.decode(),
    ]
    pages += [words(client(made.pays).get(url(name, claim)).content) for name in ("claim_form", "claim_voucher")]
    pages += [words(client(made.pays).get(url("claim_refusal", refused)).content)]

    for html in pages:
        assert "ไข้เลือดออก" not in html
    assert all(len(html) > 100 for html in pages)


def test_health_opens_by_a_press_that_is_written_down(made):
    claim = filed(made, health=HEALTH)
    assert "ไข้เลือดออก" not in page(made.agrees, "claim_health", claim)
    assert not Act.objects.filter(what="claim_health_read").exists()

    html = client(made.agrees).post(url("claim_health", claim)).content.decode()

    assert "ไข้เลือดออก" in html
    assert Act.objects.get(what="claim_health_read").by == made.agrees


def test_a_photograph_is_sent_and_handed_out_to_whom_it_may(made):
    claim = filed(made, papers=False)
    for kind in ("id_card", "hospital_certificate"):
        sent = {"kind": kind, "picture": BytesIO(photograph((50, 50)))}
        sent["picture"].name = "บัตร.jpg"
        assert client(made.files).post(url("claim_paper_add", claim), sent).status_code == 302
    plain, sealed = (ClaimPaper.objects.get(kind=kind) for kind in ("id_card", "hospital_certificate"))

    answer = client(made.pays).get(url("claim_paper", claim, pk=plain.pk))
    assert (answer["Content-Type"], answer.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert client(made.pays).post(url("claim_paper", claim, pk=sealed.pk)).status_code == 404
    assert client(made.agrees).get(url("claim_paper", claim, pk=sealed.pk)).status_code == 302
    assert client(made.agrees).post(url("claim_paper", claim, pk=sealed.pk)).content[:2] == b"\xff\xd8"


def test_the_voucher_says_the_amount_in_words_and_who_signs(made):
    text = words(client(made.pays).get(url("claim_voucher", paid(made))).content)

    assert "สามร้อยบาทถ้วน" in text
    assert made.member.person.given in text


def test_a_network_finds_only_members_with_a_place_in_its_fund():
    network = builders.network(code="KNET")
    group = builders.group(network, code="KC09")
    builders.member_group(network, group)
    outside = builders.member(group, "ลับลี้", joined_on=worlds.SINCE)
    made = world(group=network, member=builders.member(group, "ปราณี", joined_on=worlds.SINCE))
    files = builders.officer(network, Role.NETWORK_TREASURER)
    address = reverse("welfare:claim_add", args=[network.code])

    answer = client(files).post(address, {"benefit": made.illness.pk, "member": outside.person.given})

    assert answer.status_code == 422
    assert client(files).post(address, {"benefit": made.illness.pk, "member": "ปราณี"}).status_code == 302


def test_lists_have_states_search_and_files(made):
    approved(made)
    filed(made, benefit=made.birth)
    address = reverse("welfare:claims", args=[made.organisation.code])
    browser = client(made.pays)

    assert "1/2569" in browser.get(address).content.decode()
    assert browser.get(address, {"show": "all", "kind": "birth", "year": "2569"}).content.decode().count("KC01") >= 1
    assert "2/2569" not in browser.get(address, {"show": "all", "kind": "illness"}).content.decode()
    assert browser.get(address, {"q": "มาลี", "show": "all", "file": "csv"}).content.count(b"/2569") >= 2


def test_a_list_asks_as_often_for_many_as_for_few(made, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("welfare:claims", args=[made.organisation.code])
    counts = []
    for day in (1, 5):
        for n in range(day):
            filed(made, event_on=date(2026, 1, day + n))
        browser = client(made.pays)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_claim_without_its_papers_waits_for_them_on_page_and_list_and_says_which_nights_count(made):
    claim = filed(made, papers=False, facts={"nights": 12})

    html = page(made.files, "claim", claim)
    listed = client(made.files).get(reverse("welfare:claims", args=[made.organisation.code])).content.decode()

    assert "รอเอกสาร" in html and "รอเอกสาร" in listed
    assert "10 จาก 12 คืน" in html.replace("นับ ", "")


def test_a_picture_stays_once_the_claim_is_paid(made):
    done = paid(made)
    with transaction.atomic():
        paper = add_paper_step(done, kind="id_card", seen=True, picture=b"%PDF-1.7", by=made.files, **at())

    with pytest.raises(claims.NotAtThisStep), transaction.atomic():
        remove_picture_step(paper, reason="ผิดรูป", by=made.files, **at())

    assert ClaimPaper.objects.get(pk=paper.pk).media_type
    assert url("claim_picture_remove", done, pk=paper.pk) not in page(made.files, "claim", done)


@pytest.mark.parametrize("source", ["cash", "bank"])
def test_the_voucher_says_from_where_for_what_and_by_which_resolution(made, source):
    if source == "bank":
        worlds.in_fund(made.fund, "500.00", purse="12400")
    done = paid(made, source=source)

    text = str(voucher_text(done, made_at=builders.AT))

    assert ("เงินสด" in text, "ธนาคาร" in text) == (source == "cash", source == "bank")
    assert "3/2569" in text and "10 ก" in text and "100" in text
