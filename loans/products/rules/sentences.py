"""The terms of a product in sentences a member follows, part by part; a loan without interest never speaks of any."""

from dataclasses import dataclass, replace
from decimal import Decimal

from federation.kit.dates import month_name
from federation.kit.money import show
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from loans.products.rules.lawful import (
    dearest_case,
    example_schedule,
    fewest_instalments,
    late_yearly_rate,
    percent_words,
)
from loans.products.rules.parts import FineRule, plain, short_baht
from loans.products.rules.terms import ProductTerms
from loans.schedules.rules import CEILING, Schedule, Terms

METHOD_WORDS = {
    "equal-principal": _("the same principal each time, so the instalments grow smaller"),
    "equal-instalment": _("the same instalment each time"),
    "flat": _("the same instalment each time, interest on the whole sum to the end (flat)"),
    "bullet": _("the principal all at once, with the last instalment"),
    "percent": _("a fixed part of the principal each time, the rest with the last"),
    "balloon": _("the same instalment each time, a larger one at the end"),
    "seasonal": _("in the months of the harvest"),
}
PART_WORDS = {"fine": _("fines"), "interest": _("interest"), "principal": _("principal")}
_EVERY = {
    (1, "month"): _("every month"),
    (1, "week"): _("every week"),
    (1, "day"): _("every day"),
    (12, "month"): _("once a year"),
}
_EVERY_SO_MANY = {
    "month": _("every %(n)s months"),
    "week": _("every %(n)s weeks"),
    "day": _("every %(n)s days"),
}
TYPICAL_AMOUNT = Decimal("10000.00")
TYPICAL_INSTALMENTS = 12


@dataclass(frozen=True)
class Example:
    """A loan as it would run, in a sentence and as a schedule."""

    words: Sentence
    schedule: Schedule


def sentences_of(terms: ProductTerms) -> list[tuple[Sentence, list[Sentence]]]:
    """Return [(heading, sentences)] that say all a member must know of the terms."""
    return [
        (_("How much"), list(_how_much(terms))),
        (_("Who may borrow"), list(_who(terms))),
        (_("Paying back"), list(_paying_back(terms))),
        (_("Fines and fees"), list(_late(terms))),
        (_("Security"), list(_security(terms))),
    ]


def in_short(terms: ProductTerms) -> list[Sentence]:
    """Return the three sentences that members ask for first: how much, at what interest, how it is paid back."""
    return [next(_how_much(terms)), _interest(terms), _counts(terms)]


def example_of(terms: ProductTerms, *, start) -> Example:
    """Return a typical loan of these terms, paid out on a day: 10,000 baht in 12 instalments, or what comes near."""
    amount = min(max(TYPICAL_AMOUNT, terms.least_amount), terms.most_amount)
    instalments = max(fewest_instalments(terms), min(TYPICAL_INSTALMENTS, terms.most_instalments))
    schedule = example_schedule(terms, amount, instalments, start=start)
    first, last = schedule.rows[0], schedule.rows[-1]
    figures = {
        "amount": short_baht(amount),
        "n": len(schedule.rows),
        "first": show(first.total),
        "last": show(last.total),
        "total": show(schedule.total),
        "interest": show(schedule.interest_total),
        "fee": show(schedule.fees),
    }
    return Example(_example_words(terms, single=len(schedule.rows) == 1) % figures, schedule)


def every_words(terms: Terms) -> Sentence:
    """Return how often an instalment falls due: "every month", "every 15 days"."""
    every = terms.every
    return _EVERY.get((every.count, every.unit)) or _EVERY_SO_MANY[every.unit] % {"n": every.count}


def _example_words(terms: ProductTerms, *, single: bool) -> Sentence:
    if single and terms.bears_interest:
        return _("Borrow %(amount)s baht and pay back %(total)s baht at once, %(interest)s of it interest.")
    if single:
        return _("Borrow %(amount)s baht and pay back %(total)s baht at once.")
    if terms.bears_interest:
        return _(
            "Borrow %(amount)s baht in %(n)s instalments: the first is %(first)s baht, the last %(last)s."
            " In all %(total)s baht are paid back, %(interest)s of it interest."
        )
    return _(
        "Borrow %(amount)s baht in %(n)s instalments: the first is %(first)s baht, the last %(last)s."
        " In all %(total)s baht are paid back, as much as was borrowed."
    )


def _how_much(terms: ProductTerms):
    ends = {"least": short_baht(terms.least_amount), "most": short_baht(terms.most_amount)}
    yield _("From %(least)s to %(most)s baht.") % ends
    if terms.ceiling.parts:
        yield _("One member's limit: %(formula)s.") % {"formula": terms.ceiling.in_words()}


def _who(terms: ProductTerms):
    if terms.members_for_months:
        yield _("Who has been a member for %(n)s months or more.") % {"n": terms.members_for_months}
    else:
        yield _("Every member, from the first day.")
    if terms.max_live == 1:
        yield _("One loan of this kind at a time.")
    else:
        yield _("Up to %(n)s loans of this kind at a time.") % {"n": terms.max_live}


def _paying_back(terms: ProductTerms):
    yield _interest(terms)
    yield _counts(terms)
    for count, words in _graces(terms.schedule, bears_interest=terms.bears_interest):
        if count:
            yield words % {"n": count}
    if terms.schedule.multiple >= 1:
        yield _("Instalments are rounded to %(baht)s baht; the last takes the difference.") % {
            "baht": short_baht(terms.schedule.multiple)
        }
    if terms.prepayment:
        yield _("More than is due may be paid at any time; the loan ends sooner.")
    if terms.bears_interest or terms.fine:
        yield _("Of each payment first: %(order)s.") % {"order": _order(terms)}


