"""What one event gives under the terms of a benefit, and why: every step with its figure, every refusal too."""

from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO, round_satang
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.checks import Check, checks_before
from welfare.claims.rules.facts import Facts
from welfare.claims.rules.figures import plain, short
from welfare.claims.rules.lengths import belonged, full_years
from welfare.claims.rules.parts import CHILD, HUNDRED, Fixed, Nights, Share, Tier, Tiers
from welfare.claims.rules.terms import BAHT, MEMBERSHIP, NIGHTS, TIMES, Cap, Terms

_USED = {
    "nights_year": _("Nights of the year: %(used)s of %(most)s are used."),
    "nights_life": _("Nights in all: %(used)s of %(most)s are used."),
    "times_month": _("Times in the month: %(used)s of %(most)s are used."),
    "times_year": _("Times in the year: %(used)s of %(most)s are used."),
    "times_life": _("Times in a life: %(used)s of %(most)s are used."),
    "times_family": _("Times in the family: %(used)s of %(most)s are used."),
    "baht_event": _("At most %(most)s baht for one event."),
    "baht_month": _("Baht of the month: %(used)s of %(most)s are used."),
    "baht_year": _("Baht of the year: %(used)s of %(most)s are used."),
    "baht_life": _("Baht in all: %(used)s of %(most)s are used."),
    "baht_family": _("Baht in the family: %(used)s of %(most)s are used."),
}
_CUT = {
    "event": _("The limit of %(most)s baht for one event takes off"),
    "month": _("The limit of %(most)s baht a month (%(used)s used) takes off"),
    "year": _("The limit of %(most)s baht a year (%(used)s used) takes off"),
    "life": _("The limit of %(most)s baht in all (%(used)s used) takes off"),
    "family": _("The limit of %(most)s baht for the family (%(used)s used) takes off"),
}


@dataclass(frozen=True)
class Line:
    """A step of the working: words and baht; what a limit takes off stands below zero.

    kind: fixed, tiers, nights, share or cap. nights: how many nights it counted.
    """

    words: Sentence
    amount: Decimal
    kind: str = ""
    nights: int = 0

    def to_data(self) -> dict:
        return {"words": str(self.words), "amount": str(self.amount), "kind": self.kind, "nights": self.nights}


@dataclass(frozen=True)
class Quote:
    """The answer: `lines` add up to `amount` (baht, two places); `checks` are in the order they are looked at.

    A refused event has no lines and the amount 0.00.
    """

    amount: Decimal
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]

    @property
    def refusals(self) -> list[Sentence]:
        """Why nothing is given, each with its figure."""
        return [check.words for check in self.checks if check.ok is False]

    @property
    def untold(self) -> list[Sentence]:
        """What was not looked at, because nobody told it."""
        return [check.words for check in self.checks if check.ok is None]

    @property
    def nights(self) -> int:
        """Nights that were counted."""
        return sum(line.nights for line in self.lines)

    @property
    def for_nights(self) -> Decimal:
        """Baht of the amount that are given for nights, before limits on the whole."""
        return sum((line.amount for line in self.lines if line.kind == NIGHTS), ZERO)

    def to_data(self) -> dict:
        """Return the quote as JSON can hold it, in the reader's language."""
        return {
            "amount": str(self.amount),
            "lines": [line.to_data() for line in self.lines],
            "refusals": [str(words) for words in self.refusals],
            "checks": [check.to_data() for check in self.checks],
        }


def quote(terms: Terms, facts: Facts) -> Quote:
    """Return what an event gives: checks in their order, then the parts, then the limits.

    Every limit's used part stands in `facts.used`; see `usage`. Fund balance and the committee come after this.

    Source: domain: 1.8 Welfare schedules, evaluation order of a claim; 12, E6 and E7.
    """
    checks = list(checks_before(terms, facts))
    lines = []
    for part in terms.parts:
        given, more = _GIVE[type(part)](part, terms, facts)
        lines += _times_factor(given, terms.factor)
        checks += more
    lines += _cuts(terms, facts, lines)
    amount = sum((line.amount for line in lines), ZERO)
    checks += _cap_checks(terms, facts, amount=amount)
    if amount <= ZERO and all(check.ok is not False for check in checks):
        checks.append(Check("nothing", _("By this rule nothing comes out for what was told."), False))
    if any(check.ok is False for check in checks):
        return Quote(ZERO, (), tuple(checks))
    return Quote(round_satang(amount), tuple(lines), tuple(checks))


def _fixed(part: Fixed, terms: Terms, facts: Facts):
    if part.per != CHILD:
        return [Line(_("A fixed sum"), part.amount, part.kind)], []
    if facts.children is None:
        return [], [Check("children", _("Write for how many children."), False)]
    words = _("%(n)s children, %(each)s baht each") % {"n": facts.children, "each": short(part.amount)}
    return [Line(words, part.amount * facts.children, part.kind)], []


