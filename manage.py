#!/usr/bin/env python3
"""Django's command line, with the development database started when a command needs one."""

import os
import sys

NEEDS_NO_DATABASE = {"check", "collectstatic", "help", "translations", "version", "--help", "--version"}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in NEEDS_NO_DATABASE:
        from federation.database import ensure_server

        os.environ.setdefault("SATJA_STATEMENT_TIMEOUT", "0")
        ensure_server()
    from django.core.management import execute_from_command_line

    from federation.translations import compile_if_stale

    compile_if_stale()

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
