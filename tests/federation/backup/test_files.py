"""The rehearsal: what is saved on one machine comes back whole on another."""

import os
import shutil
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection, transaction

from federation.backup.binaries import tool
from federation.backup.files import (
    BackupNotGood,
    NotAnEmptyInstallation,
    PassphraseTooShort,
    check_passphrase,
    make_backup,
    restore_backup,
)
from federation.kit.sealed_files import SealedFileDamaged, WrongPassphrase, decrypt_file
from tests.federation.ledger.books import user
from tests.federation.reports.worlds import saving_group

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PASSPHRASE = "ฝนตกที่ท่าทอง 2569"


@pytest.fixture
def empty_database():
    """Yield the address of a new, empty database beside the tests' own, and drop it afterwards."""
    given = connection.settings_dict
    name = f"{given['NAME']}_restored"
    where = {key: given[key.upper()] or None for key in ("host", "port", "user", "password")}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        yield name
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.django_db(transaction=True)
def test_a_backup_comes_back_whole_on_an_empty_machine(tmp_path, empty_database):
    with transaction.atomic():
        group = saving_group(1, months=6)
    stick = tmp_path / "satja.backup"

    contents = make_backup(stick, passphrase=PASSPHRASE, at=NOW)
    code = _restore_elsewhere(stick, database=empty_database, data=tmp_path / "other")

    assert code.returncode == 0, code.stdout + code.stderr
    assert contents.heads[f"{group.network_key}:{group.code}"].startswith("6:")
    assert "2 books" in code.stdout


def _restore_elsewhere(stick, *, database, data):
    """Run `manage.py restore` as another installation would: its own data folder, its own empty database."""
    given = connection.settings_dict
    url = f"postgres://{given['USER']}@{quote(str(given['HOST']), safe='')}/{database}"
    data.mkdir()
    environment = os.environ | {
        "DATABASE_URL": url,
        "SATJA_DATA": str(data),
        "SATJA_PASSPHRASE": PASSPHRASE,
        "SATJA_STATEMENT_TIMEOUT": "0",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "restore", str(stick)], env=environment, capture_output=True, text=True
    )


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_not_put_over_books_that_are_there(tmp_path):
    stick = tmp_path / "satja.backup"
    make_backup(stick, passphrase=PASSPHRASE, at=NOW)

    with pytest.raises(NotAnEmptyInstallation):
        restore_backup(stick, passphrase=PASSPHRASE)


@pytest.mark.django_db(transaction=True)
def test_a_damaged_or_strange_backup_is_refused(tmp_path, monkeypatch):
    stick = tmp_path / "satja.backup"
    make_backup(stick, passphrase=PASSPHRASE, at=NOW)
    monkeypatch.setattr("federation.backup.files._refuse_unless_empty", lambda: None)
    cut = tmp_path / "cut.backup"
    cut.write_bytes(stick.read_bytes()[:-100])

    with pytest.raises(SealedFileDamaged):
        restore_backup(cut, passphrase=PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        restore_backup(stick, passphrase="ฝนไม่ตกที่ท่าทอง")


@pytest.mark.django_db(transaction=True)
def test_a_dump_that_fails_leaves_no_file(tmp_path, monkeypatch):
    false = shutil.which("false")
    monkeypatch.setattr("federation.backup.files.tool", lambda name: false)

    with pytest.raises(BackupNotGood):
        make_backup(tmp_path / "satja.backup", passphrase=PASSPHRASE, at=NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["short", "aaaaaaaaaaaa", "abababababababab"])
def test_a_passphrase_a_thief_could_guess_is_refused(passphrase):
    with pytest.raises(PassphraseTooShort):
        check_passphrase(passphrase)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_signed_in_by_a_backup(tmp_path, client):
    client.force_login(user())
    secret = client.session.session_key
    stick, opened = tmp_path / "satja.backup", tmp_path / "opened"
    make_backup(stick, passphrase=PASSPHRASE, at=NOW)
    decrypt_file(stick, opened, passphrase=PASSPHRASE)
    with tarfile.open(opened) as tar:
        tar.extractall(tmp_path / "inside", filter="data")

    text = subprocess.run(
        [tool("pg_restore"), "-f", "-", tmp_path / "inside" / "database.dump"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "COPY public.people_user" in text
    assert secret not in text
