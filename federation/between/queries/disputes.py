"""Disputes about entries between two books: which wait, and one with all that deciding it needs."""

from datetime import date

from federation.between.models import Dispute
from federation.between.queries.entered import MIRRORED, entered_in_sum
from federation.kit.dates import month_of
from federation.kit.money import ZERO
from federation.ledger.twins import Entry, Twin
from federation.organisations.models import Organisation

PEOPLE = ("organisation__book", "entry__book", "asked_by__person", "decided_by__person", "taken_back")


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
    if organisation.book_id is None:
        return []
    ties = Twin.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id, is_upper=True)
    below = set(ties.values_list("other_network_id", "other_book_id"))
    if not below:
        return []
    found = Dispute.objects.filter(
        network_id__in={network for network, _book in below}, entry__book__in={b for _n, b in below}, agreed=None
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

    entered, baht: what others entered in our book this month.
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
    }
