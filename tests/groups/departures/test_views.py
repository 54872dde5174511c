from datetime import date
from decimal import Decimal

import pytest

from federation.access.permissions import Role
from federation.audit.models import Act
from groups.departures.models import Departure
from groups.registry.models import Beneficiary, Membership
from tests import builders
from tests.groups.departures import worlds
from tests.groups.departures.test_moving import let_go
from tests.groups.departures.worlds import asked, decided, saver
from tests.groups.pages import address, page

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def client(client, group):
    client.force_login(builders.officer(group, Role.SECRETARY))
    return client


def test_what_leaving_comes_to_is_shown_before_anything_is_asked(client, group):
    saver(group, satja="700.00", special="50.25")

    html = page(client, "member_leave", group, number=1)

    assert "750.25" in html and not Departure.objects.exists()


def test_a_member_resigns_on_the_page_and_what_stands_in_the_way_is_named(client, group):
    anon, busaba = saver(group, satja="9000.00"), saver(group, "บุษบา", satja="100.00")
    loan = builders.loan(busaba, "1200.00", guarantors=[(anon, "1000.00")])
    typed = {"on": "10/2/2569", "reason": "ย้ายบ้าน"}

    refused = client.post(address("leaving_ask", group, number=1, kind="resignation"), typed)
    assert refused.status_code == 422 and "บุษบา" in refused.content.decode()
    assert "ย้ายบ้าน" in refused.content.decode()
    loan.guarantees.update(released_on=date(2026, 2, 1))
    client.post(address("leaving_ask", group, number=1, kind="resignation"), typed)

    assert Departure.objects.get().state == "asked"
    assert Act.objects.filter(what="leaving_asked").count() == 1


def test_who_asked_sees_that_another_has_to_decide(client, group):
    anon = saver(group, satja="700.00")
    client.post(address("leaving_ask", group, number=1, kind="resignation"), {"on": "10/2/2569", "reason": "ย้ายบ้าน"})
    departure = Departure.objects.get()
    typed = {"on": "10/2/2569", "resolution_no": "1/2569", "resolution_on": "10/2/2569", "seen": "700.00"}

    refused = client.post(address("leaving_decide", group, pk=departure.pk), typed)

    assert refused.status_code == 422 and Membership.objects.get(pk=anon.pk).state == "admitted"


def test_what_who_left_before_still_holds_is_listed_and_returned(client, group):
    anon = saver(group, satja="850.00")
    Membership.objects.filter(pk=anon.pk).update(state="resigned", ended_on=date(2026, 1, 20))

    assert "850.00" in page(client, "leaving", group)
    assert "850.00" in page(client, "leaving_refund", group, number=1)
    client.post(address("leaving_refund", group, number=1), {"reason": "คืนเงินผู้ลาออกเดิม"})

    assert Departure.objects.get().left_before


def test_names_for_the_case_of_death_are_typed_and_shown_to_who_may_see_members(client, group):
    builders.member(group, "อานนท์")
    typed = {"on": "10/2/2569", "witness_1": "นายหนึ่ง", "witness_2": "นายสอง"}
    typed |= {"name_1": "นางมะลิ", "relation_1": "บุตร", "percent_1": "๖๐", "name_2": "นายกล้า", "relation_2": "บุตร"}

    refused = client.post(address("beneficiaries_name", group, number=1), typed | {"percent_2": "30"})
    assert refused.status_code == 422 and "90.00" in refused.content.decode()
    client.post(address("beneficiaries_name", group, number=1), typed | {"percent_2": "40"})

    assert Beneficiary.objects.count() == 2
    assert "นางมะลิ" in page(client, "member", group, number=1)
    client.force_login(builders.officer(group.keeper, Role.NETWORK_COMMITTEE))
    assert client.get(address("beneficiaries", group, number=1)).status_code == 403


def test_the_dead_are_reported_on_the_page_and_all_is_in_one_place(client, group):
    saver(group, satja="500.00")
    typed = {"died_on": "1/2/2569", "reason": "ใบมรณบัตรเลขที่ 12/2569", "sure": "on"}

    answer = client.post(address("leaving_death", group, number=1), typed, follow=True)

    html = answer.content.decode()
    assert answer.status_code == 200 and "500.00" in html and "12/2569" in html
    assert Membership.objects.get().ended_on == date(2026, 2, 1)


def test_papers_say_who_gets_what_and_never_threaten(client, group):
    made = decided(asked(saver(group, satja="700.00")))
    noticed = asked(saver(group, "บุษบา", satja="10.00"), kind="expulsion")

    for name, pk in (("leaving_settlement", made.pk), ("leaving_letter", noticed.pk)):
        answer = client.get(address(name, group, pk=pk))
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_the_other_group_sees_who_moves_there_and_admits(client, group):
    other = builders.group(group.keeper)
    departure = let_go(saver(group, satja="700.00"), other)
    client.force_login(builders.officer(other, Role.CHAIR))
    assert departure.membership.name in page(client, "leaving", other)
    typed = {"on": "10/2/2569", "amount": "100", "purse_from": "11010", "purse_to": "11010"}
    typed |= {"resolution_no": "9/2569", "resolution_on": "10/2/2569"}

    page(client, "leaving_admit", other, pk=departure.pk)
    client.post(address("leaving_admit", other, pk=departure.pk), typed)

    departure.refresh_from_db()
    assert (departure.state, departure.new_membership.organisation) == ("done", other)
    assert client.get(address("departure", group, pk=departure.pk)).status_code == 404


def test_every_page_of_a_death_opens(client, group):
    made = worlds.mourned(group, "ใบระกา")
    payment, task = made.payments.get(), made.tasks.first()

    for name in ("departure", "leaving_decide", "leaving_ask_back", "leaving_take_back", "leaving_withdraw"):
        page(client, name, group, pk=made.pk)
    page(client, "leaving_prepare", group, pk=made.pk, payment=payment.pk)
    page(client, "leaving_pay", group, pk=made.pk, payment=payment.pk)
    page(client, "leaving_task", group, pk=made.pk, task=task.pk)
