"""A claim on a phone: filed with a photograph, agreed, approved, paid, the voucher printed; each by another person."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from playwright.sync_api import expect

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import show_date
from tests import builders
from tests.browser.conftest import PHONE, overflows, picture, thai
from tests.browser.test_month import text_of
from tests.welfare.claims import claim_worlds as worlds
from tests.welfare.claims.test_claim_pictures import photograph
from welfare.claims.models import Claim, ClaimState
from welfare.funds.steps import dues_rule_step

pytestmark = pytest.mark.browser


@pytest.fixture
def village(small_world):
    """A group with a one-baht fund, whose first member was in hospital last week."""
    world = small_world
    world.chair = world.officer(Role.CHAIR, "chart.t", given="ชาติ", family="ทองคำ")
    world.committee = world.officer(Role.WELFARE_COMMITTEE, "nari.s", given="นารี", family="ศรีสุข")
    world.registrar = world.officer(Role.REGISTRAR, "wilai.k", given="วิไล", family="คงทอง")
    with transaction.atomic():
        fund = a_fund(world)
        world.patient = world.members[0]
        worlds.placed(fund, world.patient, since=world.patient.joined_on, paid="2000.00")
        worlds.benefit(fund, "illness", "เจ็บป่วยนอนโรงพยาบาล", worlds.ILLNESS, holds_from=world.patient.joined_on)
        worlds.in_fund(fund, "3000.00", on=world.month)
    return world


def a_fund(world):
    resolution = {"resolution_no": "1/2569", "resolution_on": world.month, "by": world.chair, "at": clock.now()}
    fund = builders.fund(world.group, monthly=None, on=world.month, at=clock.now())
    dues_rule_step(fund, holds_from=world.month, monthly=Decimal("30.00"), **resolution)
    return fund


def fits(page):
    """Nothing of the page lies beside the screen."""
    assert not overflows(page), page.url


def file_it(page, world):
    page.goto(world.url("welfare/claims/"))
    fits(page)
    page.get_by_role("link", name=thai("A member claims")).click()
    page.locator("input[name=benefit]").first.check()
    page.get_by_label(thai("Member (number or name)")).fill(world.patient.shown_number)
    fits(page)
    picture(page, "claim-add-390")
    page.get_by_role("button", name=thai("Go on")).click()
    page.get_by_label(thai("Day of the event"), exact=True).fill(show_date(event(), style="numeric"))
    page.get_by_label(thai("Nights in hospital")).fill("๓")
    page.get_by_label(thai("Illness or cause")).fill("ไข้เลือดออก")
    fits(page)
    picture(page, "claim-file-390")
    page.get_by_role("button", name=thai("File the claim")).click()
    page.wait_for_url("**/welfare/claims/WELF/1-*/")


def event():
    return clock.today() - timedelta(7)


def take_in_papers(page, tmp_path):
    shot = tmp_path / "ใบรับรองแพทย์.jpg"
    shot.write_bytes(photograph())
    for with_picture in (False, True):
        page.get_by_role("link", name=thai("take it in")).first.click()
        fits(page)
        page.get_by_label(thai("I saw the original")).check()
        if with_picture:
            page.get_by_label(thai("Photograph or PDF")).set_input_files(shot)
            picture(page, "claim-paper-390")
        page.get_by_role("button", name=thai("Take it in")).click()
        page.wait_for_url("**/welfare/claims/WELF/1-*/")
    fits(page)
    picture(page, "claim-filed-390")


def step(page, world, *, link, button, fill=None):
    """Do the next step of the claim, as whoever the page belongs to."""
    page.goto(address(world))
    page.get_by_role("link", name=thai(link), exact=True).click()
    for label, typed in (fill or {}).items():
        page.get_by_label(thai(label)).fill(typed)
    fits(page)
    picture(page, f"claim-{re.sub(r'[^a-z]+', '-', link.lower())}-390")
    page.get_by_role("button", name=thai(button), exact=True).click()
    page.wait_for_url("**/welfare/claims/WELF/1-*/")
    expect(page.locator(".notice-success, .notice-good").first).to_be_visible()


def address(world):
    claim = Claim.objects.get()
    return world.url(f"welfare/claims/WELF/{claim.number}-{claim.be_year}/")


def test_a_claim_goes_from_the_phone_to_the_printed_voucher(village, people, tmp_path):
    world = village
    registrar = people.at(PHONE, user=world.registrar)
    file_it(registrar, world)
    take_in_papers(registrar, tmp_path)

    committee = people.at(PHONE, user=world.committee)
    step(
        committee,
        world,
        link="The committee agreed",
        button="Record the decision",
        fill={"Resolution number": "3/2569"},
    )
    step(people.at(PHONE, user=world.chair), world, link="Approve", button="Approve")
    treasurer = people.at(PHONE, user=world.treasurer)
    step(treasurer, world, link="Pay", button="Pay and post")
    picture(treasurer, "claim-paid-390")
    link = treasurer.get_by_role("link", name=thai("Payment voucher (PDF)")).get_attribute("href")
    voucher = text_of(treasurer.request.get(link).body()).replace(" ", "")
    assert "สามร้อยบาทถ้วน" in voucher
    assert world.patient.name.replace(" ", "") in voucher
    step(treasurer, world, link="The payee signed", button="Write it down")

    assert Claim.objects.get().state == ClaimState.RECEIVED
    for page in (treasurer, registrar):
        page.goto(address(world))
        assert "ไข้เลือดออก" not in page.content()
        expect(page.locator("main")).to_contain_text(thai("there is health information (sealed)"))
    wide = people.at(user=world.chair)
    for rest in ("welfare/claims/?show=all", "welfare/claims/years/"):
        wide.goto(world.url(rest))
        fits(wide)
        treasurer.goto(world.url(rest))
        fits(treasurer)
    wide.goto(world.url("welfare/claims/?show=all"))
    picture(wide, "claims-1280")
    wide.goto(address(world))
    picture(wide, "claim-1280")
