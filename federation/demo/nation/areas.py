"""Where the networks of the synthetic nation lie: real districts of real provinces, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

from federation.organisations import places

# How many groups the networks of districts have, in turns: from 17 to 30, as such networks are.
SIZES = (17, 23, 30, 19, 26, 21, 28)


@dataclass(frozen=True, slots=True)
class Area:
    """A network's district with its tambons, and how many groups it has there."""

    province: str
    district: str
    name: str
    tambons: list[str]
    groups: int


def areas(groups: int) -> Iterator[Area]:
    """Yield the networks' districts until there are so many groups; where the districts end they begin again."""
    districts = [
        (province, code, name) for province, _name in places.provinces() for code, name in places.districts(province)
    ]
    tambons = {code: [tambon for tambon, _name in places.tambons(code)] for _province, code, _name in districts}
    left, turn = groups, 0
    while left > 0:
        province, code, name = districts[turn * STRIDE % len(districts)]
        size = min(SIZES[turn % len(SIZES)], left)
        yield Area(province, code, name, tambons[code] or [code], size)
        left, turn = left - size, turn + 1


# Steps from province to province rather than through all districts of one; it shares no factor with their number.
STRIDE = 13
