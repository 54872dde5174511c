"""How counts of many sources become one table: the newest published, else what is known below; none counted twice.

What is not known is None and stays so; a target is no count.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Counted:
    """Groups, members and baht; None where nobody knows. whole: False when a part of a sum was not known."""

    groups: int | None = None
    members: int | None = None
    money: Decimal | None = None
    whole: bool = True

    def __add__(self, other: "Counted") -> "Counted":
        pairs = [(getattr(self, name), getattr(other, name)) for name in ("groups", "members", "money")]
        gap = any((one is None) != (two is None) for one, two in pairs)
        return Counted(*(_plus(one, two) for one, two in pairs), whole=self.whole and other.whole and not gap)

    @property
    def is_known(self) -> bool:
        return (self.groups, self.members, self.money) != (None, None, None)


def _plus(one, two):
    return two if one is None else one if two is None else one + two


def added(counts: Iterable[Counted]) -> Counted:
    """Add counts up; an unknown part adds nothing and leaves the sum marked as not whole."""
    total = None
    for count in counts:
        total = count if total is None else total + count
    return total or Counted()


@dataclass(frozen=True, slots=True)
class Published:
    """What somebody published of a kind in an area. precision: of `as_of`, one of day, month, year."""

    counted: Counted
    as_of: date | None = None
    precision: str = ""
    is_target: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What the table shows of a kind in an area.

    counted: the published figure, or what is known below. published: where it comes from; None when added up here.
    target: a published target, shown in brackets where nothing was counted. here: those that keep books here; they
    are among `named`, and all of these are among the counted.
    """

    counted: Counted = field(default_factory=Counted)
    published: Published | None = None
    target: Published | None = None
    named: int = 0
    here: Counted = field(default_factory=Counted)

    @property
    def is_target(self) -> bool:
        return self.target is not None and self.published is None

    @property
    def shown(self) -> Counted:
        return self.target.counted if self.is_target else self.counted

    @property
    def more_named_than_published(self) -> bool:
        groups = self.shown.groups
        return (self.published or self.target) is not None and groups is not None and self.named > groups


@dataclass(frozen=True, slots=True)
class Named:
    """Organisations of one kind in one place that are known by name: how many, what is known of them, and of those
    among them that keep books here."""

    counted: Counted
    here: Counted = field(default_factory=Counted)

    def __add__(self, other: "Named") -> "Named":
        return Named(self.counted + other.counted, self.here + other.here)


def newest(rows: Iterable[Published]) -> tuple[Published | None, Published | None]:
    """Return the newest count and the newest target; undated ones are the oldest, of equals the later row holds."""
    count = target = None
    for row in sorted(rows, key=lambda row: row.as_of or date.min):
        if row.is_target:
            target = row
        else:
            count = row
    return count, target


def figures(
    published: Mapping[tuple[str, str], tuple[Published | None, Published | None]],
    named: Mapping[tuple[str, str], Named],
    *,
    upper_of: Callable[[str], str | None],
) -> dict[tuple[str, str], Figure]:
    """Return {(kind, area): figure} for every area of which anything is known, and for all that it lies in.

    published: the newest count and target by kind and area. named: by kind and the very place they are registered
    in. Where a count is published it is the figure; elsewhere the sum of the parts and of those known by name.
    """
    upwards = cache(lambda area: _upwards(area, upper_of))
    below: dict[tuple[str, str], Named] = {}
    for (kind, place), each in named.items():
        for area in upwards(place):
            below[kind, area] = below[kind, area] + each if (kind, area) in below else each
    found: dict[tuple[str, str], Figure] = {}
    parts: dict[tuple[str, str], list[Counted]] = {}
    keys = {(kind, area) for kind, place in [*published, *below] for area in upwards(place)}
    for kind, area in sorted(keys, key=lambda key: -len(upwards(key[1]))):
        figure = _figure((kind, area), published, named, below, parts.get((kind, area), []))
        found[kind, area] = figure
        if (upper := upper_of(area)) is not None and figure.counted.is_known:
            parts.setdefault((kind, upper), []).append(figure.counted)
    return found


def _figure(key, published, named, below, parts: list[Counted]) -> Figure:
    count, target = published.get(key, (None, None))
    inside = below.get(key, Named(Counted(0)))
    figure = Figure(published=count, target=target, here=inside.here, named=inside.counted.groups)
    if count:
        return replace(figure, counted=count.counted)
    own = [named[key].counted] if key in named else []
    return replace(figure, counted=added([*parts, *own]))


def _upwards(area: str, upper_of) -> list[str]:
    found = [area]
    while (upper := upper_of(found[-1])) is not None:
        found.append(upper)
    return found
