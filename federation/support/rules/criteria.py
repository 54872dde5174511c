"""Criteria as data: what is looked at, for how many points, and how a measured value becomes points.

What the books and registers can say is scored by them alone; for the rest a person chooses a step (full, half, none)
by the words that say when it is full, and writes the evidence. Source: domain, 3.3 Default scorecard.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from unicodedata import category

from federation.kit.money import round_satang
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.kit.wording import language
from federation.support.rules.measures import MEASURES

HUNDRED = Decimal(100)
STEPS = (100, 50, 0)  # per cent of an indicator's points that a person may give
BANDS = (("A", Decimal(80)), ("B", Decimal(65)), ("C", Decimal(50)), ("D", Decimal(0)))
LEVELS = {"A": 3, "B": 2, "C": 1, "D": 1}


class CriteriaNotReadable(Refused, ValueError):
    """Stored or typed criteria are not what they should be."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing looked at. of: points it can bring. part: which part of the scorecard it belongs to.

    measure: what of the books and registers answers it, or "" where a person does. scale: (limit, per cent of the
    points) in the order in which they are tried: a value that reaches the limit gets them; beyond all of them none.
    """

    key: str
    part: str
    name_th: str
    name_en: str
    of: Decimal
    measure: str = ""
    scale: tuple[tuple[Decimal, int], ...] = ()

    @property
    def name(self) -> str:
        return self.name_en if language() == "en" else self.name_th

    def share_for(self, value: Decimal) -> int:
        """Return the per cent of the points that a measured value brings."""
        is_high = MEASURES[self.measure].is_high
        for limit, share in self.scale:
            if (value >= limit) if is_high else (value <= limit):
                return share
        return 0

    def points(self, share: int) -> Decimal:
        """Return points with two places, halves away from zero."""
        return round_satang(self.of * share / HUNDRED)


@dataclass(frozen=True)
class Criteria:
    """All that a network grades by: the names of the parts, and the indicators, whose points make a hundred."""

    parts: Mapping[str, tuple[str, str]]
    indicators: tuple[Indicator, ...]

    def part_name(self, key: str) -> str:
        name_th, name_en = self.parts[key]
        return name_en if language() == "en" else name_th

    def by_part(self) -> list[tuple[str, list[Indicator]]]:
        """Return (name of the part, its indicators) in their order."""
        return [
            (self.part_name(key), [one for one in self.indicators if one.part == key])
            for key in self.parts
            if any(one.part == key for one in self.indicators)
        ]

    def with_points(self, points: Mapping[str, Decimal]) -> "Criteria":
        """Return the same criteria with other points: {key of the indicator: points}. Raises `CriteriaNotReadable`."""
        changed = [Indicator(**_plain(one) | {"of": points[one.key]}) for one in self.indicators]
        return _checked(Criteria(self.parts, tuple(changed)))

    def to_data(self) -> dict:
        """Return what JSON can hold; amounts as texts, and the parts as a list, since the database sorts keys."""
        return {
            "parts": [[key, *names] for key, names in self.parts.items()],
            "indicators": [
                asdict(one) | {"of": str(one.of), "scale": [[str(limit), share] for limit, share in one.scale]}
                for one in self.indicators
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping) -> "Criteria":
        """Read criteria strictly: nothing missing, nothing unknown, a hundred points. Raises `CriteriaNotReadable`."""
        if not isinstance(data, Mapping) or set(data) != {"parts", "indicators"}:
            raise _unreadable("parts, indicators")
        try:
            parts = {key: (str(th), str(en)) for key, th, en in data["parts"]}
            indicators = tuple(_indicator(one) for one in data["indicators"])
        except (TypeError, ValueError, InvalidOperation) as error:
            raise _unreadable(str(error)) from error
        return _checked(cls(parts, indicators))


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of a grade, as it was given, with its evidence.

    share: per cent of the points. evidence: words of who graded; of a measured one the value stands in `value`.
    link: {view, parts, query} of the page that has the rows behind it.
    """

    indicator: str
    score: Decimal
    of: Decimal
    share: int
    by_data: bool
    evidence: str = ""
    measure: str = ""
    value: str = ""
    on: str = ""
    link: Mapping | None = None

    def to_data(self) -> dict:
        return asdict(self) | {"score": str(self.score), "of": str(self.of)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Scored":
        return cls(**{**data, "score": Decimal(data["score"]), "of": Decimal(data["of"])})


def letters_in(words: str) -> int:
    """Return how many letters, vowel signs and figures somebody wrote; dots and blanks say nothing."""
    return sum(category(sign)[0] in "LMN" for sign in words)


def total_of(scores: Iterable[Scored]) -> Decimal:
    """Return the points together, 0.00 to 100.00."""
    return sum((one.score for one in scores), Decimal("0.00"))


def band_of(total: Decimal) -> str:
    """Return A (80 and more), B (65), C (50) or D."""
    return next(band for band, least in BANDS if total >= least)


def level_of(band: str) -> int:
    """Return the level that is shown, 3 the strongest: A is 3, B is 2, C and D are 1."""
    return LEVELS[band]


def moved_between(before: Sequence[Scored], now: Sequence[Scored]) -> list[tuple[Scored, Decimal]]:
    """Return (score, points more or less than last time) of each indicator that moved, the largest loss first."""
    then = {one.indicator: one.score for one in before}
    moved = [(one, one.score - then[one.indicator]) for one in now if one.indicator in then]
    return sorted((pair for pair in moved if pair[1]), key=lambda pair: pair[1])


def _plain(indicator: Indicator) -> dict:
    return {field.name: getattr(indicator, field.name) for field in fields(indicator)}


def _indicator(data: Mapping) -> Indicator:
    names = {field.name for field in fields(Indicator)}
    if set(data) != names or not all(isinstance(data[name], str) for name in names - {"scale"}):
        raise ValueError(f"indicator with {sorted(data)}")
    scale = tuple((Decimal(limit), _share(share)) for limit, share in data["scale"])
    return Indicator(**{**data, "of": Decimal(data["of"]), "scale": scale})


def _share(value: object) -> int:
    if type(value) is not int or not 0 <= value <= 100:
        raise ValueError(f"share {value!r}")
    return value


def _checked(criteria: Criteria) -> Criteria:
    keys = [one.key for one in criteria.indicators]
    wrong = [one.key for one in criteria.indicators if not _is_sound(one, criteria.parts)]
    if wrong or len(set(keys)) < len(keys):
        raise _unreadable(", ".join(wrong or keys))
    whole = sum((one.of for one in criteria.indicators), Decimal(0))
    if whole != HUNDRED:
        words = _("All points together make %(sum)s; they must make 100.")
        raise CriteriaNotReadable(words % {"sum": f"{whole:f}"})
    return criteria


def _is_sound(one: Indicator, parts: Mapping) -> bool:
    is_whole = one.of.is_finite() and 0 <= one.of <= HUNDRED and one.of == round_satang(one.of)
    is_measured = bool(one.measure) == bool(one.scale) and (not one.measure or one.measure in MEASURES)
    return is_whole and is_measured and one.part in parts and bool(one.key and one.name_th and one.name_en)


def _unreadable(what: str) -> CriteriaNotReadable:
    return CriteriaNotReadable(_("These criteria cannot be read: %(what)s") % {"what": what})
