"""Reading promises and short months. What it costs grows with members, never with the years.

Sheets stand above this feature; they are read here through the memberships their rows point at.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import month_of
from federation.kit.money import ZERO
from groups.promises.models import Promise, ShortMonth
from groups.promises.rules import Short, Sitting, fine_due, recount
from groups.registry.models import Membership
from groups.registry.queries import holds_of

POSTED, EXCUSED = "posted", "excused"


def promises_on(memberships: Iterable[Membership], month: date) -> dict:
    """Return {membership id: baht} of what each promised for a month; who promised nothing is missing."""
    held = (
        Promise.objects.filter(**_of(memberships), from_month__lte=month)
        .order_by("membership_id", "-from_month")
        .distinct("membership_id")
    )
    return dict(held.values_list("membership_id", "amount"))


def promised_at(memberships: Iterable[Membership]) -> Callable[[Membership, date, date], Decimal]:
    """Return a function (membership, month, on) -> baht: the promise that counts for a month, as of a day in it.

    Nothing counts before the books follow the member, on hold, or once the membership has ended. Two queries.
    """
    memberships = list(memberships)
    history: dict = {}
    promises = Promise.objects.filter(**_of(memberships)).order_by("from_month")
    for pk, month, amount in promises.values_list("membership_id", "from_month", "amount"):
        history.setdefault(pk, []).append((month, amount))
    holds = holds_of(memberships)

    def read(membership: Membership, month: date, on: date) -> Decimal:
        ended = membership.ended_on is not None and membership.ended_on <= on
        if ended or month < membership.counted_from or _held(holds.get(membership.pk, ()), on):
            return ZERO
        return next((amount for since, amount in reversed(history.get(membership.pk, ())) if since <= month), ZERO)

    return read


def _held(holds, on: date) -> bool:
    return any(since <= on and (until is None or on < until) for since, until in holds)


def open_short_months(memberships: Iterable[Membership]) -> dict:
    """Return {membership id: [ShortMonth]} of the months still short, oldest first."""
    return _by_membership(ShortMonth.objects.filter(**_of(memberships), paid__lt=F("promised")))


def unsettled_months(memberships: Iterable[Membership]) -> dict:
    """Return {membership id: [ShortMonth]} of what a payment can still change: open months, and unpaid fines."""
    return _by_membership(
        ShortMonth.objects.filter(**_of(memberships)).filter(
            Q(paid__lt=F("promised")) | Q(excused=False, fined__lt=F("fine"))
        )
    )


def all_short_months(memberships: Iterable[Membership]) -> dict:
    """Return {membership id: [ShortMonth]}, oldest first."""
    return _by_membership(ShortMonth.objects.filter(**_of(memberships)))


def _by_membership(short_months) -> dict:
    found: dict = {}
    for short in short_months.order_by("membership_id", "month"):
        found.setdefault(short.membership_id, []).append(short)
    return found


def sittings_of(memberships: Iterable[Membership], *, since: date | None = None, without: date | None = None) -> dict:
    """Return {membership id: [Sitting]} from posted sheets that were not reversed, oldest first.

    since: first month to read. without: a meeting day to leave out.
    """
    rows = _posted_rows(memberships, **({"sheet_rows__sheet__month__gte": since} if since else {}))
    found: dict = {}
    for pk, month, on, amounts, state in rows:
        if on != without:
            found.setdefault(pk, []).append(_sitting(month, on, amounts, state))
    return found


def brought_in(memberships: Iterable[Membership], *, month: date, without: date) -> dict:
    """Return {membership id: baht} of satja that the other meetings of a month brought."""
    brought: dict = {}
    for pk, _month, on, amounts, _state in _posted_rows(memberships, sheet_rows__sheet__month=month):
        if on != without:
            brought[pk] = brought.get(pk, ZERO) + _amount(amounts, "satja")
    return brought


def paid_before(memberships: Iterable[Membership], *, item: str) -> set:
    """Return the ids of those of these members who ever paid something into a column of the sheet."""
    rows = _posted_rows(memberships, sheet_rows__amounts__has_key=item)
    return {pk for pk, _month, _on, amounts, _state in rows if _amount(amounts, item)}


def other_meetings(organisation, *, month: date, on: date) -> list[date]:
    """Return the meeting days, newest first, of the posted sheets of that month, or later ones, but for `on`."""
    sheets = organisation.sheets.filter(network_id=organisation.network_key, state=POSTED, month__gte=month)
    return list(sheets.exclude(meeting_on=on).order_by("-meeting_on").values_list("meeting_on", flat=True))


def _posted_rows(memberships, **more) -> Iterator[tuple]:
    """Yield what members brought; a row taken back after a dispute brought nothing."""
    rows = (
        _members(memberships)
        .filter(sheet_rows__sheet__state=POSTED, **more)
        .order_by("sheet_rows__sheet__meeting_on", "pk")
        .values_list(
            "pk",
            "sheet_rows__sheet__month",
            "sheet_rows__sheet__meeting_on",
            "sheet_rows__amounts",
            "sheet_rows__state",
            "sheet_rows__taken_back",
        )
    )
    return ((pk, month, on, {} if taken_back else amounts, state) for pk, month, on, amounts, state, taken_back in rows)


def _sitting(month: date, on: date, amounts: dict, state: str) -> Sitting:
    return Sitting(month, on, _amount(amounts, "satja"), _amount(amounts, "fine"), state == EXCUSED)


def _amount(amounts: dict, item: str) -> Decimal:
    return Decimal(amounts.get(item) or ZERO)


def fine_rate(organisation) -> Callable[[Sitting], Decimal]:
    """Return a function that gives the fine by the bylaws of a sitting's day; each day is looked up once."""
    known: dict = {}

    def rate_of(sitting: Sitting) -> Decimal:
        if sitting.on not in known:
            known[sitting.on] = bylaws_of(organisation, on=sitting.on)["late_fine_month"]
        return known[sitting.on]

    return rate_of


