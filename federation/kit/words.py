"""Baht in Thai words, for receipts and vouchers."""

from decimal import Decimal

_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("แสน", "หมื่น", "พัน", "ร้อย", "สิบ", "")
_MILLION = 1_000_000
MOST = Decimal(10**13)


def baht_words(amount: Decimal) -> str:
    """Return an amount in Thai words: 153,000 is หนึ่งแสนห้าหมื่นสามพันบาทถ้วน.

    amount: baht, 0 to 10^13, two places at most. Raises ValueError otherwise.

    Source: domain: 6.3 Dates, numerals, money words.
    """
    if not 0 <= amount <= MOST or amount.scaleb(2) != amount.scaleb(2).to_integral_value():
        raise ValueError(f"cannot be said in words: {amount}")
    baht, satang = divmod(int(amount.scaleb(2)), 100)
    if not satang:
        return f"{number_words(baht)}บาทถ้วน"
    return (f"{number_words(baht)}บาท" if baht else "") + f"{number_words(satang)}สตางค์"


def number_words(number: int) -> str:
    """Return a whole number, not negative, in Thai words."""
    return _counted(number) or _DIGITS[0]


def _counted(number: int) -> str:
    """Return the words of a number, nothing for zero; ล้าน is said again for every six places."""
    millions, rest = divmod(number, _MILLION)
    if not millions:
        return _below_a_million(rest, follows=False)
    return f"{_counted(millions)}ล้าน{_below_a_million(rest, follows=True)}"


def _below_a_million(number: int, *, follows: bool) -> str:
    """Return the words of 0 to 999,999. follows: a higher place was said before it."""
    words = ""
    for digit, place in zip(f"{number:06d}", _PLACES, strict=True):
        if digit != "0":
            words += _digit_words(int(digit), place, follows=follows or bool(words))
    return words


def _digit_words(digit: int, place: str, *, follows: bool) -> str:
    if place == "สิบ" and digit < 3:
        return "สิบ" if digit == 1 else "ยี่สิบ"
    if place == "" and digit == 1 and follows:
        return "เอ็ด"
    return _DIGITS[digit] + place
