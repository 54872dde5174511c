"""Provinces, districts and tambons, by the codes of the Department of Provincial Administration.

The list is the package geothai's, with the year it was made; nothing of it stands in the database but codes.
A village is its number (moo), which a town may lack, and its name.

Source: domain: 6.6 Places.
"""

import re
from dataclasses import dataclass
from functools import cache

import geothai
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from geothai.abolished import abolished_areas, match_abolished

from federation.kit.digits import to_arabic_digits
from federation.kit.thai import clean_text

BANGKOK = "10"
PROVINCE, DISTRICT, TAMBON = "province", "district", "tambon"
_BEFORE_AREA = re.compile(r"^(?:อ\.|อำเภอ|เขต|จ\.|จังหวัด)")
_TYPED = re.compile(
    r"(?:ต\.|ตำบล|แขวง)?\s*(?P<tambon>.+?)"
    r"(?:(?:,\s*|\s+(?=อ\.|อำเภอ|เขต))(?P<district>.+?))?"
    r"(?:(?:,\s*|\s+(?=จ\.|จังหวัด|กทม|กรุงเทพ))(?P<province>.+))?"
)


@dataclass(frozen=True)
class Place:
    """A province (2 figures), district (4) or tambon (6), with the names of what it lies in."""

    code: str
    province: object
    district: object = None
    tambon: object = None
    abolished: bool = False

    def __str__(self):
        return _thai_words(self) if get_language() != "en" else _english_words(self)

    @property
    def level(self):
        return {2: PROVINCE, 4: DISTRICT, 6: TAMBON}[len(self.code)]

    @property
    def postal_codes(self):
        return self.tambon.postal_codes if self.tambon and not self.abolished else ()


def place(code: str) -> Place | None:
    """Return the place of a code; an abolished one gives its successor, or itself when nothing followed it."""
    if code in _abolished():
        gone = _abolished()[code]
        return _in_force(gone.successors[0]) if len(gone.successors) == 1 else _gone(gone)
    return _in_force(code)


def place_name(code: str) -> str:
    """Return "ต.กะแดะ อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี", or nothing for no code or one that never was."""
    return str(place(code) or "")


def address_of(thing) -> str:
    """Return the address of a person or organisation in one line, without what is not known.

    thing: has `place_code`, and may have `house_no`, `moo` and `village`.
    """
    found = place(thing.place_code)
    postal = found.postal_codes if found else ()
    parts = [
        getattr(thing, "house_no", ""),
        _("Moo %(number)s") % {"number": thing.moo} if thing.moo else "",
        thing.village,
        str(found or ""),
        postal[0] if len(postal) == 1 else "",
    ]
    return " ".join(part for part in parts if part)


def provinces() -> list[tuple[str, str]]:
    """Return [(code, name)] of the provinces, by code."""
    return [(area.code, area_name(area)) for area in geothai.provinces()]


def districts(province_code: str) -> list[tuple[str, str]]:
    """Return [(code, name)] of a province's districts, by code."""
    return [(area.code, area_name(area)) for area in geothai.districts(province_code)]


def tambons(district_code: str) -> list[tuple[str, str]]:
    """Return [(code, name)] of a district's tambons, by code."""
    return [(area.code, area_name(area)) for area in geothai.subdistricts(district_code)]


def area_name(area) -> str:
    return area.name_en if get_language() == "en" else area.name_th


def find(text: str, *, level: str = TAMBON, limit: int = 20) -> list[Place]:
    """Return the tambons, or the districts or provinces, that typed text can mean, likeliest first.

    Takes a name with or without what it lies in ("กะแดะ", "ต.กะแดะ อ.กาญจนดิษฐ์", "kadae"), its code, and for tambons
    the code of a district and a postal code; a name or code given up leads to what followed it.
    """
    typed = to_arabic_digits(clean_text(text).text)
    if not typed:
        return []
    if level != TAMBON:
        return _by_words(typed, level=level)[:limit]
    codes = _by_number(typed) if typed.isdigit() else _by_name(typed)
    places = (place(code) for code in dict.fromkeys(codes))
    return [found for found in places if found and found.tambon and not found.abolished][:limit]