def recounted(memberships: list[Membership], *, known: dict, with_sheet: dict | None = None) -> dict:
    """Return {membership: [Short]} as all posted sheets make them; fines asked before stay as they were asked."""
    with_sheet = with_sheet or {}
    read = promised_at(memberships)
    day = next((sitting.on for sitting in with_sheet.values()), None)
    stored = sittings_of(memberships, without=day)
    rate_of = fine_rate(memberships[0].organisation if memberships else None)

    def one(membership: Membership) -> list[Short]:
        asked = {row.month: row.fine for row in known.get(membership.pk, [])}
        new = [with_sheet[membership.pk]] if membership.pk in with_sheet else []
        return recount(
            [*stored.get(membership.pk, []), *new],
            promised_at=lambda sitting: read(membership, sitting.month, sitting.on),
            rate_of=lambda sitting: asked[sitting.month] if sitting.month in asked else rate_of(sitting),
        )

    return {membership: one(membership) for membership in memberships}


@dataclass(frozen=True)
class KeptMonth:
    """A month as a passbook shows it: promised, what came for it at its meetings, what was made up later; in baht."""

    month: date
    promised: Decimal
    brought: Decimal
    short: ShortMonth | None

    @property
    def is_kept(self) -> bool:
        return self.short is None

    @property
    def missing(self) -> Decimal:
        return self.short.short.missing if self.short else ZERO

    @property
    def state(self) -> str:
        """Return "kept", "made_up", "excused" or "short"."""
        if self.short is None:
            return "kept"
        if not self.missing:
            return "made_up"
        return "excused" if self.short.excused else "short"


def kept_months(membership: Membership, *, since: date) -> list[KeptMonth]:
    """Return a member's months with a meeting and a promise, newest first, from `since` on."""
    read = promised_at([membership])
    shorts = {short.month: short for short in all_short_months([membership]).get(membership.pk, [])}
    months: dict = {}
    for sitting in sittings_of([membership], since=since).get(membership.pk, []):
        before, promised = months.get(sitting.month, (ZERO, ZERO))
        now = read(membership, sitting.month, sitting.on)
        months[sitting.month] = (before + sitting.satja, max(promised, now))
    return [
        KeptMonth(month, promised, brought, shorts.get(month))
        for month, (brought, promised) in sorted(months.items(), reverse=True)
        if promised
    ]


@dataclass(frozen=True)
class MonthOfMember:
    """How one member's month stands: what was promised, what came for that month so far; in baht."""

    membership: Membership
    promised: Decimal
    brought: Decimal
    excused: bool

    @property
    def is_kept(self) -> bool:
        return self.brought >= self.promised


def month_of_members(
    memberships: Iterable[Membership], *, month: date, on: date, promised: Callable | None = None
) -> list[MonthOfMember]:
    """Return how a month stands for each of these members who promised something for it; for reports.

    on: the day promises are read on, such as the month's last meeting; who joined after it is left out.
    promised: what `promised_at` gave, where the caller has asked already. Constant queries.
    """
    memberships = list(memberships)
    read = promised or promised_at(memberships)
    brought, excused = {}, set()
    for pk, _month, _on, amounts, state in _posted_rows(memberships, sheet_rows__sheet__month=month_of(month)):
        brought[pk] = brought.get(pk, ZERO) + _amount(amounts, "satja")
        if state == EXCUSED:
            excused.add(pk)
    return [
        MonthOfMember(membership, due, brought.get(membership.pk, ZERO), membership.pk in excused)
        for membership in memberships
        if membership.joined_on <= on and (due := read(membership, month_of(month), on))
    ]


@dataclass(frozen=True)
class Standing:
    """A member's promise and what is missing from earlier months; in baht."""

    membership: Membership
    promised: Decimal
    shorts: tuple[Short, ...]

    @property
    def open_months(self) -> list[Short]:
        return [short for short in self.shorts if short.is_open]

    @property
    def months_missed(self) -> int:
        return len(self.open_months)

    @property
    def since(self) -> date | None:
        return self.open_months[0].month if self.open_months else None

    @property
    def missing(self) -> Decimal:
        return sum((short.missing for short in self.shorts), ZERO)

    @property
    def fine(self) -> Decimal:
        return fine_due(self.shorts)

    @property
    def sort_key(self) -> str:
        return self.membership.person.sort_key if self.membership.person_id else self.membership.name


def standings(memberships: Iterable[Membership], *, month: date, on: date) -> list[Standing]:
    """Return how each of these members stands with their promise on a day. Three queries."""
    memberships = list(memberships)
    read = promised_at(memberships)
    unsettled = unsettled_months(memberships)
    return [Standing(m, read(m, month, on), tuple(row.short for row in unsettled.get(m.pk, ()))) for m in memberships]


def promises_of(membership: Membership) -> QuerySet[Promise]:
    """Return a member's promises, the latest first."""
    return Promise.objects.filter(**_of([membership])).select_related("set_by__person").order_by("-from_month")


def _of(memberships: Iterable[Membership]) -> dict:
    """Return the condition that keeps a query to what hangs on these memberships, all of one network."""
    memberships = list(memberships)
    network_id = memberships[0].network_id if memberships else None
    return {"network_id": network_id, "membership__one_of": [membership.pk for membership in memberships]}


def _members(memberships: Iterable[Membership]) -> QuerySet[Membership]:
    of = _of(memberships)
    return Membership.objects.filter(network_id=of["network_id"], pk__one_of=of["membership__one_of"])
