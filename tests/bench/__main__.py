"""Run all cases, or those named: `python -m tests.bench [post pages report loans batches nation outlook]`.

A durable server of its own (fsync on), with an empty database that is thrown away at the end.
"""

import os
import sys
from pathlib import Path

import psycopg

from federation import devdb

LOCAL = Path(__file__).resolve().parents[2] / ".local"


def main(wanted):
    server = devdb.DevDB(LOCAL / "bench-postgres").start()
    name = f"bench_{os.getpid()}"
    _on_server(server, f"CREATE DATABASE {name}")
    try:
        _run(wanted, url=server.url(name))
    finally:
        _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(wanted, *, url):
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SATJA_MODE": "test",
        "SATJA_STATEMENT_TIMEOUT": "0",
    }
    import django  # the settings read the environment

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench import cases, databases

    databases.keep_empty()
    try:
        for name, case in cases.CASES.items():
            if not wanted or name in wanted:
                case()
    finally:
        databases.drop_empty()


def _on_server(server, statement):
    where = {"host": str(server.socket_folder), "dbname": "postgres", "user": "app", "autocommit": True}
    with psycopg.connect(**where) as connection:
        connection.execute(statement)


if __name__ == "__main__":
    main(sys.argv[1:])