def _by_words(typed: str, *, level: str) -> list[Place]:
    """Districts or provinces whose names hold every word; those called exactly so stand alone."""
    if typed.isdigit():
        found = [place(typed)]
        return [each for each in found if each and each.level == level and not each.abolished]
    words = [_BEFORE_AREA.sub("", word).lower() for word in re.split(r"[\s,]+", typed)]
    found = [(code, names) for code, names in _named(level) if all(word in " ".join(names) for word in words)]
    exact = [(code, names) for code, names in found if words[0] in names[:2]]
    return [_in_force(code) for code, _all in exact or found]


@cache
def _named(level: str) -> list[tuple[str, list[str]]]:
    """Return (code, names) of every district or province: its own, Thai and English, then what it lies in."""
    named = []
    for province in geothai.provinces():
        if level == PROVINCE:
            named.append((province.code, _plain_names(province)))
        else:
            above = _plain_names(province)
            named += [(area.code, _plain_names(area) + above) for area in geothai.districts(province.code)]
    return named


def _plain_names(area) -> list[str]:
    return [_BEFORE_AREA.sub("", name).lower() for name in (area.name_th, area.name_en)]


def _by_number(typed: str) -> list[str]:
    if len(typed) == 5:
        return [area.code for area in geothai.by_postal_code(typed)]
    if len(typed) == 4:
        return [area.code for area in geothai.subdistricts(typed)]
    return [typed]


def _by_name(typed: str) -> list[str]:
    """Whole names, in use or given up; else a name and some word of its district or province; else parts of names."""
    parts = _TYPED.fullmatch(typed).groupdict()
    named = {"district": parts["district"], "province": parts["province"]}
    whole = [found.subdistrict.code for found in geothai.match(parts["tambon"], **named)]
    if whole and parts["district"]:
        return whole
    past = [code for area in match_abolished(parts["tambon"], **named) for code in area.successors]
    if whole or past:
        return whole + past
    name, _space, rest = typed.partition(" ")
    if rest:
        return [found.subdistrict.code for found in geothai.match(name) if _lies_in(found, rest)]
    return [code for result in geothai.search(typed, limit=40) for code in _tambons_of(result)]


def _lies_in(found, words: str) -> bool:
    """Tell whether every word is part of the name of the district or the province."""
    names = f"{found.district.name_th} {found.province.name_th} {found.district.name_en} {found.province.name_en}"
    return all(word.lower() in names.lower() for word in words.split())


def _tambons_of(result) -> list[str]:
    if result.level == "subdistrict":
        return [result.area.code]
    if result.level == "district":
        return [area.code for area in geothai.subdistricts(result.area.code)]
    return []


@cache
def _abolished():
    return {area.code: area for area in abolished_areas()}


def _in_force(code: str) -> Place | None:
    province = geothai.province(code[:2])
    district = geothai.district(code[:4]) if len(code) > 2 else None
    tambon = geothai.subdistrict(code) if len(code) > 4 else None
    whole = {2: province, 4: district, 6: tambon}.get(len(code))
    return Place(code, province, district, tambon) if whole else None


def _gone(area) -> Place:
    district = geothai.district(area.code[:4]) or _abolished().get(area.code[:4])
    is_tambon = area.level == "subdistrict"
    return Place(
        area.code,
        geothai.province(area.code[:2]),
        district if is_tambon else area,
        area if is_tambon else None,
        abolished=True,
    )


def _thai_words(shown: Place) -> str:
    tambon, district, province = ("แขวง", "", "") if shown.code.startswith(BANGKOK) else ("ต.", "อ.", "จ.")
    parts = ((tambon, shown.tambon), (district, shown.district), (province, shown.province))
    return " ".join(f"{before}{area.name_th}" for before, area in parts if area)


def _english_words(shown: Place) -> str:
    parts = (shown.tambon, shown.district, shown.province)
    return ", ".join(part.name_en or part.name_th for part in parts if part)
