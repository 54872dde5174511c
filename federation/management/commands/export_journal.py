"""Write a book's journal as plain files that anyone can check."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.organisations.models import Organisation
from federation.proof.journal import export_journal


class Command(BaseCommand):
    help = "Write the journal of an organisation's book as CSV, with the program that checks it."

    def add_arguments(self, parser):
        parser.add_argument("code", help="code of the group or network")
        parser.add_argument("folder", type=Path, help="where to write; made if it is missing")

    def handle(self, *, code, folder, **options):
        organisation = Organisation.objects.filter(code=code, book__isnull=False).first()
        if organisation is None:
            raise CommandError(_("There is no book with the code %(code)s.") % {"code": code})
        export_journal(organisation.book_id, folder=folder)
        written = _("Written to %(folder)s. Check it there with: python3 verify_export.py .")
        self.stdout.write(written % {"folder": folder})
