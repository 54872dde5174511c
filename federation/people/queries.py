"""Finding persons: by national ID exactly, by the look of a name, by what an officer types into the search box."""

from django.db.models import Q

from federation.kit.crypto import blind_index
from federation.kit.digits import to_arabic_digits
from federation.kit.identity import MaskedId
from federation.kit.thai import skeleton
from federation.people.models import Identity, Person

PURPOSE = "national id"


def lookup_of(national_id: MaskedId) -> bytes:
    """Return the keyed hash under which a national ID is kept."""
    return bytes.fromhex(blind_index(national_id.reveal(), purpose=PURPOSE))


def find_by_national_id(network_id: int, national_id: MaskedId) -> Person | None:
    """Return the person of a network who has exactly this national ID, or None."""
    return Person.objects.filter(
        network_id=network_id, identity__in=Identity.objects.filter(lookup=lookup_of(national_id))
    ).first()


def name_skeleton(*, given: str, family: str = "", middle: str = "") -> str:
    """Return what is compared when two names might be one."""
    return skeleton(f"{given} {middle} {family}")


def matching(typed: str, *, through: str = "") -> Q:
    """Return the condition for a name part, nickname or end of a telephone number, tones and spaces overlooked.

    through: the path from the queried model to the person, such as "person__".
    """
    bones = skeleton(typed)
    digits = "".join(c for c in to_arabic_digits(typed) if c.isdigit())
    found = Q()
    if bones and not bones.isdigit():
        found |= Q(**{f"{through}skeleton__contains": bones}) | Q(**{f"{through}nickname_skeleton__contains": bones})
    if len(digits) >= 3:
        found |= Q(**{f"{through}phone__endswith": digits})
    return found
