from datetime import date

from loans.arrears.forms import AsOfForm


class DayForm(AsOfForm):
    """A day up to today; `first` where none is asked for."""

    def __init__(self, data, *, today: date, first: date):
        super().__init__(data, today=today)
        self.initial["on"] = self.first = first

    @property
    def day(self) -> date:
        return super().day if self.is_bound else self.first
