import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kit.digits import to_arabic_digits, to_thai_digits
from federation.kit.thai import (
    INVISIBLE_REMOVED,
    LETTERS_JOINED,
    MARKS_ONCE,
    MARKS_ORDERED,
    SORT_KEY_SQL,
    SPACES_TIDIED,
    clean_name,
    clean_text,
    skeleton,
    sort_key,
)

IN_ORDER = ["กมล", "กาญจนา", "เกษม", "แก่น", "แก้ว", "โกวิท", "ไกร", "ขวัญ", "เขมิกา", "นาม", "นำ", "น้ำ"]
THAI = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), st.sampled_from(" .-\u200b\ufeffaZ9ํา้่เเ")
    ),
    max_size=16,
)


@pytest.mark.parametrize(
    ("typed", "kept", "changes"),
    [
        ("น้ำ", "น้ำ", []),
        ("สิทธิ์", "สิทธิ์", []),
        ("ปู่", "ปู่", []),
        ("นํ้า", "น้ำ", [LETTERS_JOINED]),
        ("น้ํา", "น้ำ", [LETTERS_JOINED]),
        ("นำ้", "น้ำ", [LETTERS_JOINED]),
        ("ทองคํา", "ทองคำ", [LETTERS_JOINED]),
        ("เเก่นจันทร์", "แก่นจันทร์", [LETTERS_JOINED]),
        ("ท่ี", "ที่", [MARKS_ORDERED]),
        ("ธ์ิ", "ธิ์", [MARKS_ORDERED]),
        ("ปู่", "ปู่", [MARKS_ORDERED]),
        ("แก้้ว", "แก้ว", [MARKS_ONCE]),
        ("กีี่", "กี่", [MARKS_ONCE]),
        (" เกษม  ทองคำ ", "เกษม ทองคำ", [SPACES_TIDIED]),
        ("เกษม\u00a0ทองคำ", "เกษม ทองคำ", [SPACES_TIDIED]),
        ("แก้วตา\u200b คงแก้ว", "แก้วตา คงแก้ว", [INVISIBLE_REMOVED]),
        ("\ufeffสม\u202eชาย\u00ad", "สมชาย", [INVISIBLE_REMOVED]),
    ],
)
def test_clean_text_has_one_form_and_says_what_it_changed(typed, kept, changes):
    clean = clean_text(typed)

    assert (clean.text, list(clean.changes)) == (kept, changes)


@settings(max_examples=5_000, deadline=None)
@given(THAI)
def test_cleaning_a_clean_text_changes_nothing(typed):
    once = clean_text(typed)

    assert clean_text(once.text).text == once.text
    assert clean_text(once.text).changes == ()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("แก้่ว", "Two marks"),
        ("กิีต", "Two marks"),
        ("ก ้า", "without its consonant"),
        ("่กา", "without its consonant"),
        ("เ้กา", "without its consonant"),
        ("สมชาย2", "letters"),
        ("=cmd()", "letters"),
        ("สมชаย", "letters"),
        ("<b>", "letters"),
    ],
)
def test_clean_name_names_what_looks_wrong(typed, problem):
    (found, *_more) = clean_name(typed).problems

    assert problem in found.source


@pytest.mark.parametrize("name", ["ฟาตีมะห์", "พุทฺธํ", "ฤๅชัย", "O’Neil", "สมชาย ณ นคร", "ญาดา (นก)", "เสน่ห์"])
def test_clean_name_takes_names_of_all_sorts(name):
    assert clean_name(name) == clean_text(name)


def test_clean_name_can_refuse_what_is_invisible():
    assert clean_name("แก้ว\u200bตา").problems == ()
    (problem,) = clean_name("แก้ว\u200bตา", refuse_invisible=True).problems
    assert "invisible" in problem.source


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เเก่น", "แก่น"),
        ("น้ำ", "นํ้า"),
        ("ท่ี", "ที่"),
        ("แก้้ว", "แก้ว"),
        ("ฤๅษี", "ฤาษี"),
        ("สม ชาย", "สมชาย"),
        ("น.ส.", "นส"),
        ("แก้วตา\u200b", "แก้วตา"),
        ("ทองคํา", "ทองคำ"),
        ("Somchai", "somchai"),
    ],
)
def test_look_alikes_share_a_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


def test_names_that_differ_have_skeletons_that_differ():
    names = ["กมล", "กาญจนา", "เกษม", "ปู", "ปุ", "นาม", "นำ", "มาลี", "มาลัย"]

    assert len({skeleton(name) for name in names}) == len(names)


def test_sort_key_gives_the_order_of_the_dictionary():
    backwards = IN_ORDER[::-1]

    assert sorted(backwards, key=sort_key) == IN_ORDER


def test_sort_key_keeps_people_of_one_given_name_together():
    people = ["กมลกานต์ คงแก้ว", "กมล แสงทอง", "กมล ใจดี"]

    assert sorted(people, key=sort_key) == ["กมล ใจดี", "กมล แสงทอง", "กมลกานต์ คงแก้ว"]


@pytest.mark.django_db
def test_the_database_sorts_as_python_does():
    words = [
        *IN_ORDER,
        "ดร. เอก-ชัย (ดำ)",
        "๑๒ ก",
        "Zebra a",
        "เเก้ว",
        "ทองคํา",
        "กรุงเทพฯ",
        " ก  ข ",
        "“ก”",
        "",
        "[x]^\\",
    ]
    with connection.cursor() as cursor:
        cursor.execute(SORT_KEY_SQL)
        cursor.execute("SELECT w, thai_sort_key(w) FROM unnest(%s::text[]) w", [words])
        keys = dict(cursor.fetchall())
        cursor.execute('SELECT w FROM unnest(%s::text[]) w ORDER BY thai_sort_key(w) COLLATE "C"', [IN_ORDER[::-1]])
        ordered = [row[0] for row in cursor.fetchall()]

    assert keys == {word: sort_key(word) for word in words}
    assert ordered == IN_ORDER


@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(st.lists(THAI.filter(lambda t: "\0" not in t), min_size=50, max_size=60))
def test_the_database_and_python_agree_on_any_text(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT w, thai_sort_key(w) FROM unnest(%s::text[]) w", [words])
        keys = dict(cursor.fetchall())

    assert keys == {word: sort_key(word) for word in words}


def test_digits_go_both_ways():
    assert to_thai_digits("15/2/2569") == "๑๕/๒/๒๕๖๙"
    assert to_arabic_digits("๐๑๒๓๔๕๖๗๘๙ ก") == "0123456789 ก"
