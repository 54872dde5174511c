"""A figure of interest in words: which sum bore which rate for how long ("why this number")."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import show
from loans.schedules.rules import Workings, round_to


def percent(rate: Fraction | Decimal) -> str:
    """Return a rate (a fraction) in per cent with up to four places: 12, 1.25, 9.4822."""
    shown = Decimal(round(Fraction(rate) * 1_000_000)).scaleb(-4)
    return f"{shown:f}".rstrip("0").rstrip(".")


def in_words(workings: Workings) -> list[str]:
    """Return the lines that explain a figure of interest, its own steps and those put off to it; baht.

    Source: features 90.
    """
    lines = []
    for part in (*workings.carried, workings):
        lines += [_line(step) for step in part.steps]
        if part.parts > 1 or part.charged:
            figures = {"sum": show(round_to(part.exact)), "charged": show(part.charged), "parts": part.parts}
            lines.append(_("(%(sum)s − %(charged)s charged before) ÷ %(parts)s instalments") % figures)
    return lines


def _line(step) -> str:
    figures = {
        "first": show_date(step.first, style="short"),
        "last": show_date(step.last, style="short"),
        "days": step.days,
        "balance": show(step.balance),
        "rate": percent(step.yearly_rate),
        "part": step.part_shown,
        "baht": show(round_to(step.exact)),
    }
    return _("%(first)s to %(last)s, %(days)s days: %(balance)s × %(rate)s %% × %(part)s = %(baht)s") % figures
