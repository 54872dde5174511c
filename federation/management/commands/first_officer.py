"""Give a new installation, or one that lost its people, somebody who can appoint the others."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from federation.access.permissions import Role
from federation.access.queries import two_can_appoint
from federation.access.rules import last_day_of_term
from federation.access.steps import appoint_at_set_up_step, open_account_step
from federation.audit.log import record
from federation.kit import clock
from federation.kit.dates import NotADate, parse_month
from federation.kit.refusals import Refused
from federation.organisations.models import Level, Organisation
from federation.organisations.steps import found_network_step
from federation.people.models import Person
from federation.people.steps import keep_person_step

HELP = """Open the first accounts of a network, so that everything else can be done on the pages.

Every role needs two people: one proposes, another checks. So a new installation needs this command twice:
  manage.py first_officer somjai --given สมใจ --family ใจดี --network KDT --found "เครือข่ายกาญจนดิษฐ์" --books-from 2026-10
  manage.py first_officer anan --given อานนท์ --family รักษ์ดี --network KDT
It prints a one-time password, which has to be changed at the first sign-in. When two people can appoint in the
network, the command refuses: they appoint on the page "Who may do what". It works again when fewer than two can.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args, **kwargs):
        from argparse import RawDescriptionHelpFormatter  # the lines of the example stay lines

        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("username", help="sign-in name: 3 to 30 small Latin letters or figures")
        parser.add_argument("--title", default="", help="title before the name")
        parser.add_argument("--given", required=True, help="given name")
        parser.add_argument("--family", default="", help="family name")
        parser.add_argument("--network", required=True, metavar="CODE", help="code of the network")
        roles = [Role.NETWORK_COMMITTEE.value, Role.ADMINISTRATOR.value]
        parser.add_argument("--role", default=roles[0], choices=roles)
        parser.add_argument("--years", type=int, default=1, choices=range(1, 5), help="length of the term")
        parser.add_argument("--reason", default="first officer of a new installation", help="kept with the role")
        parser.add_argument("--found", metavar="NAME", help="found the network under this name first")
        parser.add_argument(
            "--level", default=Level.AMPHOE.value, choices=[v for v in Level.values if v != Level.GROUP]
        )
        parser.add_argument("--kind", default="network", help="code of its kind")
        parser.add_argument("--books-from", metavar="MONTH", help="first month of its books, like 2026-10")

    def handle(self, *, username, **options):
        try:
            with transaction.atomic(durable=True):
                user, password = self._make(username, **options)
        except Refused as refusal:
            problems = [str(refusal), *map(str, refusal.fields.values())]
            raise CommandError(" ".join(dict.fromkeys(problems))) from None
        self.stdout.write(_("Account %(name)s for %(person)s is open.") % {"name": user.username, "person": user})
        self.stdout.write(_("One-time password, to be changed at the first sign-in: %(word)s") % {"word": password})

    def _make(self, username, *, network, role, years, reason, **options):
        at, on = clock.now(), clock.today()
        network = self._founded(network, at=at, **options) if options["found"] else self._network(network)
        if two_can_appoint(network, on=on):
            raise CommandError(_("Two people can appoint in this network already: let them do it on the page."))
        names = {name: options[name] for name in ("title", "given", "family")}
        person = keep_person_step(network.pk, **names, no_id_reason=Person.NoIdReason.CARD_NOT_SHOWN)
        user, password = open_account_step(network, username=username, person=person, by=None, at=at)
        until = last_day_of_term(on, years=years)
        appoint_at_set_up_step(network, user=user, role=role, since=on, until=until, reason=reason, at=at)
        return user, password

    def _network(self, code):
        network = Organisation.objects.networks().filter(code=code).first()
        if network is None:
            words = _("There is no network with the code %(code)s. With --found NAME it is entered first.")
            raise CommandError(words % {"code": code})
        return network

    def _founded(self, code, *, at, found, level, kind, books_from, **_others):
        try:
            first_month = parse_month(books_from or "", today=clock.today())
        except NotADate:
            raise CommandError(_("Say the first month of the books: --books-from 2026-10")) from None
        facts = {"code": code, "name_th": found, "level": level, "kind_code": kind, "books_from": first_month}
        network = found_network_step(by=None, at=at, **facts)
        record("network_founded", by=None, at=at, organisation=network, about=f"organisation:{network.pk}", after=facts)
        return network
