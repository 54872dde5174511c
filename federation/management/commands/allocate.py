"""Divide an amount by weights, by largest remainder, and print the parts: the same rule as the year's dividend."""

import json
from decimal import Decimal, InvalidOperation

from django.core.management.base import BaseCommand, CommandError

from federation.kit.money import ZERO, parse_amount, show
from federation.kit.refusals import Refused
from groups.surplus.rules import allocate, check_heads, up_to_quarter

MOST = Decimal("99999999999.99")


class Command(BaseCommand):
    help = "Divide baht by weights so that the parts are the whole; a satang left goes to the largest remainder."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("amount", help="baht, like 48250.75 or 48,250.75")
        parser.add_argument(
            "weights", nargs="+", metavar="weight", help="shares, share-months or per cents; not below 0"
        )
        parser.add_argument("--names", nargs="+", help="a name for each weight, in the same order")
        parser.add_argument(
            "--percent", action="store_true", help="the weights are per cents and must be 100.00 together"
        )
        parser.add_argument(
            "--round", choices=("satang", "quarter"), default="satang", help="quarter: each part up to 0.25 baht"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *, amount, weights, names, percent, **options):
        try:
            found = _allocated(amount, weights, names, percent=percent, quarter=options["round"] == "quarter")
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_as_json(found) if options["json"] else _as_table(found))


def _allocated(amount, weights, names, *, percent, quarter) -> dict:
    amount, weights = parse_amount(amount, most=MOST), [_weight(text) for text in weights]
    if names and len(names) != len(weights):
        raise CommandError(f"{len(names)} names for {len(weights)} weights: give one for each.")
    if percent:
        check_heads(weights)
    parts = allocate(amount, weights)
    paid = [up_to_quarter(part) for part in parts] if quarter else parts
    rows = zip(names or map(str, range(1, len(weights) + 1)), weights, parts, paid, strict=True)
    return {"amount": amount, "rows": list(rows), "total": sum(paid, ZERO), "quarter": quarter}


def _weight(text: str) -> Decimal:
    try:
        weight = Decimal(text.replace(",", ""))
    except InvalidOperation:
        weight = Decimal("NaN")
    if not weight.is_finite() or weight < 0:
        raise CommandError(f"{text} is not a weight: give a number that is not below zero.")
    return weight


def _as_json(found: dict) -> str:
    parts = [
        {"name": name, "weight": f"{weight:f}", "part": f"{part:.2f}"}
        | ({"rounded": f"{paid:.2f}"} if found["quarter"] else {})
        for name, weight, part, paid in found["rows"]
    ]
    data = {"amount": f"{found['amount']:.2f}", "parts": parts, "total": f"{found['total']:.2f}"}
    if found["quarter"]:
        data["more_than_amount"] = f"{found['total'] - found['amount']:.2f}"
    return json.dumps(data, ensure_ascii=False, indent=1)


def _as_table(found: dict) -> str:
    lines = [f"{name:<20} {weight:>16f} {show(paid):>18}" for name, weight, _part, paid in found["rows"]]
    lines.append(f"{'':<20} {'':>16} {show(found['total']):>18}")
    if found["quarter"]:
        lines.append(f"{show(found['total'] - found['amount'])} baht more than {show(found['amount'])} by rounding up")
    return "\n".join(lines)
