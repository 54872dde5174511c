"""When the demo plays."""

from dataclasses import dataclass
from datetime import date, datetime

from federation.kit.dates import month_range, next_month

HALF_A_YEAR = 6


@dataclass(frozen=True)
class Frame:
    """first: the demo's first month; this: the one running now; today and now: the visitor's."""

    first: date
    this: date
    today: date
    now: datetime

    @property
    def between(self) -> date:
        """The first of the months in which the network's life is lived, after that of all groups."""
        return max(self.first, next_month(self.this, by=-HALF_A_YEAR))

    @property
    def last(self) -> date:
        """The month before the one running now."""
        return next_month(self.this, by=-1)

    def months_before(self) -> list[date]:
        """Return the months of which the network keeps no more than what it had."""
        return list(month_range(self.first, next_month(self.between, by=-1))) if self.between > self.first else []

    def months_between(self) -> list[date]:
        return list(month_range(self.between, self.last))

    def ago(self, months: int) -> date:
        """Return the month so many before this one, none before the network's life."""
        return max(self.between, next_month(self.this, by=-months))
