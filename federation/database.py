"""Which PostgreSQL the site talks to: DATABASE_URL, or a server of our own started when first needed."""

import os
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent


def data_folder():
    """Return the folder for this installation's own state: $SATJA_DATA, else .local in the checkout."""
    return Path(os.environ.get("SATJA_DATA") or ROOT / ".local").resolve()


def load_env_file():
    """Read .env beside manage.py, if there is one; the environment itself wins over it."""
    environ.Env.read_env(ROOT / ".env")


_server = None


def ensure_server():
    """Start (or join) our own PostgreSQL and name it in DATABASE_URL, unless one is named already.

    The server lives as long as some process uses it. Raises `devdb.DevDBError` in plain words.
    """
    load_env_file()
    if os.environ.get("DATABASE_URL"):
        return
    from federation import devdb

    global _server
    _server = devdb.DevDB(data_folder() / "postgres").start()
    os.environ["DATABASE_URL"] = _server.url()


def release_server():
    """Give our own PostgreSQL up, if we started or joined one, and wait until it has gone."""
    if _server:
        _server.stop(wait=10)
