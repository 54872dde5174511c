"""Organisations known by name: entered once, counted over time, linked in every way, by whoever may."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from federation.audit.models import Act
from federation.nation.models import AlsoKind, KnownCount, Strength
from federation.organisations.models import Affiliation, Organisation
from tests import builders
from tests.federation.nation.worlds import KRADAE, group_at, known

pytestmark = pytest.mark.django_db

NEW = {"name_th": "ธนาคารหมู่บ้านครูมุกดา", "level": "group", "kind": "village_bank", "also_kinds": ["welfare_fund"]}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False):
        yield


@pytest.fixture
def editor(client):
    client.force_login(builders.officer(builders.network(), "facilitator"))
    return client


def page(name, organisation):
    return reverse(f"federation:registry_{name}", kwargs={"known": organisation.code})


def test_one_is_added_without_book_or_keeper_and_who_did_is_kept(editor):
    answer = editor.post(reverse("federation:registry_organisation_add"), {**NEW, "tambon": "กะแดะ"})

    made = Organisation.objects.get(name_th=NEW["name_th"])
    assert answer.url == page("organisation", made)
    assert (made.book_id, made.keeper_id, made.place_code, made.code[0]) == (None, None, KRADAE, "K")
    assert AlsoKind.objects.get(organisation=made).kind_id == "welfare_fund"
    assert Act.objects.get(what="organisation_known").by.username.startswith("facilitator")


def test_the_same_name_in_the_same_place_is_refused_and_keeps_what_was_typed(editor):
    known("ธนาคารหมู่บ้าน ครูมุกดา")
    answer = editor.post(reverse("federation:registry_organisation_add"), {**NEW, "tambon": "กะแดะ"})

    assert answer.status_code == 422
    assert NEW["name_th"] in answer.content.decode()
    assert Organisation.objects.filter(kind="village_bank").count() == 1


def test_a_newer_count_stands_beside_the_older_and_nothing_is_overwritten(editor):
    bank = known("ธนาคารหมู่บ้าน")
    for as_of, members in (("31/12/2567", "120"), ("31/12/2568", "150")):
        given = {"members": members, "money": "", "as_of": as_of, "source": "ประธานบอก"}
        assert editor.post(page("organisation_count", bank), given).status_code == 302
    again = editor.post(
        page("organisation_count", bank), {"members": "999", "as_of": "31/12/2568", "source": "ประธานบอก"}
    )

    assert again.status_code == 422
    kept = KnownCount.objects.filter(organisation=bank).order_by("as_of").values_list("members", "money")
    assert list(kept) == [(120, None), (150, None)]
    html = editor.get(page("organisation", bank)).content.decode()
    assert html.index("150") < html.index("120")


def test_it_belongs_to_several_at_once_each_of_its_sort_and_dates(editor):
    bank = known("ธนาคารหมู่บ้านดอกคำใต้")
    club, league = (known(name, level="province", kind=kind) for name, kind in (("ชมรมครู", "club"), ("ชุมนุม", "league")))
    given = {
        "upper1": club.code,
        "sort1": "club",
        "since1": "1/1/2560",
        "upper2": league.code,
        "sort2": "league",
        "since2": "1/6/2561",
        "until2": "31/12/2565",
        "sort3": "network",
    }
    assert editor.post(page("organisation_link", bank), given).status_code == 302

    links = set(Affiliation.objects.filter(member=bank).values_list("upper", "sort", "since", "until"))
    assert links == {
        (club.pk, "club", date(2017, 1, 1), None),
        (league.pk, "league", date(2018, 6, 1), date(2022, 12, 31)),
    }


def test_one_wrong_link_keeps_them_all_out(editor):
    bank = known("ธนาคารหมู่บ้าน")
    club = known("ชมรม", level="province", kind="club")
    given = {"upper1": club.code, "sort1": "club", "upper2": "NOBODY", "sort2": "network", "sort3": "network"}

    assert editor.post(page("organisation_link", bank), given).status_code == 422
    assert not Affiliation.objects.exists() or not Affiliation.objects.filter(member=bank).exists()


def test_nobody_links_books_kept_here_under_his_own_network_to_see_their_figures(editor):
    own = Organisation.objects.networks().get()
    group = group_at(KRADAE)
    league = known("ชุมนุม", level="province", kind="league")
    Affiliation.objects.create(member=group, upper=league, sort="league")

    for one in (group, league):
        answer = editor.post(
            page("organisation_link", one),
            {"upper1": own.code, "sort1": "network", "sort2": "network", "sort3": "network"},
        )
        assert answer.status_code == 422
    assert not Affiliation.objects.filter(upper=own).exists()


def test_who_holds_no_post_reads_the_registry_and_writes_nothing(client):
    client.force_login(builders.user("nobody"))
    bank = known("ธนาคารหมู่บ้าน")

    assert client.get(page("organisation", bank)).status_code == 200
    assert client.get(reverse("federation:registry_organisation_add")).status_code == 403
    assert client.post(page("organisation_count", bank), {"members": "1"}).status_code == 403
    assert client.get(reverse("federation:registry_import")).status_code == 403
    assert not KnownCount.objects.filter(organisation=bank).exists()


def test_of_a_group_with_books_strangers_learn_that_it_is_there_and_nothing_more(client):
    client.force_login(builders.user("nobody"))
    group = group_at(KRADAE, name="กลุ่มบ้านคลอง")
    builders.member(group, "ใบระกา", family="ลับเฉพาะ")

    html = client.get(page("organisation", group)).content.decode()
    assert "กลุ่มบ้านคลอง" in html
    assert "ใบระกา" not in html
    assert "100.00" not in html
    assert client.get(reverse("federation:strengths", kwargs={"code": group.code})).status_code == 404


def paper_group():
    """A group on paper of the builders' network."""
    made = known("กลุ่มในสมุด")
    Organisation.objects.filter(pk=made.pk).update(keeper=builders.network())
    made.refresh_from_db()
    return made


