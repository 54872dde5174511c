"""A member dies: reported, decided by another, the tasks done, the money handed to the heirs by two. In Thai."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from playwright.sync_api import expect

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import show_date
from groups.departures.models import Departure
from groups.departures.steps.beneficiaries import name_beneficiaries_step
from groups.registry.models import OfficePost
from groups.registry.rules import Heir
from tests import builders
from tests.browser.conftest import PHONE, PICTURES, overflows, picture, thai
from tests.browser.test_loan import _seat
from tests.browser.test_month import text_of
from tests.groups.departures.worlds import save

pytestmark = pytest.mark.browser
D = Decimal
HEIRS = [("นางสาวมะลิ ใจดีมีสุขสวัสดิ์", "บุตร", "50"), ("นายกล้า ใจดี", "บุตร", "30"), ("นางพร ใจดี", "น้องสาว", "20")]


@pytest.fixture
def village(small_world):
    """A group in which the first member saved, owes a loan that the second guarantees, and guarantees for the third."""
    world = small_world
    world.chair = world.officer(Role.CHAIR, "chart.t", given="ชาติ", family="ทองคำ")
    world.secretary = world.officer(Role.SECRETARY, "samorn.d", given="สมร", family="ดวงดี")
    dead, second, third = world.members[:3]
    with transaction.atomic():
        for user, which in ((world.chair, OfficePost.CHAIR), (world.treasurer, OfficePost.TREASURER)):
            _seat(world.group, user.person, which)
        save(dead, satja="13000.00", special="545.67", on=world.month)
        save(second, satja="9000.00", on=world.month)
        builders.loan(dead, "1200.00", on=world.month, guarantors=[(second, "1000.00")])
        builders.loan(third, "2400.00", on=world.month, guarantors=[(dead, "2000.00")])
        named = [Heir(who, relation, D(percent)) for who, relation, percent in HEIRS]
        facts = {"witnesses": "นายหนึ่ง พยานดี, นางสอง พยานดี", "on": world.month, "by": world.treasurer}
        name_beneficiaries_step(dead, named, at=clock.now(), **facts)
    world.dead = dead
    return world


def typed(day):
    return show_date(day, style="numeric")


def fits(page):
    assert not overflows(page), page.url


def report(page, world):
    page.goto(world.url(f"members/{world.dead.number}/"))
    page.get_by_role("link", name=thai("Leaves the group")).first.click()
    fits(page)
    picture(page, "leave-390")
    page.get_by_role("link", name=thai("The member died")).click()
    fits(page)
    page.get_by_label(thai("Day of death")).fill(typed(clock.today() - timedelta(days=1)))
    page.get_by_label(thai("How it is known")).fill("ใบมรณบัตรเลขที่ 12/2569")
    page.get_by_role("button", name=thai("Report the death")).click()
    page.wait_for_url("**/leaving/**")
    fits(page)
    picture(page, "death-390")
    for name, _relation, _percent in HEIRS:
        expect(page.locator("main")).to_contain_text(name)


def decide(page, world, departure):
    page.goto(world.url(f"leaving/{departure.pk}/"))
    page.get_by_role("link", name=thai("Record the decision")).click()
    page.get_by_label(thai("Resolution number")).fill("3/2569")
    page.get_by_label(thai("Date of the resolution")).fill(typed(clock.today()))
    fits(page)
    page.get_by_label(thai("Number of the death certificate")).fill("12/2569")
    page.get_by_label(thai("I held the death certificate in my hands")).check()
    picture(page, "death-decide-1280")
    page.get_by_role("button", name=thai("Agree: carry it out")).click()
    page.wait_for_url(f"**/leaving/{departure.pk}/")
    fits(page)
    picture(page, "death-decided-1280")


def do_a_task(page, world, departure):
    page.goto(world.url(f"leaving/{departure.pk}/"))
    page.get_by_role("link", name=thai("It is done")).first.click()
    page.get_by_label(thai("What was done")).fill("ไปเยี่ยมครอบครัวและคุยกันแล้ว ลูกสาวจะมาแทน")
    fits(page)
    page.get_by_role("button", name=thai("It is done")).click()
    page.wait_for_url(f"**/leaving/{departure.pk}/")


def pay(treasurer, chair, world, departure, *, heirs):
    for _ in range(heirs):
        treasurer.goto(world.url(f"leaving/{departure.pk}/"))
        treasurer.get_by_role("link", name=thai("Prepare"), exact=True).first.click()
        treasurer.get_by_role("button", name=thai("Let another officer pay it out")).click()
        treasurer.wait_for_url(f"**/leaving/{departure.pk}/")
        chair.goto(world.url(f"leaving/{departure.pk}/"))
        chair.get_by_role("link", name=thai("Hand over the money"), exact=True).first.click()
        fits(chair)
        chair.get_by_role("button", name=thai("It is handed over: book it")).click()
        chair.wait_for_url(f"**/leaving/{departure.pk}/")


def test_a_death_from_the_report_to_the_heirs(people, village):
    treasurer, chair = people.at(PHONE, user=village.treasurer), people.at(user=village.chair)

    report(people.at(PHONE, user=village.secretary), village)
    departure = Departure.objects.get()
    decide(chair, village, departure)
    do_a_task(treasurer, village, departure)
    pay(treasurer, chair, village, departure, heirs=len(HEIRS))

    departure.refresh_from_db()
    assert departure.state == "done"
    assert departure.net == sum(departure.payments.values_list("amount", flat=True))
    picture(chair, "death-paid-1280")
    chair.goto(village.url("leaving/"))
    fits(chair)
    picture(chair, "leaving-1280")
    paper = chair.request.get(village.url(f"leaving/{departure.pk}/paper/settlement/")).body()
    (PICTURES / "settlement.pdf").write_bytes(paper)
    statement = text_of(paper)
    assert all(name in statement for name, _relation, _percent in HEIRS)
