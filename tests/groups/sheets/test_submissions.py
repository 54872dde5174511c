"""A form that moves money, sent again: trust A5, a to f."""

import uuid

import pytest

from federation.access.permissions import Role
from federation.ledger.submissions import SentBefore
from groups.sheets.models import Sheet, SheetState
from groups.sheets.steps import MoneyDiffers
from tests import builders
from tests.groups.sheets.worlds import address, counting, draft, post, save, typed

pytestmark = pytest.mark.django_db
CANARY = "นกขมิ้นเหลืองอ่อน"


def filled(group, *, satja="100"):
    builders.member(group)
    sheet = draft(group)
    anon = group.memberships.get()
    save(sheet, typed(sheet, anon, satja=satja))
    sheet.refresh_from_db()
    return sheet


def entries(group):
    return group.book.entries.count()


def test_a_double_tap_posts_once_and_answers_the_same(client):
    group = builders.group()
    sheet = filled(group)
    client.force_login(builders.officer(group))
    form = counting(client.get(address(sheet, "post/")), **{"note-100": "1"})

    answers = [client.post(address(sheet, "post/"), form) for _tap in range(3)]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, address(sheet))}
    assert entries(group) == 1


def test_a_retry_after_a_lost_answer_gets_the_first_entry():
    group = builders.group()
    sheet, key = filled(group), uuid.uuid4()

    first, again = (post(sheet, key=key, version=sheet.version) for _ in range(2))

    assert first.entry == again.entry
    assert entries(group) == 1


def test_the_same_key_with_other_figures_is_refused_with_a_link_to_what_is_stored(client):
    group = builders.group()
    sheet = filled(group)
    client.force_login(builders.officer(group))
    form = counting(client.get(address(sheet, "post/")), **{"note-100": "1"})
    client.post(address(sheet, "post/"), form)

    answer = client.post(address(sheet, "post/"), form | {"note-100": "2"})

    assert answer.status_code == 422
    assert f'href="{address(sheet)}"' in answer.text
    assert entries(group) == 1


def test_the_same_key_in_another_book_is_refused_without_a_word_of_the_first(client):
    network = builders.network()
    one, other = builders.group(network, name=CANARY), builders.group(network)
    sheet, second = filled(one), filled(other)
    by = builders.officer(one)
    builders.officer(other, name=by.username)
    client.force_login(by)
    form = counting(client.get(address(sheet, "post/")), **{"note-100": "1"})
    client.post(address(sheet, "post/"), form)

    answer = client.post(address(second, "post/"), form)

    assert (answer.status_code, entries(other)) == (422, 0)
    assert CANARY not in answer.text
    assert address(sheet) not in answer.text


def test_a_form_refused_and_mended_carries_a_new_key(client):
    group = builders.group()
    sheet = filled(group)
    client.force_login(builders.officer(group))
    form = counting(client.get(address(sheet, "post/")), **{"note-100": "2"})

    refused = client.post(address(sheet, "post/"), form)
    mended = client.post(address(sheet, "post/"), counting(refused, **{"note-100": "1"}))

    assert (refused.status_code, mended.status_code) == (422, 302)
    assert counting(refused)["key"] != form["key"]
    assert refused.context["form"]["note-100"].value() == "2"


def test_the_same_key_from_another_person_is_refused_without_an_answer():
    group = builders.group()
    sheet, key = filled(group), uuid.uuid4()
    post(sheet, key=key, by=builders.user("malee"))

    with pytest.raises(SentBefore) as refusal:
        post(sheet, key=key, by=builders.user("somsri"))

    assert refusal.value.entry is None


def test_a_refused_post_stores_no_answer():
    group = builders.group()
    sheet, key = filled(group), uuid.uuid4()

    with pytest.raises(MoneyDiffers):
        post(sheet, key=key, counted={})
    assert post(sheet, key=key).state == SheetState.POSTED


@pytest.mark.parametrize("key", ["", "x" * 1000, "12345"])
def test_a_key_that_is_none_is_a_bad_request(client, key):
    group = builders.group()
    sheet = filled(group)
    client.force_login(builders.officer(group))

    answer = client.post(address(sheet, "post/"), {"key": key, "version": sheet.version, "note-100": "1"})

    assert answer.status_code == 400
    assert entries(group) == 0


def test_who_comes_second_is_told_who_posted(client):
    group = builders.group()
    sheet = filled(group)
    builders.officer(group)
    secretary = builders.officer(group, Role.TREASURER, name="second")
    client.force_login(secretary)
    form = counting(client.get(address(sheet, "post/")), **{"note-100": "1"})
    post(sheet, by=builders.user("มาลี"))

    answer = client.post(address(sheet, "post/"), form)

    assert answer.status_code == 409
    assert "มาลี" in answer.text
    assert f'href="{address(sheet)}"' in answer.text


def test_a_sheet_that_changed_while_counting_is_not_posted(client):
    group = builders.group()
    anon, bua = builders.members(group, 2)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="100"), typed(sheet, bua, satja="50"))
    client.force_login(builders.officer(group))
    form = counting(client.get(address(sheet, "post/")), **{"note-50": "3"})
    save(sheet, typed(sheet, anon, satja="50"), typed(sheet, bua, satja="100"))

    answer = client.post(address(sheet, "post/"), form)

    assert answer.status_code == 422
    assert Sheet.objects.get().state == SheetState.DRAFT
    assert client.post(address(sheet, "post/"), counting(answer, **{"note-50": "3"})).status_code == 302
