"""Work out what a welfare rule gives for one event and print it with every step, as text or as JSON."""

import json
import re
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import ce_year
from federation.kit.dates.era import FIRST_BE
from federation.kit.money import show
from federation.kit.refusals import NotReadable
from federation.organisations.models import Organisation
from welfare.claims.models import Benefit
from welfare.claims.queries.rules import terms_of, version_on
from welfare.claims.rules import PRESETS, Facts, Terms, find_preset, quote, year_around
from welfare.funds.models import WelfareFund

CHOICE = {
    "preset": "a published rule, like sadao (with --event) or sadao-death; --list names all",
    "rules": "a file of JSON: one rule, or {event: rule}; --show prints a preset as such a file",
    "organisation": "the code of an organisation, with --fund and --benefit: its own rule on the day of the event",
    "fund": "the code of its fund",
    "benefit": "the code of the benefit in the fund",
    "event": "what happened: death, hospital, birth, old_age, disaster …",
}
DAYS = {
    "joined": "since when the place in the fund is held; 2020-01-01 or 2563-01-01",
    "on": "the day of the event",
    "member-since": "since when somebody is a member, if earlier than --joined",
    "ended": "last day of the place in the fund",
    "paid-through": "until when dues are paid",
    "last-paid": "when dues were last paid",
    "claimed": "when it is claimed",
    "born": "day of birth",
}
FACTS = {
    "age": "full years, instead of --born",
    "nights": "nights in hospital",
    "children": "for how many children",
    "who": "to whom it happened: member, spouse, child, parent; member unless given",
    "post": "the post a leader holds, like treasurer",
    "loan": "baht owed on the loan",
    "cost": "baht it cost",
    "used": 'JSON, used up of each limit before: {"nights_year": 18, "times_life": 1}; of baht, nights or times, in '
    "month, year, life or family; nights alone means of the year",
    "used-nights": "nights used up before, in the year",
    "used-baht": "baht used up before, in the year",
    "used-times": "times used up before, in the year",
}
OF = ("nights", "baht", "times")
READ = {"joined": "joined_on", "on": "event_on", "ended": "ended_on", "last-paid": "last_paid_on"}
READ |= {"claimed": "claimed_on", "born": "born_on", "member-since": "member_since", "paid-through": "paid_through"}


class Command(BaseCommand):
    help = "Print what a welfare rule gives for one event, in baht, and why. Nothing is written."
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return the parser; what it cannot read is one line and exit 1 as well, without the whole usage."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:
            parser.error = lambda message: parser.exit(1, f"CommandError: {message}\n")
        return parser

    def add_arguments(self, parser):
        for name, words in {**CHOICE, **DAYS, **FACTS}.items():
            parser.add_argument(f"--{name}", help=words.replace("%", "%%"))
        words = "code of a paper handed in, once for each; with none of them papers are not looked at"
        parser.add_argument("--paper", action="append", default=[], help=words)
        parser.add_argument("--on-duty", action="store_true", help="it happened on duty")
        parser.add_argument("--list", action="store_true", help="name the presets and end")
        parser.add_argument("--show", action="store_true", help="print the rule as JSON and end")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options):
        try:
            self._answer(options)
        except NotReadable as refusal:
            raise CommandError(str(refusal)) from None

    def _answer(self, options):
        if options["list"]:
            for preset in PRESETS.values():
                self.stdout.write(f"{preset.name:<26} {preset.name_th} · {preset.name_en}")
            return
        terms = _terms(options)
        if options["show"]:
            self.stdout.write(json.dumps(terms.to_data(), indent=1, ensure_ascii=False))
            return
        facts = _facts(options)
        answer = quote(terms, facts)
        if options["json"]:
            first, last = year_around(facts.event_on, year_from=_year_from(terms, options, on=facts.event_on))
            year = {"first": first.isoformat(), "last": last.isoformat()}
            self.stdout.write(json.dumps({**answer.to_data(), "limits_year": year}, indent=1, ensure_ascii=False))
        else:
            self._print(answer)

    def _print(self, answer):
        for line in answer.lines:
            self.stdout.write(f"{show(line.amount):>14}  {line.words}")
        self.stdout.write(f"{show(answer.amount):>14}  " + _("baht in all"))
        marks = {True: "+", False: "-", None: "?"}
        for check in answer.checks:
            self.stdout.write(f"  {marks[check.ok]} {check.words}")


