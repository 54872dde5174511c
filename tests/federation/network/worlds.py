"""A network whose groups have closed January, for the tests of their reports in one go."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from federation.network.models import BatchItem
from tests import builders
from tests.federation.reports.worlds import JANUARY, close, saving_group

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 3.0  # seconds, of workers in tests


def closed_groups(n, *, network=None, members=2):
    """A network with so many groups that have closed January."""
    network = network or builders.network()
    for at in range(n):
        close(saving_group(members, code=f"C{at}-{network.code}", network=network, months=1), JANUARY)
    return network


def empty_queue():
    """Take away what other tests have queued: the tables of the queue are not Django's to flush."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


def jobs():
    return list(ProcrastinateJob.objects.order_by("id"))


@contextmanager
def workers(processes=1):
    """Real worker processes on the test database; yields the one that looks after them."""
    asked = [
        sys.executable,
        "manage.py",
        "worker",
        "--beside-parent",
        f"--processes={processes}",
        f"--patience={PATIENCE}",
    ]
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {"DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
    overseer = subprocess.Popen(asked, cwd=ROOT, env=environment)
    try:
        yield overseer
    finally:
        overseer.terminate()
        overseer.wait(30)


def workers_of(overseer):
    """The processes that a worker command has started."""
    children = Path(f"/proc/{overseer.pid}/task/{overseer.pid}/children").read_text().split()
    return [int(child) for child in children]


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def wait_for(what, *, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that in time")


def made():
    return BatchItem.objects.filter(state="made").count()
