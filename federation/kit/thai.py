"""Thai text: one canonical form, look-alikes, and the order of the dictionary.

Never NFKC: it takes ำ apart.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from federation.kit.digits import INVISIBLE, to_arabic_digits
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

SORT_KEY_SQL = Path(__file__).with_name("thai_sort_key.sql").read_text(encoding="utf-8")

_VOWEL_MARKS = "\u0e31\u0e34-\u0e3a\u0e47"
_TONES = "\u0e48-\u0e4b"
_LAST_MARKS = "\u0e4c-\u0e4e"
_MARKS = re.compile(f"[{_VOWEL_MARKS}{_TONES}{_LAST_MARKS}]+")
_SARA_AM = re.compile(f"([{_TONES}]{{0,3}})\u0e4d([{_TONES}]{{0,3}})\u0e32|(?<=[ก-ฮ])\u0e33([{_TONES}]{{1,3}})")
_MARK_AGAIN = re.compile(f"([{_VOWEL_MARKS}{_TONES}{_LAST_MARKS}])\\1+")
_LONE_MARK = re.compile(f"(?:^|[^ก-ฮ{_VOWEL_MARKS}{_TONES}{_LAST_MARKS}])[{_VOWEL_MARKS}{_TONES}{_LAST_MARKS}]")
_TWO_TONES = re.compile(f"[{_TONES}][{_TONES}]")
_TWO_VOWELS = re.compile(f"[{_VOWEL_MARKS}]{{2}}")
_NOT_IN_A_NAME = re.compile(r"[^ก-ฺเ-๎A-Za-zÀ-ɏ .'’()\-]")

INVISIBLE_REMOVED = _("invisible characters were removed")
SPACES_TIDIED = _("spaces were tidied")
LETTERS_JOINED = _("letters typed in two parts were joined (เเ to แ, ํา to ำ)")
MARKS_ORDERED = _("vowels and tone marks were put in order")
MARKS_ONCE = _("a mark typed twice was left once")


@dataclass(frozen=True)
class CleanText:
    """A text in canonical form, what was changed in it, and what a person must look at."""

    text: str
    changes: tuple[Sentence, ...] = ()
    problems: tuple[Sentence, ...] = field(default=())


def clean_text(text: str) -> CleanText:
    """Return a text in its canonical form: cleaning it again changes nothing.

    NFC, nothing invisible, single spaces, เเ as แ, ํ and า as ำ, and marks in the order vowel,
    tone, the rest, each once. Source: trust: threats 30 and 31.
    """
    changes = {}
    before = None
    while text != before:
        before = text
        for change, step in _STEPS:
            stepped = step(text)
            if stepped != text:
                changes[change] = True
            text = stepped
    return CleanText(text, tuple(changes))


def clean_name(text: str, *, refuse_invisible: bool = False) -> CleanText:
    """Return a person's name in canonical form, with what was changed and what looks wrong.

    problems: marks that cannot stand so, and characters that no name has.
    refuse_invisible: call an invisible character a problem instead of removing it with a note.
    """
    clean = clean_text(text)
    problems = []
    if refuse_invisible and INVISIBLE_REMOVED in clean.changes:
        problems.append(_("The name holds invisible characters. Type it again by hand."))
    if _LONE_MARK.search(clean.text):
        problems.append(_("A vowel or tone mark stands without its consonant. Type the name again."))
    if _TWO_TONES.search(clean.text) or _TWO_VOWELS.search(clean.text):
        problems.append(_("Two marks stand on one letter. Leave the right one."))
    if strange := sorted(set(_NOT_IN_A_NAME.findall(clean.text))):
        words = _("A name is written in letters; this does not belong in it: %(strange)s")
        problems.append(words % {"strange": " ".join(strange)})
    return CleanText(clean.text, clean.changes, tuple(problems))


def _join_letters(text: str) -> str:
    return _SARA_AM.sub(r"\1\2\3ำ", text.replace("เเ", "แ"))


def _in_order(marks: re.Match) -> str:
    return "".join(sorted(marks[0], key=_mark_class))


def _mark_class(mark: str) -> int:
    if "\u0e48" <= mark <= "\u0e4b":
        return 1
    return 2 if mark > "\u0e4b" else 0


_STEPS = (
    (INVISIBLE_REMOVED, lambda text: INVISIBLE.sub("", text)),
    (SPACES_TIDIED, lambda text: " ".join(text.split())),
    (LETTERS_JOINED, _join_letters),
    (MARKS_ORDERED, lambda text: _MARKS.sub(_in_order, unicodedata.normalize("NFC", text))),
    (MARKS_ONCE, lambda text: _MARK_AGAIN.sub(r"\1", text)),
)


_ALIKE = str.maketrans({"ฃ": "ข", "ฅ": "ค", "ๅ": "า", "ฏ": "ฎ", "ํ": None})
_PASSED_OVER = re.compile(f"[\\s.'’()\\-ฯๆ\u0e47{_TONES}{_LAST_MARKS}]")


def skeleton(text: str) -> str:
    """Return what is left of a name when look-alikes are made one: equal skeletons deserve a look.

    Spaces, points, tone marks and silent marks are passed over. For comparing only.
    """
    clean = _PASSED_OVER.sub("", clean_text(text).text.translate(_ALIKE))
    return re.sub(r"(.)\1+", r"\1", clean).casefold()


_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_PUNCTUATION = re.compile("[!-/:-@\\[-`{-~ฯๆ๏๚๛‘’“”«»–—…·]")
_SECOND_LEVEL = re.compile("[\u0e47-\u0e4c\u0e4e]")


def sort_key(text: str) -> str:
    """Return a key whose order by code point is the order of the Thai dictionary.

    A leading vowel counts after its consonant; tone marks only break ties; punctuation does not
    count; a space comes before any letter. The SQL function `thai_sort_key` gives the same.

    Source: domain: 6.5 Sort order.
    """
    text = text.replace("เเ", "แ").replace("\u0e4d\u0e32", "ำ")
    text = "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in to_arabic_digits(text))
    text = _LEADING_VOWEL.sub(r"\2\1", _PUNCTUATION.sub("", text))
    text = re.sub(" +", " ", text).strip(" ")
    return f"{_SECOND_LEVEL.sub('', text)}\x01{text}"
