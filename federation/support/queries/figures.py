"""The figures of a group as they stand on a day, taken when the network steps in and when it is over."""

from datetime import date

from federation.handover.rules import Heads
from federation.kit.dates import last_day, month_of, next_month
from federation.kit.money import ZERO
from federation.organisations.models import Organisation
from federation.ratios.queries import gather, together
from federation.ratios.rules import RATIOS
from federation.support.rules.figures import FIGURES, ON
from federation.warning.queries import histories
from federation.warning.rules import warning

OF_RATIOS = ("members", "promise_kept", "par_30", "late", "savings", "loans")


def figures_on(group: Organisation, *, on: date) -> dict:
    """Return {name: text, or None where not known} of a group's figures, and the day they are of under "on".

    That day is the end of the last full month, when its sheets are entered; the day itself where books are younger.
    Of a group that keeps on paper they are those of its newest month that the network entered.
    """
    end = last_day(next_month(month_of(on), by=-1))
    if group.book_id:
        end = end if group.book.opened_on <= end else on
        taken = _of_books(group, end) | {"level": level_on(group, on=on)}
    else:
        taken = _of_paper(group, on)
    return {ON: end.isoformat()} | {key: None if taken.get(key) is None else str(taken[key]) for key in FIGURES}


def _of_books(group: Organisation, on: date) -> dict:
    of = together(gather([group], days=[on]), [group], on=on)
    [(_group, known)] = of.each
    cash = [known.amounts.get(key) for key in ("loan_cash", "other_cash")]
    return {
        **{key: of.value(RATIOS[key]) for key in OF_RATIOS},
        "cash": None if None in cash else sum(cash, ZERO),
    }


def level_on(group: Organisation, *, on: date) -> str | None:
    """Return the early signs of a group with books at the end of the month before: "calm", "watch" or "alarm"."""
    months = histories(group.keeper, [group], until=next_month(month_of(on), by=-1))[group]
    return warning(months).level if months else None


def _of_paper(group: Organisation, on: date) -> dict:
    newest = (
        group.paper_months.filter(network_id=group.network_key, month__lt=on).order_by("-month", "-version").first()
    )
    if newest is None:
        return {}
    heads = Heads.from_data(newest.figures)
    return {
        "members": heads.members_closing,
        "savings": _sum(heads.satja_closing, heads.shares_closing, heads.special_closing),
        "loans": heads.loans_closing,
        "cash": _sum(heads.cash_closing, heads.bank_closing),
    }


def _sum(*amounts):
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