def _tiers(part: Tiers, terms: Terms, facts: Facts):
    since = (terms.tenure == MEMBERSHIP and facts.member_since) or facts.joined_on
    had = belonged(since, facts.event_on, basis=terms.basis)
    row = _row_on(part, since=since, on=facts.event_on, basis=terms.basis)
    if row is None and facts.event_on < terms.wait.after(facts.joined_on, basis=terms.basis):
        return [], []  # the waiting time says so already
    if row is None:
        said = {"start": part.rows[0].start.words, "had": had}
        words = _("Something is given from %(start)s of belonging on; on the day of the event it was %(had)s.")
        return [], [Check("tier", words % said, False)]
    lines = [Line(_("Belonged for %(had)s: row from %(start)s") % {"had": had, "start": row.start.words}, row.amount)]
    if row is part.rows[-1] and part.step:
        begun = row.start.after(since, basis=terms.basis)
        lines += _steps(part, years=full_years(begun, facts.event_on, basis=terms.basis))
    return [Line(line.words, line.amount, part.kind) for line in lines], []


def _row_on(part: Tiers, *, since, on, basis) -> Tier | None:
    reached = [row for row in part.rows if row.start.after(since, basis=basis) <= on]
    return reached[-1] if reached else None


def _steps(part: Tiers, *, years: int):
    steps = years // part.step_years
    more, start = part.step * steps, part.rows[-1].amount
    if part.most is not None:
        more = max(ZERO, min(more, part.most - start))
    if more:
        words = _("%(years)s full years beyond that: %(step)s baht more for every %(each)s, in all")
        yield Line(words % {"years": years, "step": short(part.step), "each": part.step_years}, more)


def _nights(part: Nights, terms: Terms, facts: Facts):
    if facts.nights is None:
        return [], [Check("nights", _("How many nights is not told; none are counted."), None)]
    left = [facts.nights, *([part.most] if part.most else [])]
    left += [int(max(ZERO, _left(cap, facts))) for cap in terms.caps if cap.of == NIGHTS]
    counted = min(left)
    said = {"n": counted, "told": facts.nights, "rate": short(part.rate)}
    alike = _("%(n)s nights, %(rate)s baht each") % said
    words = alike if counted == facts.nights else _("%(n)s of %(told)s nights count, %(rate)s baht each") % said
    return [Line(words, part.rate * counted, NIGHTS, counted)], []


def _share(part: Share, terms: Terms, facts: Facts):
    base = getattr(facts, part.of)
    if base is None:
        asked = {"loan": _("Write what is owed on the loan."), "cost": _("Write what it cost.")}
        return [], [Check(part.of, asked[part.of], False)]
    given = round_satang(base * part.percent / HUNDRED)
    said = {"percent": plain(part.percent), "base": short(base), "most": short(part.most)}
    if given <= part.most:
        return [Line(_("%(percent)s %% of %(base)s baht") % said, given, part.kind)], []
    return [Line(_("%(percent)s %% of %(base)s baht, at most %(most)s baht") % said, part.most, part.kind)], []


_GIVE = {Fixed: _fixed, Tiers: _tiers, Nights: _nights, Share: _share}


def _times_factor(lines: list[Line], factor: Decimal) -> list[Line]:
    """Return the lines, and what a factor adds to them or takes off."""
    amount = sum((line.amount for line in lines), ZERO)
    if factor == 1 or not amount:
        return lines
    words = _("Times %(factor)s by this rule") % {"factor": plain(factor)}
    return [*lines, Line(words, round_satang(amount * factor) - amount, lines[-1].kind)]


def _left(cap: Cap, facts: Facts) -> Decimal:
    return cap.most - facts.used.get(cap.key, ZERO)


def _cuts(terms: Terms, facts: Facts, lines: list[Line]) -> list[Line]:
    """Return what the limits in baht take off: those for one event first, those on nights before those on all."""
    cuts = []
    for cap in (cap for cap in terms.caps if cap.of == BAHT):
        kind = NIGHTS if cap.covers == NIGHTS else ""
        amount = sum((line.amount for line in [*lines, *cuts] if kind in ("", line.kind)), ZERO)
        left = max(ZERO, _left(cap, facts))
        if amount > left:
            said = {"most": short(cap.most), "used": short(facts.used.get(cap.key, ZERO))}
            cuts.append(Line(_CUT[cap.per] % said, left - amount, kind or "cap"))
    return cuts


def _cap_checks(terms: Terms, facts: Facts, *, amount: Decimal):
    """Yield how far each limit is used. One that is used up refuses what repeats; or all, where nothing is left."""
    for cap in terms.caps:
        left, used = _left(cap, facts), facts.used.get(cap.key, ZERO)
        figures = {"most": cap.most, "used": used}
        said = {name: short(figure) if cap.of == BAHT else plain(figure) for name, figure in figures.items()}
        used_up = left < 1 if cap.of == TIMES else left <= ZERO and amount <= ZERO
        yield Check(f"cap_{cap.key}", _USED[f"{cap.of}_{cap.per}"] % said, not used_up)
