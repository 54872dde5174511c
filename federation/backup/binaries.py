"""PostgreSQL's own programs for dumping and loading, and how they reach our database."""

import os
import shutil

from django.db import connection

from federation import devdb


def tool(name: str) -> str:
    """Return the path of pg_dump or pg_restore, from the same place as our own server or from PATH.

    Raises `devdb.DevDBError` when there is none.
    """
    try:
        ours = devdb.find_binaries() / name
        if ours.exists():
            return str(ours)
    except devdb.DevDBError:
        pass
    found = shutil.which(name)
    if not found:
        raise devdb.DevDBError(f"{name} is missing: apt-get install postgresql-client")
    return found


def database_arguments() -> tuple[list, dict]:
    """Return the options and the environment that lead a PostgreSQL program to the database in use."""
    given = connection.settings_dict
    options = {"--host": given["HOST"], "--port": given["PORT"], "--username": given["USER"], "--dbname": given["NAME"]}
    environment = os.environ | ({"PGPASSWORD": given["PASSWORD"]} if given.get("PASSWORD") else {})
    return [f"{option}={value}" for option, value in options.items() if value], environment
