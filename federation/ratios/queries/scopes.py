"""Whose figures a page of ratios is about: an organisation's own book, or groups below it, all or of a kind or area."""

from dataclasses import dataclass
from datetime import date

from federation.organisations.models import Organisation
from federation.organisations.places import place_name
from federation.organisations.queries import groups_below

OWN, GROUPS = "own", "groups"
KIND, AREA = "kind", "area"
LENGTHS = {"tambon": 6, "amphoe": 6, "province": 4}


@dataclass(frozen=True)
class Scope:
    """The organisations whose figures are added up. query: what follows the "?" of a page about them."""

    organisations: list
    query: str = ""
    words: object = ""

    @property
    def is_alone(self) -> bool:
        return len(self.organisations) == 1 and not self.query


def groups_of(network, *, on: date) -> list[Organisation]:
    """Return the groups below a network on a day that keep books here, by code. Two queries."""
    found = groups_below(network, on=on).filter(book__isnull=False)
    return list(found.select_related("book", "kind", "keeper").order_by("code"))


def scope_of(organisation, *, whose: str, cut: str, on: date) -> Scope:
    """Return what is asked for. whose: "own" or "groups". cut: "kind:…" or "area:…" of the groups; nothing for all."""
    if organisation.is_group or whose != GROUPS:
        return Scope([organisation])
    groups = groups_of(organisation, on=on)
    by, _colon, code = cut.partition(":")
    if by not in (KIND, AREA):
        return Scope(groups, f"of={GROUPS}")
    chosen = [group for group in groups if code_of(group, by=by, network=organisation) == code]
    words = name_of(chosen[0], by=by, network=organisation) if chosen else ""
    return Scope(chosen, f"of={GROUPS}&cut={by}:{code}", words)


def cuts(network, groups: list, *, by: str) -> list[tuple[str, object, list]]:
    """Return (code, name, groups) of each kind, or area, of these groups, by code."""
    found: dict[str, list] = {}
    for group in groups:
        found.setdefault(code_of(group, by=by, network=network), []).append(group)
    return [(code, name_of(found[code][0], by=by, network=network), found[code]) for code in sorted(found)]


def code_of(group, *, by: str, network) -> str:
    return group.kind_id if by == KIND else _area(group, network)


def name_of(group, *, by: str, network) -> str:
    return str(group.kind) if by == KIND else place_name(_area(group, network))


def _area(group, network) -> str:
    """Return a group's tambon as a district sees it, its district as a province does, its province from higher up."""
    return group.place_code[: LENGTHS.get(network.level, 2)]
