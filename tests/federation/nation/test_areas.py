"""Tables of areas: what is published is the figure, what is known below is added up, and nothing is counted twice."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from federation.ledger import books
from federation.ledger.posting import credit, debit, post
from federation.nation.models import AlsoKind
from federation.nation.queries import area_table, national_table
from federation.nation.rules import Counted
from federation.organisations.models import Kind, Organisation
from tests import builders
from tests.federation.nation.worlds import DON_SAK, KRADAE, count, group_at, known

pytestmark = pytest.mark.django_db

ON = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False):
        yield


def figure(kind, place, *, on=ON):
    return next((row.figure for row in area_table(place, on=on).kinds if row.kind == kind), None)


def saved(group, amount):
    """Book satja of a member, so that the books hold something."""
    member = builders.member(group, "กมล", family="ทองดี", promise=None)
    moves = [
        debit(books.account(group.book, "11010").pk, Decimal(amount)),
        credit(member.satja_account_id, Decimal(amount)),
    ]
    post(
        book=group.book,
        on=builders.MEETING,
        kind="opening",
        key="o",
        moves=moves,
        by=builders.user("asks"),
        checked_by=builders.user("checks"),
    )


def test_a_published_count_is_the_figure_and_says_how_many_keep_books_here():
    count("satja", "84", 30, 4000, "2500000.00")
    saved(group_at(KRADAE, members=3), "700.00")

    here = figure("satja", "84")
    assert here.shown == Counted(30, 4000, Decimal("2500000.00"))
    assert here.here == Counted(1, 4, Decimal("700.00"))
    assert figure("satja", "R-south").shown == here.shown


def test_without_a_published_count_what_is_known_below_is_added_up():
    count("satja", "8403", 5, 600)
    group_at(KRADAE, members=2)
    known("กลุ่มสัจจะบ้านใหม่", kind="satja")

    province = figure("satja", "84")
    assert province.published is None
    assert (province.counted.groups, province.counted.members) == (7, 602)
    assert not province.counted.whole
    assert figure("satja", "8402").counted.groups == 2
    assert figure("satja", "8403").counted.groups == 5


def test_the_newest_count_holds_and_the_older_one_stays_for_its_day():
    count("satja", "84", 30, as_of=date(2024, 12, 31))
    count("satja", "84", 33, as_of=date(2025, 12, 31))

    assert figure("satja", "84").shown.groups == 33
    assert figure("satja", "84", on=date(2025, 6, 1)).shown.groups == 30


def test_a_target_is_shown_but_never_added():
    count("village_bank", "84", 50, target=True)
    known("ธนาคารหมู่บ้านดอนสัก", DON_SAK)

    table = area_table("84", on=ON)
    assert figure("village_bank", "84").is_target
    assert figure("village_bank", "84").shown.groups == 50
    assert table.total.groups is None
    assert figure("village_bank", "R-south").counted.groups == 1


def test_a_group_of_two_kinds_is_counted_once_under_its_main_kind():
    group = known("กลุ่มสองประเภท", kind="satja")
    AlsoKind.objects.create(organisation=group, kind=Kind.objects.get(pk="village_bank"))

    table = area_table("8402", on=ON)
    assert table.total.groups == 1
    assert figure("village_bank", "8402") is None


def test_what_is_known_here_never_changes_the_printed_total_of_the_nation():
    group_at(KRADAE, kind="village_fund")
    known("กลุ่มออมทรัพย์บ้านเหนือ", kind="production_savings")

    table = national_table(on=ON)
    assert (table.total.groups, table.total.members) == (136_998, 451_234)
    assert table.here.groups == 1


def test_more_known_by_name_than_published_is_said():
    count("village_bank", KRADAE, 1)
    known("ธนาคารหมู่บ้านหนึ่ง")
    known("ธนาคารหมู่บ้านสอง")

    assert figure("village_bank", KRADAE).shown.groups == 1
    assert figure("village_bank", KRADAE).more_named_than_published


@pytest.mark.parametrize("groups", [1, 4])
def test_a_table_costs_the_same_queries_however_many_groups(groups, django_assert_num_queries):
    network = builders.network()
    for n in range(groups):
        group_at(KRADAE, network=network, name=f"กลุ่มที่ {n}")
        known(f"ธนาคารหมู่บ้าน {n}")

    with django_assert_num_queries(5):
        area_table("84", on=ON)


def test_pages_go_down_to_the_tambon_and_files_come_with_each(client):
    client.force_login(builders.user("reader"))
    known("ธนาคารหมู่บ้านกะแดะ")
    for area, below in (("R-south", "84"), ("84", "8402"), ("8402", KRADAE)):
        html = client.get(reverse("federation:registry_area", kwargs={"area": area})).content.decode()
        assert reverse("federation:registry_area", kwargs={"area": below}) in html
    html = client.get(reverse("federation:registry_area", kwargs={"area": KRADAE})).content.decode()
    assert "ธนาคารหมู่บ้านกะแดะ" in html
    for kind in ("xlsx", "csv"):
        assert client.get(reverse("federation:registry_country") + f"?file={kind}").status_code == 200
    for wrong in ("99", "R-nowhere", "84020", "x"):
        assert client.get(reverse("federation:registry_area", kwargs={"area": wrong})).status_code == 404


def test_a_closed_organisation_is_counted_no_more():
    gone = known("กลุ่มเลิกแล้ว", kind="satja")
    Organisation.objects.filter(pk=gone.pk).update(state="closed")

    assert figure("satja", "8402") is None


def test_of_a_group_that_keeps_a_book_without_entry_or_member_nothing_is_known():
    group = group_at(KRADAE)
    Organisation.objects.filter(pk=group.pk).update(state="active")
    assert figure("satja", "84").here == Counted(1, None, None)

    Organisation.objects.filter(pk=group.pk).update(state="forming")
    assert figure("satja", "84").here == Counted()
    assert figure("satja", "84").counted.groups == 1
