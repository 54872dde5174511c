"""The terms of a loan in sentences that a member follows: on the contract, and on the loan's page.

Source: domain: 1.4 Loans, 1.5 Interest arithmetic and the 15 % cap, 5.4 Civil and Commercial Code.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.words import baht_words
from loans.lending.papers.parts import Words, say
from loans.products.rules import FineRule, ProductTerms, plain
from loans.schedules.rules import CEILING, above_ceiling


def percent(rate) -> str:
    """Return a fraction as per cent without zeros at its end: 0.12 is 12, 0.0125 is 1.25."""
    exact = round(Fraction(rate) * 100, 4)
    return plain(Decimal(exact.numerator) / Decimal(exact.denominator))


def money(amount: Decimal) -> dict:
    """Return an amount in figures and in words, for a sentence with %(baht)s and %(words)s."""
    return {"baht": show(amount), "words": baht_words(amount)}


def interest_words(terms: ProductTerms) -> list[Words]:
    """Return what interest is charged, on what, and how days are counted; nothing for a loan without interest."""
    schedule = terms.schedule
    if not terms.bears_interest:
        return []
    rate = {"rate": percent(schedule.yearly_rate), "monthly": percent(schedule.yearly_rate / 12)}
    said = [say(_("The borrower pays interest of %(rate)s %% a year, which is %(monthly)s %% a month."), **rate)]
    if schedule.method == "flat":
        said.append(say(_("It is reckoned on the sum first lent, for the whole time, as the schedule says.")))
    elif terms.accrual == "scheduled":
        said.append(say(_("It is reckoned on the principal not yet repaid, and is due as the schedule says.")))
    else:
        said.append(say(_("It is reckoned day by day on the principal really owed: who pays earlier pays less.")))
    return [*said, say(DAY_COUNT_WORDS[schedule.counting]()), rounding_words(terms)]


DAY_COUNT_WORDS = {
    "30/360": lambda: _("A full month counts as a twelfth of a year; a part of a month counts by its days."),
    "actual/365": lambda: _("Days are those of the calendar, and a year has 365."),
    "actual/360": lambda: _("Days are those of the calendar, and a year is reckoned as 360."),
    "actual/actual": lambda: _("Days are those of the calendar, and a year has as many as it has."),
    "364": lambda: _("Days are those of the calendar, and a year has 52 weeks, which is 364 days."),
    "months": lambda: _("Whole months of the calendar are counted, not days."),
}


def rounding_words(terms: ProductTerms) -> Words:
    if terms.schedule.rounding == "half-even":
        return say(_("Half a satang is rounded to the even one."))
    return say(_("Half a satang is rounded up."))


def cost_words(terms: ProductTerms, *, rate: Decimal) -> list[Words]:
    """Return what the loan costs a year paid on time, and the most that it comes to late, which is something else.

    rate: of the loan paid on time, its fee counted, a fraction. An old contract above the lawful rate bears no fines.
    """
    if not terms.bears_interest and not terms.fee and not terms.fine:
        return []
    figures = {"rate": f"{rate * 100:.2f}", "most": plain(CEILING * 100)}
    said = _("Paid on time, fee included: %(rate)s %% a year") if terms.fee else _("Paid on time: %(rate)s %% a year")
    if terms.fine and not above_ceiling(rate):
        said += "; " + _("even late, interest and fines together are at most %(most)s %% a year")
    return [say(said, **figures)]


def repayment_words(terms: ProductTerms, *, rows: Sequence) -> list[Words]:
    """Return in how many instalments the loan is repaid, how large they are, and when. rows: those agreed."""
    first, last = rows[0], rows[-1]
    figures = {"n": len(rows), "first": show_date(first.due_on), "last": show_date(last.due_on)}
    if len(rows) == 1:
        said = say(_("The loan is repaid at once, on %(first)s."), first=figures["first"])
    else:
        said = say(
            _("The loan is repaid in %(n)s instalments, the first on %(first)s, the last on %(last)s."), **figures
        )
    return [said, *_method_words(terms, rows=rows), *_graces(terms)]


def _graces(terms: ProductTerms) -> list[Words]:
    schedule, interest = terms.schedule, terms.bears_interest
    graces = [
        (schedule.grace_principal, _("The first %(n)s instalments repay no principal.")),
        (
            interest and schedule.grace_interest,
            _("The first %(n)s instalments pay no interest; it falls due later, nothing on top."),
        ),
        (interest and schedule.grace_charge, _("The first %(n)s periods bear no interest.")),
    ]
    return [say(words, n=n) for n, words in graces if n]


def _method_words(terms: ProductTerms, *, rows: Sequence) -> list[Words]:
    schedule, plain = terms.schedule, not terms.bears_interest
    first = {"first": show(rows[0].principal + rows[0].interest)}
    if len(rows) == 1:
        return []
    match schedule.method:
        case "equal-instalment" | "flat" if not plain:
            return [
                say(
                    _("Each instalment, principal and interest together, is %(first)s baht; the last may differ."),
                    **first,
                )
            ]
        case "equal-principal" if not plain:
            part = show(rows[0].principal)
            return [say(_("Each instalment repays %(part)s baht of principal, and the interest up to it."), part=part)]
        case "equal-instalment" | "flat" | "equal-principal":
            return [say(_("Each instalment is %(first)s baht; the last may differ."), **first)]
        case "bullet" if not plain:
            return [say(_("Each instalment pays the interest; the last repays the whole principal."))]
        case "percent":
            part = percent(schedule.percent)
            return [
                say(_("Each instalment repays %(part)s %% of the sum lent; the last repays what is left."), part=part)
            ]
        case "balloon":
            part = percent(schedule.balloon)
            return [say(_("%(part)s %% of the sum lent is left to the last instalment."), part=part)]
        case _other:
            return [say(_("Each instalment is as large as the schedule says."))]


def fine_words(fine: FineRule, *, principal: Decimal, bears_interest: bool) -> list[Words]:
    """Return what a late instalment costs, and what it never costs more than; nothing where there is no fine.

    Source: domain: 5.4 Civil and Commercial Code (s.224/1, s.654).
    """
    if not fine:
        return []
    grace = fine.grace_days
    begins = (
        say(ngettext("Up to %(n)s day late costs nothing.", "Up to %(n)s days late cost nothing.", grace), n=grace)
        if grace
        else None
    )
    if fine.kind == "per_month":
        charged = say(
            _("After that, an instalment not paid costs a fine of %(baht)s baht for each month begun.")
            if grace
            else _("An instalment not paid when due costs a fine of %(baht)s baht for each month begun."),
            baht=show(fine.baht),
        )
    else:
        charged = say(
            _("After that, the overdue principal of the instalment bears a fine of %(rate)s %% a year.")
            if grace
            else _("The overdue principal of an instalment not paid when due bears a fine of %(rate)s %% a year."),
            rate=percent(fine.yearly_rate),
        )
    most = _never_more(bears_interest)
    capped = say(_("All fines of this loan together stop at %(cap)s baht."), cap=show(fine.cap_of(principal)))
    return [part for part in (begins, charged, most, capped) if part]


def _never_more(bears_interest: bool) -> Words:
    if bears_interest:
        return say(
            _("A fine is reckoned on overdue principal only; with the interest it never passes 15 % a year of it.")
        )
    return say(_("A fine is reckoned on overdue principal only, and never passes 15 % a year of it."))


def order_words(terms: ProductTerms) -> list[Words]:
    """Return what a payment pays first, naming only what this loan can have."""
    names = {"fine": _("fines that are due"), "interest": _("interest"), "principal": _("principal")}
    has = {"fine": bool(terms.fine), "interest": terms.bears_interest, "principal": True}
    order = [names[part] for part in terms.payment_order if has[part]]
    if len(order) == 1:
        return []
    return [say(_("Each payment pays in this order: %(order)s."), order=_(", then ").join(order), loose=["order"])]


def early_words(terms: ProductTerms) -> list[Words]:
    if not terms.prepayment:
        return [say(_("The whole loan may be repaid at any time, without any charge."))]
    if not terms.bears_interest:
        return [say(_("More than is due may be paid at any time, or the whole loan, without any charge."))]
    return [say(_("More than is due may be paid at any time, or the whole loan; it costs nothing and saves interest."))]


def fee_words(terms: ProductTerms, *, principal: Decimal) -> list[Words]:
    fee = terms.fee.of(principal)
    if not fee:
        return []
    return [
        say(_("A fee of %(baht)s baht is taken once, when the loan is paid out, and nothing else."), baht=show(fee))
    ]


def terms_in_words(terms: ProductTerms, *, principal: Decimal, rows: Sequence) -> list[Words]:
    """Return the terms of a loan sentence by sentence, for its page. rows: the instalments agreed."""
    fines = fine_words(terms.fine, principal=principal, bears_interest=terms.bears_interest)
    return [
        *repayment_words(terms, rows=rows),
        *interest_words(terms),
        *fee_words(terms, principal=principal),
        *(fines or [say(_("There are no fines."))]),
        *order_words(terms),
        *early_words(terms),
    ]
