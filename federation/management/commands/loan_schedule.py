"""Work out the schedule of a loan and print it, as a table or as JSON."""

import json
import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.kit.dates import ce_year
from federation.kit.dates.era import FIRST_BE
from federation.kit.money import CENT, ZERO, parse_amount, show
from federation.kit.refusals import NotReadable
from loans.schedules.rules import (
    DAY_COUNTS,
    METHODS,
    MULTIPLE_OF,
    PERS,
    ROUNDINGS,
    USUAL_DAY_COUNT,
    Every,
    Pause,
    Terms,
    make_schedule,
    with_rate,
    yearly_rate,
)

OPTIONS = {
    "principal": "baht lent, like 12000 or 12,000.50; with --payout it may be left out",
    "rate": "interest in per cent, like 1 or 9.4822",
    "per": "the rate is per year, month or term (the whole loan); year unless given",
    "instalments": "how many instalments, 1 to 600",
    "every": 'how often one falls due: "1 month", "2 weeks", "15 days"; "1 month" unless given',
    "method": " | ".join(METHODS),
    "start": "the day the money is paid out, 2026-01-31 or 2569-01-31",
    "first-due": "the day of the first instalment, if not one interval after the start",
    "day": "the day of the month meant, where the first due date is the end of a short month",
    "day-count": " | ".join(DAY_COUNTS) + "; 30/360 with months, 364 with weeks, actual/365 with days unless given",
    "rounding": " | ".join(ROUNDINGS) + "; half-up unless given",
    "multiple": "instalments in whole multiples of so many baht: 0.01, 1, 10, 100",
    "multiple-of": "what is a multiple: the instalment, or its parts (principal and interest each); unless given, the "
    "instalment where it is level, else the parts",
    "grace-principal": "so many first instalments repay no principal",
    "grace-interest": "so many first instalments pay no interest; it falls due with the next",
    "grace-charge": "so many first periods bear no interest",
    "percent": "method percent: per cent of the principal each instalment repays",
    "balloon": "method balloon: per cent of the principal left to the last instalment",
    "weights": "method seasonal: parts of the principal for each due date, like 1,2,1",
    "instalment": "baht of an equal instalment agreed outright, instead of worked out",
    "fees": "baht kept back from the first payout; they count in the effective rate",
}
REPEATED = {
    "payout": "DATE:AMOUNT, a payment to the borrower; more than once for more payouts",
    "due": "DATE, a due date given outright; once for each instalment",
    "rate-from": "DATE:RATE, a new rate after that day, per what --per says",
    "pause": "DATE:DATE, no instalment falls due from the one day to the other; interest accrues",
    "pause-free": "DATE:DATE, the same without interest",
}


class Command(BaseCommand):
    help = "Print the schedule of a loan; amounts in baht, the effective rate in per cent a year."
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return the parser; what it cannot read is one line and exit 1 as well, without the whole usage."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:
            parser.error = lambda message: parser.exit(1, f"CommandError: {message}\n")
        return parser

    def add_arguments(self, parser):
        for name, words in OPTIONS.items():
            parser.add_argument(f"--{name}", help=words.replace("%", "%%"))
        for name, words in REPEATED.items():
            parser.add_argument(f"--{name}", action="append", default=[], help=words)
        words = "interest put off falls due on top of a level instalment, not within it"
        parser.add_argument("--deferred-on-top", action="store_true", help=words)
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, **options):
        try:
            schedule = _schedule(options)
            rate = schedule.effective_yearly_rate
        except NotReadable as refusal:
            raise CommandError(str(refusal)) from None
        percent = f"{rate * 100:.2f}"
        if options["json"]:
            rows = [_as_data(row) for row in schedule.rows]
            self.stdout.write(json.dumps({"rows": rows, "effective_yearly_rate": percent}, indent=1))
        else:
            self._print(schedule, percent)

    def _print(self, schedule, percent):
        line = "{:>4}  {:<10}  {:>4}  {:>14}  {:>13}  {:>14}  {:>14}".format
        self.stdout.write(line("n", "due", "days", "principal", "interest", "total", "balance"))
        for row in schedule.rows:
            figures = (show(amount) for amount in (row.principal, row.interest, row.total, row.balance))
            self.stdout.write(line(row.n, row.due.isoformat(), row.days, *figures))
        sums = (schedule.principal_total, schedule.interest_total, schedule.total)
        self.stdout.write(line("", "", "", *(show(amount) for amount in sums), ""))
        self.stdout.write(f"effective yearly rate: {percent} %")


def _as_data(row) -> dict:
    amounts = {name: str(getattr(row, name)) for name in ("principal", "interest", "total", "balance")}
    return {"n": row.n, "due": row.due.isoformat(), "days": row.days, **amounts}


