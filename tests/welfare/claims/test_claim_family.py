"""Claims after a death: the family claims and is paid, never the dead; nobody decides on money of their own."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from federation.kit import clock
from groups.departures.steps.beneficiaries import name_beneficiaries_step
from groups.registry.models import Membership
from groups.registry.rules import Heir
from tests import builders
from tests.welfare.claims import claim_worlds as worlds
from tests.welfare.claims.claim_worlds import EVENT, agreed, approved, at, benefit, filed, world
from welfare.claims.models import Claim, ClaimState
from welfare.claims.rules import Fixed, Length, Terms
from welfare.claims.steps import claims
from welfare.claims.steps.claims import NeedsAnother
from welfare.claims.steps.payee import DeadPayee

pytestmark = pytest.mark.django_db
DEATH = Terms(event="death", parts=(Fixed(Decimal("3000.00")),), wait=Length(days=180))
HEIRS = [Heir("นางดวงดี ทองดี", "ภรรยา", Decimal(60)), Heir("นายเพชร ทองดี", "บุตร", Decimal(40))]


@pytest.fixture
def made(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: worlds.TODAY)
    made = world()
    with transaction.atomic():
        name_beneficiaries_step(
            made.member, HEIRS, witnesses="ก, ข", on=date(2026, 1, 5), by=made.files, at=builders.AT
        )
    made.death = benefit(made.fund, "death", "เสียชีวิต", DEATH)
    return made


def dead(made, *, on=EVENT):
    Membership.objects.filter(pk=made.member.pk).update(state="died", ended_on=on)
    made.member.refresh_from_db()


def posted(made, **typed):
    there = {"fund": "WELF", "benefit": "death", "place": made.place.number}
    url = reverse("welfare:claim_file", kwargs={"code": made.organisation.code, **there})
    browser = Client()
    browser.force_login(made.files)
    return browser.post(url, typed) if typed else browser.get(url)


@pytest.mark.parametrize("named", ["", "มาลี"])
def test_the_dead_neither_claim_nor_are_paid(made, named):
    name = made.member.name if named else ""
    with pytest.raises(DeadPayee) as refused:
        filed(made, benefit=made.death, claimant_name=name, payee_name=name)

    assert set(refused.value.fields) == {"claimant_name", "payee_name"} and not Claim.objects.exists()


def test_the_form_proposes_whom_the_member_named_and_the_day_of_death(made):
    dead(made)

    html = posted(made).content.decode()

    assert 'value="นางดวงดี ทองดี"' in html and "นายเพชร ทองดี (บุตร) 40%" in html
    assert 'value="10/02/2569"' in html or 'value="10/2/2569"' in html
    answer = posted(made, event_on="10/2/2569", claimant_name="", payee_name="")
    assert answer.status_code == 422 and not Claim.objects.exists()


def test_who_died_after_filing_is_not_paid(made):
    claim = approved(made)
    dead(made, on=date(2026, 2, 19))

    with pytest.raises(DeadPayee), transaction.atomic():
        claims.pay_step(claim, by=made.pays, **at())

    assert Claim.objects.get().state == ClaimState.APPROVED


def test_nobody_decides_on_a_claim_that_is_paid_to_themselves(made):
    made.agrees.person = builders.member(made.organisation, "สมศรี").person
    made.agrees.save(update_fields=["person"])
    claim = filed(made, payee_name=f" {made.agrees.person.name}")

    with pytest.raises(NeedsAnother):
        agreed(made, claim)

    assert Claim.objects.get().state == ClaimState.FILED
