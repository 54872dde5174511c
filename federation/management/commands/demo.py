"""The demo federation: invented people under a real network's name, to try everything with."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.demo import hello
from federation.demo.build import GROUPS, MONTHS, build, is_whole
from federation.demo.processes import MOST
from federation.kit import clock
from federation.organisations.models import Organisation


class Command(BaseCommand):
    help = "Make the demo federation in an empty installation, or say how to sign in to it."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="where there is real data, do nothing")
        parser.add_argument("--groups", type=int, default=GROUPS, help=f"how many groups, up to {GROUPS}")
        parser.add_argument("--months", type=int, default=MONTHS, help="how many closed months")
        parser.add_argument("--jobs", type=int, help=f"how many groups at once, by default one a core, up to {MOST}")
        parser.add_argument("--hello", action="store_true", help="say who to sign in as and what to try, make nothing")
        parser.add_argument("--json", action="store_true", help="with --hello: for programs")

    def handle(self, *, if_empty, groups, months, jobs, **options):
        if options["hello"]:
            self.stdout.write(json.dumps(hello.facts(), ensure_ascii=False) if options["json"] else hello.text())
        elif settings.PRODUCTION:
            raise CommandError(_("The demo has passwords that everybody knows: it is never made on a public site."))
        elif Organisation.objects.filter(is_demo=False).exists():
            if not if_empty:
                raise CommandError(_("There is real data here. The demo is made in an empty installation only."))
        elif not is_whole():
            self._make(groups, months, jobs)
        elif not if_empty:
            self.stdout.write(_("The demo is here already. How to sign in: manage.py demo --hello"))

    def _make(self, groups, months, jobs):
        self.stdout.write(_("Making the demo federation of %(groups)s groups (made-up data) …") % {"groups": groups})
        build(today=clock.today(), now=clock.now(), groups=groups, months=months, jobs=jobs, say=self._say)

    def _say(self, line):
        self.stdout.write(f"  {line}")
        self.stdout.flush()
