"""Members' parts of an adopted year: what is paid, what waits, who is on which list."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When

from federation.kit.money import ZERO
from groups.surplus.models import Choice, DividendPart, Into, PayBatch, YearClose

LEFT = Q(membership__ended_on__isnull=False)  # has no account any more: the dividend is paid out


def parts_of(close: YearClose) -> QuerySet[DividendPart]:
    """Return all parts of a year by member number, those that came to nothing too."""
    found = DividendPart.objects.filter(network_id=close.network_id, year=close)
    who = ("membership__person", "membership__member_organisation")
    return found.select_related(*who).order_by("membership__number")


def unpaid_parts(close: YearClose) -> QuerySet[DividendPart]:
    """Return the parts of which something is still to be paid."""
    return parts_of(close).filter(paid_on=None).filter(deducted__lt=F("dividend") + F("patronage"))


def waiting_for_money(close: YearClose) -> QuerySet[DividendPart]:
    """Return the parts to be paid in money that are on no list: those of who left or died meanwhile too."""
    return unpaid_parts(close).filter(Q(into=Into.CASH) | LEFT, batch=None)


def waiting_for_accounts(close: YearClose) -> QuerySet[DividendPart]:
    """Return the parts that go into members' accounts and are on no list."""
    return unpaid_parts(close).filter(batch=None).exclude(into=Into.CASH).exclude(LEFT)


def chosen_since(parts: Iterable[DividendPart]) -> list[tuple[DividendPart, Choice]]:
    """Return the parts that go elsewhere than when they were adopted because a member chose so since, with the choice.

    Those of who left or died stay out: theirs are paid in money without anybody's choice.
    """
    changed = [one for one in parts if one.membership.ended_on is None and one.way != one.way_adopted]
    if not changed:
        return []
    said = Choice.objects.filter(
        network_id=changed[0].network_id, membership__one_of=[one.membership_id for one in changed]
    )
    newest = said.order_by("membership_id", "-on", "-at").distinct("membership_id").select_related("by__person")
    by_member = {one.membership_id: one for one in newest}
    return [(one, by_member[one.membership_id]) for one in changed if one.membership_id in by_member]


def dividends_of(membership, *, years: int = 5) -> list[DividendPart]:
    """Return a member's parts of the last adopted years, the newest first; of those that came to something."""
    found = DividendPart.objects.filter(network_id=membership.network_id, membership=membership)
    found = found.filter(Q(dividend__gt=ZERO) | Q(patronage__gt=ZERO))
    return list(found.select_related("year", "membership").order_by("-year__until")[:years])


def batches_of(close: YearClose) -> QuerySet[PayBatch]:
    """Return the lists of a year's dividends in the order they were put together."""
    found = PayBatch.objects.filter(network_id=close.network_id, year=close)
    people = ("purse", "entry", "asked_by__person", "decided_by__person")
    return found.select_related("year__organisation__book", *people).order_by("asked_at", "pk")


def batch_of(organisation, pk) -> PayBatch | None:
    found = PayBatch.objects.filter(network_id=organisation.network_key, year__organisation=organisation, pk=pk)
    return found.select_related("year__organisation__book", "purse", "asked_by__person").first()


@dataclass(frozen=True, slots=True)
class Sums:
    """What a year's parts come to, in baht: allotted, taken off, paid, still to be paid, and to how many."""

    members: int
    gross: Decimal
    deducted: Decimal
    unpaid: Decimal
    waiting: int

    @property
    def net(self) -> Decimal:
        return self.gross - self.deducted

    @property
    def paid(self) -> Decimal:
        return self.net - self.unpaid


def sums_of(close: YearClose) -> Sums:
    gross = Sum(F("dividend") + F("patronage"))
    earning = Q(dividend__gt=ZERO) | Q(patronage__gt=ZERO)
    all_of_them = (
        parts_of(close).order_by().filter(earning).aggregate(n=Count("pk"), gross=gross, deducted=Sum("deducted"))
    )
    waits = unpaid_parts(close).order_by().aggregate(n=Count("pk"), net=gross - Sum("deducted"))
    return Sums(
        all_of_them["n"],
        all_of_them["gross"] or ZERO,
        all_of_them["deducted"] or ZERO,
        waits["net"] or ZERO,
        waits["n"],
    )


def unpaid_into(close: YearClose) -> dict[str, tuple[int, Decimal]]:
    """Return {where it goes: (how many members, baht)} of what is neither paid nor on a list."""
    net = Sum(F("dividend") + F("patronage") - F("deducted"))
    way = Case(When(LEFT, then=Value(Into.CASH.value)), default=F("into"))
    rows = unpaid_parts(close).filter(batch=None).order_by().annotate(way=way).values_list("way")
    rows = rows.annotate(n=Count("pk"), net=net)
    return {into: (n, baht) for into, n, baht in rows}
