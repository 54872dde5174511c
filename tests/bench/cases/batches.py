"""All groups' reports by two workers, against the same reports one after the other."""

import os
import statistics
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateWorker

from federation.closing.steps import close_month_step
from federation.database import ROOT
from federation.kit import clock
from federation.kit.dates import next_month
from federation.network.actions import ask_batch
from federation.network.models import ReportBatch
from federation.reports.files import bytes_of
from federation.reports.monthly import NAME
from federation.reports.queries import issued, report_of
from tests import builders
from tests.bench.measuring import milliseconds, report, seconds
from tests.bench.worlds import THIS_MONTH, analyse, book_month

GROUPS, MEMBERS, WORKERS, REPEATS = 17, 60, 2, 2


def run():
    months = [next_month(THIS_MONTH, by=-back) for back in range(REPEATS + 1, 0, -1)]
    network = _closed(months)
    bulk, singles = [], []
    with _workers():
        for month in months:
            singles.append(seconds(lambda month=month: _one_by_one(network, month)))
            bulk.append(seconds(lambda month=month: _all_at_once(network, month)))
    bulk, singles = statistics.median(bulk[1:]), statistics.median(singles[1:])  # the first is for warming up
    detail = {"groups": GROUPS, "members": MEMBERS, "workers": WORKERS}
    detail |= milliseconds([bulk, singles], ["bulk", "singles"])
    report("bulk_reports_17_vs_17_singles", ratio=bulk / singles, bar=0.65, better="lower", **detail)


def _closed(months):
    network = builders.network(books_from=months[0])
    for _ in range(GROUPS):
        with transaction.atomic():
            group = builders.group(network, books_from=months[0])
            builders.members(group, MEMBERS)
        by = builders.officer(group)
        for turn, month in enumerate(months):
            book_month(group, month, by=by, turn=turn)
            with transaction.atomic():
                close_month_step(group, month=month, by=by, at=clock.now())
    analyse()
    return network


def _one_by_one(network, month):
    """Draw each report as a page that hands it out would."""
    for group in network.kept.order_by("code"):
        stored = issued(group, name=NAME, month=month)
        bytes_of(report_of(stored).without_names(), format="pdf", language="th")


def _all_at_once(network, month):
    asked = {"month": month, "language": "th", "key": uuid.uuid4()}
    batch = ask_batch(network, **asked, by=builders.user("asks"), at=clock.now())
    _until(lambda: ReportBatch.objects.filter(pk=batch.pk, finished_at__isnull=False).exists())
    assert ReportBatch.objects.filter(pk=batch.pk, state="done").exists()


@contextmanager
def _workers():
    settings = connection.settings_dict
    url = f"postgres://{settings['USER']}@{quote(settings['HOST'], safe='')}/{settings['NAME']}"
    asked = [sys.executable, "manage.py", "worker", f"--processes={WORKERS}", "--beside-parent"]
    overseer = subprocess.Popen(asked, cwd=ROOT, env=os.environ | {"DATABASE_URL": url})
    try:
        _until(lambda: ProcrastinateWorker.objects.count() == WORKERS)
        yield
    finally:
        overseer.terminate()
        overseer.wait(60)


def _until(what, *, patience=300):
    deadline = time.monotonic() + patience
    while not what():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
