"""The nine heads of a group's month: totals only, never a name. What nobody knows is None, never nought.

Source: domain, 4.3 Monthly report.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from federation.kit.money import ZERO, show
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

# Full months late up to which each stretch goes; the same for every group, so that groups can be added up.
LATE = ("late_1", "late_3", "late_6", "late_12", "late_more")


@dataclass(frozen=True, slots=True)
class Heads:
    """A month of a group in totals; money in baht.

    Of what is kept: opening + in − out = closing. loans_otherwise: what changed the loans besides payouts and
    principal repaid (taken over, written off, put right), with its sign. late_…: the principal still lent on loans
    late up to so many full months. network_…: what went to the network this month.
    """

    members_opening: int | None = None
    members_new: int | None = None
    members_resigned: int | None = None
    members_expelled: int | None = None
    members_died: int | None = None
    members_closing: int | None = None
    satja_opening: Decimal | None = None
    satja_in: Decimal | None = None
    satja_out: Decimal | None = None
    satja_closing: Decimal | None = None
    shares_opening: Decimal | None = None
    shares_in: Decimal | None = None
    shares_out: Decimal | None = None
    shares_closing: Decimal | None = None
    special_closing: Decimal | None = None
    members_missed: int | None = None
    loans_opening: Decimal | None = None
    loans_count: int | None = None
    loans_paid_out: Decimal | None = None
    loans_repaid: Decimal | None = None
    loans_otherwise: Decimal | None = None
    loans_closing: Decimal | None = None
    loans_running: int | None = None
    loans_interest: Decimal | None = None
    loans_fines: Decimal | None = None
    late_1: Decimal | None = None
    late_3: Decimal | None = None
    late_6: Decimal | None = None
    late_12: Decimal | None = None
    late_more: Decimal | None = None
    late_loans: int | None = None
    late_actions: int | None = None
    welfare_persons: int | None = None
    welfare_paid: Decimal | None = None
    funeral_deaths: int | None = None
    funeral_collected: Decimal | None = None
    funeral_unpaid: Decimal | None = None
    network_shares: Decimal | None = None
    network_savings: Decimal | None = None
    network_fees: Decimal | None = None
    network_loan: Decimal | None = None
    cash_opening: Decimal | None = None
    cash_in: Decimal | None = None
    cash_out: Decimal | None = None
    cash_closing: Decimal | None = None
    bank_opening: Decimal | None = None
    bank_in: Decimal | None = None
    bank_out: Decimal | None = None
    bank_closing: Decimal | None = None
    problems: str = ""
    requests: str = ""

    def to_data(self) -> dict:
        """Return the heads as JSON can hold them; what is unknown is left out."""
        return {f.name: _packed(value) for f in fields(self) if (value := getattr(self, f.name)) not in (None, "")}

    @classmethod
    def from_data(cls, data: Mapping) -> "Heads":
        """Make the heads again from what `to_data` returned; figures a later program knows no more are passed over."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: _unpacked(value) for name, value in data.items() if name in known})

    @property
    def late(self) -> Decimal | None:
        """The principal still lent on all late loans, or None while a part is unknown."""
        return _sum(getattr(self, name) for name in LATE)

    @property
    def money(self) -> Decimal | None:
        """Cash and bank at the end of the month."""
        return _sum((self.cash_closing, self.bank_closing))

    @property
    def is_known(self) -> bool:
        """Whether any figure is known at all."""
        return any(getattr(self, figure.key) is not None for figure in FIGURES)


def _packed(value):
    """Return baht as "m12.50" and words as "t…", as reports are stored."""
    if isinstance(value, Decimal):
        return f"m{value}"
    return f"t{value}" if isinstance(value, str) else value


def _unpacked(value):
    if isinstance(value, str):
        return Decimal(value[1:]) if value.startswith("m") else value[1:]
    return value


