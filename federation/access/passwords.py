"""What a password must be, and the ones we give out ourselves.

Long, and not what everybody tries first; no rules about kinds of characters, no change by the calendar.
Source: trust: 1.5 Passwords.
"""

import secrets
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 15, 256  # characters

# What is tried first in this field and this country; a password needs something of its own beside them.
GUESSED_FIRST = (
    *("ออมทรัพย์", "สัจจะ", "สัจจะออมทรัพย์", "กองทุน", "หมู่บ้าน", "เครือข่าย", "กลุ่ม", "สวัสดิการ", "สมาชิก", "เงินฝาก"),
    *("เหรัญญิก", "ประธาน", "เลขานุการ", "กรรมการ", "รหัสผ่าน", "รหัส", "ประเทศไทย", "คนไทย", "สวัสดี", "รักพ่อ", "รักแม่"),
    *("กาญจนดิษฐ์", "สุราษฎร์ธานี", "ธนาคาร", "บาท", "ฟหกด", "ฟหกดาสว", "ๆไำพะัีรน"),
    *(
        "satja",
        "sajja",
        "saving",
        "savings",
        "group",
        "network",
        "password",
        "passw0rd",
        "thailand",
        "bangkok",
        "sawasdee",
    ),
    *(
        "qwertyuiop",
        "qwerty",
        "asdfghjkl",
        "asdfgh",
        "zxcvbnm",
        "abcdefghijklm",
        "abcdef",
        "admin",
        "welcome",
        "iloveyou",
    ),
)
OWN_CHARACTERS = 6  # that must be left, different ones, when those words, figures and signs are taken away

# Digits and letters nobody mistakes for one another, spoken or written (no 0 o, 1 i l, u v).
_GIVEN_ALPHABET = "23456789abcdefghjkmnpqrstwxyz"


def canonical(password):
    """Return the password in the one form (NFC) in which it is counted, checked and hashed.

    Not NFKC: that takes ำ apart.
    """
    return unicodedata.normalize("NFC", password)


def one_time_password():
    """Return a password to be given on paper and changed at the first sign-in: four parts of four, 77 bits."""
    return "-".join("".join(secrets.choice(_GIVEN_ALPHABET) for _n in range(4)) for _part in range(4))


class Length:
    """Refuses what is too short or absurdly long, counted in characters as they are read."""

    def validate(self, password, user=None):
        length = len(canonical(password))
        if length < SHORTEST:
            words = _("Too short: %(length)s characters. Use %(shortest)s or more, such as four words of your own.")
            raise ValidationError(words, code="too_short", params={"length": length, "shortest": SHORTEST})
        if length > LONGEST:
            words = _("Too long: at most %(longest)s characters.")
            raise ValidationError(words, code="too_long", params={"longest": LONGEST})

    def get_help_text(self):
        return _("%(shortest)s characters or more; four words with spaces between are easy to remember.") % {
            "shortest": SHORTEST
        }


class NotCommon(CommonPasswordValidator):
    """Refuses the passwords that are tried first everywhere."""

    def validate(self, password, user=None):
        if canonical(password).lower().strip() in self.passwords:
            raise ValidationError(_("Everybody tries this one first. Choose another."), code="common")

    def get_help_text(self):
        return ""


class NotGuessed:
    """Refuses what is put together from the words of this work, one's own names, figures and repetition."""

    def validate(self, password, user=None):
        rest = canonical(password).lower()
        for word in sorted({*GUESSED_FIRST, *_own_words(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        own = {character for character in rest if character.isalpha()}
        if len(own) < OWN_CHARACTERS:
            words = _("Too easy to guess. Add words of your own that are neither names nor words of this work.")
            raise ValidationError(words, code="guessed")

    def get_help_text(self):
        return _("Not your name, not your sign-in name, not a year or telephone number alone.")


def _own_words(user):
    if user is None:
        return set()
    person = user.person
    words = [user.username, *([person.given, person.family, person.nickname] if person else [])]
    return {canonical(word).lower() for word in words if len(word) >= 3}
