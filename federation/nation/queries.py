"""The registry's tables: what is published of an area, what is known by name, and what keeps books here.

The national queries of the project stand here and in `books_here`; each table costs three queries, whatever the area.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from federation.nation import regions, rules
from federation.nation.books_here import totals_by_area
from federation.nation.known import SOURCE, PrintedRow, printed_rows
from federation.nation.models import AlsoKind, KnownCount, Strength
from federation.nation.rules import Counted, Figure, Named, Published
from federation.organisations.models import Kind, Organisation, State
from federation.organisations.queries import affiliations_of


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind in an area."""

    kind: str
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of an area, all its kinds together. counted: without targets; here: those that keep books here."""

    code: str
    name: str
    counted: Counted
    here: Counted
    named: int


@dataclass(frozen=True, slots=True)
class AreaTable:
    """An area by kind, and by its parts."""

    code: str
    name: str
    kinds: Sequence[KindRow]
    parts: Sequence[PartRow]

    @property
    def total(self) -> Counted:
        """All kinds together; as the printed national table does, the nation's includes the targets."""
        return rules.added(row.figure.shown for row in self.kinds if self._adds(row))

    @property
    def targets(self) -> Counted:
        return rules.added(row.figure.shown for row in self.kinds if row.figure.is_target)

    @property
    def here(self) -> Counted:
        return rules.added(row.figure.here for row in self.kinds if row.figure.here.is_known)

    @property
    def members_known_of(self) -> list[str]:
        """The names of the kinds whose members are known, when those of others are not."""
        known = [row.name for row in self.kinds if row.figure.shown.members is not None]
        return known if len(known) < len(self.kinds) else []

    def _adds(self, row: KindRow) -> bool:
        return row.figure.shown.is_known and (self.code == regions.NATION or not row.figure.is_target)


def national_table(*, on: date) -> AreaTable:
    """Return the country by kind, in the order and wording of the printed table of 2547, others after it."""
    return area_table(regions.NATION, on=on)


def area_table(place_code: str, *, on: date) -> AreaTable:
    """Return an area by kind and by its parts, as known on a day. A constant number of queries.

    place_code: "" for the country, a region, or a province's, district's or tambon's code.
    """
    found = rules.figures(_published(place_code, on=on), _named(place_code, on=on), upper_of=regions.upper_of)
    kinds = [
        KindRow(kind, name, found.get((kind, place_code), Figure()))
        for kind, name in _kinds(place_code)
        if (kind, place_code) in found or _is_printed(kind, place_code)
    ]
    parts = [_part(code, name, found) for code, name in regions.parts_of(place_code)]
    return AreaTable(place_code, regions.area_name(place_code), kinds, parts)


def printed_table() -> list[PrintedRow]:
    """Return the table of 2547 as it was printed, from what stands in the registry. One query."""
    rows = KnownCount.objects.filter(source=SOURCE, place_code="", organisation=None)
    stored = {row.kind_id: _as_published(row) for row in rows}
    return [
        PrintedRow(row.kind, row.name_th, row.name_en, stored[row.kind]) for row in printed_rows() if row.kind in stored
    ]


def organisations_in(place_code: str):
    """Return the organisations registered in very this area, or in a part of it for a tambon, by name."""
    found = Organisation.objects.filter(place_code=place_code).exclude(state=State.CLOSED)
    return found.select_related("kind").order_by("kind__position", "name_th", "pk")


@dataclass(frozen=True, slots=True)
class KnownOf:
    """What the registry knows of one organisation; of its own books nothing."""

    kinds: Sequence[Kind]
    counts: Sequence[KnownCount]
    uppers: Sequence
    members: Sequence[Organisation]
    strengths: Sequence[Strength]


def known_of(organisation: Organisation, *, on: date) -> KnownOf:
    """Return the kinds, published counts, links and strengths of an organisation on a day."""
    also = AlsoKind.objects.filter(organisation=organisation).select_related("kind").order_by("kind__position", "pk")
    counts = KnownCount.objects.filter(organisation=organisation).select_related("entered_by__person")
    members = Organisation.objects.members_of(organisation, on).select_related("kind")
    return KnownOf(
        kinds=[organisation.kind, *(each.kind for each in also)],
        counts=list(counts.order_by("-as_of", "-entered_at", "pk")),
        uppers=list(affiliations_of(organisation)),
        members=list(members.order_by("name_th", "pk")),
        strengths=strengths_of(organisation, on=on),
    )


