"""A backup into an empty installation: `make restore FILE=…`."""

import os
from getpass import getpass
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from federation.backup.files import restore_backup
from federation.kit.refusals import Refused


class Command(BaseCommand):
    help = (
        "Put a backup into an empty installation, then prove the books. SATJA_PASSPHRASE or a question gives the key."
    )

    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}. make restore FILE=/media/usb/satja.backup")
        passphrase = os.environ.get("SATJA_PASSPHRASE") or getpass("Passphrase of the backup: ")
        try:
            contents = restore_backup(file, passphrase=passphrase)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Restored what was saved at {contents.made_at}: {sum(contents.rows.values()):,} rows, "
            f"{len(contents.heads)} books. Now proving the books."
        )
        call_command("migrate", verbosity=0)
        call_command("verify")
