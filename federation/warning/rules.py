"""Early signs that a group is heading for trouble, read month by month, each with its reason in words.

Six signs are looked at: promises kept, late loans, the cash box, the sheets, the officers, one borrower's weight. Each
gives points; a group is warned of when signs of at least two sorts show themselves two months running. Figures
of a single month count for nothing by themselves: three months are read by their middle one, so that a month in which
half the village is away, or a flood, raises no alarm.

Source: features 184 and N10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

PROMISES, LATE_LOANS, CASH, SHEETS, OFFICERS, ONE_BORROWER = (
    "promises",
    "late_loans",
    "cash",
    "sheets",
    "officers",
    "one_borrower",
)
SIGNS = {
    PROMISES: _("promises kept"),
    LATE_LOANS: _("late loans"),
    CASH: _("cash box"),
    SHEETS: _("sheets and closing"),
    OFFICERS: _("officers"),
    ONE_BORROWER: _("one borrower"),
}
ALARM, WATCH = 2, 1  # points, from signs of two sorts; held against made-up histories, see tests
WINDOW = 3
BEFORE = 12  # months that say what is usual for a group
FALL_SOME, FALL_MUCH = 0.05, 0.10
KEPT_LOW = 0.60
DRIFT_SOME, DRIFT_MUCH = 0.02, 0.04
SHEET_LATE, SHEET_VERY_LATE = 7, 15
WEIGHT_SOME, WEIGHT_MUCH = 0.25, 0.40


@dataclass(frozen=True, slots=True)
class Proof:
    """What a figure of a month rests on: an entry, a sheet, an office; `number` of the entry where there is one."""

    words: object
    entry: int | None = None
    on: date | None = None


@dataclass(frozen=True)
class Month:
    """What the books and registers of a group say of one month; None is not known, never zero.

    kept: share of the members who kept their promise, 0 to 1. par30: share of principal late more than 30 days, at
    the month's end. sheet_days: days from the last meeting to its posting; None without a meeting. meets: whether a
    meeting was to be held (a group that declared a month without one does not meet). gaps: how many times cash was
    over or short, or a posted sheet was taken back. changes: treasurers and chairs who left before their term.
    weight: largest borrower's share of what is lent, where more than a few borrow. proofs: {sign: [Proof]}.
    """

    month: date
    kept: float | None = None
    par30: float | None = None
    sheet_days: int | None = None
    meets: bool = True
    gaps: int = 0
    changes: int = 0
    weight: float | None = None
    proofs: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sign gives points: which sign, how many points, in words, and what it rests on."""

    sign: str
    points: int
    words: Sentence
    proofs: tuple = ()


@dataclass(frozen=True)
class Warning:
    """How a group stands at the end of a month. level: "alarm", "watch" or "calm"."""

    month: date
    reasons: tuple[Reason, ...]
    level: str

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)


def is_read(history: Sequence[Month]) -> bool:
    """Tell whether a group has months enough for any sign to show; of others nothing is known."""
    return len(history) >= WINDOW


def warning(history: Sequence[Month]) -> Warning:
    """Return how a group stands at the end of the last of these months, oldest first.

    >>> warning([Month(date(2026, 1, 1), kept=0.9)]).level
    'calm'
    """
    reasons = tuple(_reasons(history))
    alarmed = _is_alarming(reasons) and _is_alarming(tuple(_reasons(history[:-1])))
    points = sum(reason.points for reason in reasons)
    level = "alarm" if alarmed else "watch" if points >= WATCH else "calm"
    return Warning(history[-1].month, reasons, level)


def _is_alarming(reasons: Sequence[Reason]) -> bool:
    return sum(reason.points for reason in reasons) >= ALARM and len({reason.sign for reason in reasons}) >= 2


def _reasons(history: Sequence[Month]) -> Iterator[Reason]:
    if not is_read(history):
        return
    for sign in (_promises, _late_loans, _cash, _sheets, _officers, _one_borrower):
        if found := sign(history):
            yield found


