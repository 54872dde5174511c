"""The national ID of Thailand: read, checked by its last digit, and kept from eyes."""

import re

from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _


class NotAnId(NotReadable):
    """The text is not a national ID."""


class MaskedId:
    """Thirteen digits that print, format and log as a mask; `reveal()` gives them."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str):
        object.__setattr__(self, "_digits", digits)

    def reveal(self) -> str:
        """Return the thirteen digits: only to seal them, to index them, or for the page that may."""
        return self._digits

    def __setattr__(self, name, value):
        raise AttributeError("a national ID does not change")

    def __str__(self) -> str:
        return mask_id(self._digits)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"MaskedId({self})"

    def __eq__(self, other) -> bool:
        return isinstance(other, MaskedId) and self._digits == other._digits

    def __hash__(self) -> int:
        return hash(self._digits)

    def __reduce__(self):
        raise TypeError("a national ID is not stored as it is: seal it")


def check_digit(first_twelve: str) -> int:
    """Return the thirteenth digit of a national ID. Source: domain: 6.1 Thai national ID."""
    weighed = sum(int(digit) * weight for digit, weight in zip(first_twelve, range(13, 1, -1), strict=True))
    return (11 - weighed % 11) % 10


def parse_id(value: object) -> MaskedId:
    """Read a national ID: dashes, spaces and Thai digits are taken, and a spreadsheet's number.

    Raises `NotAnId` with a reason of empty, letters, length, check_digit.
    """
    if isinstance(value, MaskedId):
        return value
    if isinstance(value, float):
        value = f"{value:.0f}"
    text = without_invisible(to_arabic_digits(str(value if value is not None else "")))
    bare = re.sub(r"[\s\-\u2010-\u2015\u2212]", "", text)
    if not bare:
        raise NotAnId(_("Write the 13 figures of the national ID."), reason="empty")
    if not re.fullmatch(r"\d+", bare, re.ASCII):
        raise NotAnId(_("A national ID is written in figures only."), reason="letters")
    if len(bare) != 13:
        words = _("A national ID has 13 figures; this one has %(count)s.")
        raise NotAnId(words % {"count": len(bare)}, reason="length")
    if check_digit(bare[:12]) != int(bare[12]):
        words = _("The figures do not fit together: compare them with the card, one by one.")
        raise NotAnId(words, reason="check_digit")
    return MaskedId(bare)


def mask_id(digits: str) -> str:
    """Return the ID as shown on every page: 1-xxxx-xxxxx-12-1. Source: domain: 6.2 PDPA."""
    return f"{digits[0]}-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"


def show_id(digits: str) -> str:
    """Return the ID as printed on the card: 1-2345-67890-12-1. Only for the page that may."""
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:12]}-{digits[12]}"
