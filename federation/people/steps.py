"""Keeping persons: their names as Thais write them, their national ID sealed.

These are steps: they stand in the caller's transaction, and the caller writes the log of acts.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.kit.crypto import seal
from federation.kit.identity import MaskedId, parse_id
from federation.kit.names import split_name
from federation.kit.refusals import Refused
from federation.kit.thai import clean_name, clean_text, skeleton
from federation.people.models import Identity, Person
from federation.people.queries import find_by_national_id, lookup_of, name_skeleton

NAME_FIELDS = ("title", "given", "middle", "family", "nickname", "guardian")
TEXT_FIELDS = ("phone", "house_no", "village", "place_code")
CHANGEABLE = (*NAME_FIELDS, *TEXT_FIELDS, "born_on", "moo", "public_post")


class NameNotClean(Refused):
    """Raised when a name holds what no name has; `fields` says where."""


class IdentityTaken(Refused):
    """Raised when the network already keeps a person with this national ID; `person` is who."""

    def __init__(self, person: Person):
        self.person = person
        words = _("This national ID is already in the register. Compare the figures with the card.")
        super().__init__(words, fields={"national_id": words})


class NoIdNoReason(Refused):
    """Raised when there is neither a national ID nor a reason for its absence."""


@dataclass(frozen=True)
class PersonIn:
    """A person to be kept, as typed or imported. `national_id` and `no_id_reason` exclude one another."""

    given: str
    family: str = ""
    title: str = ""
    middle: str = ""
    nickname: str = ""
    guardian: str = ""
    born_on: date | None = None
    phone: str = ""
    house_no: str = ""
    moo: int | None = None
    village: str = ""
    place_code: str = ""
    national_id: MaskedId | str | None = field(default=None, repr=False)
    no_id_reason: str = ""
    public_post: str = ""


def keep_person_step(network_id: int, **fields) -> Person:
    """Keep a person of a network; `fields` are those of `PersonIn`.

    Raises `NameNotClean`, `NoIdNoReason`, `kit.identity.NotAnId`, or `IdentityTaken` with the person kept before.
    """
    row = PersonIn(**fields)
    national_id = parse_id(row.national_id) if row.national_id else None
    identity = _locked_identity(national_id) if national_id else None
    if national_id and (taken := find_by_national_id(network_id, national_id)):
        raise IdentityTaken(taken)
    person = _person(network_id, row, national_id=national_id, identity=identity)
    person.save(force_insert=True)
    return person


def keep_people_step(network_id: int, rows: list[PersonIn]) -> list[Person]:
    """Keep many persons in a few queries, in the order of `rows`; one already known by national ID is used again.

    Raises as `keep_person_step`, except that `IdentityTaken` means two rows with one national ID.
    """
    ids = [parse_id(row.national_id) if row.national_id else None for row in rows]
    identities = _identities({lookup_of(i): i for i in ids if i is not None})
    known = {
        person.identity_id: person
        for person in Person.objects.filter(network_id=network_id, identity__in=identities.values())
    }
    kept, fresh, seen = [], [], {}
    for row, national_id in zip(rows, ids, strict=True):
        identity = identities[lookup_of(national_id)] if national_id else None
        if identity and identity.pk in seen:
            raise IdentityTaken(seen[identity.pk])
        person = known.get(identity.pk) if identity else None
        if person is None:
            person = _person(network_id, row, national_id=national_id, identity=identity)
            fresh.append(person)
        if identity:
            seen[identity.pk] = person
        kept.append(person)
    Person.objects.bulk_create(fresh)
    return kept


def change_person_step(person: Person, **fields) -> tuple[dict, dict]:
    """Change a person's names, birthday, telephone or address; return what was and what is, for the log of acts.

    Raises `NameNotClean`.
    """
    unknown = set(fields) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a person's to change: {sorted(unknown)}")
    fields = _clean(fields)
    before = {name: getattr(person, name) for name in fields if getattr(person, name) != fields[name]}
    for name in before:
        setattr(person, name, fields[name])
    _set_skeletons(person)
    if before:
        person.save(update_fields=[*before, "skeleton", "nickname_skeleton"])
    return before, {name: fields[name] for name in before}


def change_national_id_step(
    person: Person, *, national_id: MaskedId | str | None, no_id_reason: str = ""
) -> tuple[str, str]:
    """Set, replace or take away a person's national ID; return the masks before and after, for the log of acts.

    Raises `kit.identity.NotAnId`, `NoIdNoReason`, or `IdentityTaken` if another person of the network has it.
    """
    before = str(person.masked_id)
    parsed = parse_id(national_id) if national_id else None
    _check_reason(parsed, no_id_reason)
    identity = _locked_identity(parsed) if parsed else None
    if parsed and (taken := find_by_national_id(person.network_id, parsed)) and taken.pk != person.pk:
        raise IdentityTaken(taken)
    person.identity = identity
    person.id_shown = _shown(parsed)
    person.no_id_reason = "" if parsed else no_id_reason
    person.save(update_fields=["identity", "id_shown", "no_id_reason"])
    return before, str(person.masked_id)


def _person(network_id: int, row: PersonIn, *, national_id, identity) -> Person:
    _check_reason(national_id, row.no_id_reason)
    person = Person(
        network_id=network_id,
        identity=identity,
        id_shown=_shown(national_id),
        no_id_reason="" if national_id else row.no_id_reason,
        **_clean({name: getattr(row, name) for name in CHANGEABLE}),
    )
    _set_skeletons(person)
    return person


def _clean(facts: dict) -> dict:
    """Bring names and texts to canonical form. Raises `NameNotClean`."""
    names = _clean_names({name: facts[name] for name in NAME_FIELDS if name in facts})
    texts = {name: clean_text(facts[name]).text for name in TEXT_FIELDS if name in facts}
    return {**facts, **names, **texts}


def _clean_names(names: dict) -> dict:
    """Bring names to canonical form. Raises `NameNotClean`, naming every field that is wrong."""
    clean = {name: clean_name(text or "") for name, text in names.items()}
    problems = {name: read.problems[0] for name, read in clean.items() if read.problems}
    if "given" in clean and not clean["given"].text:
        problems["given"] = _("Write the given name.")
    if problems:
        raise NameNotClean(_("A name cannot be kept as written."), fields=problems)
    kept = {name: read.text for name, read in clean.items()}
    return kept | ({"title": _usual_title(kept["title"])} if "title" in kept else {})


def _usual_title(typed: str) -> str:
    """Return a title in the form in which it is kept (ด.ช. as เด็กชาย); a free one as it was typed."""
    title, rest, _family = split_name(typed)
    return title if title and not rest else typed


def _set_skeletons(person: Person) -> None:
    person.skeleton = name_skeleton(given=person.given, middle=person.middle, family=person.family)
    person.nickname_skeleton = skeleton(person.nickname)


def _check_reason(national_id: MaskedId | None, no_id_reason: str) -> None:
    if national_id is None and no_id_reason not in Person.NoIdReason:
        words = _("Write the national ID, or choose why there is none.")
        raise NoIdNoReason(words, fields={"national_id": words})


def _shown(national_id: MaskedId | None) -> str:
    if national_id is None:
        return ""
    digits = national_id.reveal()
    return digits[0] + digits[-3:]


def _locked_identity(national_id: MaskedId) -> Identity:
    """Return the row of a national ID, locked: two officers cannot keep the same person at one moment."""
    lookup = lookup_of(national_id)
    _identities({lookup: national_id})
    return Identity.objects.select_for_update().get(lookup=lookup)


def _identities(wanted: dict[bytes, MaskedId]) -> dict[bytes, Identity]:
    """Return {lookup: Identity}, making those not yet kept; two at once cannot make the same one twice."""
    missing = set(wanted) - {bytes(i.lookup) for i in Identity.objects.filter(lookup__in=wanted)}
    made = [Identity(lookup=lookup) for lookup in missing]
    for identity in made:
        identity.sealed = seal(wanted[identity.lookup].reveal(), about=str(identity.pk)).encode()
    Identity.objects.bulk_create(made, ignore_conflicts=True)
    return {bytes(i.lookup): i for i in Identity.objects.filter(lookup__in=wanted)} if wanted else {}
