"""Ask every invariant of the stored data."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.kit.invariants import Scope
from federation.organisations.models import Organisation
from federation.proof.gather import verify

NAMED = 3


class Command(BaseCommand):
    help = "Ask every invariant of the books and of what hangs on them; ends with 1 if any does not hold."

    def add_arguments(self, parser):
        parser.add_argument("--network", metavar="CODE", help="look at the books of one network only")

    def handle(self, *, network, **options):
        since, broken, asked = monotonic(), 0, 0
        for outcome in verify(self._scope(network)):
            self._print(outcome)
            asked += 1
            broken += not outcome.found.holds
        took = _("%(asked)s checks in %(seconds)s seconds.") % {
            "asked": asked,
            "seconds": f"{monotonic() - since:.1f}",
        }
        if broken:
            raise CommandError(_("%(broken)s checks do not hold. ") % {"broken": broken} + took)
        self.stdout.write(self.style.SUCCESS(_("Everything holds. ") + took))

    def _scope(self, network):
        if not network:
            return Scope()
        try:
            return Scope(network_id=Organisation.objects.networks().get(code=network).pk)
        except Organisation.DoesNotExist:
            raise CommandError(_("There is no network with the code %(code)s.") % {"code": network}) from None

    def _print(self, outcome):
        check, found = outcome.check, outcome.found
        sign = self.style.SUCCESS("✓") if found.holds else self.style.ERROR("✗")
        self.stdout.write(f"{sign} {check.code:<6}{found.count:>11,}  {check.name}")
        for place in found.breaks[:NAMED]:
            self.stdout.write(f"{'':>21}{place}")
        if len(found.breaks) > NAMED:
            more = _("and %(count)s more") % {"count": len(found.breaks) - NAMED}
            self.stdout.write(f"{'':>21}{more}")
