"""The six regions of Thailand as its geographers divide it, by the codes of their provinces.

Ministries count four or five; the six are those of the National Research Council's committee of geographers.
Source: domain: 6.6 Places.
"""

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from federation.organisations import places

REGIONS = {
    "R-north": (_("North"), ["50", "51", "52", "53", "54", "55", "56", "57", "58"]),
    "R-northeast": (_("North-east"), [str(code) for code in range(30, 50)]),
    "R-central": (
        _("Central"),
        [*map(str, range(10, 20)), *["26", "60", "61", "62", "64", "65", "66", "67", "72", "73", "74", "75"]],
    ),
    "R-east": (_("East"), ["20", "21", "22", "23", "24", "25", "27"]),
    "R-west": (_("West"), ["63", "70", "71", "76", "77"]),
    "R-south": (_("South"), [*map(str, range(80, 87)), *map(str, range(90, 97))]),
}
REGION_OF = {province: region for region, (_name, provinces) in REGIONS.items() for province in provinces}
NATION = ""


def upper_of(code: str) -> str | None:
    """Return the area an area lies in: tambon, district, province, region, the nation (""); None above it."""
    if code == NATION:
        return None
    if code in REGIONS:
        return NATION
    return code[:-2] if len(code) > 2 else REGION_OF.get(code, NATION)


def areas_up(code: str) -> list[str]:
    """Return an area and all it lies in, the nation last."""
    found = [code]
    while (upper := upper_of(found[-1])) is not None:
        found.append(upper)
    return found


def parts_of(code: str) -> list[tuple[str, str]]:
    """Return [(code, name)] of what an area is divided into; of a tambon nothing."""
    if code == NATION:
        return [(region, str(name)) for region, (name, _provinces) in REGIONS.items()]
    if code in REGIONS:
        inside = set(REGIONS[code][1])
        return [(each, name) for each, name in places.provinces() if each in inside]
    return {2: places.districts, 4: places.tambons}.get(len(code), lambda _code: [])(code)


def provinces_in(code: str) -> list[str]:
    """Return the beginnings of the place codes that lie in an area; of the nation none, for all do."""
    if code == NATION:
        return []
    return list(REGIONS[code][1]) if code in REGIONS else [code]


def area_name(code: str) -> str:
    """Return the name of an area in full, or nothing for a code that there is not."""
    if code == NATION:
        return now("Thailand")
    if code in REGIONS:
        return now("%(name)s region") % {"name": REGIONS[code][0]}
    return places.place_name(code)


def is_area(code: str) -> bool:
    """Tell whether an area of this code is in force today."""
    found = places.place(code) if code not in REGIONS else None
    return code in REGIONS or found is not None and found.code == code and not found.abolished