def _interest(terms: ProductTerms) -> Sentence:
    if not terms.bears_interest:
        return _("What is borrowed is what is paid back; nothing is added.")
    shown = {"month": _percent(terms.contract_rate / 12), "year": _percent(terms.contract_rate)}
    if terms.schedule.method == "flat":
        return _("Interest of %(month)s %% a month (%(year)s %% a year) on the whole sum lent, to the end.") % shown
    return _("Interest of %(month)s %% a month (%(year)s %% a year) on what is still owed.") % shown


def _how(terms: ProductTerms) -> Sentence:
    level = terms.schedule.method in ("equal-principal", "flat") and not terms.bears_interest
    return METHOD_WORDS["equal-instalment" if level else terms.schedule.method]


def _counts(terms: ProductTerms) -> Sentence:
    shown = {
        "most": terms.most_instalments,
        "least": terms.least_instalments,
        "how": _how(terms),
    }
    if terms.due_months:
        months = ", ".join(month_name(month) for month in terms.due_months)
        return _("Up to %(most)s instalments, due in %(months)s.") % {**shown, "months": months}
    shown["every"] = every_words(terms.schedule)
    if terms.most_instalments == 1:
        return _("Paid back once, %(after)s after the money is paid out.") % {"after": _span(terms.schedule)}
    if terms.least_instalments > 1:
        return _("%(least)s to %(most)s instalments, %(every)s: %(how)s.") % shown
    return _("Up to %(most)s instalments, %(every)s: %(how)s.") % shown


def _span(schedule: Terms) -> Sentence:
    unit = {"month": _("%(n)s months"), "week": _("%(n)s weeks"), "day": _("%(n)s days")}[schedule.every.unit]
    return unit % {"n": schedule.every.count}


def _graces(schedule: Terms, *, bears_interest: bool):
    yield schedule.grace_principal, _("The first %(n)s instalments repay no principal.")
    if bears_interest:
        yield (
            schedule.grace_interest,
            _("The first %(n)s instalments pay no interest; it falls due later, nothing on top."),
        )
        yield schedule.grace_charge, _("The first %(n)s periods bear no interest.")


def _order(terms: ProductTerms) -> str:
    has = {"fine": bool(terms.fine), "interest": terms.bears_interest, "principal": True}
    return " → ".join(str(PART_WORDS[part]) for part in terms.payment_order if has[part])


def _late(terms: ProductTerms):
    fine, shown = terms.fine, {"days": terms.fine.grace_days, "baht": short_baht(terms.fine.baht)}
    shown["rate"] = _percent(fine.yearly_rate)
    match fine.kind, bool(fine.grace_days):
        case "none", _any:
            yield _("No fines.")
        case "per_month", True:
            yield (
                _("Over %(days)s days late: a fine of %(baht)s baht for each month begun and each instalment.") % shown
            )
        case "per_month", False:
            yield _("Late: a fine of %(baht)s baht for each month begun and each instalment.") % shown
        case "yearly", True:
            yield _("Over %(days)s days late: a fine of %(rate)s %% a year on the principal that is late.") % shown
        case _yearly:
            yield _("Late: a fine of %(rate)s %% a year on the principal that is late.") % shown
    if fine:
        yield _("All fines together stop at %(cap)s %% of the loan, and never pass what the law allows.") % {
            "cap": plain(fine.cap_percent)
        }
    yield _fee(terms)
    if terms.bears_interest or terms.fee or terms.fine:
        yield _cost(terms)


def _cost(terms: ProductTerms) -> Sentence:
    """Return what the dearest loan of these terms costs a year, paid on time and late."""
    rate = dearest_case(replace(terms, fine=FineRule())).yearly_rate
    late = percent_words(late_yearly_rate(terms, on_time=rate, worst=dearest_case(terms).yearly_rate))
    on_time = percent_words(rate)
    shown = {"on_time": on_time, "late": late, "ceiling": percent_words(CEILING)}
    if late != on_time:
        return (
            _("Paid on time it costs at most %(on_time)s a year, late at most %(late)s; the law allows %(ceiling)s.")
            % shown
        )
    return _("All counted, at most %(late)s a year; the law allows %(ceiling)s.") % shown


def _fee(terms: ProductTerms) -> Sentence:
    fee, shown = terms.fee, {"baht": short_baht(terms.fee.baht), "percent": plain(terms.fee.percent)}
    if fee.baht and fee.percent:
        return _("A fee of %(baht)s baht and %(percent)s %% of the loan, once, when it is paid out.") % shown
    if fee.baht:
        return _("A fee of %(baht)s baht, once, when the loan is paid out.") % shown
    if fee.percent:
        return _("A fee of %(percent)s %% of the loan, once, when it is paid out.") % shown
    return _("No fee.")


def _security(terms: ProductTerms):
    if not terms.guarantors:
        yield _("No guarantor is needed.")
        return
    yield _("One guarantor.") if terms.guarantors == 1 else _("%(n)s guarantors.") % {"n": terms.guarantors}
    if terms.own_savings_without_guarantor:
        yield _("Who borrows no more than his or her own free savings needs no guarantor.")


def _percent(fraction: Decimal) -> str:
    return plain((fraction * 100).quantize(Decimal("0.0001")))
