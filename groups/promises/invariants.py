"""What must hold of promises: the short months are what the posted sheets make them."""

from collections.abc import Iterator

from django.db.models import F

from federation.kit.invariants import BREAKS_NAMED, Check, Found, Scope
from federation.kit.wording import gettext_lazy as _
from federation.organisations.models import Organisation
from groups.promises.models import Promise
from groups.promises.queries import all_short_months, recounted
from groups.registry.models import Membership


def short_months_recount(scope: Scope) -> Found:
    """Count every member's short months again from the posted sheets; a fine stays as it was asked."""
    count, breaks = 0, []
    for organisation in _organisations(scope):
        members = list(Membership.objects.of(organisation).select_related("organisation"))
        count += len(members)
        breaks += _differences(organisation, members)
    return Found(count, tuple(breaks[:BREAKS_NAMED]))


def _differences(organisation: Organisation, members: list[Membership]) -> Iterator[str]:
    """Yield "G01 012 2026-03: stored / recounted" for each month that differs."""
    known = all_short_months(members)
    for member, again in recounted(members, known=known).items():
        stored = {row.month: _facts(row.short) for row in known.get(member.pk, [])}
        counted = {short.month: _facts(short) for short in again}
        for month in sorted(stored.keys() | counted.keys()):
            if stored.get(month) != counted.get(month):
                shown = f"{stored.get(month, '-')} / {counted.get(month, '-')}"
                yield f"{organisation.book.code} {member.shown_number} {month:%Y-%m}: {shown}"


def _facts(short) -> str:
    mark = " excused" if short.excused else ""
    return f"{short.paid} of {short.promised}{mark}, fined {short.fined}"


def promises_follow_their_member(scope: Scope) -> Found:
    """Look for promises that begin before the books follow their member, or lie in another network."""
    promises = Promise.objects.filter(membership__organisation__in=_organisations(scope))
    wrong = promises.filter(from_month__lt=F("membership__counted_from")) | promises.exclude(
        network_id=F("membership__network_id")
    )
    named = wrong.order_by("membership__organisation__code", "membership__number", "from_month").values_list(
        "membership__organisation__book__code", "membership__number", "from_month"
    )
    breaks = tuple(f"{code} {number:03d} {month:%Y-%m}" for code, number, month in named[:BREAKS_NAMED])
    return Found(promises.count(), breaks)


def _organisations(scope: Scope):
    found = Organisation.objects.filter(book__isnull=False).select_related("book").order_by("code")
    if scope.network_id is not None:
        found = found.filter(book__network_id=scope.network_id)
    return found.filter(book=scope.book_id) if scope.book_id else found


CHECKS = [
    Check("I-53", _("short months equal a recount of the posted sheets"), short_months_recount),
    Check("I-54", _("promises begin with their members"), promises_follow_their_member),
]