def test_of_a_group_on_paper_only_its_own_network_writes(client):
    group = paper_group()
    other = builders.network(code="OTHER")
    given = {"members": "999", "as_of": "31/12/2568", "source": "ใครก็ไม่รู้"}
    link = {"upper1": other.code, "sort1": "network", "sort2": "network", "sort3": "network"}
    leader = {"sort": "leader", "words": "นายแอบอ้าง", "consent_on": "1/1/2569"}
    client.force_login(builders.officer(other, "facilitator"))

    for name, typed in (("organisation_count", given), ("organisation_link", link), ("strengths", leader)):
        answer = client.post(page(name, group), typed)
        assert answer.status_code == 422 or answer.context["form"] is None
    assert not KnownCount.objects.filter(organisation=group).exists()
    assert not Strength.objects.filter(organisation=group).exists()
    assert not Affiliation.objects.filter(upper=other).exists()
    client.force_login(builders.officer(group.keeper, "facilitator"))
    assert client.post(page("organisation_count", group), given).status_code == 302
    assert client.post(page("strengths", group), leader).status_code == 302


def test_a_strength_is_ended_by_who_entered_it_or_belongs_there(client, editor):
    bank = known("ธนาคารหมู่บ้าน")
    assert editor.post(page("strengths", bank), {"sort": "activity", "words": "ปลูกป่า"}).status_code == 302
    told = Strength.objects.get(organisation=bank)
    end = reverse("federation:registry_strength_end", kwargs={"known": bank.code, "pk": told.pk})
    entered_by = told.entered_by

    client.force_login(builders.officer(builders.network(code="OTHER"), "facilitator"))
    client.post(end)
    told.refresh_from_db()
    assert told.until is None
    client.force_login(entered_by)
    client.post(end)
    told.refresh_from_db()
    assert told.until is not None
