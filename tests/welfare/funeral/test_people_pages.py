"""Pages of funeral aid: starting a scheme, terms, applying, admitting, notices, lists, and checking a list."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from groups.registry.models import Beneficiary
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.people_worlds import STARTED, baht, cover, fee_overdue, scheme
from welfare.funeral.forms.lists import NotAList, rows_of_list
from welfare.funeral.models import Covered, ListCheck, Scheme, SchemeTerms
from welfare.funeral.papers.notice import notice_html
from welfare.funeral.queries.lapse import lapse_proposals
from welfare.funeral.queries.people import state_on, terms_on
from welfare.funeral.rules import Terms
from welfare.funeral.steps.people import apply_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group(name="กลุ่มสัจจะบ้านคลอง")


@pytest.fixture
def secretary(client, group):
    client.force_login(builders.officer(group, Role.SECRETARY))
    return client


def address(name, organisation, **where):
    return reverse(f"welfare:{name}", kwargs={"code": organisation.code, **where})


def page(client, name, organisation, query="", **where):
    answer = client.get(address(name, organisation, **where) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def typed(form, **change):
    """What a browser would send of a form as it stands."""
    data = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        data[bound.html_name] = value if isinstance(value, list) else getattr(value, "pk", value)
    return {**data, **change}


def start(client, group, example="per_death_family", step="set", **change):
    builders.fund(group, "FUN", kind="funeral", name="กองทุนศพ", monthly=None)
    at = address("scheme_start", group, example=example)
    form = client.get(at).context["form"]
    fund = form.fields["fund"].queryset.get()
    facts = {"name_th": "ช่วยงานศพบ้านคลอง", "code": "aid", "fund": fund.pk, "resolution_no": "7/2569"}
    today = "22/11/2569"
    facts |= {"resolution_on": today, "holds_from": today, "step": step}
    return client.post(at, typed(form, **facts | change))


@pytest.fixture
def today(monkeypatch):
    day = date(2026, 11, 22)
    monkeypatch.setattr(clock, "today", lambda: day)
    monkeypatch.setattr(clock, "now", lambda: builders.at_noon(day))
    return day


def test_a_scheme_is_looked_at_and_then_started(secretary, group, today):
    looked = start(secretary, group, step="look")
    assert looked.status_code == 200
    assert not Scheme.objects.exists()
    assert "100.00" in looked.content.decode()

    at = address("scheme_start", group, example="per_death_family")
    answer = secretary.post(at, typed(looked.context["form"], step="set"))

    assert answer.status_code == 302
    made = Scheme.objects.get()
    assert (made.model, made.name_th, made.footing) == ("per_death", "ช่วยงานศพบ้านคลอง", "custom")
    terms = terms_on(made, on=today)
    assert (terms.rate_member, terms.rate_relative, terms.fee_percent) == (baht("100"), baht("50"), baht("10"))
    assert terms.covers == ("member", "spouse", "parent", "child")


def test_what_cannot_be_is_said_beside_its_box_and_starts_nothing(secretary, group, today):
    answer = start(secretary, group, rate_relative="")
    assert answer.status_code == 422
    assert "rate_relative" in answer.context["form"].errors
    registered = {"footing": "association", "registration_no": "1/2546"}
    at = address("scheme_start", group, example="per_death_family")
    again = secretary.post(at, {**typed(answer.context["form"]), "rate_relative": "50", **registered, "step": "set"})
    assert "fee_percent" in again.context["form"].errors
    assert not Scheme.objects.exists()


def test_a_custom_is_not_called_an_association(secretary, group, today):
    answer = start(secretary, group, name_th="สมาคมฌาปนกิจสงเคราะห์บ้านคลอง")

    assert answer.status_code == 422
    assert not Scheme.objects.exists()
    called = start_again(secretary, group, answer, footing="association", registration_no="1/2546", fee_percent="4")
    assert called.status_code == 302


def start_again(client, group, answer, **change):
    at = address("scheme_start", group, example="per_death_family")
    return client.post(at, {**typed(answer.context["form"]), **change, "step": "set"})


@pytest.mark.parametrize("example", ["per_death", "prepaid", "yearly", "balance", "saving"])
def test_every_example_can_be_started_as_it_stands(secretary, group, today, example):
    assert start(secretary, group, example=example).status_code == 302
    made = Scheme.objects.get()
    assert page(secretary, "scheme", group, scheme=made.code)
    assert page(secretary, "schemes", group)


def test_new_terms_are_set_by_a_resolution(secretary, group, today):
    made = scheme(group)
    at = address("scheme_terms", group, scheme=made.code)
    form = secretary.get(at).context["form"]
    facts = {"rate_member": "๓๐", "resolution_no": "8/2569", "resolution_on": "22/11/2569", "step": "set"}

    answer = secretary.post(at, typed(form, **facts, holds_from="22/11/2569"))

    assert answer.status_code == 302
    assert terms_on(made, on=today).rate_member == baht("30")
    assert SchemeTerms.objects.count() == 2


def test_a_group_cannot_set_terms_of_its_networks_scheme(secretary, group):
    networks = scheme(group.keeper, code="netaid")

    assert page(secretary, "scheme", group, scheme=networks.code)
    for name in ("scheme_terms", "covered_admit", "list_check_new"):
        assert secretary.get(address(name, group, scheme=networks.code)).status_code == 404


def test_members_apply_and_are_admitted_by_one_resolution(secretary, group, today):
    made, members = scheme(group, terms={"wait_days": 10}), builders.members(group, 2)
    registrar = secretary
    registrar.force_login(builders.officer(group, Role.REGISTRAR))
    at = address("cover_apply", group, scheme=made.code)
    applied = {"applied_on": "22/11/2569", "members": [str(one.pk) for one in members]}
    assert registrar.post(at, applied).status_code == 302
    assert set(Covered.objects.values_list("state", flat=True)) == {"pending"}

    registrar.force_login(builders.officer(group, Role.WELFARE_COMMITTEE))
    people = [str(pk) for pk in Covered.objects.values_list("pk", flat=True)]
    facts = {"people": people, "on": "22/11/2569", "resolution_no": "9/2569", "resolution_on": "22/11/2569"}
    admit = address("covered_admit", group, scheme=made.code)
    assert registrar.post(admit, facts).status_code == 302

    assert {state_on(one, on=today) for one in Covered.objects.all()} == {"waiting"}
    assert {one.covered_from for one in Covered.objects.all()} == {today + timedelta(days=10)}


def test_the_networks_officer_enters_members_of_a_group_by_number(client, group, today):
    network = group.keeper
    made, member = scheme(network, code="netaid"), builders.member(group)
    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))
    at = address("cover_apply", network, scheme=made.code)

    refused = client.post(at, {"group": group.pk, "numbers": "1, 99", "applied_on": "22/11/2569"})
    assert refused.status_code == 422 and "99" in str(refused.context["form"].errors)
    assert client.post(at, {"group": group.pk, "numbers": "๑", "applied_on": "22/11/2569"}).status_code == 302
    assert [one.membership for one in Covered.objects.all()] == [member]


def test_a_group_sees_only_its_own_members_in_the_networks_scheme(secretary, group):
    made, other = scheme(group.keeper, code="netaid"), builders.group(group.keeper)
    ours, theirs = builders.member(group, "ชูใจ"), builders.member(other, "มานี")
    _own, strange = cover(made, [ours, theirs])

    html = page(secretary, "covered_list", group, scheme=made.code)

    assert "ชูใจ" in html and "มานี" not in html
    for name in ("covered", "covered_letter"):
        assert secretary.get(address(name, group, scheme=made.code, number=strange.number)).status_code == 404
    for listing in ("registry", "applications", "deaths", "to-bring", "left", "cut-off"):
        query = "?since=1/1/2569&until=31/12/2569&by=applied&on=1/6/2569"
        assert "มานี" not in page(secretary, "scheme_list", group, query, scheme=made.code, listing=listing)


@pytest.mark.parametrize("search", ["ชูใจ", "1", "๑"])
def test_people_are_found_by_name_and_number(secretary, group, search):
    made = scheme(group)
    cover(made, [builders.member(group, "ชูใจ"), builders.member(group, "มานี")])

    html = page(secretary, "covered_list", group, f"?q={search}", scheme=made.code)

    assert "ชูใจ" in html and "มานี" not in html


def test_a_persons_page_shows_whom_they_named_and_the_family(secretary, group):
    made = scheme(group, terms={"covers": ("member", "parent"), "rate_relative": baht("10")})
    member = builders.member(group)
    parent = {"membership": member, "relation": "parent", "name": "ยายเมี้ยน ใจดี"}
    own, _parent = cover(made, [member, parent])
    Beneficiary.objects.create(
        network_id=group.network_key,
        membership=member,
        named_on=STARTED,
        named_at=builders.AT,
        position=1,
        name="ดวงใจ ใจดี",
        relation="ภรรยา",
        percent=Decimal("100.00"),
        by=builders.user("registrar"),
    )

    html = page(secretary, "covered", group, scheme=made.code, number=own.number)

    assert "ดวงใจ ใจดี" in html and "ยายเมี้ยน ใจดี" in html


def test_resigning_and_suspending_from_the_page(secretary, group, today):
    made = scheme(group)
    one, other = cover(made, builders.members(group, 2))
    leave = address("covered_leave", group, scheme=made.code, number=one.number, step="resign")
    secretary.force_login(builders.officer(group, Role.CHAIR))
    assert secretary.post(leave, {"on": "22/11/2569", "reason": "ย้ายบ้าน"}).status_code == 403
    secretary.force_login(builders.officer(group, Role.REGISTRAR))
    assert secretary.post(leave, {"on": "22/11/2569", "reason": ""}).status_code == 422
    assert secretary.post(leave, {"on": "22/11/2569", "reason": "ย้ายบ้าน"}).status_code == 302

    decide = address("covered_decide", group, scheme=made.code, number=other.number, step="suspend")
    facts = {"on": "22/11/2569", "reason": "สอบสวน", "resolution_no": "9/2569", "resolution_on": "22/11/2569"}
    assert secretary.post(decide, facts).status_code == 403
    secretary.force_login(builders.officer(group, Role.WELFARE_COMMITTEE))
    assert secretary.post(decide, facts).status_code == 302
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.state, other.state) == ("resigned", "suspended")


def test_a_steps_address_takes_only_its_own_steps(client, group):
    made = scheme(group)
    [one] = cover(made, [builders.member(group)])
    client.force_login(builders.officer(group, Role.WELFARE_COMMITTEE))

    for name, step in (("covered_leave", "suspend"), ("covered_decide", "resign"), ("covered_decide", "deceased")):
        assert client.get(address(name, group, scheme=made.code, number=one.number, step=step)).status_code == 404


def test_notice_then_time_then_a_person_puts_out(client, group, today):
    made = fee_overdue(group)
    [one] = cover(made, [builders.member(group, "ชูใจ")])
    client.force_login(builders.officer(group, Role.WELFARE_COMMITTEE))
    where = {"scheme": made.code, "number": one.number}
    decision = {"on": "22/11/2569", "reason": "ไม่ส่งค่าบำรุง", "resolution_no": "9/2569", "resolution_on": "22/11/2569"}
    assert "ชูใจ" in page(client, "lapses", group, scheme=made.code)

    assert client.post(address("covered_put_out", group, **where), decision).status_code == 422
    assert client.post(address("covered_notice", group, **where), {"on": "1/11/2569"}).status_code == 302
    assert state_on(one, on=today) == "covered"
    assert client.post(address("covered_put_out", group, **where), {**decision, "on": "16/11/2569"}).status_code == 422
    assert client.post(address("covered_put_out", group, **where), decision).status_code == 302
    assert state_on(one, on=today) == "expelled"
    assert client.get(address("covered_put_out", group, **where)).status_code == 404


def test_the_notice_names_no_association_and_threatens_nobody(group, today):
    made = fee_overdue(group, wording="burial_help", name_th="เงินช่วยเหลือจัดการศพบ้านคลอง")
    cover(made, [builders.member(group, "ชูใจ")])
    [proposal] = lapse_proposals(made, on=today)

    html = notice_html(proposal, terms=terms_on(made, on=today), on=today)

    assert "ชูใจ" in html and "เงินช่วยเหลือจัดการศพ" in html
    assert "สมาคม" not in html and "ฌาปนกิจ" not in html
    assert "7 ธันวาคม 2569" in html


def test_lists_come_as_spreadsheets(secretary, group):
    made = scheme(group)
    cover(made, [builders.member(group, "ชูใจ")])
    query = "?since=1/1/2569&until=31/12/2569&by=applied&on=1/6/2569&file=xlsx"

    for listing in ("registry", "applications", "cut-off"):
        answer = secretary.get(address("scheme_list", group, scheme=made.code, listing=listing) + query)
        assert answer.status_code == 200
        assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].max_row > 1
    assert secretary.get(address("scheme_list", group, scheme=made.code, listing="nothing")).status_code == 404


def test_dates_that_cannot_be_read_list_nothing_and_say_so(secretary, group):
    made = scheme(group)
    html = page(secretary, "scheme_list", group, "?since=x&until=1/1/2569", scheme=made.code, listing="left")
    assert "is-invalid" in html or "error" in html


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_list_is_read_from_a_workbook_and_from_csv():
    head = ["ลำดับ", "เลขที่ฌาปนกิจ", "ชื่อ-สกุล", "เลขที่บัญชี", "จำนวนเงิน"]
    rows = [["รายการหักเงิน"], [], head, [1, 12, "นายเกษม ทองคำ", "123-4", 20], [2, "๑๓", "นางบัว", "", "20.00"]]
    rows += [["", "", "รวม", "", 40]]

    found = rows_of_list("a.xlsx", workbook(rows))
    plain = "\r\n".join(",".join(map(str, row)) for row in rows).encode("utf-8-sig")

    assert [(row.line, row.number, row.name, row.amount) for row in found] == [
        (4, 12, "นายเกษม ทองคำ", baht("20.00")),
        (5, 13, "นางบัว", baht("20.00")),
    ]
    assert rows_of_list("a.csv", plain) == found
    assert rows_of_list("a.csv", plain.decode("utf-8-sig").encode("cp874")) == found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.xlsx", workbook([["เลขที่"], [1]])),
        ("a.csv", "เลขที่,จำนวนเงิน\r\n1,1e3".encode()),
        ("a.csv", "เลขที่,จำนวนเงิน\r\n".encode()),
        ("a.csv", b"\xff\xfe\xff"),
    ],
)
def test_what_is_no_list_is_refused(name, content):
    with pytest.raises(NotAList):
        rows_of_list(name, content)


def test_a_pay_offices_list_is_checked_and_books_nothing(client, group, today):
    made = worlds.scheme(group)
    people = worlds.cover(made, builders.members(group, 4))
    worlds.opened(people[0])
    entries = group.book.entries.count()
    client.force_login(builders.officer(group, Role.REGISTRAR))
    rows = [["เลขที่", "ชื่อ", "ยอดเงิน"], [2, people[1].shown_name, 100], [3, people[2].shown_name, 0]]
    sent = io.BytesIO(workbook(rows))
    sent.name = "หัก.xlsx"
    death = made.deaths.get()

    answer = client.post(
        address("list_check_new", group, scheme=made.code), {"death": death.pk, "numbers": "funeral", "file": sent}
    )

    kept = ListCheck.objects.get()
    assert answer.headers["Location"] == address("list_check", group, scheme=made.code, pk=kept.pk)
    assert {fate: len(found) for fate, found in kept.found["fates"].items() if found} == {
        "paid": 1,
        "not_paid": 1,
        "missing": 1,
    }
    assert people[1].shown_name not in str(kept.found)
    assert people[3].shown_name in page(client, "list_check", group, scheme=made.code, pk=kept.pk)
    assert group.book.entries.count() == entries


def test_age_is_asked_for_on_the_page(secretary, group, today):
    made = scheme(group, terms={"max_entry_age": 55})
    secretary.force_login(builders.officer(group, Role.REGISTRAR))
    at = address("cover_apply", group, scheme=made.code)

    answer = secretary.post(at, {"applied_on": "22/11/2569", "members": [str(builders.member(group).pk)]})

    assert answer.status_code == 422
    assert not Covered.objects.exists()


def test_an_application_may_be_withdrawn(secretary, group, today):
    made = scheme(group)
    with transaction.atomic():
        facts = {"applied_on": date(2026, 11, 1), "by": builders.user("x"), "at": builders.at_noon(today)}
        one = apply_step(made, builders.member(group), **facts)
    secretary.force_login(builders.officer(group, Role.REGISTRAR))
    assert "withdraw" in page(secretary, "covered", group, scheme=made.code, number=one.number)
    at = address("covered_leave", group, scheme=made.code, number=one.number, step="withdraw")
    assert secretary.post(at, {"on": "22/11/2569", "reason": "เปลี่ยนใจ"}).status_code == 302
    assert Terms.from_data(SchemeTerms.objects.get().terms) == terms_on(made, on=today)
