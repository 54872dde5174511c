"""Disputes about entries between two books: which wait, and one with all that deciding it needs."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from federation.between.models import Dispute, PoolAct
from federation.between.queries.entered import MIRRORED, entered_in_sum
from federation.kit.dates import month_of, next_month
from federation.kit.money import ZERO
from federation.ledger.twins import Entry, Twin
from federation.organisations.models import Organisation

PEOPLE = ("organisation__book", "entry__book", "asked_by__person", "decided_by__person", "taken_back")
NO_IS_TOLD_FOR = 30  # days on the first page of whoever disputed


def upper_entry(entry: Entry) -> Entry | None:
    """Return the entry that an entry of kind BETWEEN mirrors."""
    pk = entry.key.removeprefix(MIRRORED)
    return Entry.objects.filter(pk=pk).select_related("book").first() if pk != entry.key else None


def organisation_of(entry: Entry) -> Organisation:
    return Organisation.objects.select_related("book").get(book=entry.book_id)


def disputes_of(organisation) -> list[Dispute]:
    """Return what this organisation disputes or disputed, the newest first."""
    found = Dispute.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return list(found.select_related(*PEOPLE).order_by("-asked_at"))


def waiting_for(organisation) -> list[Dispute]:
    """Return what organisations below dispute of this one's entries and nobody answered yet, oldest first."""
    return _about_ours(organisation, agreed=None)


def refused_in(organisation, *, month: date) -> list[Dispute]:
    """Return the disputes about this organisation's entries that were answered with no in a month, oldest first."""
    days = {"decided_at__date__gte": month, "decided_at__date__lt": next_month(month)}
    return _about_ours(organisation, agreed=False, **days)


def _about_ours(organisation, **which) -> list[Dispute]:
    if organisation.book_id is None:
        return []
    ties = Twin.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id, is_upper=True)
    below = set(ties.values_list("other_network_id", "other_book_id"))
    if not below:
        return []
    found = Dispute.objects.filter(
        network_id__in={network for network, _book in below}, entry__book__in={b for _n, b in below}, **which
    )
    found = list(found.select_related(*PEOPLE).order_by("asked_at"))
    made = {one.entry.key.removeprefix(MIRRORED) for one in found}
    own = {str(pk) for pk in Entry.objects.filter(pk__in=made, book=organisation.book_id).values_list("pk", flat=True)}
    return [one for one in found if one.entry.key.removeprefix(MIRRORED) in own]


def dispute_for(organisation, pk) -> Dispute | None:
    """Return a dispute that this organisation asked, or that is about an entry of its own."""
    found = Dispute.objects.filter(pk=pk).select_related(*PEOPLE).first()
    if found is None or organisation.book_id is None:
        return None
    upper = upper_entry(found.entry)
    return found if organisation.book_id in (found.entry.book_id, upper and upper.book_id) else None


def on_start_page(organisation, *, on: date) -> dict:
    """Return what the start page tells: whether books are tied, how many disputes wait here, and of ours elsewhere.

    entered, baht: what others entered in our book this month; refused: disputes of ours answered with no of late;
    withdrawals: savings asked out of a pool in our name, not decided yet.
    """
    if organisation.book_id is None:
        return {}
    tied = Twin.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id)
    sides = set(tied.values_list("is_upper", flat=True).distinct())
    asked = Dispute.objects.filter(network_id=organisation.network_key, organisation=organisation, agreed=None)
    entered, baht = entered_in_sum(organisation, month=month_of(on)) if False in sides else (0, ZERO)
    return {
        "month": month_of(on),
        "entered": entered,
        "baht": baht,
        "tied": bool(sides),
        "to_answer": len(waiting_for(organisation)) if True in sides else 0,
        "asked": asked.count() if False in sides else 0,
        "refused": _refused_of_late(organisation, on=on) if False in sides else [],
        "withdrawals": _withdrawals(organisation) if False in sides else [],
    }


def _refused_of_late(organisation, *, on: date) -> list[Dispute]:
    """Return what was answered with no and not disputed again since."""
    of_ours = Dispute.objects.filter(network_id=organisation.network_key, organisation=organisation)
    later = of_ours.filter(entry=OuterRef("entry"), asked_at__gt=OuterRef("asked_at"))
    found = of_ours.filter(agreed=False, decided_at__date__gte=on - timedelta(days=NO_IS_TOLD_FOR))
    return list(found.exclude(Exists(later)).order_by("-decided_at"))


def _withdrawals(organisation) -> list[PoolAct]:
    waiting = {"kind": PoolAct.Kind.WITHDRAWAL, "state": PoolAct.State.PROPOSED}
    found = PoolAct.objects.filter(membership__member_organisation=organisation, **waiting)
    return list(found.select_related("organisation").order_by("on", "asked_at"))
