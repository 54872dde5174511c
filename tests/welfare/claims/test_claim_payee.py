"""Officers who would have a member's welfare paid to themselves or to a friend."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from federation.kit.refusals import Refused
from tests import builders
from tests.welfare.claims.claim_worlds import agreed, at, filed, paid, world
from welfare.claims.models import Claim, ClaimState
from welfare.claims.steps import claims
from welfare.claims.steps.claims import Filing, NeedsAnother

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return world()


def called(user, organisation):
    user.person = builders.member(organisation, "สมศรี").person
    user.save(update_fields=["person"])
    return user.person.name


def test_an_officer_does_not_file_for_another_and_take_the_money(made):
    own = called(made.files, made.organisation)

    with pytest.raises(NeedsAnother) as refused:
        filed(made, payee_name=own)
    assert set(refused.value.fields) == {"payee_name"} and not Claim.objects.exists()

    claim = filed(made)
    with pytest.raises(NeedsAnother), transaction.atomic():
        claims.change_step(claim, Filing(claim.event_on, payee_name=own), by=made.agrees, **at())
    assert Claim.objects.get().payee_name == made.member.name


def test_an_officer_who_calls_himself_claimant_is_red_and_needs_a_reason(made):
    own = called(made.files, made.organisation)
    claim = filed(made, claimant_name=own, claimant_relation="บุตร", payee_name=own)

    with pytest.raises(Refused) as refused:
        agreed(made, claim)
    assert set(refused.value.fields) == {"reason"} and own in str(refused.value)
    assert agreed(made, claim, reason="ดูแลแม่ที่บ้าน กรรมการรู้กัน").state == ClaimState.AGREED


def test_who_pays_is_not_paid(made):
    own = called(made.pays, made.organisation)
    claim = filed(made, payee_name=own)

    with pytest.raises(NeedsAnother):
        paid(made, claim, reason="ฝากรับ")
    assert Claim.objects.exclude(entry=None).count() == 0


def test_a_stranger_is_paid_only_with_a_reason_and_the_chair_sees_who(made):
    claim = filed(made, payee_name="นายคนอื่น ไกลบ้าน")

    with pytest.raises(Refused):
        agreed(made, claim)
    claim = agreed(made, claim, reason="สมาชิกนอนโรงพยาบาล ให้หลานรับแทน")

    assert [one["ok"] for one in claim.checks if one["stage"] == "payee"] == [False]
    where = {"fund": "WELF", "number": claim.number, "year": claim.be_year}
    browser = Client()
    browser.force_login(made.approves)
    page = browser.get(reverse("welfare:claim_approve", kwargs={"code": made.organisation.code, **where}))
    assert '<p class="card-figure">นายคนอื่น ไกลบ้าน</p>' in page.content.decode()
