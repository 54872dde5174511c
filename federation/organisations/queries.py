"""How organisations belong to one another on a day, and what state they were in."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F

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
