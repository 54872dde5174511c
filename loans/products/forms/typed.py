"""From what stands in the boxes to the terms of a product, and back."""

from dataclasses import replace
from decimal import Decimal

from loans.products.rules import Ceiling, Fee, FineRule, ProductTerms
from loans.schedules.rules import Every, Terms

TIMES = {"times_shares": "shares", "times_satja": "satja", "times_special": "special", "times_savings": "savings"}
LESS = {"less_own_debt": "own_debt", "less_guaranteed": "guaranteed"}

# Refusals of the rules, by the box they belong beside.
BOX_OF = {
    "ceiling": "times_shares",
    "most": "most_amount",
    "instalments": "most_instalments",
    "order": "payment_order",
    "members_for": "members_for_months",
    "grace": "grace_principal",
    "grace_days": "fine_grace_days",
    "interval": "every",
}


def typed_from(terms: ProductTerms) -> dict:
    """Return what stands in the boxes for these terms."""
    schedule, factors = terms.schedule, {base: factor for factor, base in terms.ceiling.parts}
    percent, per = _said_rate(terms.contract_rate)
    plain = ("least_amount", "least_instalments", "most_instalments", "guarantors", "members_for_months", "max_live")
    alike = ("method", "day_count", "rounding", "grace_principal", "grace_interest")
    return {
        **{name: getattr(terms, name) for name in (*plain, "most_amount", "accrual", "prepayment")},
        **{name: getattr(schedule, name) for name in alike},
        **{box: factors.get(base, Decimal(0)) for box, base in TIMES.items()},
        **{box: base in factors for box, base in LESS.items()},
        "own_savings_without_guarantor": terms.own_savings_without_guarantor,
        "rate": percent,
        "per": per,
        "every": str(schedule.every),
        "multiple": str(schedule.multiple),
        "due_months": [str(month) for month in terms.due_months],
        "percent": _hundredths(schedule.percent),
        "balloon": _hundredths(schedule.balloon),
        "payment_order": ",".join(terms.payment_order),
        "fine_kind": terms.fine.kind,
        "fine_baht": terms.fine.baht or None,
        "fine_rate": terms.fine.yearly_rate * 100,
        "fine_grace_days": terms.fine.grace_days,
        "fine_cap": terms.fine.cap_percent,
        "fee_baht": terms.fee.baht or None,
        "fee_percent": terms.fee.percent,
    }


def terms_from(typed: dict, *, base: ProductTerms, control: str) -> ProductTerms:
    """Return the terms that the boxes say. base: terms whose parts without a box are kept where they still fit.

    Raises `BadProductTerms` or `BadTerms` where they contradict each other.
    """
    whole = ("least_amount", "least_instalments", "most_instalments", "guarantors", "members_for_months", "max_live")
    return replace(
        base,
        **{name: typed[name] for name in (*whole, "prepayment", "own_savings_without_guarantor")},
        schedule=_schedule(typed, base=base.schedule),
        ceiling=_ceiling(typed),
        control=control,
        accrual="scheduled" if typed["method"] == "flat" else typed["accrual"],
        payment_order=tuple(typed["payment_order"].split(",")),
        due_months=tuple(sorted(int(month) for month in typed["due_months"])),
        fine=_fine(typed),
        fee=Fee(baht=typed["fee_baht"], percent=typed["fee_percent"]),
    )


def _said_rate(yearly: Decimal) -> tuple[Decimal, str]:
    """Return the rate as villages say it, in per cent a month, where two places hold it; else a year."""
    monthly = yearly * 100 / 12
    return (monthly, "month") if monthly == round(monthly, 2) else (yearly * 100, "year")


def _schedule(typed: dict, *, base: Terms) -> Terms:
    yearly = typed["rate"] / 100 * (12 if typed["per"] == "month" else 1)
    kept = base if base.method == typed["method"] else Terms(method="equal-principal", yearly_rate=yearly)
    alike = ("method", "day_count", "rounding", "grace_principal", "grace_interest")
    return replace(
        kept,
        **{name: typed[name] for name in alike},
        yearly_rate=yearly,
        every=Every.read(typed["every"]),
        multiple=Decimal(typed["multiple"]),
        percent=_fraction(typed["percent"]),
        balloon=_fraction(typed["balloon"]),
    )


def _ceiling(typed: dict) -> Ceiling:
    adds = [(typed[box], base) for box, base in TIMES.items() if typed[box]]
    takes = [(Decimal(-1), base) for box, base in LESS.items() if typed[box]]
    return Ceiling(most=typed["most_amount"], parts=(*adds, *takes))


def _fine(typed: dict) -> FineRule:
    """Return the fine of the kind chosen; figures typed for another kind do not count."""
    match typed["fine_kind"]:
        case "none":
            return FineRule()
        case "per_month":
            figures = {"baht": typed["fine_baht"]}
        case _yearly:
            figures = {"yearly_rate": typed["fine_rate"] / 100}
    limits = {"grace_days": typed["fine_grace_days"], "cap_percent": typed["fine_cap"]}
    return FineRule(kind=typed["fine_kind"], **figures, **limits)


def _hundredths(fraction: Decimal | None) -> Decimal:
    return Decimal(0) if fraction is None else fraction * 100


def _fraction(percent: Decimal) -> Decimal | None:
    return percent / 100 if percent else None
