"""What a month's end has to say of loans: set aside, interest earned, and whether the bylaws have it booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day, next_month
from federation.kit.money import ZERO
from federation.ledger.journal import entries_keyed
from loans.arrears.queries.position import Position, accrued_interest, position

ALLOWANCE, INTEREST = "allowance", "interest"


@dataclass(frozen=True)
class MonthEnd:
    """A month's end of an organisation's loans; in baht.

    accrued: {code of the loans' account: interest earned and not yet paid}, of loans that are not bad.
    books_allowance, books_interest: whether the bylaws have it booked; else it is shown for information.
    """

    position: Position
    accrued: Mapping[str, Decimal]
    books_allowance: bool
    books_interest: bool

    @property
    def allowance(self) -> Decimal:
        return self.position.allowance

    @property
    def interest(self) -> Decimal:
        return sum(self.accrued.values(), ZERO)


def ends_on(month: date, *, today: date) -> date:
    """Return the day a month's end of loans is worked out and booked: its last, or today where it is not over."""
    return min(last_day(month), today)


def month_end(organisation, month: date, *, today: date = date.max, bylaws=None) -> MonthEnd:
    """Return how loans stand at a month's end, or today where the month is not over; see `as_of`."""
    return as_of(organisation, on=ends_on(month, today=today), bylaws=bylaws)


def as_of(organisation, *, on: date, bylaws=None) -> MonthEnd:
    """Return how loans stand at the end of any day, as if it ended a month, and what the bylaws say of booking it.

    bylaws: of that day, where the caller has read them already. A constant number of queries.
    """
    bylaws = bylaws or bylaws_of(organisation, on=on)
    found = position(organisation, on=on, bylaws=bylaws)
    return MonthEnd(
        found,
        accrued_interest(organisation.network_key, found.loans, scale=found.scale, on=on),
        _books_allowance(bylaws),
        _books_interest(bylaws),
    )


def books_anything(bylaws) -> bool:
    """Tell whether the bylaws have anything of a month's end of loans booked."""
    return _books_allowance(bylaws) or _books_interest(bylaws)


def _books_allowance(bylaws) -> bool:
    return bylaws["allowance_posted"] == "yes"


def _books_interest(bylaws) -> bool:
    return bylaws["interest_basis"] == "accrued"


def key_of(what: str, month: date) -> str:
    """Return the name of what a month's end books."""
    return f"{what}:{month:%Y-%m}"


def to_take_back(organisation, month: date) -> list:
    """Return the entries of the month before that are taken back on the first day of this one."""
    before = next_month(month, by=-1)
    keys = [key_of(what, before) for what in (ALLOWANCE, INTEREST)]
    found = entries_keyed(organisation.book, [*keys, *map(key_back, keys)])
    return [found[key] for key in keys if key in found and key_back(key) not in found]


def key_back(key: str) -> str:
    return f"{key}:back"
