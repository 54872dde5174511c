"""What a family gets after a death is said plainly: shares before the decision, welfare apart; done work is done."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from federation.access.permissions import Role
from federation.ledger.refusals import NeedsSecondPerson
from groups.departures.models import Departure
from groups.departures.queries import lists, net_of
from groups.departures.steps.beneficiaries import name_beneficiaries_step
from groups.registry.rules import Heir
from tests import builders
from tests.groups.departures.worlds import DAY, asked, decided, died, saver
from tests.groups.pages import address, page
from tests.welfare.claims.claim_worlds import benefit, in_fund, placed
from tests.welfare.claims.test_claim_family import DEATH
from welfare.claims.models import Claim
from welfare.claims.steps.claims import Filing, file_step

pytestmark = pytest.mark.django_db
D = Decimal
HEIRS = [Heir("นางดวงดี ทองดี", "ภรรยา", D(60)), Heir("นายเพชร ทองดี", "บุตร", D(40))]


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def client(client, group):
    client.force_login(builders.officer(group, Role.SECRETARY))
    return client


@transaction.atomic
def name(member, heirs=HEIRS):
    facts = {"witnesses": "ก, ข", "on": date(2026, 1, 5), "by": builders.user("registrar"), "at": builders.AT}
    return name_beneficiaries_step(member, heirs, **facts)


def insured(group, **held):
    """A member with heirs, savings and a place in a fund that gives 3,000 baht at death."""
    anon = saver(group, **held)
    name(anon)
    fund = builders.fund(group, "WELF")
    in_fund(fund, "5000.00")
    placed(fund, anon, since=anon.joined_on)
    death = benefit(fund, "death", "ช่วยงานศพ", DEATH_AT_ONCE)
    return anon, death


DEATH_AT_ONCE = type(DEATH)(event="death", parts=DEATH.parts)


def test_the_family_sees_its_shares_and_the_welfare_before_the_decision(client, group):
    anon, _death = insured(group, satja="150.00")
    departure = died(anon)

    html = page(client, "departure", group, pk=departure.pk)

    assert "90.00" in html and "60.00" in html
    assert "3,000.00" in html and "ช่วยงานศพ" in html


@transaction.atomic
def claim(death, member, **facts):
    filing = Filing(event_on=date(2026, 2, 1), claimant_name="นางดวงดี ทองดี", facts=facts)
    return file_step(death, member, filing, on=DAY, by=builders.user("files"), at=builders.at_noon(DAY))


def test_the_task_to_file_the_claim_is_done_once_it_is_filed_and_open_again_when_it_is_withdrawn(group):
    anon, death = insured(group, satja="100.00")
    departure = died(anon)
    assert [one.what for one in lists.open_tasks(group)] == ["welfare"]

    made = claim(death, anon)
    assert not lists.open_tasks(group) and lists.tasks_of(departure).get().done_elsewhere

    Claim.objects.filter(pk=made.pk).update(state="withdrawn")
    assert [one.what for one in lists.open_tasks(group)] == ["welfare"]


def test_a_claim_on_the_death_of_a_relative_leaves_the_task_open(group):
    anon, death = insured(group, satja="100.00")
    claim(death, anon, who="parent")
    died(anon)

    assert [one.what for one in lists.open_tasks(group)] == ["welfare"]


def test_the_list_shows_the_net_that_the_page_shows_before_the_decision(client, group):
    anon = saver(group, satja="150.00")
    departure = asked(anon)

    assert Departure.objects.get().net == 0
    assert "150.00" in page(client, "departure", group, pk=departure.pk)
    assert "150.00" in page(client, "leaving", group)


def test_an_heir_does_not_decide_on_the_death(group):
    anon = saver(group, satja="150.00")
    decides = builders.user("decides")
    decides.person = builders.member(group, "ดวงดี", family="ทองดี").person
    decides.save(update_fields=["person"])
    name(anon, [Heir(decides.person.name, "ภรรยา", D(100))])
    departure = died(anon)

    with pytest.raises(NeedsSecondPerson):
        decided(departure)

    assert Departure.objects.get().state == "asked"


def test_the_page_of_the_dead_neither_praises_nor_offers_to_leave(client, group):
    anon = saver(group, satja="150.00")
    assert "/leave/" in page(client, "member", group, number=anon.number)
    died(anon)

    html = page(client, "member", group, number=anon.number)

    assert html.count("/leave/") == 1 and "150.00" in html


def test_a_guarantee_in_the_way_is_said_once_with_the_loan_to_go_to(client, group):
    anon, busaba = saver(group, satja="9000.00"), saver(group, "บุษบา", satja="100.00")
    loan = builders.loan(busaba, "1200.00", guarantors=[(anon, "1000.00")])
    resign = address("leaving_ask", group, number=anon.number, kind="resignation")

    html = page(client, "member_leave", group, number=anon.number)
    refused = client.post(resign, {"on": "10/2/2569", "reason": "ย้ายบ้าน"}).content.decode()

    where = reverse("loans:loan", kwargs={"code": group.code, "number": loan.number})
    assert where in html and where in refused and resign not in html
    told = str(net_of(anon, on=DAY).problems[0])
    assert refused.count(told) == 1
