"""Compile the Thai sentences, or say what is missing."""

from django.core.management.base import BaseCommand, CommandError

from federation import translations


class Command(BaseCommand):
    help = "Compile the Thai sentences; with --check, list what is not translated instead."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="list what is missing or no longer used")

    def handle(self, *, check, **options):
        if not check:
            translations.compile_parts()
            return
        missing = translations.untranslated()
        for where, sentence in missing:
            self.stdout.write(f"{where}: not translated: {sentence!r}")
        differing = translations.disagreements()
        for part, sentence in differing:
            self.stdout.write(f"{part}: translated differently in an earlier part: {sentence!r}")
        for sentence in translations.unused():
            self.stdout.write(f"no longer used: {sentence!r}")
        if missing or differing:
            raise CommandError(f"{len(missing)} sentences not translated, {len(differing)} differently")
