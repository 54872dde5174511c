"""Ask every invariant of the stored data."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.invariants import Scope
from federation.organisations.models import Organisation
from federation.proof.gather import verify
from federation.proof.heads import NotAHead, read_head, standing_of

NAMED = 3


class Command(BaseCommand):
    help = "Ask every invariant of the books and of what hangs on them; ends with 1 if any does not hold."

    def add_arguments(self, parser):
        parser.add_argument("--network", metavar="CODE", help="look at the books of one network only")
        parser.add_argument(
            "--printed",
            metavar="TEXT",
            action="append",
            default=[],
            help="what a paper says: the text of its QR, or BOOK:NUMBER=CODE; may be given several times",
        )

    def handle(self, *, network, printed, **options):
        since, broken, asked = monotonic(), 0, 0
        for outcome in verify(self._scope(network)):
            self._print(outcome)
            asked += 1
            broken += not outcome.found.holds
        for paper in printed:
            asked += 1
            broken += not self._stands(paper)
        took = _("%(asked)s checks in %(seconds)s seconds.") % {
            "asked": asked,
            "seconds": f"{monotonic() - since:.1f}",
        }
        if broken:
            raise CommandError(_("%(broken)s checks do not hold. ") % {"broken": broken} + took)
        self.stdout.write(self.style.SUCCESS(_("Everything holds. ") + took))
        self.stdout.write(
            _("Entries cut off at the end of the books are found only against what is on paper: verify --printed.")
        )

    def _scope(self, network):
        if not network:
            return Scope()
        try:
            return Scope(network_id=Organisation.objects.networks().get(code=network).pk)
        except Organisation.DoesNotExist:
            raise CommandError(_("There is no network with the code %(code)s.") % {"code": network}) from None

    def _stands(self, paper):
        """Say whether what a paper shows still lies on the chain."""
        try:
            standing = standing_of(read_head(paper))
        except NotAHead as refusal:
            raise CommandError(f"{paper}: {refusal}") from refusal
        self.stdout.write(f"{self._sign(standing)} {paper}")
        if standing and standing.reversed_by:
            words = _("This entry was reversed on %(day)s by entry %(number)s. What it booked no longer counts.")
            self.stdout.write("  " + words % {"day": show_date(standing.reversed_on), "number": standing.reversed_by})
        return standing is not None

    def _sign(self, holds):
        return self.style.SUCCESS("✓") if holds else self.style.ERROR("✗")

    def _print(self, outcome):
        check, found = outcome.check, outcome.found
        sign = self._sign(found.holds)
        self.stdout.write(f"{sign} {check.code:<6}{found.count:>11,}  {check.name}")
        for place in found.breaks[:NAMED]:
            self.stdout.write(f"{'':>21}{place}")
        if len(found.breaks) > NAMED:
            more = _("and %(count)s more") % {"count": len(found.breaks) - NAMED}
            self.stdout.write(f"{'':>21}{more}")
