"""What a benefit gives: a fixed sum, tiers by how long one has belonged, nights in hospital, part of a sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.figures import baht, keys_of, one_of, short, whole
from welfare.claims.rules.lengths import DAYS365, BadTerms, Length

EVENT, CHILD = "event", "child"
BASE_OF_SHARE = ("loan", "cost")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Fixed:
    """A fixed sum in baht, for the event or for each child."""

    amount: Decimal
    per: str = EVENT
    kind = "fixed"

    def to_data(self) -> dict:
        return {"kind": self.kind, "baht": str(self.amount), "per": self.per}

    @classmethod
    def from_data(cls, data: Mapping) -> "Fixed":
        keys_of(data, ("kind", "baht", "per"))
        per = one_of(data.get("per", EVENT), (EVENT, CHILD), name="per")
        return cls(baht(data.get("baht"), name="baht"), per)

    def problems(self, basis: str):
        yield self.amount <= 0, "baht", _("The fixed sum is above zero.")


@dataclass(frozen=True)
class Nights:
    """So much a night in hospital, for so many nights of one stay at most (none: all of them)."""

    rate: Decimal
    most: int | None = None
    kind = "nights"

    def to_data(self) -> dict:
        return {"kind": self.kind, "rate": str(self.rate), "most": self.most}

    @classmethod
    def from_data(cls, data: Mapping) -> "Nights":
        keys_of(data, ("kind", "rate", "most"))
        most = data.get("most")
        return cls(baht(data.get("rate"), name="rate"), None if most is None else whole(most, name="most", least=1))

    def problems(self, basis: str):
        yield self.rate <= 0, "rate", _("What is given for a night is above zero.")


@dataclass(frozen=True)
class Share:
    """So many per cent of a sum that is told (what is owed on a loan, what it cost), up to a ceiling in baht."""

    of: str
    percent: Decimal
    most: Decimal
    kind = "share"

    def to_data(self) -> dict:
        return {"kind": self.kind, "of": self.of, "percent": str(self.percent), "most": str(self.most)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Share":
        keys_of(data, ("kind", "of", "percent", "most"))
        percent, most = baht(data.get("percent"), name="percent"), baht(data.get("most"), name="most")
        return cls(one_of(data.get("of"), BASE_OF_SHARE, name="of"), percent, most)

    def problems(self, basis: str):
        yield not 0 < self.percent <= HUNDRED, "percent", _("The per cent lie above 0, and are 100 at most.")
        yield self.most <= 0, "share_most", _("A part of a sum needs a ceiling above zero.")


@dataclass(frozen=True)
class Tier:
    """A row of a table: from a length of belonging on, so many baht.

    end: where the row ends; none in the last. within: the end still counts ("to 364 days"), or it does not
    ("less than 2 years").
    """

    start: Length
    amount: Decimal
    end: Length | None = None
    within: bool = True

    @property
    def beyond(self) -> Length | None:
        """The length at which the next row has to begin."""
        return self.end.and_a_day() if self.end and self.within else self.end

    def to_data(self) -> dict:
        ends = {("to" if self.within else "under"): str(self.end)} if self.end else {}
        return {"from": str(self.start), **ends, "baht": str(self.amount)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Tier":
        keys_of(data, ("from", "to", "under", "baht"))
        if "to" in data and "under" in data:
            raise BadTerms(_("A row ends “to” a length or “under” it, not both."), reason="tiers")
        end = data.get("to") or data.get("under")
        start, amount = Length.read(data.get("from")), baht(data.get("baht"), name="tiers")
        return cls(start, amount, Length.read(end) if end else None, "under" not in data)


@dataclass(frozen=True)
class Tiers:
    """A table by length of belonging; after the last row so many baht more for every so many full years."""

    rows: tuple[Tier, ...]
    step: Decimal = ZERO
    step_years: int = 1
    most: Decimal | None = None
    kind = "tiers"

    def to_data(self) -> dict:
        data = {"kind": self.kind, "rows": [row.to_data() for row in self.rows]}
        if self.step:
            most = None if self.most is None else str(self.most)
            data |= {"step": str(self.step), "step_years": self.step_years, "most": most}
        return data

    @classmethod
    def from_data(cls, data: Mapping) -> "Tiers":
        keys_of(data, ("kind", "rows", "step", "step_years", "most"))
        rows, most = data.get("rows"), data.get("most")
        if not isinstance(rows, list | tuple):
            raise BadTerms(_("A table has rows."), reason="tiers")
        return cls(
            tuple(Tier.from_data(row) for row in rows),
            baht(data.get("step", "0"), name="step"),
            whole(data.get("step_years", 1), name="step_years", least=1, most=50),
            None if most is None else baht(most, name="most"),
        )

    def problems(self, basis: str):
        """Yield (wrong, reason, words): gaps, overlaps, rows that give less than the row before.

        Source: domain: 1.8 Welfare schedules, A; 10 Traps, 1.
        """
        yield not self.rows, "tiers", _("A table needs at least one row.")
        for row in self.rows:
            yield from _row_problems(row, basis=basis)
        for row, later in zip(self.rows, self.rows[1:], strict=False):
            yield from _between(row, later, basis=basis)
        ends = bool(self.rows) and self.rows[-1].end is not None
        yield ends, "tiers", _("The last row has no end; or nobody could say what who belongs longer gets.")


def _row_problems(row: Tier, *, basis: str):
    for length in (row.start, row.end):
        parted = basis == DAYS365 and length is not None and length.months % 12
        words = _("Where a year counts as 365 days, write %(length)s in days; or count by the calendar.")
        yield bool(parted), "tiers", words % {"length": length.words if length else ""}
    backwards = row.end is not None and row.start.order(basis) >= row.beyond.order(basis)
    words = _("The row from %(start)s ends before it begins.")
    yield backwards, "tiers", words % {"start": row.start.words}


def _between(row: Tier, later: Tier, *, basis: str):
    """Yield what is wrong between a row and the next one, with the figure that would mend it."""
    said = {"first": row.start.words, "second": later.start.words}
    less = later.amount < row.amount
    said |= {"less": short(later.amount), "more": short(row.amount)}
    yield less, "tiers", _("The row from %(second)s gives %(less)s baht, less than the row before (%(more)s).") % said
    if row.end is None:
        words = _("The row from %(first)s has no end, but another follows. Write where it ends.")
        yield True, "tiers", words % said
        return
    if row.beyond.same_as(later.start, basis=basis):
        return
    said |= {"end": row.end.words, "mend": row.beyond.words}
    if row.beyond.order(basis) > later.start.order(basis):
        words = _(
            "Two rows overlap: one runs from %(first)s to %(end)s, the next begins at %(second)s already."
            " Let the next begin at %(mend)s, or let the first end earlier."
        )
    else:
        words = _(
            "There is a gap: one row ends with %(end)s, the next begins only at %(second)s."
            " Let the next begin at %(mend)s."
        )
    yield True, "tiers", words % said


PARTS = {part.kind: part for part in (Fixed, Tiers, Nights, Share)}


def part_from(data: Mapping):
    """Read one part of what a benefit gives. Raises `BadTerms`."""
    kind = one_of(data.get("kind") if isinstance(data, Mapping) else None, PARTS, name="kind")
    return PARTS[kind].from_data(data)
