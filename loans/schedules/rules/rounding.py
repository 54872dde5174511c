"""Rounding of exact baht: to the satang, or to the multiple an instalment is paid in."""

from decimal import Decimal
from fractions import Fraction

from federation.kit.money import CENT

ROUNDINGS = ("half-up", "half-even")


def round_to(exact: Fraction | Decimal | int, *, mode: str = "half-up", multiple: Decimal = CENT) -> Decimal:
    """Round baht that are not negative to a whole multiple (0.01 to 100 baht); return two places.

    Exact to the end: the figure stays a fraction until here, so a half is a half.
    Raises ValueError for an unknown mode and for what is below zero.

    Source: domain: 1.5 Interest arithmetic and the 15 % cap.
    """
    if mode not in ROUNDINGS or exact < 0:
        raise ValueError(f"cannot round {exact} by {mode}")
    units = Fraction(exact) / Fraction(multiple)
    whole = round(units) if mode == "half-even" else (units + Fraction(1, 2)).__floor__()
    return (whole * multiple).quantize(CENT)