def _schedule(options):
    payouts = _payouts(options)
    percent, per = _percent(options["rate"], "rate"), _one_of(options["per"], PERS, "per") or "year"
    given = {
        "payouts": payouts,
        "instalments": _whole(options["instalments"], "instalments") if options["instalments"] else None,
        "first_due": _day(options["first_due"]),
        "due_dates": [_day(text) for text in options["due"]],
        "day": _whole(options["day"], "day") if options["day"] else None,
        "pauses": _pauses(options),
    }
    terms = with_rate(_terms(options), percent=percent, per=per, **given)
    return make_schedule(
        terms=terms,
        rates=_later_rates(options["rate_from"], per=per),
        fees=_amount(options["fees"]) if options["fees"] else ZERO,
        instalment=_amount(options["instalment"]) if options["instalment"] else None,
        **given,
    )


def _terms(options) -> Terms:
    every = Every.read(options["every"] or "1 month")
    return Terms(
        method=_one_of(options["method"], METHODS, "method") or "equal-instalment",
        yearly_rate=Decimal(0),
        every=every,
        day_count=_one_of(options["day_count"], DAY_COUNTS, "day-count") or USUAL_DAY_COUNT[every.unit],
        rounding=_one_of(options["rounding"], ROUNDINGS, "rounding") or "half-up",
        multiple=_amount(options["multiple"]) if options["multiple"] else CENT,
        multiple_of=_one_of(options["multiple_of"], MULTIPLE_OF, "multiple-of") or "",
        grace_principal=_whole(options["grace_principal"] or "0", "grace-principal"),
        grace_interest=_whole(options["grace_interest"] or "0", "grace-interest"),
        grace_charge=_whole(options["grace_charge"] or "0", "grace-charge"),
        deferred_on_top=options["deferred_on_top"],
        percent=_percent(options["percent"], "percent") / 100 if options["percent"] else None,
        balloon=_percent(options["balloon"], "balloon") / 100 if options["balloon"] else None,
        weights=tuple(_whole(part, "weights") for part in (options["weights"] or "").split(",") if part.strip()),
    )


def _payouts(options) -> list[tuple[date, Decimal]]:
    """Return the payouts; the principal, where given too, is their sum, and the start their first day."""
    principal = _amount(options["principal"]) if options["principal"] else None
    start = _day(options["start"])
    payouts = sorted((_day(day), _amount(amount)) for day, amount in map(_pair, options["payout"]))
    if not payouts:
        if principal is None or start is None:
            raise CommandError(_("Give --principal and --start, or --payout DATE:AMOUNT."))
        return [(start, principal)]
    if principal not in (None, sum(amount for _on, amount in payouts)):
        raise CommandError(_("The principal differs from the sum of the payouts."))
    if start not in (None, payouts[0][0]):
        raise CommandError(_("The start differs from the day of the first payout."))
    return payouts


def _pauses(options) -> list[Pause]:
    kinds = (("pause", True), ("pause_free", False))
    told = [(_pair(text), charge) for name, charge in kinds for text in options[name]]
    return [Pause(_day(first), _day(last), charge=charge) for (first, last), charge in told]


def _later_rates(texts, *, per):
    if texts and per == "term":
        raise CommandError(_("A rate that changes is given per year or per month."))
    return [(_day(day), yearly_rate(_percent(rate, "rate-from"), per=per)) for day, rate in map(_pair, texts)]


def _pair(text):
    first, colon, second = text.partition(":")
    if not colon:
        raise CommandError(_("Write %(text)s as two parts with a colon between them.") % {"text": text})
    return first, second


def _amount(text) -> Decimal:
    return parse_amount(text)


def _day(text):
    if not text:
        return None
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(), re.ASCII)
    try:
        year, month, day = map(int, match.groups())
        return date(ce_year(year, month=month) if year >= FIRST_BE else year, month, day)
    except (AttributeError, ValueError):
        raise CommandError(_("%(text)s is not a date; write it like 2026-01-31.") % {"text": text}) from None


def _percent(text, name) -> Decimal:
    try:
        value = Decimal((text or "").strip().removesuffix("%"))
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or value < 0 or value.adjusted() > 6 or value.as_tuple().exponent < -12:
        raise CommandError(_("--%(name)s is a per cent like 1.25.") % {"name": name})
    return value


def _whole(text, name) -> int:
    if not re.fullmatch(r"\d{1,4}", str(text).strip(), re.ASCII):
        raise CommandError(_("--%(name)s is a whole number.") % {"name": name})
    return int(text)


def _one_of(text, choices, name):
    if text and text not in choices:
        words = _("--%(name)s is one of: %(choices)s.")
        raise CommandError(words % {"name": name, "choices": ", ".join(choices)})
    return text
