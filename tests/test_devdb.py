"""The launcher of our own PostgreSQL: who holds it, what it survives, what it leaves alone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from federation import devdb

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys
from federation import devdb
devdb.DevDB(sys.argv[1], durable=False).start()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path):
    server = devdb.DevDB(tmp_path / "pg", durable=False)
    yield server
    server.stop(wait=10)


def tell(server, sql):
    with psycopg.connect(host=str(server.socket_folder), user="app", dbname="app") as connection:
        return connection.execute(sql)


def ask(server, sql):
    return tell(server, sql).fetchone()[0]


def eventually(truth, *, seconds=15):
    deadline = time.monotonic() + seconds
    while not truth() and time.monotonic() < deadline:
        time.sleep(0.05)
    return truth()


def holder(server):
    """Start another process that uses the server."""
    command = [sys.executable, "-c", HOLD, str(server.data)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"up\n"
    return process


def test_a_server_lasts_as_long_as_its_last_user(server):
    server.start()
    other = holder(server)

    server.stop(wait=10)
    still_there = server.ready()
    other.communicate()

    assert still_there
    assert eventually(lambda: not server.postmaster())


def test_a_user_killed_without_warning_leaves_nothing_behind(server):
    other = holder(server)

    other.kill()
    other.wait()

    assert eventually(lambda: not server.postmaster())


def test_a_killed_server_comes_back_with_what_it_kept(server):
    server.durable = True
    server.start()
    tell(server, "create table kept (n int); insert into kept values (7)")
    os.kill(server.postmaster(), signal.SIGKILL)
    server.stop()

    server.start()

    assert ask(server, "select n from kept") == 7


def test_a_stale_pid_of_a_stranger_is_left_alone(server):
    server.start()
    server.stop(wait=10)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data}\n")

        server.start()

        assert ask(server, "select 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_a_folder_of_another_version_is_refused_in_plain_words(server):
    server.start()
    server.stop(wait=10)
    (server.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(devdb.DevDBError, match="was made by PostgreSQL 9"):
        server.start()


def test_a_long_path_gets_a_short_socket(tmp_path):
    server = devdb.DevDB(tmp_path / ("long" * 20) / "pg", durable=False)

    assert len(os.fsencode(server.socket_folder)) < devdb.SOCKET_PATH_LIMIT
    assert server.socket_folder.stat().st_mode & 0o077 == 0
    server.socket_folder.rmdir()
