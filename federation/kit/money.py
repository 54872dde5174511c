"""Money: Decimal baht with two places. How it is read, rounded, divided and shown.

No Django here, so that rules may use it.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
MOST = Decimal("99999999.99")

HALF_UP = ROUND_HALF_UP
HALF_EVEN = ROUND_HALF_EVEN


class NotAnAmount(NotReadable):
    """The text is not an amount of baht; `reason` says what is wrong with it."""


_AMOUNT = re.compile(r"(?P<baht>[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(?P<satang>\d+))?", re.ASCII)
_UNIT_BEFORE = re.compile(r"^(?:฿|THB)\s*")
_UNIT_AFTER = re.compile(r"(?:\s*(?:บาทถ้วน|บาท|บ\.|฿|THB)|\.-)$")
_MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2212"

_WRONG = (
    ("dash", re.compile(rf"[{_MINUS}]+"), _("A dash is not an amount. Write 0 for nothing paid.")),
    (
        "negative",
        re.compile(rf"[{_MINUS}(].*|.*[{_MINUS}]"),
        _("An amount cannot be below zero. Write it without a minus sign or brackets."),
    ),
    (
        "exponent",
        re.compile(r"[\d.,]+[eE][+-]?\d+"),
        _("Write the amount in full, like 1,000, without the letter e."),
    ),
    ("underscore", re.compile(r".*_.*"), _("Write the amount without the sign _, like 1,000.")),
    (
        "spaces",
        re.compile(r"[\d.,]+(?:\s+[\d.,]+)+"),
        _("Write the amount without spaces inside, like 1,250.50."),
    ),
    (
        "commas",
        re.compile(r"[\d,]*,[\d,]*(?:\.\d*)?"),
        _("Commas stand before every three digits, like 1,250. For satang use a point, like 1.25."),
    ),
    (
        "points",
        re.compile(r"[\d,]*\.[\d.,]*"),
        _("Write baht, a point, then satang, like 1250.50 or 0.50."),
    ),
)


def parse_amount(text: object, *, most: Decimal = MOST) -> Decimal:
    """Read an amount of baht as typed or as a spreadsheet cell holds it; 0.00 to 99,999,999.99, or to `most`.

    Takes `1,250.50`, `1250.5`, `๑๒๕๐`, spaces round it, ฿, บาท and the closing `.-`.

    Raises `NotAnAmount` with one of the reasons empty, dash, negative, exponent, underscore,
    spaces, commas, points, not_number, places, too_large.

    Source: interface: The deposit sheet; trust: threat 33.
    """
    if isinstance(text, bool):
        raise NotAnAmount(_("Write an amount in figures, like 1,250.50."), reason="not_number")
    typed = _as_text(text)
    if len(typed) > 60:
        raise NotAnAmount(_("Write an amount in figures, like 1,250.50."), reason="not_number")
    if not typed:
        raise NotAnAmount(_("Write an amount."), reason="empty")
    match = _AMOUNT.fullmatch(typed)
    if not match:
        raise _what_is_wrong(typed)
    satang = match["satang"] or ""
    if len(satang) > 2:
        raise NotAnAmount(_("Baht have two places after the point at most, like 12.25."), reason="places")
    baht = match["baht"].replace(",", "").lstrip("0") or "0"
    amount = Decimal(f"{baht}.{satang:0<2}") if len(baht) <= 20 else None
    if amount is None or amount > most:
        words = _("This amount is too large. At most %(most)s can be entered.") % {"most": show(most)}
        raise NotAnAmount(words, reason="too_large")
    return amount


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        value = format(value, "f") if value.is_finite() else str(value)
    elif isinstance(value, float):
        value = format(Decimal(f"{value:.15g}"), "f")  # fifteen figures: as a spreadsheet shows it
    text = " ".join(without_invisible(to_arabic_digits(str(value))).split())
    return _UNIT_AFTER.sub("", _UNIT_BEFORE.sub("", text)).strip()


def _what_is_wrong(typed: str) -> NotAnAmount:
    for reason, pattern, words in _WRONG:
        if pattern.fullmatch(typed):
            return NotAnAmount(words, reason=reason)
    return NotAnAmount(_("Write an amount in figures, like 1,250.50."), reason="not_number")


def round_satang(value: Decimal | int, *, mode: str = HALF_UP) -> Decimal:
    """Round baht to whole satang, halves up. The only rounding of money there is.

    mode: HALF_EVEN where a product's contract says so.
    Raises TypeError for a float, ValueError for what is not a finite number.

    Source: domain: 1.5 Interest arithmetic and the 15 % cap.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"money is Decimal, not {type(value).__name__}")
    value = Decimal(value)
    if not value.is_finite():
        raise ValueError(f"not an amount: {value}")
    return value.quantize(CENT, rounding=mode)


def split(total: Decimal, weights: Iterable[Decimal | int]) -> list[Decimal]:
    """Divide baht in proportion to the weights, by largest remainder; the parts add up to `total`.

    A satang left over goes to the largest remainder, and among equals to the earlier.
    A weight of zero gets nothing. total: baht, not negative, two places at most.

    Raises ValueError if there is nothing to divide by or a figure is negative.

    Source: domain: 1.6 Annual profit and its allocation.
    """
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if whole <= 0 or min(shares) < 0 or total < 0:
        raise ValueError("to split, weights and total are not negative and some weight is above zero")
    satang = _whole_satang(total)
    exact = [satang * share / whole for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: satang - sum(parts)]:
        parts[i] += 1
    return [Decimal(part).scaleb(-2) for part in parts]


def _whole_satang(amount: Decimal) -> int:
    satang = amount.scaleb(2)
    if not satang.is_finite() or satang != satang.to_integral_value():
        raise ValueError(f"more than two places: {amount}")
    return int(satang)


def show(amount: Decimal) -> str:
    """Return baht as read on page and paper: `1,250.50`.

    Raises ValueError if the amount has parts of a satang: round it first, knowingly.
    """
    _whole_satang(amount)
    return f"{amount:,.2f}"


def show_input(amount: Decimal) -> str:
    """Return baht as it stands in a box to type over: `1250.50`, and whole baht as `1250`."""
    satang = _whole_satang(amount)
    return f"{satang // 100}" if satang >= 0 and satang % 100 == 0 else f"{amount:.2f}"
