"""All data into one encrypted file: `make backup FILE=…`."""

import os
from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from federation.backup.files import make_backup
from federation.kit import clock
from federation.kit.refusals import Refused


class Command(BaseCommand):
    help = "Write everything into one encrypted, verified file. The passphrase is asked, or SATJA_PASSPHRASE gives it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        if not str(file).strip() or str(file) == ".":
            raise CommandError("Say where the file goes: make backup FILE=/media/usb/satja.backup")
        try:
            contents = make_backup(file, passphrase=self._passphrase(), at=clock.now())
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{file}: {file.stat().st_size:,} bytes, {sum(contents.rows.values()):,} rows, "
            f"{len(contents.heads)} books; opened again and found whole."
        )

    def _passphrase(self):
        if given := os.environ.get("SATJA_PASSPHRASE"):
            return given
        first = getpass("Passphrase (twelve characters or more; without it the file cannot be opened): ")
        if first != getpass("The same once more: "):
            raise CommandError("The two passphrases differ. Nothing was written.")
        return first
