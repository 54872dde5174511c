"""Finding who does what and who leads: by activity, leader, strong point, livelihood and place (R15, R38).

Leaders are found only while their consent stands; one withdrawn is gone from the table itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from federation.kit.thai import skeleton
from federation.nation.models import Strength, StrengthSort
from federation.nation.regions import REGIONS
from federation.organisations.models import Organisation, State
from federation.organisations.places import DISTRICT, PROVINCE, TAMBON, find, place_name

MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A strength with its organisation."""

    strength: Strength
    organisation: Organisation

    @property
    def place(self) -> str:
        return place_name(self.organisation.place_code)


def found_by(
    *, q: str = "", place: str = "", sort: str = "", can_teach: bool = False, on: date
) -> Sequence[Found] | None:
    """Return what fits the words, in these places, of this sort; who can teach first. None: no such place is known.

    The words are compared without tone marks, look-alikes and spaces, also with names of organisations.
    """
    strengths = Strength.objects.filter(Q(until=None) | Q(until__gt=on)).exclude(organisation__state=State.CLOSED)
    strengths = strengths.filter(~Q(sort=StrengthSort.LEADER) | Q(consent_on__lte=on))
    if place.strip():
        within = _within(place)
        if within is None:
            return None
        strengths = strengths.filter(within)
    if sort:
        strengths = strengths.filter(sort=sort)
    if can_teach:
        strengths = strengths.filter(can_teach=True)
    rows = strengths.select_related("organisation__kind").order_by("-can_teach", "words", "organisation__name_th", "pk")
    wanted = [skeleton(word) for word in q.split() if skeleton(word)]
    found = (Found(row, row.organisation) for row in rows)
    return [each for each in found if all(_speaks_of(each, word) for word in wanted)][:MOST]


def _speaks_of(found: Found, word: str) -> bool:
    return word in found.strength.skeleton or word in skeleton(found.organisation.name_th)


def _within(typed: str) -> Q | None:
    """Return the organisations in all the places that a typed name can mean."""
    bare = skeleton(typed)
    regions = [code for code, (name, _provinces) in REGIONS.items() if bare and bare in skeleton(str(name))]
    codes = [province for code in regions for province in REGIONS[code][1]]
    if not codes:
        found = (find(typed, level=level) for level in (PROVINCE, DISTRICT, TAMBON))
        codes = next(([each.code for each in places] for places in found if places), [])
    within = Q(organisation__village__icontains=typed.strip())
    if not codes and not Organisation.objects.filter(village__icontains=typed.strip()).exists():
        return None
    for code in codes:
        within |= Q(organisation__place_code__startswith=code)
    return within
