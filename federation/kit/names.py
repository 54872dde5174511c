"""Names of persons: title, given name, family name."""

import re
from typing import NamedTuple

from federation.kit.thai import clean_text

# The form in which a title is kept, and how else it is written.
_TITLES = {
    "เด็กชาย": ("ด.ช.", "ดช."),
    "เด็กหญิง": ("ด.ญ.", "ดญ."),
    "นางสาว": ("น.ส.", "นส."),
    "นาง": (),
    "นาย": (),
    "สามเณร": ("ส.ณ.",),
    "แม่ชี": (),
    "พระครู": (),
    "พระมหา": (),
    "พระอธิการ": (),
    "เจ้าอธิการ": (),
    "พระปลัด": (),
    "พระสมุห์": (),
    "พระใบฎีกา": (),
    "พระ": (),
    "บาทหลวง": (),
    "หม่อมราชวงศ์": ("ม.ร.ว.",),
    "หม่อมหลวง": ("ม.ล.",),
    "ว่าที่ร้อยตรีหญิง": ("ว่าที่ ร.ต.หญิง", "ว่าที่ ร.ต. หญิง"),
    "ว่าที่ร้อยตรี": ("ว่าที่ ร.ต.",),
    "ว่าที่ร้อยโท": ("ว่าที่ ร.ท.",),
    "ว่าที่ร้อยเอก": ("ว่าที่ ร.อ.",),
    "ผศ.ดร.": (),
    "รศ.ดร.": (),
    "ศ.ดร.": (),
    "ผศ.": (),
    "รศ.": (),
    "ดร.": ("ดอกเตอร์",),
    "นพ.": ("นายแพทย์",),
    "พญ.": ("แพทย์หญิง",),
    "อาจารย์": ("อ.",),
    "ครู": (),
    "กำนัน": (),
    "ผู้ใหญ่บ้าน": ("ผญบ.",),
    "ร.ต.ต.": ("ร้อยตำรวจตรี",),
    "ร.ต.ท.": ("ร้อยตำรวจโท",),
    "ร.ต.อ.": ("ร้อยตำรวจเอก",),
    "พ.ต.ต.": ("พันตำรวจตรี",),
    "พ.ต.ท.": ("พันตำรวจโท",),
    "พ.ต.อ.": ("พันตำรวจเอก",),
    "ส.ต.ต.": ("สิบตำรวจตรี",),
    "ส.ต.ท.": ("สิบตำรวจโท",),
    "ส.ต.อ.": ("สิบตำรวจเอก",),
    "จ.ส.ต.": ("จ่าสิบตำรวจ",),
    "ด.ต.": ("ดาบตำรวจ",),
    "ร.ต.": ("ร้อยตรี",),
    "ร.ท.": ("ร้อยโท",),
    "ร.อ.": ("ร้อยเอก",),
    "พ.ต.": ("พันตรี",),
    "พ.ท.": ("พันโท",),
    "พ.อ.": ("พันเอก",),
    "ส.ต.": ("สิบตรี",),
    "ส.ท.": ("สิบโท",),
    "ส.อ.": ("สิบเอก",),
    "จ.ส.ท.": ("จ่าสิบโท",),
    "จ.ส.อ.": ("จ่าสิบเอก",),
}
TITLES = tuple(_TITLES)

_FOLLOWING_VOWEL = "[ะ-ฺๅ็-๎]"


class PersonName(NamedTuple):
    """The parts of a name as kept; a part that is not known is empty."""

    title: str
    given: str
    family: str

    def __str__(self) -> str:
        return show_name(self.given, title=self.title, family=self.family)


def split_name(text: str) -> PersonName:
    """Split a name as written in a register: `นาย เกษม  ทองคำ ` is นาย, เกษม, ทองคำ.

    What follows the first space after the given name is the family name; old papers may
    lack it. The text is brought to canonical form first.

    Source: domain: 6.4 Titles and names.
    """
    clean = clean_text(text).text
    title, rest = "", clean
    if match := _TITLE.match(clean):
        title = _KEPT[match.lastgroup]
        rest = clean[match.end() :].strip()
    given, _space, family = rest.partition(" ")
    return PersonName(title, given, family)


def show_name(given: str, *, title: str = "", family: str = "") -> str:
    """Return a name as written in Thai: the title stands before the given name without a space."""
    space = " " if title and given[:1].isascii() else ""
    return f"{title}{space}{given} {family}".strip()


def _pattern(form: str) -> str:
    """Return the pattern of one form; points may be followed by spaces, the last left out before one."""
    if not form.endswith("."):
        return re.escape(form).replace(r"\.", r"\.\s*") + f"(?!{_FOLLOWING_VOWEL})"
    return re.escape(form[:-1]).replace(r"\.", r"\.\s*").replace(r"\ ", r"\s*") + r"(?:\.|\s)"


_FORMS = sorted(
    ((form, kept) for kept, others in _TITLES.items() for form in (kept, *others)),
    key=lambda pair: (-len(pair[0]), pair[0]),
)
_KEPT = {f"t{n}": kept for n, (_form, kept) in enumerate(_FORMS)}
_TITLE = re.compile("|".join(f"(?P<t{n}>{_pattern(form)})" for n, (form, _kept) in enumerate(_FORMS)))
