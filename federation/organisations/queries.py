"""How organisations belong to one another on a day, and what state they were in."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from federation.organisations.models import Affiliation, Organisation

BELOW = """
WITH RECURSIVE below AS (
    SELECT ARRAY[%(root)s::bigint] AS path
    UNION ALL
    SELECT b.path || a.member_id::bigint
      FROM below b JOIN federation_affiliation a ON a.upper_id = b.path[cardinality(b.path)]
     WHERE (a.since IS NULL OR a.since <= %(on)s) AND (a.until IS NULL OR a.until >= %(on)s)
       AND a.member_id <> ALL (b.path)
)
SELECT path FROM below
"""


ABOVE = """
WITH RECURSIVE links AS (
    SELECT member_id, upper_id FROM federation_affiliation a
     WHERE (a.since IS NULL OR a.since <= %s) AND (a.until IS NULL OR a.until >= %s)
), above AS (
    SELECT upper_id AS id FROM links WHERE member_id = %s
    UNION
    SELECT l.upper_id FROM above b JOIN links l ON l.member_id = b.id
)
SELECT id FROM above
"""
ALL_BELOW = """
WITH RECURSIVE links AS (
    SELECT member_id, upper_id FROM federation_affiliation a
     WHERE (a.since IS NULL OR a.since <= %s) AND (a.until IS NULL OR a.until >= %s)
), below AS (
    SELECT member_id AS id FROM links WHERE upper_id = ANY (%s)
    UNION
    SELECT l.member_id FROM below b JOIN links l ON l.upper_id = b.id
)
SELECT id FROM below
"""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An organisation's place below another; `path` holds the ids from the top down to it."""

    organisation: Organisation
    path: tuple[int, ...]

    @property
    def depth(self) -> int:
        return len(self.path) - 1


def tree(top: Organisation, *, on: date) -> list[TreeRow]:
    """Return what belonged to an organisation on a day, through all levels, each under its upper and by code.

    One that belongs to two organisations of the tree stands in both places.
    """
    paths = _paths_below(top, on=on)
    found = Organisation.objects.select_related("kind").in_bulk({path[-1] for path in paths})
    rows = [TreeRow(found[path[-1]], path) for path in paths]
    return sorted(rows, key=lambda row: [found[pk].code for pk in row.path])


def groups_below(network: Organisation, *, on: date):
    """Return the groups that belonged to a network on a day, directly or through other networks, each once."""
    ids = {path[-1] for path in _paths_below(network, on=on)}
    return Organisation.objects.groups().filter(pk__in=ids)


def stands_above(organisation: Organisation, *, on: date, field: str) -> RawSQL:
    """Return an expression: whether the organisation in a column stood above this one on a day, at any height.

    field: the column with its table, as SQL names it; a constant of the caller's.
    """
    return RawSQL(f"{field} IN ({ABOVE})", [on, on, organisation.pk], output_field=BooleanField())  # noqa: S611


def ids_below(tops, *, on: date) -> set[int]:
    """Return the ids of all that stood below these organisations on a day, at any depth, given their ids."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_BELOW, [on, on, list(tops)])
        return {pk for (pk,) in cursor.fetchall()}


def affiliations_of(organisation: Organisation):
    """Return the links of an organisation with higher ones, those that still hold first."""
    return (
        Affiliation.objects.filter(member=organisation)
        .select_related("upper")
        .order_by(F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "pk")
    )


def state_on(organisation: Organisation, *, on: date) -> str | None:
    """Return the state an organisation was in at the end of a day, or None before its first."""
    steps = organisation.state_changes.filter(network_id=organisation.network_key, on__lte=on)
    return steps.order_by("-on", "-at", "-pk").values_list("state", flat=True).first()


def _paths_below(top: Organisation, *, on: date) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(BELOW, {"root": top.pk, "on": on})
        return [tuple(path) for (path,) in cursor.fetchall()]
