from datetime import date

import pytest

from federation.kit.crypto import NotOpened, unseal
from federation.kit.identity import NotAnId, parse_id
from federation.people.models import Identity, Person
from federation.people.queries import find_by_national_id
from federation.people.steps import (
    IdentityTaken,
    NameNotClean,
    NoIdNoReason,
    PersonIn,
    change_national_id_step,
    change_person_step,
    keep_people_step,
    keep_person_step,
)
from tests.builders import national_id

pytestmark = pytest.mark.django_db
NETWORK = 7


def keep(given="อานนท์", *, network_id=NETWORK, **fields):
    if "national_id" not in fields:
        fields.setdefault("no_id_reason", "card_not_shown")
    return keep_person_step(network_id, given=given, **fields)


def test_a_national_id_is_sealed_and_found_only_by_its_exact_figures():
    number = national_id()

    person = keep(national_id=number)

    identity = Identity.objects.get()
    assert number.encode() not in bytes(identity.sealed) + bytes(identity.lookup)
    assert unseal(bytes(identity.sealed).decode(), about=str(identity.pk)) == number
    assert find_by_national_id(NETWORK, parse_id(number)) == person
    assert find_by_national_id(NETWORK, parse_id(national_id())) is None
    assert find_by_national_id(NETWORK + 1, parse_id(number)) is None


def test_a_sealed_id_moved_to_another_person_does_not_open():
    keep(national_id=national_id(), family="หนึ่ง")
    keep(national_id=national_id(), family="สอง")
    first, second = Identity.objects.all()

    with pytest.raises(NotOpened):
        unseal(bytes(first.sealed).decode(), about=str(second.pk))


def test_a_person_shows_only_the_mask_of_the_id():
    number = national_id(123456)

    person = keep(national_id=number)

    assert person.masked_id == f"9-xxxx-xxxxx-{number[10:12]}-{number[12]}"


def test_nobody_is_kept_twice_in_a_network_under_one_id():
    number = national_id()
    first = keep(national_id=number)

    with pytest.raises(IdentityTaken) as caught:
        keep("คนอื่น", national_id=number)

    assert caught.value.person == first
    assert Person.objects.count() == 1


def test_another_network_keeps_its_own_person_under_the_same_identity():
    number = national_id()

    first, second = keep(national_id=number), keep(national_id=number, network_id=NETWORK + 1)

    assert first.identity_id == second.identity_id
    assert Identity.objects.count() == 1


def test_without_an_id_there_is_a_reason():
    with pytest.raises(NoIdNoReason):
        keep_person_step(NETWORK, given="อานนท์")
    with pytest.raises(NoIdNoReason):
        keep_person_step(NETWORK, given="อานนท์", no_id_reason="because")


def test_a_wrong_check_digit_is_refused():
    number = national_id()
    wrong = number[:12] + str((int(number[12]) + 1) % 10)

    with pytest.raises(NotAnId):
        keep(national_id=wrong)


def test_names_are_kept_in_their_canonical_form():
    person = keep("เเก้ว\u200b", family=" นํ้าใจ ")

    assert (person.given, person.family) == ("แก้ว", "น้ำใจ")


def test_a_name_that_cannot_be_one_is_refused_beside_its_box():
    with pytest.raises(NameNotClean) as caught:
        keep("สม<b>ชาย")

    assert list(caught.value.fields) == ["given"]


def test_persons_are_listed_in_the_order_of_the_dictionary():
    for name in ("น้ำ", "แก้ว", "กมล", "เกษม", "ขวัญ"):
        keep(name)

    names = Person.objects.order_by("sort_key").values_list("given", flat=True)

    assert list(names) == ["กมล", "เกษม", "แก้ว", "ขวัญ", "น้ำ"]


def test_many_are_kept_in_few_queries_and_somebody_known_is_used_again(django_assert_max_num_queries):
    known = keep(national_id=(number := national_id()))
    rows = [PersonIn(given="ใหม่", family=family, national_id=national_id()) for family in ("หนึ่ง", "สอง")]
    rows += [PersonIn(given="อานนท์", national_id=number), PersonIn(given="ไม่มีบัตร", no_id_reason="ordained")]

    with django_assert_max_num_queries(5):
        kept = keep_people_step(NETWORK, rows)

    assert kept[2] == known
    assert [person.given for person in kept] == ["ใหม่", "ใหม่", "อานนท์", "ไม่มีบัตร"]
    assert Person.objects.count() == 4


def test_two_rows_with_one_id_are_refused():
    number = national_id()

    with pytest.raises(IdentityTaken):
        keep_people_step(NETWORK, [PersonIn(given=name, national_id=number) for name in ("ก", "ข")])


def test_changing_a_person_tells_what_was_and_what_is():
    person = keep("มาลี", family="เก่า", title="นางสาว", born_on=date(1990, 1, 1))

    before, after = change_person_step(person, title="นาง", family="ใหม่", born_on=date(1990, 1, 1))

    assert before == {"title": "นางสาว", "family": "เก่า"}
    assert after == {"title": "นาง", "family": "ใหม่"}
    person.refresh_from_db()
    assert person.name == "นางมาลี ใหม่"
    assert person.skeleton == keep("มาลี", family="ใหม่").skeleton


def test_a_national_id_is_changed_and_both_masks_are_told():
    old, new = national_id(), national_id()
    person = keep(national_id=old)

    before, after = change_national_id_step(person, national_id=new)

    assert before == str(parse_id(old)) and after == str(parse_id(new))
    assert find_by_national_id(NETWORK, parse_id(new)) == person
    assert find_by_national_id(NETWORK, parse_id(old)) is None


def test_a_national_id_of_somebody_else_is_refused():
    taken, person = keep(national_id=(number := national_id())), keep("คนอื่น")

    with pytest.raises(IdentityTaken) as caught:
        change_national_id_step(person, national_id=number)

    assert caught.value.person == taken


@pytest.mark.parametrize(("typed", "kept"), [("ด.ช.", "เด็กชาย"), ("น.ส.", "นางสาว"), ("โต๊ะครู", "โต๊ะครู"), ("", "")])
def test_a_title_is_kept_in_its_usual_form_and_a_free_one_as_typed(typed, kept):
    assert keep(title=typed).title == kept
