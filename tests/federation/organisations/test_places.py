"""Places by name, code and postal code; codes given up still lead somewhere."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from federation.organisations.places import address_of, districts, find, place, place_name, provinces, tambons

KADAE = "840203"


def codes(text):
    return [found.code for found in find(text)]


@pytest.mark.parametrize(
    "typed",
    [
        "กะแดะ",
        "ต.กะแดะ",
        "ตำบลกะแดะ",
        "ต. กะแดะ อ. กาญจนดิษฐ์",
        "กะแดะ กาญจนดิษฐ์",
        "กะแดะ สุราษฎร์",
        "ต.กะแดะ อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี",
        "840203",
        "๘๔๐๒๐๓",
        "Kadae",
        "Kadae, Kanchanadit, Surat Thani",
        " กะแดะ\u200b ",
    ],
)
def test_one_tambon_is_found_however_it_is_written(typed):
    assert codes(typed) == [KADAE]


def test_a_code_of_a_district_gives_its_thirteen_tambons():
    assert codes("8402") == [f"8402{n:02d}" for n in range(1, 14)]


def test_a_postal_code_gives_the_tambons_it_serves():
    assert KADAE in codes("84160")
    assert len(codes("84160")) == 10


def test_a_name_borne_by_several_tambons_gives_them_all():
    assert len(codes("วังทอง")) == 9
    assert codes("วังทอง พิษณุโลก") == ["650801"]


def test_part_of_a_name_gives_what_it_begins():
    assert "840201" in codes("ท่าทองใ")


def test_what_is_nowhere_gives_nothing():
    assert codes("กะแดะ เชียงใหม่") == codes("ไม่มีที่นี่") == codes("999999") == codes(" ") == codes("84") == []


def test_a_name_given_up_leads_to_what_followed_it():
    assert codes("ต.บางซื่อ เขตดุสิต") == ["102901"]
    assert codes("แขวงบางนา เขตบางนา") == ["104702", "104703"]


def test_a_name_in_use_does_not_hide_another_that_was_given_up():
    assert codes("บางนา") == ["141505", "104702", "104703"]


def test_a_code_given_up_gives_its_successor_or_its_own_name():
    assert place_name("840804") == "ต.ตะกุกใต้ อ.วิภาวดี จ.สุราษฎร์ธานี"
    assert place("840804").code == "841901"
    assert place_name("840899") == "ต.ตะกุดใต้ อ.คีรีรัฐนิคม จ.สุราษฎร์ธานี"
    assert place("840899").abolished


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        (KADAE, "ต.กะแดะ อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี", "Kadae, Kanchanadit, Surat Thani"),
        ("8402", "อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี", "Kanchanadit, Surat Thani"),
        ("84", "จ.สุราษฎร์ธานี", "Surat Thani"),
        ("102901", "แขวงบางซื่อ เขตบางซื่อ กรุงเทพมหานคร", "Bang Sue, Bang Sue, Bangkok"),
        ("850406", "ต.จ.ป.ร. อ.กระบุรี จ.ระนอง", "Choporo, Kra Buri, Ranong"),
        ("", "", ""),
        ("999999", "", ""),
    ],
)
def test_a_place_is_named_in_the_reader_s_language(code, thai, english):
    assert place_name(code) == thai
    with translation.override("en"):
        assert place_name(code) == english


def test_the_name_of_every_tambon_finds_that_tambon_again():
    lost = [
        code
        for province, _name in provinces()
        for district, _name in districts(province)
        for code, _name in tambons(district)
        if codes(place_name(code)) != [code]
    ]

    assert lost == []


def test_an_address_leaves_out_what_is_not_known():
    whole = SimpleNamespace(house_no="12/1", moo=3, village="บ้านคลอง", place_code=KADAE)
    town = SimpleNamespace(moo=None, village="ชุมชนริมน้ำ", place_code="840101")
    nowhere = SimpleNamespace(moo=None, village="", place_code="")

    assert address_of(whole) == "12/1 หมู่ที่ 3 บ้านคลอง ต.กะแดะ อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี 84160"
    assert address_of(town) == "ชุมชนริมน้ำ ต.ตลาด อ.เมืองสุราษฎร์ธานี จ.สุราษฎร์ธานี 84000"
    assert address_of(nowhere) == ""


@pytest.mark.parametrize(
    ("typed", "level", "found"),
    [
        ("กาญจนดิษฐ์", "district", ["8402"]),
        ("อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี", "district", ["8402"]),
        ("Mueang Surat Thani, Surat Thani", "district", ["8401"]),
        ("เมือง สุราษฎร์", "district", ["8401"]),
        ("เขตบางซื่อ กรุงเทพมหานคร", "district", ["1029"]),
        ("8402", "district", ["8402"]),
        ("84", "district", []),
        ("สุราษฎร์", "province", ["84"]),
        ("จ.เลย", "province", ["42"]),
        ("ไม่มี", "province", []),
    ],
)
def test_a_network_finds_its_district_or_province(typed, level, found):
    assert [each.code for each in find(typed, level=level)] == found


def test_the_name_of_every_district_finds_that_district_again():
    known = [code for province, _name in provinces() for code, _district in districts(province)]

    assert [code for code in known if [e.code for e in find(place_name(code), level="district")] != [code]] == []
