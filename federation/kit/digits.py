"""Thai and Arabic digits, and the characters nobody sees."""

import re

_THAI = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(_THAI, "0123456789")
_TO_THAI = str.maketrans("0123456789", _THAI)

# Zero-width, soft hyphen, byte order mark, direction marks, variation selectors, control characters.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\x00-\x08\x0e-\x1f\x7f-\x9f\U000e0000-\U000e0fff]"
)


def to_arabic_digits(text: str) -> str:
    """Return the text with ๐-๙ as 0-9."""
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    """Return the text with 0-9 as ๐-๙: for titles and minutes, not for columns of money."""
    return text.translate(_TO_THAI)


def without_invisible(text: str) -> str:
    """Return the text without characters that have no width and no meaning here."""
    return INVISIBLE.sub("", text)