def _sum(values: Iterable) -> Decimal | None:
    values = list(values)
    return None if None in values else sum(values, ZERO)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the heads: its name, its words, and of which head it is. kind: "money" or "count"."""

    key: str
    label: Sentence
    kind: str
    part: str

    def shown(self, value) -> str:
        """Return the figure as people read it; unknown is a dash."""
        if value is None:
            return "–"
        if self.kind == "count":
            return f"{value:,}"
        return f"({show(-value)})" if value < 0 else show(value)


PARTS = {
    "members": _("1 Members"),
    "savings": _("2 Satja and shares"),
    "loans": _("3 Loans"),
    "late": _("4 Late loans"),
    "welfare": _("5 Welfare"),
    "funeral": _("6 Funeral aid"),
    "network": _("7 To the network"),
    "money": _("8 Cash and bank"),
}

_FIGURES = {
    "members": (
        ("members_opening", _("Members at the start"), "count"),
        ("members_new", _("New members"), "count"),
        ("members_resigned", _("Resigned"), "count"),
        ("members_expelled", _("Left by decision"), "count"),
        ("members_died", _("Died"), "count"),
        ("members_closing", _("Members at the end"), "count"),
    ),
    "savings": (
        ("satja_opening", _("Satja brought forward"), "money"),
        ("satja_in", _("Satja paid in this month"), "money"),
        ("satja_out", _("Satja paid back"), "money"),
        ("satja_closing", _("Satja in all"), "money"),
        ("shares_opening", _("Shares brought forward"), "money"),
        ("shares_in", _("Shares paid in this month"), "money"),
        ("shares_out", _("Shares paid back"), "money"),
        ("shares_closing", _("Shares in all"), "money"),
        ("special_closing", _("Special savings in all"), "money"),
        ("members_missed", _("Members who missed this month"), "count"),
    ),
    "loans": (
        ("loans_opening", _("Lent, brought forward"), "money"),
        ("loans_count", _("Loans paid out this month"), "count"),
        ("loans_paid_out", _("Paid out this month"), "money"),
        ("loans_repaid", _("Principal paid back"), "money"),
        ("loans_otherwise", _("Taken over, written off or put right"), "money"),
        ("loans_closing", _("Still lent"), "money"),
        ("loans_running", _("Loans running"), "count"),
        ("loans_interest", _("Interest received"), "money"),
        ("loans_fines", _("Fines received"), "money"),
    ),
    "late": (
        ("late_1", _("Late up to 1 month"), "money"),
        ("late_3", _("Late 2–3 months"), "money"),
        ("late_6", _("Late 4–6 months"), "money"),
        ("late_12", _("Late 7–12 months"), "money"),
        ("late_more", _("Late more than 12 months"), "money"),
        ("late_loans", _("Loans that are late"), "count"),
        ("late_actions", _("Steps taken about late loans"), "count"),
    ),
    "welfare": (
        ("welfare_persons", _("Persons who got welfare"), "count"),
        ("welfare_paid", _("Welfare paid"), "money"),
    ),
    "funeral": (
        ("funeral_deaths", _("Deaths"), "count"),
        ("funeral_collected", _("Funeral aid collected"), "money"),
        ("funeral_unpaid", _("Funeral aid not yet paid in"), "money"),
    ),
    "network": (
        ("network_shares", _("Shares paid to the network"), "money"),
        ("network_savings", _("Savings put into the network's pool"), "money"),
        ("network_fees", _("Fees and fines paid to the network"), "money"),
        ("network_loan", _("Instalments on the network's loan, with interest"), "money"),
    ),
    "money": (
        ("cash_opening", _("Cash brought forward"), "money"),
        ("cash_in", _("Cash in"), "money"),
        ("cash_out", _("Cash out"), "money"),
        ("cash_closing", _("Cash on hand"), "money"),
        ("bank_opening", _("Bank brought forward"), "money"),
        ("bank_in", _("Into the bank"), "money"),
        ("bank_out", _("Out of the bank"), "money"),
        ("bank_closing", _("In the bank"), "money"),
    ),
}
FIGURES = tuple(Figure(key, label, kind, part) for part, rows in _FIGURES.items() for key, label, kind in rows)

# What ties a month: (opening, what comes in, what goes out, closing), and what it is called. A figure that came from
# the books alone (`loans_otherwise`) counts as nothing where a paper does not say it.
_IDENTITIES = (
    (
        "members_opening",
        ("members_new",),
        ("members_resigned", "members_expelled", "members_died"),
        "members_closing",
        _("Members"),
    ),
    ("satja_opening", ("satja_in",), ("satja_out",), "satja_closing", _("Satja")),
    ("shares_opening", ("shares_in",), ("shares_out",), "shares_closing", _("Shares")),
    ("loans_opening", ("loans_paid_out", "loans_otherwise"), ("loans_repaid",), "loans_closing", _("Loans")),
    ("cash_opening", ("cash_in",), ("cash_out",), "cash_closing", _("Cash")),
    ("bank_opening", ("bank_in",), ("bank_out",), "bank_closing", _("Bank")),
)
_MAY_BE_MISSING = {"loans_otherwise"}


def identity_problems(heads: Heads) -> list[tuple[str, Sentence]]:
    """Return (figure, sentence) for each of members, savings, loans and money where opening + in − out ≠ closing.

    What is not wholly known is not judged. Source: domain, 4.3 Monthly report, identity checks.
    """
    found = []
    for opening, into, out, closing, name in _IDENTITIES:
        values = {key: getattr(heads, key) for key in (opening, *into, *out, closing)}
        values |= {key: ZERO for key in _MAY_BE_MISSING & set(values) if values[key] is None}
        if None in values.values():
            continue
        ends = values[opening] + sum(values[key] for key in into) - sum(values[key] for key in out)
        if ends != values[closing]:
            shown = {"what": name, "ends": _figure(closing).shown(ends)}
            shown["closing"] = _figure(closing).shown(values[closing])
            words = _("%(what)s: brought forward + in − out gives %(ends)s, but %(closing)s is written at the end.")
            found.append((closing, words % shown))
    return found


def _figure(key: str) -> Figure:
    return next(figure for figure in FIGURES if figure.key == key)


def differences(then: Heads, now: Heads) -> list[tuple[Figure, object, object]]:
    """Return (figure, what it was, what it is now) of each figure that is another now; words are not compared."""
    pairs = ((figure, getattr(then, figure.key), getattr(now, figure.key)) for figure in FIGURES)
    return [(figure, before, after) for figure, before, after in pairs if before != after]


def added_up(all_heads: Iterable[Heads]) -> tuple[Heads, dict[str, int]]:
    """Return the sum of several heads, and {figure: how many of them did not know it}; unknown to all stays None."""
    all_heads = list(all_heads)
    sums, unknown = {}, {}
    for figure in FIGURES:
        known = list(_known(all_heads, figure.key))
        sums[figure.key] = sum(known[1:], known[0]) if known else None
        if len(known) < len(all_heads):
            unknown[figure.key] = len(all_heads) - len(known)
    return Heads(**sums), unknown


def _known(all_heads: Iterable[Heads], key: str) -> Iterator:
    return (value for heads in all_heads if (value := getattr(heads, key)) is not None)
