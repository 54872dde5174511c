"""What members of groups got as welfare and brought for deaths in a month: totals by group, nobody named.

Of the group's own funds and of its network's alike: it is the group's members who got it and who bring it. A group
whose members have no part in any fund, or in any scheme, has no figure rather than nought. What is taken back later
counts against the month in which that happened. Source: domain, 4.3 Monthly report, heads 5 and 6.
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from federation.kit.dates import last_day
from federation.kit.money import ZERO
from welfare.claims.models import Claim, ClaimStep
from welfare.claims.queries.claims import EVER_PAID
from welfare.funds.models import Enrolment, WelfareFund
from welfare.funeral.models import Covered, DeathAct, DeathDue, DeathPaid
from welfare.funeral.queries.money import counted

Figures = dict[int, dict[str, object]]


def welfare_by_group(network_id: int, groups: Collection[int], month: date) -> Figures:
    """Return {organisation id: {welfare_… and funeral_…: figure}} of a month. One query where a network has no fund."""
    owners = WelfareFund.objects.filter(network_id=network_id, started_on__lte=last_day(month))
    owners = set(owners.values_list("organisation_id", flat=True))
    if not owners:
        return {}
    found: Figures = {}
    for figures in (_claims(network_id, groups, month, owners=owners), _deaths(network_id, groups, month)):
        for pk, of_group in figures.items():
            found.setdefault(pk, {}).update(of_group)
    return found


def _by(rows: QuerySet, group: str, **sums) -> Mapping[int, dict]:
    return {row[group]: row for row in rows.order_by().values(group).annotate(**sums)}


def _claims(network_id: int, groups: Collection[int], month: date, *, owners: set[int]) -> Figures:
    group, last = "membership__organisation_id", last_day(month)
    ever = Claim.objects.filter(network_id=network_id, membership__organisation__in=groups, state__in=EVER_PAID)
    back = ClaimStep.objects.filter(network_id=network_id, claim=OuterRef("pk"), kind=ClaimStep.Kind.TAKEN_BACK)
    paid = ever.filter(paid_on__range=(month, last)).exclude(Exists(back.filter(on__lte=last)))
    off = ever.filter(Exists(back.filter(on__range=(month, last))), paid_on__lt=month)
    paid = _by(paid, group, persons=Count("membership", distinct=True), baht=Sum("amount"))
    off = _by(off, group, baht=Sum("amount"))
    places = Enrolment.objects.filter(network_id=network_id, membership__organisation__in=groups, since__lte=last)
    known = owners.intersection(groups) | set(places.values_list(group, flat=True).distinct())
    return {
        pk: {
            "welfare_persons": paid[pk]["persons"] if pk in paid else 0,
            "welfare_paid": (paid[pk]["baht"] if pk in paid else ZERO) - (off[pk]["baht"] if pk in off else ZERO),
        }
        for pk in known | set(paid) | set(off)
    }


def _deaths(network_id: int, groups: Collection[int], month: date) -> Figures:
    group, last = "membership__organisation_id", last_day(month)
    covered = Covered.objects.filter(network_id=network_id, membership__organisation__in=groups, applied_on__lte=last)
    known = set(covered.values_list(group, flat=True).distinct())
    if not known:
        return {}
    rounds = counted().filter(network_id=network_id, claimed_on__lte=last)
    of_month = rounds.filter(claimed_on__gte=month, covered__membership__organisation__in=known)
    deaths = _by(of_month, f"covered__{group}", n=Count("pk"))
    dues = DeathDue.objects.filter(network_id=network_id, membership__organisation__in=known, death__in=rounds)
    owed = _by(dues, group, baht=Sum("amount"))
    came, all_came, given_up = _brought(network_id, dues, month)
    return {
        pk: {
            "funeral_deaths": deaths[pk]["n"] if pk in deaths else 0,
            "funeral_collected": came.get(pk, ZERO),
            "funeral_unpaid": (owed[pk]["baht"] if pk in owed else ZERO)
            - all_came.get(pk, ZERO)
            - given_up.get(pk, ZERO),
        }
        for pk in known
    }


def _brought(network_id: int, dues: QuerySet, month: date) -> tuple[dict, dict, dict]:
    """Return {organisation id: baht} that came for dues in the month, in all up to its end, and that were given up."""
    group, last = "due__membership__organisation_id", last_day(month)
    stands = Q(struck_by=None) | Q(struck_by__on__gt=last)
    payments = DeathPaid.objects.filter(network_id=network_id, due__in=dues, on__lte=last)
    sums = _by(
        payments,
        group,
        came=Sum("amount", filter=stands & Q(on__gte=month)),
        back=Sum("amount", filter=Q(on__lt=month, struck_by__on__range=(month, last))),
        everything=Sum("amount", filter=stands),
    )
    acts = DeathAct.objects.filter(network_id=network_id, kind=DeathAct.Kind.GIVE_UP, agreed=True, due__in=dues)
    given_up = _by(acts.filter(entry__on__lte=last), group, baht=Sum("amount"))
    return (
        {pk: (row["came"] or ZERO) - (row["back"] or ZERO) for pk, row in sums.items()},
        {pk: row["everything"] or ZERO for pk, row in sums.items()},
        {pk: row["baht"] for pk, row in given_up.items()},
    )
