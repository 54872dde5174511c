"""Why this number: how the interest and the fines of a loan came about, step by step, so that anyone can check them.

Source: features: 90 "Why this number" on every interest figure, N16.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, round_satang, show
from loans.lending.papers.parts import Words, say
from loans.lending.papers.terms import percent
from loans.lending.rules.fines import FineStep
from loans.lending.rules.lateness import counted_days, months_begun
from loans.lending.rules.standing import Standing
from loans.schedules.rules import Step


@dataclass(frozen=True, slots=True)
class Span:
    """Interest of a span: its steps, their sum before rounding, the figure, and what of it was paid; in baht."""

    steps: Sequence[Step]
    exact: Decimal
    total: Decimal
    left: Decimal

    @property
    def paid(self) -> Decimal:
        return self.total - self.left


@dataclass(frozen=True, slots=True)
class ScheduledInterest:
    """Interest that an instalment brought by the schedule, and what of it was paid; in baht."""

    n: int
    due_on: date
    total: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        return self.total - self.paid


@dataclass(frozen=True, slots=True)
class FineLine:
    """The fine of one late instalment; begins_on: when its grace was over.

    steps: by days on what was overdue, at the product's rate or the highest that the law allows beside the interest.
    by_rule: what so many months begun make at the product's baht a month, where it fines by the month; total: the
    lesser, in baht.
    """

    n: int
    due_on: date
    begins_on: date
    steps: Sequence[FineStep]
    months: int
    by_rule: Decimal | None
    total: Decimal

    @property
    def by_days(self) -> Decimal:
        """What the steps make together, in baht."""
        exact = sum((step.exact for step in self.steps), Fraction(0))
        return round_satang(Decimal(exact.numerator) / Decimal(exact.denominator))


@dataclass(frozen=True, slots=True)
class Why:
    """Every figure of what is owed on a day, with how it came about. Other sums have no steps: `put_off` by agreement,
    `brought` from other books, `settled` of the fines, paid or waived before, `capped` by the product's limit; in baht.
    """

    spans: Sequence[Span]
    scheduled: Sequence[ScheduledInterest]
    part_of_period: Decimal
    brought: Decimal
    put_off: Decimal
    fines: Sequence[FineLine]
    fines_before: Decimal
    capped: Decimal
    settled: Decimal
    fines_put_off: Decimal


def why(stands: Standing) -> Why:
    """Return how what is owed on a loan came about."""
    now = stands.now
    spans = [_span(workings, left) for workings, left in stands.workings if workings]
    fines = fine_lines(stands)
    reckoned = sum((line.total for line in fines), ZERO) + now.fines_frozen
    charged = now.fines_charged()
    return Why(
        spans=spans,
        scheduled=_scheduled(stands),
        part_of_period=now.part_of_period(),
        brought=sum((left for workings, left in stands.workings if not workings), ZERO),
        put_off=now.deferred_interest,
        fines=fines,
        fines_before=now.fines_frozen,
        capped=reckoned - charged,
        settled=now.fines_settled,
        fines_put_off=now.deferred_fine,
    )


def _span(workings, left: Decimal) -> Span:
    exact = Decimal(workings.exact.numerator) / Decimal(workings.exact.denominator)
    return Span(workings.steps, exact, workings.total, left)


def _scheduled(stands: Standing) -> list[ScheduledInterest]:
    """Return the instalments whose scheduled interest fell due and is not paid; none where interest runs by days."""
    if stands.now.contract.is_actual:
        return []
    fallen = [row for row in stands.now.rows if row.fallen and row.unpaid_interest]
    return [ScheduledInterest(row.n, row.due_on, row.interest, row.paid_interest) for row in fallen]


def fine_lines(stands: Standing) -> list[FineLine]:
    """Return the fine of each instalment that is late, oldest first."""
    now = stands.now
    rule = now.contract.terms.fine
    if not rule:
        return []
    lefts = zip(now.rows, now.lefts(), strict=True)
    late = [row for row, left in lefts if row.fallen and (left or row.fine_steps)]
    return [_fine_line(now, row) for row in late if now.fine_of(row)]


def _fine_line(now, row) -> FineLine:
    rule = now.contract.terms.fine
    begins = row.due_on + timedelta(days=rule.grace_days)
    days = counted_days(begins, now.on, now.pauses) if now.on > begins else 0
    months = months_begun(begins, begins + timedelta(days=days)) if days else 0
    by_rule = rule.baht * months if rule.kind == "per_month" else None
    return FineLine(row.n, row.due_on, begins, row.fine_steps, months, by_rule, now.fine_of(row))


def settlement_parts(stands: Standing) -> list[tuple]:
    """Return [(label, baht)] of what ends a loan, without what is not owed."""
    parts = [
        (_("Principal"), stands.principal),
        (_("Interest"), stands.interest + stands.now.part_of_period()),
        (_("Fines"), stands.fine),
    ]
    return [(label, amount) for label, amount in parts if amount]


def workings_in_words(stands: Standing) -> list[Words]:
    """Return how the interest and the fines came about, as sentences for a paper."""
    found = why(stands)
    said = [step_words(step) for span in found.spans for step in span.steps]
    said += [_left_words(span) for span in found.spans if span.paid]
    for row in found.scheduled:
        sentence = _("Interest of the instalment due on %(day)s: %(total)s baht, %(paid)s of it paid.")
        said.append(say(sentence, day=show_date(row.due_on), total=show(row.total), paid=show(row.paid)))
    if found.part_of_period:
        said.append(
            say(_("Interest of the period that runs, by its days: %(baht)s baht."), baht=show(found.part_of_period))
        )
    said += [_sum_words(*one) for one in interest_sums(found)]
    if stands.fine:
        for line in found.fines:
            said += [fine_words_of(line), *(fine_step_words(step) for step in line.steps if reckoned_by_days(line))]
        said += [_sum_words(*one) for one in fine_sums(found)]
    return said


def _sum_words(label: str, amount: Decimal) -> Words:
    return say("%(label)s: %(baht)s", label=label, baht=show(amount), loose=["label"])


def reckoned_by_days(line: FineLine) -> bool:
    """Tell whether the steps made the figure, and not the months."""
    return line.by_rule is None or line.total < line.by_rule


def step_words(step: Step) -> Words:
    """Return one step of interest as one reckons it on paper."""
    sentence = _("From %(first)s to %(last)s, %(days)s days: %(balance)s × %(rate)s %% × %(part)s = %(baht)s baht")
    exact = f"{Decimal(step.exact.numerator) / Decimal(step.exact.denominator):,.4f}"
    return say(
        sentence,
        first=show_date(step.first, style="short"),
        last=show_date(step.last, style="short"),
        days=step.days,
        balance=show(step.balance),
        rate=percent(step.yearly_rate),
        part=step.part_shown,
        baht=exact,
    )


def in_short(found: Why) -> list[Words]:
    """Return how the interest came about as one says it: balance × rate × months, and the days over; one a balance.

    Steps of the same balance and rate are taken together; each span is rounded as it is charged.
    """
    groups: dict = {}
    for span in found.spans:
        for step in span.steps:
            if step.exact:
                baht = span.total if len(span.steps) == 1 else round_satang(_decimal(step.exact))
                _add(groups.setdefault((step.balance, step.yearly_rate), _Short()), step, baht)
    said = [_short_words(balance, rate, short) for (balance, rate), short in groups.items()]
    if found.scheduled:
        figures = {"n": len(found.scheduled), "baht": show(sum((row.total for row in found.scheduled), ZERO))}
        said.append(say(_("Interest of %(n)s instalments by the schedule: %(baht)s baht"), **figures))
    parts = [*found.spans, *found.scheduled]
    total, left = (sum((getattr(part, name) for part in parts), ZERO) for name in ("total", "left"))
    if total != left:
        sentence = _("Of %(total)s baht of interest %(paid)s were paid, %(left)s are left.")
        said.append(say(sentence, total=show(total), paid=show(total - left), left=show(left)))
    return said


@dataclass(slots=True)
class _Short:
    """Whole months and days over of one balance, with what each makes in baht."""

    months: int = 0
    of_months: Decimal = ZERO
    days: int = 0
    of_days: Decimal = ZERO


def _add(short: _Short, step: Step, baht: Decimal) -> None:
    months = step.part * 12 if step.day_count in ("30/360", "months") else Fraction(0)
    if months and months.denominator == 1:
        short.months += int(months)
        short.of_months += baht
    else:
        short.days += int(step.part * 360) if step.day_count == "30/360" else step.days
        short.of_days += baht


def _short_words(balance: Decimal, rate, short: _Short) -> Words:
    figures = {"balance": show(balance), "days": short.days, "of_days": show(short.of_days)}
    if not short.months:
        sentence = _("%(balance)s baht × %(rate)s %% a year × %(days)s days = %(of_days)s")
        return say(sentence, rate=percent(rate), **figures)
    sentence = _("%(balance)s baht × %(rate)s %% a month × %(months)s months = %(of_months)s")
    if short.days:
        sentence = _(
            "%(balance)s baht × %(rate)s %% a month × %(months)s months = %(of_months)s and %(days)s days more"
            " = %(of_days)s"
        )
    figures |= {"months": short.months, "of_months": show(short.of_months)}
    return say(sentence, rate=percent(Fraction(rate) / 12), **figures)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _left_words(span: Span) -> Words:
    figures = {"total": show(span.total), "paid": show(span.paid), "left": show(span.left)}
    return say(_("Of %(total)s baht of interest %(paid)s were paid, %(left)s are left."), **figures)


def interest_sums(found: Why) -> list[tuple]:
    """Return [(label, baht)] of interest that has no steps of its own."""
    sums = [
        (_("Interest brought from the earlier books"), found.brought),
        (_("Interest put off by agreement"), found.put_off),
    ]
    return [(label, amount) for label, amount in sums if amount]


def fine_sums(found: Why) -> list[tuple]:
    """Return [(label, baht)] of fines that have no steps of their own; what lowers the sum is below zero."""
    sums = [
        (_("Fines of earlier schedules"), found.fines_before),
        (_("Fines above the limit, not charged"), -found.capped),
        (_("Fines paid or waived before"), -found.settled),
        (_("Fines put off by agreement"), found.fines_put_off),
    ]
    return [(label, amount) for label, amount in sums if amount]


def fine_words_of(line: FineLine) -> Words:
    """Return how the fine of one instalment came about, in a sentence."""
    figures = {"n": line.n, "begins": show_date(line.begins_on, style="short"), "total": show(line.total)}
    if line.by_rule is None:
        return say(_("Fine of instalment %(n)s, by days after %(begins)s: %(total)s baht"), **figures)
    if line.total < line.by_rule:
        sentence = _(
            "Fine of instalment %(n)s: %(months)s months begun after %(begins)s make %(by_rule)s baht; the law allows"
            " %(total)s baht"
        )
        return say(sentence, months=line.months, by_rule=show(line.by_rule), **figures)
    sentence = _("Fine of instalment %(n)s: %(months)s months begun after %(begins)s = %(total)s baht")
    return say(sentence, months=line.months, **figures)


def fine_step_words(step: FineStep) -> Words:
    """Return one step of a fine as one reckons it on paper."""
    sentence = _("From %(first)s to %(last)s, %(days)s days: %(overdue)s × %(rate)s %% × %(days)s/365 = %(baht)s baht")
    exact = f"{Decimal(step.exact.numerator) / Decimal(step.exact.denominator):,.4f}"
    return say(
        sentence,
        first=show_date(step.first, style="short"),
        last=show_date(step.last, style="short"),
        days=step.days,
        overdue=show(step.overdue),
        rate=percent(step.rate),
        baht=exact,
    )
