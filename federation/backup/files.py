"""One file that holds everything: the database, the keys of the national IDs, and a list of what is inside.

The file is sealed with a passphrase and opened again before anybody is told that it is good. It is meant for a USB
stick in another house. The keys travel inside it, because a backup whose national IDs nobody can read is half a
backup; whoever has the file and its passphrase has everything.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from federation.backup.binaries import database_arguments, tool
from federation.kit.refusals import Refused
from federation.kit.sealed_files import decrypt_file, encrypt_file

FORM = 1
DUMP = "database.dump"
LIST = "contents.json"
KEPT_KEYS = ("seal_key", "index_key")
NOT_CARRIED = "federation_session"  # who is signed in stays here: a copy of it would open their pages


class NotAnEmptyInstallation(Refused):
    """Raised when a backup would be put over books that are there already."""


class BackupNotGood(Refused):
    """Raised when a file made or read is not what it should be; nothing was changed."""


class PassphraseTooShort(Refused):
    """Raised for a passphrase a thief of the stick could guess."""


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself: when it was made, rows by table, and where each book's chain stood."""

    made_at: str
    rows: dict
    heads: dict
    digest: str


def check_passphrase(passphrase: str) -> None:
    """Refuse fewer than twelve characters, or the same few over and over. Raises `PassphraseTooShort`."""
    if len(passphrase) < 12 or len(set(passphrase)) < 6:
        raise PassphraseTooShort(
            _("The passphrase needs twelve characters or more, not the same few; four words of your own will do.")
        )


def make_backup(target: Path, *, passphrase: str, at: datetime) -> Contents:
    """Write everything to `target`, sealed, and prove that it opens to the same bytes.

    Raises `PassphraseTooShort` or `BackupNotGood`; `target` appears only when it is good.
    """
    check_passphrase(passphrase)
    target = Path(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".satja-") as folder:
        bundle, sealed = Path(folder) / "bundle.tar", Path(folder) / "sealed"
        contents = _bundle(Path(folder), bundle, at=at)
        encrypt_file(bundle, sealed, passphrase=passphrase)
        again = Path(folder) / "again.tar"
        decrypt_file(sealed, again, passphrase=passphrase)
        if _digest(again) != _digest(bundle):
            raise BackupNotGood(_("The backup did not read back as it was written. Try another stick."))
        sealed.replace(target)
    return contents


def restore_backup(source: Path, *, passphrase: str) -> Contents:
    """Put a backup into an empty installation. The caller migrates and verifies afterwards.

    Raises `NotAnEmptyInstallation`, `BackupNotGood`, or what `decrypt_file` raises; then nothing was changed.
    """
    _refuse_unless_empty()
    with tempfile.TemporaryDirectory(prefix="satja-") as folder:
        bundle = Path(folder) / "bundle.tar"
        decrypt_file(Path(source), bundle, passphrase=passphrase)
        with tarfile.open(bundle) as tar:
            tar.extractall(folder, filter="data")
        contents = Contents(**json.loads((Path(folder) / LIST).read_text())["contents"])
        if _digest(Path(folder) / DUMP) != contents.digest:
            raise BackupNotGood(_("The backup file is not whole. Use another copy."))
        _load(Path(folder) / DUMP)
        _put_keys(Path(folder))
    _compare(contents)
    return contents


def _bundle(folder: Path, bundle: Path, *, at: datetime) -> Contents:
    dump = folder / DUMP
    with _one_moment() as snapshot:
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        options += (f"--exclude-table-data={NOT_CARRIED}",)
        _run("pg_dump", *options, "--file", dump, dbname=True)
        contents = Contents(at.isoformat(), _rows(), _heads(), _digest(dump))
    _run("pg_restore", "--list", dump)
    listing = folder / LIST
    listing.write_text(json.dumps({"form": FORM, "contents": contents.__dict__}, indent=1))
    with tarfile.open(bundle, "w") as tar:
        for path in (listing, dump, *(settings.DATA / name for name in KEPT_KEYS)):
            if path.exists():
                tar.add(path, arcname=path.name)
    return contents


@contextmanager
def _one_moment():
    """Let the dump and the counts beside it see the same moment, while others go on working."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _load(dump: Path) -> None:
    connection.close()
    _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", dump, dbname=True)


def _put_keys(folder: Path) -> None:
    """Lay the keys beside the new data. A key that is there already and differs is kept under another name."""
    for name in KEPT_KEYS:
        brought, here = folder / name, settings.DATA / name
        if brought.exists() and (not here.exists() or here.read_text() != brought.read_text()):
            if here.exists():
                here.replace(here.with_name(f"{name}.before-restore"))
            here.write_text(brought.read_text())
            here.chmod(0o600)


def _refuse_unless_empty() -> None:
    if connection.introspection.table_names():
        raise NotAnEmptyInstallation(
            _(
                "There is data here already. A backup goes into an empty installation only: "
                "choose another data folder (SATJA_DATA=…) or an empty database."
            )
        )


def _compare(contents: Contents) -> None:
    if _rows() != contents.rows or _heads() != contents.heads:
        raise BackupNotGood(_("What was restored is not what the backup lists. Do not work with it; use another copy."))


def _rows() -> dict:
    with connection.cursor() as cursor:
        tables = sorted(t for t in connection.introspection.table_names() if t != NOT_CARRIED)
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def _heads() -> dict:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.network_id || ':' || b.code, h.number || ':' || encode(h.hash, 'hex')"
            " FROM ledger_head h JOIN ledger_book b ON b.id = h.book_id ORDER BY 1"
        )
        return dict(cursor.fetchall())


def _run(name: str, *arguments, dbname: bool = False) -> None:
    where, environment = database_arguments() if dbname else ([], None)
    done = subprocess.run([tool(name), *where, *arguments], capture_output=True, text=True, env=environment)
    if done.returncode:
        raise BackupNotGood(f"{name}: {done.stderr.strip()}")


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
