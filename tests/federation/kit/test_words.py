from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kit.words import baht_words

DIGITS = {word: digit for digit, word in enumerate("หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า".split(), start=1)}  # noqa: SIM905
DIGITS |= {"เอ็ด": 1, "ยี่": 2}
PLACES = {"แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000, "ร้อย": 100, "สิบ": 10}


def number_said(words):
    """Return the number a Thai reader hears; the other way round, written apart from the code tested."""
    total = part = 0
    digit = None
    while words:
        word = next(w for w in (*DIGITS, *PLACES, "ล้าน", "ศูนย์") if words.startswith(w))
        words = words[len(word) :]
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in PLACES:
            part += (digit or 1) * PLACES[word]
            digit = None
        elif word == "ล้าน":
            total = (total + part + (digit or 0)) * 1_000_000
            part, digit = 0, None
    return total + part + (digit or 0)


def amount_said(words):
    if words.endswith("บาทถ้วน"):
        return Decimal(number_said(words.removesuffix("บาทถ้วน")))
    baht, _บาท, satang = words.removesuffix("สตางค์").rpartition("บาท")
    return number_said(baht) + Decimal(number_said(satang)) / 100


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("153000", "หนึ่งแสนห้าหมื่นสามพันบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("0.01", "หนึ่งสตางค์"),
        ("1.01", "หนึ่งบาทหนึ่งสตางค์"),
        ("100000021.50", "หนึ่งร้อยล้านยี่สิบเอ็ดบาทห้าสิบสตางค์"),
        ("2314735", "สองล้านสามแสนหนึ่งหมื่นสี่พันเจ็ดร้อยสามสิบห้าบาทถ้วน"),
        ("37080", "สามหมื่นเจ็ดพันแปดสิบบาทถ้วน"),
        ("10661.76", "หนึ่งหมื่นหกร้อยหกสิบเอ็ดบาทเจ็ดสิบหกสตางค์"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("10000000000000", "สิบล้านล้านบาทถ้วน"),
    ],
)
def test_baht_words_says_the_worked_examples(amount, words):
    assert baht_words(Decimal(amount)) == words


@settings(max_examples=2_000, deadline=None)
@given(st.integers(0, 10**15).map(lambda satang: Decimal(satang).scaleb(-2)))
def test_baht_words_are_heard_as_the_same_amount(amount):
    assert amount_said(baht_words(amount)) == amount


@pytest.mark.parametrize("amount", ["-1", "0.001", "10000000000000.01", "NaN"])
def test_baht_words_refuses_what_cannot_be_said(amount):
    with pytest.raises((ValueError, ArithmeticError)):
        baht_words(Decimal(amount))
