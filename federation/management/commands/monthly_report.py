"""Write a monthly report to a file; the ending says which kind."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from federation.kit import clock
from federation.kit.addresses import month_in_address
from federation.kit.dates import month_of, show_month
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation
from federation.reports.files import bytes_of, file_of
from federation.reports.monthly import NAME
from federation.reports.queries import issued
from federation.reports.shelf import SHELF

FORMATS = ("pdf", "xlsx", "html")


class Command(BaseCommand):
    help = "Write the monthly report of a group or network: as issued, or a draft while the month is open."

    def add_arguments(self, parser):
        parser.add_argument("code", help="code of the group or network")
        parser.add_argument("month", help="2026-10, or 2569-10")
        parser.add_argument("--out", type=Path, required=True, help="the file; ends in .pdf, .xlsx or .html")
        parser.add_argument("--network", action="store_true", help="of a network: its report with all its groups")
        parser.add_argument("--english", action="store_true", help="in English")

    def handle(self, *, code, month, out, network, english, **options):
        format = out.suffix.lstrip(".").lower()
        if format not in FORMATS:
            raise CommandError(_("The file ends in .pdf, .xlsx or .html."))
        organisation, month = self._organisation(code), self._month(month)
        if not organisation.book.opened_on <= month <= month_of(clock.today()):
            raise CommandError(_("There are no books of %(month)s.") % {"month": show_month(month)})
        if network and organisation.is_group:
            raise CommandError(_("%(code)s is a group; only a network has a report of its groups.") % {"code": code})
        kind = SHELF["network" if network else NAME]
        try:
            language = "en" if english else get_language()
            content = self._content(kind, organisation, month, format=format, language=language)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        out.write_bytes(content)
        self.stdout.write(str(out))

    def _content(self, kind, organisation, month, *, format, language):
        now = clock.now()
        stored = issued(organisation, name=kind.name, month=month)
        if stored:
            return bytes(file_of(stored, format=format, language=language, at=now).content)
        return bytes_of(kind.build(organisation, month, at=now, draft=True), format=format, language=language)

    def _organisation(self, code):
        found = Organisation.objects.select_related("book", "keeper").filter(code=code, book__isnull=False).first()
        if found is None:
            raise CommandError(_("There is no book with the code %(code)s.") % {"code": code})
        return found

    def _month(self, text):
        try:
            return month_in_address(text)
        except ValueError:
            raise CommandError(_("Write the month like 2026-10 or 2569-10.")) from None
