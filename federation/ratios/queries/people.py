"""Members, how they kept their promise and who came: counts, never names. One query each, whatever the groups."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from federation.kit.dates import month_of, next_month
from groups.registry.models import Membership, MembershipState

DROPPED = (MembershipState.RESIGNED, MembershipState.EXPELLED)


@dataclass(frozen=True, slots=True)
class Stay:
    """So many members (`n`) of one organisation who came on the same day and left on the same day, if they did."""

    joined_on: date
    ended_on: date | None
    dropped: bool
    n: int

    def lives(self, day: date) -> bool:
        return self.joined_on <= day and (self.ended_on is None or self.ended_on > day)


def stays(organisations: Iterable) -> dict[int, list[Stay]]:
    """Return {organisation id: [Stay]}."""
    organisations = list(organisations)
    rows = (
        Membership.objects.filter(
            network_id__in={one.network_key for one in organisations},
            organisation_id__in=[one.pk for one in organisations],
        )
        .exclude(state=MembershipState.APPLIED)
        .order_by()
        .values_list("organisation_id", "joined_on", "ended_on", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[int, list[Stay]] = {}
    for pk, joined_on, ended_on, state, n in rows:
        found.setdefault(pk, []).append(Stay(joined_on, ended_on, state in DROPPED, n))
    return found


# What the posted sheets of a month say: who promised and who kept it at its meetings (a month not kept has its short
# month, whatever was made up later), and who came, not counting whose envelope somebody else brought.
MONTHS = """
SELECT organisation_id, month, max(last_on), count(*) FILTER (WHERE promised),
       count(*) FILTER (WHERE promised AND NOT short), count(*) FILTER (WHERE came)
  FROM (SELECT s.organisation_id, s.month, max(s.meeting_on) AS last_on, bool_or(m.id IS NOT NULL) AS short,
               bool_or(m.id IS NOT NULL OR (r.dues ->> 'satja')::numeric > 0
                       OR (r.amounts ->> 'satja')::numeric > 0) AS promised,
               bool_or(r.state IN ('paid', 'part') AND (r.payer_id IS NULL OR r.payer_id = r.membership_id)) AS came
          FROM groups_sheet s
          JOIN groups_sheetrow r ON r.network_id = s.network_id AND r.sheet_id = s.id
          LEFT JOIN groups_shortmonth m ON m.network_id = r.network_id AND m.membership_id = r.membership_id
                                       AND m.month = s.month
         WHERE s.network_id = ANY (%(networks)s) AND s.organisation_id = ANY (%(organisations)s)
           AND s.state = 'posted' AND s.month >= %(first)s AND s.meeting_on <= %(until)s
         GROUP BY s.organisation_id, s.month, r.membership_id) AS member
 GROUP BY organisation_id, month
"""


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings of a month: the last one, members with a promise, who kept it in full, and who came."""

    month: date
    last_on: date
    promised: int
    kept: int
    came: int


def meetings(organisations: Iterable, *, days: Collection[date]) -> dict[int, list[Meetings]]:
    """Return {organisation id: its months with posted sheets up to the last day, the newest first}."""
    organisations = list(organisations)
    given = {
        "networks": sorted({one.network_key for one in organisations}),
        "organisations": [one.pk for one in organisations],
        "first": next_month(month_of(min(days)), by=-1),
        "until": max(days),
    }
    found: dict[int, list[Meetings]] = {}
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, given)
        for pk, *facts in sorted(cursor.fetchall(), key=lambda row: row[1], reverse=True):
            found.setdefault(pk, []).append(Meetings(*facts))
    return found


def lately(months: Iterable[Meetings], day: date) -> Meetings | None:
    """Return the newest meetings by a day, of its month or of the one before; None where there were none."""
    oldest = next_month(month_of(day), by=-1)
    return next((one for one in months if one.last_on <= day and one.month >= oldest), None)