def _terms(options) -> Terms:
    given = [name for name in ("preset", "rules", "organisation") if options[name]]
    if len(given) != 1:
        raise CommandError(_("Give one of --preset, --rules or --organisation."))
    if options["preset"]:
        return find_preset(options["preset"], event=options["event"] or "").terms
    return _terms_of_file(options) if options["rules"] else _terms_of_fund(options)


def _terms_of_file(options) -> Terms:
    try:
        data = json.loads(Path(options["rules"]).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        words = _("%(file)s cannot be read as JSON: %(why)s")
        raise CommandError(words % {"file": options["rules"], "why": wrong}) from None
    if isinstance(data, dict) and "parts" not in data and data and all(isinstance(one, dict) for one in data.values()):
        if options["event"] not in data:
            words = _("The file has rules for: %(events)s. Name one with --event.")
            raise CommandError(words % {"events": ", ".join(data)})
        data = {"event": options["event"], **data[options["event"]]}
    return Terms.from_data(data)


def _terms_of_fund(options) -> Terms:
    organisation = _organisation(options)
    funds = WelfareFund.objects.filter(network_id=organisation.network_key, organisation=organisation)
    fund = funds.filter(code=options["fund"] or "").first()
    if fund is None:
        known = ", ".join(funds.order_by("code").values_list("code", flat=True))
        raise CommandError(_("Name a fund of it with --fund: %(known)s.") % {"known": known or "–"})
    benefits = Benefit.objects.filter(network_id=organisation.network_key, fund=fund)
    benefit = benefits.filter(code=options["benefit"] or options["event"] or "").first()
    if benefit is None:
        known = ", ".join(benefits.order_by("code").values_list("code", flat=True))
        raise CommandError(_("Name a benefit of the fund with --benefit: %(known)s.") % {"known": known or "–"})
    terms = terms_of(version_on(benefit, on=_day(options["on"])))
    if terms is None:
        raise CommandError(_("No rule of this benefit holds on that day."))
    return terms


def _organisation(options) -> Organisation:
    found = Organisation.objects.select_related("keeper").filter(code=options["organisation"]).first()
    if found is None:
        raise CommandError(_("There is no organisation “%(code)s”.") % {"code": options["organisation"]})
    return found


def _year_from(terms: Terms, options, *, on) -> int:
    if terms.year_from or not options["organisation"]:
        return terms.year_from or 1
    return bylaws_of(_organisation(options), on=on)["welfare_year_from"]


def _facts(options) -> Facts:
    told = {READ[name]: _day(options[name.replace("-", "_")]) for name in DAYS if options[name.replace("-", "_")]}
    for name in ("joined", "on"):
        if READ[name] not in told:
            raise CommandError(_("Give --joined and --on."))
    told |= {name: options[name] for name in ("age", "nights", "children", "who", "post", "loan", "cost")}
    told |= {"documents": options["paper"] or None, "on_duty": options["on_duty"] or None}
    return Facts.from_data(
        {name: value for name, value in told.items() if value is not None} | {"used": _used(options)}
    )


def _used(options) -> dict:
    try:
        used = json.loads(options["used"] or "{}")
    except ValueError:
        used = None
    if not isinstance(used, dict):
        raise CommandError(_("--used is JSON like %(shape)s.") % {"shape": '{"nights_year": 18}'})
    used = {f"{key}_year" if key in OF else key: figure for key, figure in used.items()}
    for of in OF:
        if options[f"used_{of}"] is not None:
            used[f"{of}_year"] = options[f"used_{of}"]
    if "baht_year" in used:
        used.setdefault("baht_year_nights", used["baht_year"])
    return used


def _day(text) -> date:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", (text or "").strip(), re.ASCII)
    try:
        year, month, day = map(int, match.groups())
        return date(ce_year(year, month=month) if year >= FIRST_BE else year, month, day)
    except (AttributeError, ValueError):
        raise CommandError(_("%(text)s is not a date; write it like 2026-01-31.") % {"text": text}) from None
