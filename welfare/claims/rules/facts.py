"""What is known of one event, and how much of each limit earlier claims used up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal

from federation.kit.dates.months import month_of, next_month
from federation.kit.money import ZERO
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.figures import baht, keys_of, texts, truth, whole
from welfare.claims.rules.lengths import BadTerms, age_on
from welfare.claims.rules.terms import BAHT, MEMBER, NIGHTS, TIMES, Terms

DATES = ("event_on", "joined_on", "member_since", "ended_on", "paid_through", "last_paid_on", "born_on", "claimed_on")
WHOLES = ("nights", "children", "age")
SUMS = ("loan", "cost")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One event. None means "not told": what depends on it is not looked at, and the quote says so.

    joined_on: since when the place in the fund is held; member_since: the membership, where it began earlier.
    ended_on: last day of the place. paid_through: until when dues are paid. last_paid_on: when dues last came.
    who: to whom it happened. post: the post held on the day. loan, cost: baht told (what is owed, what it cost).
    documents: codes of the papers handed in. used: {key of a cap: how much of it is used up before this event}.
    """

    event_on: date
    joined_on: date
    member_since: date | None = None
    ended_on: date | None = None
    paid_through: date | None = None
    last_paid_on: date | None = None
    claimed_on: date | None = None
    born_on: date | None = None
    age: int | None = None
    who: str = MEMBER
    post: str = ""
    on_duty: bool | None = None
    nights: int | None = None
    children: int | None = None
    loan: Decimal | None = None
    cost: Decimal | None = None
    documents: tuple[str, ...] | None = None
    used: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def full_age(self) -> int | None:
        """Full years on the day of the event."""
        return age_on(self.born_on, self.event_on) if self.born_on else self.age

    @property
    def paid_last(self) -> date | None:
        """The later of the last payment and the day dues are paid until: who paid ahead is not behind."""
        return max((day for day in (self.paid_through, self.last_paid_on) if day), default=None)

    def to_data(self) -> dict:
        """Return what is told, as JSON can hold it."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        told["used"] = {key: str(value) for key, value in self.used.items()}
        plain = {name: _as_data(value) for name, value in told.items()}
        return {
            name: value
            for name, value in plain.items()
            if value not in (None, "", {}) and (name, value) != ("who", MEMBER)
        }

    @classmethod
    def from_data(cls, data: Mapping) -> "Facts":
        """Read what `to_data` wrote. Raises `BadTerms` where something is missing, unknown or unreadable."""
        keys_of(data, {one.name for one in fields(cls)})
        for name in ("event_on", "joined_on"):
            if not data.get(name):
                raise BadTerms(_("Write the day of the event, and since when the place is held."), reason=name)
        return cls(**{name: _READERS[name](value) for name, value in data.items() if value is not None})


def _as_data(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _day(value, *, name) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as wrong:
        words = _("“%(text)s” is not a date; write it like 2026-01-31.")
        raise BadTerms(words % {"text": str(value)[:40]}, reason=name) from wrong


def _used(value) -> dict[str, Decimal]:
    keys_of(value, {key for of in (BAHT, NIGHTS, TIMES) for key in _keys(of)})
    return {key: baht(figure, name="used") for key, figure in value.items()}


def _keys(of: str):
    for per in ("month", "year", "life", "family"):
        yield from (f"{of}_{per}", f"{of}_{per}_nights")


def _reader(read, name):
    return lambda value: read(value, name=name)


_READERS = {
    **{name: _reader(_day, name) for name in DATES},
    **{name: _reader(whole, name) for name in WHOLES},
    **{name: _reader(baht, name) for name in SUMS},
    "on_duty": _reader(truth, "on_duty"),
    "documents": _reader(texts, "documents"),
    "who": str,
    "post": str,
    "used": _used,
}


@dataclass(frozen=True)
class Past:
    """A claim agreed or paid before: of which benefit, when it happened, what was given, for how many nights.

    for_nights: the part of `amount` given for nights. of_family: it was a relative's, not the member's own.
    """

    benefit: str
    event_on: date
    amount: Decimal
    nights: int = 0
    for_nights: Decimal = ZERO
    of_family: bool = False


def year_around(on: date, *, year_from: int) -> tuple[date, date]:
    """Return first and last day of the year that limits count in. year_from: its first month, 1 to 12.

    Source: domain: 1.8 Welfare schedules, evaluation order of a claim.
    """
    first = date(on.year - (on.month < year_from), year_from, 1)
    return first, next_month(first, by=12) - timedelta(days=1)


def usage(terms: Terms, past: Iterable[Past], *, benefit: str, on: date, year_from: int) -> dict[str, Decimal]:
    """Return how much of each limit earlier claims used up, for `Facts.used`.

    past: claims of the member (and the family's, marked) on this benefit and those that share a limit with it.
    benefit: the code of this one. year_from: of the bylaw; the rule's own wins.
    """
    past, used = list(past), {}
    year = year_around(on, year_from=terms.year_from or year_from)
    month = (month_of(on), next_month(on) - timedelta(days=1))
    for cap in (cap for cap in terms.caps if cap.per != "event"):
        first, last = {"year": year, "month": month}.get(cap.per, (date.min, date.max))
        counted = [
            claim
            for claim in past
            if claim.benefit in (benefit, *cap.shared_with)
            and first <= claim.event_on <= last
            and (cap.per == "family" or not claim.of_family)
        ]
        used[cap.key] = sum((_filled(cap, claim) for claim in counted), Decimal(0))
    return used


def _filled(cap, claim: Past) -> Decimal:
    of_baht = claim.for_nights if cap.covers == NIGHTS else claim.amount
    return {BAHT: of_baht, NIGHTS: Decimal(claim.nights), TIMES: Decimal(1)}[cap.of]