def strengths_of(organisation: Organisation, *, on: date) -> list[Strength]:
    """Return what an organisation is good at on a day, and who leads there with consent."""
    held = Strength.objects.filter(organisation=organisation).filter(Q(until=None) | Q(until__gt=on))
    return list(held.order_by("sort", "words", "pk"))


def _kinds(place_code: str) -> list[tuple[str, str]]:
    kinds = {kind.pk: str(kind) for kind in Kind.objects.order_by("position", "pk")}
    if place_code != regions.NATION:
        return list(kinds.items())
    printed = {row.kind: row.name for row in printed_rows()}
    return [*printed.items(), *((kind, name) for kind, name in kinds.items() if kind not in printed)]


def _is_printed(kind: str, place_code: str) -> bool:
    return place_code == regions.NATION and any(row.kind == kind for row in printed_rows())


def _part(code: str, name: str, found: dict) -> PartRow:
    figures = [figure for (_kind, area), figure in found.items() if area == code]
    counted = rules.added(figure.counted for figure in figures if figure.counted.is_known)
    here = rules.added(figure.here for figure in figures if figure.here.is_known)
    return PartRow(code, name, counted, here, sum(figure.named for figure in figures))


def _published(place_code: str, *, on: date) -> dict:
    rows = KnownCount.objects.filter(_within(place_code), organisation=None)
    rows = rows.filter(Q(as_of=None) | Q(as_of__lte=on)).order_by("entered_at", "pk")
    groups: dict = {}
    for row in rows:
        groups.setdefault((row.kind_id, row.place_code), []).append(_as_published(row))
    return {key: rules.newest(group) for key, group in groups.items()}


def _as_published(row: KnownCount) -> Published:
    counted = Counted(row.groups, row.members, row.money)
    return Published(counted, row.as_of, row.as_of_precision, row.is_target, row.source)


def _named(place_code: str, *, on: date) -> dict:
    """Return what is known by name, by kind and place: those with books here by their books, others by their counts."""
    found: dict = {}
    for total in totals_by_area(regions.provinces_in(place_code), on=on):
        counted = Counted(total.groups, total.members, total.money, whole=total.whole)
        named = Named(counted, counted) if total.keeps else Named(counted)
        key = (total.kind, total.place)
        found[key] = found[key] + named if key in found else named
    for (kind, place), counted in _without_books(place_code, on=on).items():
        named = Named(counted)
        found[kind, place] = found[kind, place] + named if (kind, place) in found else named
    return found


def _without_books(place_code: str, *, on: date) -> dict:
    """Return {(kind, place): groups that keep no books here, with the newest known of their members and money}."""
    groups = Organisation.objects.groups().filter(_within(place_code, exact_upper=False), book=None)
    groups = groups.exclude(state=State.CLOSED).values_list("pk", "kind_id", "place_code").order_by("pk")
    counts = KnownCount.objects.filter(organisation__in=groups.values("pk"), is_target=False)
    counts = counts.filter(Q(as_of=None) | Q(as_of__lte=on)).order_by("entered_at", "pk")
    known: dict = {}
    for row in counts:
        known.setdefault(row.organisation_id, []).append(_as_published(row))
    found: dict = {}
    for pk, kind, place in groups:
        latest, _target = rules.newest(known.get(pk, []))
        counted = Counted(1, latest.counted.members, latest.counted.money) if latest else Counted(1)
        found.setdefault((kind, place), []).append(counted)
    return {key: rules.added(counted) for key, counted in found.items()}


def _within(place_code: str, *, exact_upper: bool = True) -> Q:
    """Return what lies in an area. exact_upper: for a region, also what is counted for the region itself."""
    if place_code == regions.NATION:
        return Q()
    within = Q(place_code=place_code) if exact_upper else Q()
    for beginning in regions.provinces_in(place_code):
        within |= Q(place_code__startswith=beginning)
    return within
