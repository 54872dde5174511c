"""Who does what and who leads is found by its words and place; leaders only while they agree."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from federation.audit.models import Act
from federation.nation.find import found_by
from federation.nation.models import Strength
from tests import builders
from tests.federation.nation.worlds import DON_SAK, KRADAE, group_at, known

pytestmark = pytest.mark.django_db

ON = builders.MEETING


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False):
        yield


@pytest.fixture
def village_two():
    return group_at(KRADAE, name="กลุ่มหมู่ 2")


@pytest.fixture
def secretary(client, village_two):
    client.force_login(builders.officer(village_two, "secretary"))
    return client


def tell(client, organisation, **typed):
    given = {"sort": "strong_point", "words": "ระบบบัญชี", **typed}
    return client.post(reverse("federation:strengths", kwargs={"code": organisation.code}), given)


def words_of(**asked):
    return [found.strength.words for found in found_by(on=ON, **asked)]


def test_a_strong_point_is_found_by_part_of_its_words_however_it_is_typed(secretary, village_two):
    assert tell(secretary, village_two, can_teach="on").status_code == 302

    assert words_of(q="บัญชี") == ["ระบบบัญชี"]
    assert words_of(q="ระบบ บัญชี  หมู่ 2") == ["ระบบบัญชี"]
    assert words_of(q="ประสานงาน") == []
    page = secretary.get(reverse("federation:registry_find"), {"q": "บัญชี"})
    assert [each.strength.words for each in page.context["teachers"]] == ["ระบบบัญชี"]


def test_it_is_found_by_place_from_village_to_region_and_by_sort(village_two):
    coordination = known("กลุ่มหมู่ 12", DON_SAK)
    for organisation, sort, words in (
        (village_two, "livelihood", "สวนยาง"),
        (coordination, "strong_point", "การประสานงาน"),
    ):
        Strength.objects.create(
            organisation=organisation, sort=sort, words=words, skeleton=words, entered_at=builders.AT
        )

    assert words_of(place="กาญจนดิษฐ์") == ["สวนยาง"]
    assert sorted(words_of(place="สุราษฎร์ธานี")) == ["การประสานงาน", "สวนยาง"]
    assert sorted(words_of(place="ภาคใต้")) == ["การประสานงาน", "สวนยาง"]
    assert words_of(place="เชียงใหม่") == []
    assert words_of(place="สุราษฎร์ธานี", sort="livelihood") == ["สวนยาง"]
    assert found_by(place="ไม่มีที่นี่แน่นอน", on=ON) is None


def test_a_leader_is_named_only_with_consent_and_gone_when_it_is_withdrawn(secretary, village_two):
    leader = {"sort": "leader", "words": "ครูมุกดา อินต๊ะสาร", "phone": "0864755162"}
    assert tell(secretary, village_two, **leader).status_code == 422
    assert tell(secretary, village_two, **leader, consent_on="1/1/2570").status_code == 422
    assert not Strength.objects.exists()

    assert tell(secretary, village_two, **leader, consent_on="1/1/2569").status_code == 302
    assert words_of(q="มุกดา") == ["ครูมุกดา อินต๊ะสาร"]
    end = reverse("federation:strength_end", kwargs={"code": village_two.code, "pk": Strength.objects.get().pk})
    assert secretary.post(end).status_code == 302

    assert words_of(q="มุกดา") == []
    assert not Strength.objects.exists()
    assert "มุกดา" not in str(list(Act.objects.values()))
    assert Act.objects.filter(what="consent_withdrawn").count() == 1


def test_what_is_done_no_more_is_found_no_more_but_kept(secretary, village_two):
    tell(secretary, village_two, since="1/1/2560")
    kept = Strength.objects.get()
    secretary.post(reverse("federation:strength_end", kwargs={"code": village_two.code, "pk": kept.pk}))

    assert words_of(q="บัญชี") == []
    assert Strength.objects.get().until == ON


def test_the_database_keeps_no_leader_without_consent(village_two):
    with pytest.raises(IntegrityError), transaction.atomic():
        Strength.objects.create(
            organisation=village_two, sort="leader", words="ใคร", skeleton="ใคร", entered_at=builders.AT
        )


def test_who_may_not_enter_for_an_organisation_cannot(client, village_two):
    client.force_login(builders.officer(village_two, "treasurer"))
    assert tell(client, village_two).status_code == 404
    client.force_login(builders.officer(group_at(DON_SAK), "secretary"))
    assert tell(client, village_two).status_code == 404
    assert client.post(reverse("federation:registry_strengths", kwargs={"known": village_two.code})).status_code == 404
    assert not Strength.objects.exists()


def test_of_an_organisation_known_by_name_any_editor_tells(secretary):
    bank = known("ธนาคารหมู่บ้าน 13")
    page = reverse("federation:registry_strengths", kwargs={"known": bank.code})
    assert secretary.post(page, {"sort": "activity", "words": "ธนาคารหมู่บ้าน", "since": "1/1/2550"}).status_code == 302

    assert words_of(q="ธนาคาร") == ["ธนาคารหมู่บ้าน"]
    assert Strength.objects.get().since == date(2007, 1, 1)
