"""The kinds of value a bylaw can have, and which values do not go together.

Each kind reads what was typed (`read`), makes sure of a value handed in (`check`), turns it into what is stored
(`stored`) and back (`restored`), and says it for people (`shown`) and for a box to type over (`typed`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from federation.kit import money
from federation.kit.dates import month_name
from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

ONE_TO_TWELVE = range(1, 13)


class NotAValue(NotReadable):
    """The text cannot be a value of this rule."""


@dataclass(frozen=True)
class Amount:
    """Baht, two places; a Decimal."""

    least: Decimal = money.ZERO
    most: Decimal = money.MOST

    def read(self, typed):
        return self.check(money.parse_amount(typed))

    def check(self, value):
        if not self.least <= value <= self.most:
            words = _("The amount must lie between %(least)s and %(most)s baht.")
            raise NotAValue(words % {"least": money.show(self.least), "most": money.show(self.most)}, reason="range")
        return money.round_satang(value)

    def stored(self, value):
        return str(value)

    def restored(self, stored):
        return Decimal(stored)

    def shown(self, value):
        return money.show(value)

    def typed(self, value):
        return money.show_input(value)


@dataclass(frozen=True)
class Percent(Amount):
    """Hundredths with two places at most; a Decimal: 20 means a fifth."""

    most: Decimal = Decimal(100)

    def check(self, value):
        if not self.least <= value <= self.most:
            raise NotAValue(_("The percentage must lie between 0 and 100."), reason="range")
        return money.round_satang(value)

    def shown(self, value):
        return money.show_input(value)


@dataclass(frozen=True)
class Whole:
    """A whole number; an int."""

    least: int
    most: int

    def read(self, typed):
        figures = without_invisible(to_arabic_digits(str(typed))).strip().replace(",", "")
        if not re.fullmatch(r"\d{1,6}", figures, re.ASCII):
            raise NotAValue(_("Write a whole number."), reason="shape")
        return self.check(int(figures))

    def check(self, value):
        if not self.least <= value <= self.most:
            words = _("The number must lie between %(least)s and %(most)s.")
            raise NotAValue(words % {"least": self.least, "most": self.most}, reason="range")
        return value

    def stored(self, value):
        return value

    def restored(self, stored):
        return stored

    def shown(self, value):
        return f"{value:,}"

    def typed(self, value):
        return str(value)


@dataclass(frozen=True)
class OneOf:
    """One of a few named ways; a str."""

    options: tuple[tuple[str, Sentence], ...]

    def read(self, typed):
        return self.check(str(typed))

    def check(self, value):
        if value not in dict(self.options):
            raise NotAValue(_("Choose one of the ways."), reason="choice")
        return value

    def stored(self, value):
        return value

    def restored(self, stored):
        return stored

    def shown(self, value):
        return str(dict(self.options)[value])

    def typed(self, value):
        return value


@dataclass(frozen=True)
class Rising:
    """So many whole numbers, each above the one before; a tuple of int."""

    count: int
    most: int
    least: int = 1

    def read(self, typed):
        return self.check(tuple(Whole(self.least, self.most).read(part) for part in _parts(typed)))

    def check(self, value):
        value = tuple(value)
        rises = all(earlier < later for earlier, later in pairwise(value))
        if len(value) != self.count or not rises:
            words = _("Write %(count)s whole numbers, each above the one before, with commas between them.")
            raise NotAValue(words % {"count": self.count}, reason="rising")
        for number in value:
            Whole(self.least, self.most).check(number)
        return value

    def stored(self, value):
        return list(value)

    def restored(self, stored):
        return tuple(stored)

    def shown(self, value):
        return ", ".join(map(str, value))

    def typed(self, value):
        return self.shown(value)


@dataclass(frozen=True)
class Percents:
    """So many percentages, none below the one before unless they need not rise; a tuple of Decimal, two places."""

    count: int
    rises: bool = True

    def read(self, typed):
        return self.check(tuple(Percent().read(part.rstrip("%")) for part in _parts(typed)))

    def check(self, value):
        value = tuple(Percent().check(part) for part in value)
        if len(value) != self.count and not self.rises:
            words = _("Write %(count)s percentages with commas between them.")
            raise NotAValue(words % {"count": self.count}, reason="count")
        falls = self.rises and any(earlier > later for earlier, later in pairwise(value))
        if len(value) != self.count or falls:
            words = _("Write %(count)s percentages, none below the one before, with commas between them.")
            raise NotAValue(words % {"count": self.count}, reason="rising")
        return value

    def stored(self, value):
        return [str(part) for part in value]

    def restored(self, stored):
        return tuple(Decimal(part) for part in stored)

    def shown(self, value):
        return ", ".join(map(money.show_input, value))

    def typed(self, value):
        return self.shown(value)


def _parts(typed) -> list[str]:
    """Return what stands between commas, spaces or slashes."""
    return [part for part in re.split(r"[\s,;/]+", without_invisible(to_arabic_digits(str(typed or "")))) if part]


@dataclass(frozen=True)
class Days:
    """Days of the month, none or several; a tuple of int in order."""

    none: Sentence

    def read(self, typed):
        parts = re.split(r"[\s,;และ]+", without_invisible(to_arabic_digits(str(typed or ""))).strip())
        if any(not re.fullmatch(r"\d{1,2}", part, re.ASCII) for part in parts if part):
            raise NotAValue(_("Write days of the month, like 5 or 5, 20."), reason="shape")
        return self.check(int(part) for part in parts if part)

    def check(self, value):
        days = tuple(sorted(set(value)))
        if days and not 1 <= days[0] <= days[-1] <= 31:
            raise NotAValue(_("A month has the days 1 to 31."), reason="range")
        return days

    def stored(self, value):
        return list(value)

    def restored(self, stored):
        return tuple(stored)

    def shown(self, value):
        return ", ".join(map(str, value)) if value else str(self.none)

    def typed(self, value):
        return ", ".join(map(str, value))


@dataclass(frozen=True)
class Months(Days):
    """Months of the year, none or several; a tuple of int from 1, January, to 12."""

    def read(self, typed):
        return self.check(int(month) for month in typed or () if str(month).isdigit())

    def check(self, value):
        months = tuple(sorted(set(value)))
        if not set(months) <= set(ONE_TO_TWELVE):
            raise NotAValue(_("Choose months from January to December."), reason="range")
        return months

    def shown(self, value):
        return ", ".join(month_name(month, style="short") for month in value) if value else str(self.none)

    def typed(self, value):
        return [str(month) for month in value]


@dataclass(frozen=True)
class Month(Whole):
    """One month of the year; an int from 1 to 12."""

    least: int = 1
    most: int = 12

    def shown(self, value):
        return month_name(value)


def disagreements(values: Mapping[str, object]) -> dict[str, Sentence]:
    """Return {rule: what is wrong} for values that contradict one another."""
    if values["satja_min"] > values["satja_max"]:
        shown = {"least": money.show(values["satja_min"]), "most": money.show(values["satja_max"])}
        return {"satja_max": _("The highest promise, %(most)s, is below the lowest, %(least)s.") % shown}
    if values["npl_months"] not in values["arrears_months"]:
        words = _("A bad loan begins with one of the classes: at %(months)s months late.")
        return {"npl_months": words % {"months": ", ".join(map(str, values["arrears_months"]))}}
    return {}
