"""Databases beside the benchmark's own, for worlds whose size is what is measured."""

from contextlib import contextmanager
from itertools import count

import psycopg
from django.db import connection

_serial = count(1)


def on_server(statement):
    """Run a statement that no transaction may hold, such as making a database."""
    settings = connection.settings_dict
    where = {"host": settings["HOST"], "user": settings["USER"], "dbname": "postgres", "autocommit": True}
    with psycopg.connect(**where) as server:
        server.execute(statement)


def keep_empty():
    """Keep a copy of the database as the migrations left it, to make others from."""
    connection.close()
    on_server(f"CREATE DATABASE {_empty()} TEMPLATE {connection.settings_dict['NAME']}")


def drop_empty():
    connection.close()
    on_server(f"DROP DATABASE IF EXISTS {_empty()}")


@contextmanager
def empty_database():
    """Let everything inside go to an empty database of its own, which is thrown away."""
    own, other = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_{next(_serial)}"
    connection.close()
    on_server(f"CREATE DATABASE {other} TEMPLATE {_empty()}")
    connection.settings_dict["NAME"] = other
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        on_server(f"DROP DATABASE {other} WITH (FORCE)")


def _empty():
    return f"{connection.settings_dict['NAME']}_empty"
