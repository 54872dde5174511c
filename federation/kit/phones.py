"""Telephone numbers of Thailand, as typed and as a spreadsheet leaves them."""

import re

from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _


class NotAPhone(NotReadable):
    """The text is not one telephone number."""


def read_phone(value: object) -> str:
    """Read one telephone number as digits from 0: `086-475-5162`, `+66 86…`, `944156834`.

    A spreadsheet that took the number for an amount has eaten the 0 before it; it is put back.
    Raises `NotAPhone` with a reason of empty, letters, length.
    """
    if isinstance(value, float):
        value = f"{value:.0f}"
    text = without_invisible(to_arabic_digits(str(value if value is not None else "")))
    bare = re.sub(r"[\s.()\-\u2010-\u2015]", "", text).removeprefix("โทร")
    if not bare:
        raise NotAPhone(_("Write a telephone number, like 086-475-5162."), reason="empty")
    if not re.fullmatch(r"\+?\d+", bare, re.ASCII):
        raise NotAPhone(_("Write one telephone number, in figures, like 086-475-5162."), reason="letters")
    number = _with_leading_zero(bare)
    if not re.fullmatch(r"0[689]\d{8}|0[2-57]\d{7}", number):
        words = _("A mobile number has 10 figures and begins with 06, 08 or 09; one at home has 9.")
        raise NotAPhone(words, reason="length")
    return number


def _with_leading_zero(bare: str) -> str:
    if bare.startswith(("+66", "0066")) or bare.startswith("66") and len(bare) in (10, 11):
        return "0" + re.sub(r"^(?:\+|00)?660?", "", bare)
    eaten = len(bare) == 9 and bare[0] in "689" or len(bare) == 8 and bare[0] in "23457"
    return "0" + bare if eaten else bare


def show_phone(number: str) -> str:
    """Return a number as read aloud: 086-475-5162, 077-123-456."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"