def _promises(history: Sequence[Month]) -> Reason | None:
    """Fewer members keep their promise than is usual for this group, by the middle one of three months."""
    now, usual = _known(history[-WINDOW:], "kept"), _known(history[-BEFORE - WINDOW : -WINDOW], "kept")
    if len(now) < 2:
        return None
    kept = median(now)
    before = median(usual) if len(usual) >= WINDOW else None
    fall = before - kept if before is not None else 0.0
    points = 2 if fall >= FALL_MUCH else 1 if fall >= FALL_SOME or kept < KEPT_LOW else 0
    if not points:
        return None
    shown = {"now": _percent(kept), "before": _percent(before if before is not None else kept)}
    words = _("%(now)s of the members keep their promise; usual here is %(before)s")
    return Reason(PROMISES, points, words % shown, _proofs(history, PROMISES))


def _late_loans(history: Sequence[Month]) -> Reason | None:
    """More is late than three months before, or ever more for three months."""
    recent = _known(history[-WINDOW - 1 :], "par30")
    if len(recent) < WINDOW:
        return None
    drift = recent[-1] - recent[0]
    rising = all(later > earlier for earlier, later in zip(recent, recent[1:], strict=False))
    points = 2 if drift >= DRIFT_MUCH else 1 if drift >= DRIFT_SOME or rising and drift > 0.005 else 0
    if not points:
        return None
    shown = {"now": _percent(recent[-1]), "before": _percent(recent[0])}
    words = _("late more than 30 days: %(now)s of what is lent; three months before %(before)s")
    return Reason(LATE_LOANS, points, words % shown, _proofs(history, LATE_LOANS))


def _cash(history: Sequence[Month]) -> Reason | None:
    """Cash was over or short, or a posted sheet was taken back."""
    gaps = sum(month.gaps for month in history[-WINDOW:])
    if not gaps:
        return None
    words = _("%(times)s slips in three months: cash over or short, or a posted sheet taken back")
    return Reason(CASH, min(gaps, 2), words % {"times": gaps}, _proofs(history, CASH))


def _sheets(history: Sequence[Month]) -> Reason | None:
    """Sheets are posted late, or a meeting has no sheet at all."""
    recent = history[-WINDOW:]
    missing = sum(1 for month in recent if month.meets and month.sheet_days is None)
    days = [month.sheet_days for month in recent if month.sheet_days is not None]
    late = median(days) if len(days) >= 2 else 0
    points = 2 if missing >= 2 or late >= SHEET_VERY_LATE else 1 if late >= SHEET_LATE else 0
    if not points:
        return None
    if missing >= 2:
        words = _("%(count)s of three months have no sheet") % {"count": missing}
    else:
        words = _("sheets are posted %(days)s days after the meeting") % {"days": round(late)}
    return Reason(SHEETS, points, words, _proofs(history, SHEETS))


def _officers(history: Sequence[Month]) -> Reason | None:
    """Treasurer or chair left before the term was over, within half a year."""
    changes = sum(month.changes for month in history[-2 * WINDOW :])
    if not changes:
        return None
    words = _("%(count)s times in half a year a treasurer or chair left before the term was over")
    return Reason(OFFICERS, min(changes, 2), words % {"count": changes}, _proofs(history, OFFICERS, months=2 * WINDOW))


def _one_borrower(history: Sequence[Month]) -> Reason | None:
    """Much of what is lent is owed by one borrower."""
    weights = _known(history[-WINDOW:], "weight")
    if len(weights) < 2:
        return None
    weight = median(weights)
    points = 2 if weight >= WEIGHT_MUCH else 1 if weight >= WEIGHT_SOME else 0
    if not points:
        return None
    words = _("one borrower owes %(share)s of all that is lent")
    return Reason(ONE_BORROWER, points, words % {"share": _percent(weight)}, _proofs(history, ONE_BORROWER))


def _known(months: Sequence[Month], name: str) -> list:
    return [value for month in months if (value := getattr(month, name)) is not None]


def _proofs(history: Sequence[Month], sign: str, *, months: int = WINDOW) -> tuple:
    return tuple(proof for month in history[-months:] for proof in month.proofs.get(sign, ()))


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
