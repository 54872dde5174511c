"""Make what was asked for in the queue: the reports of all groups. `make run` starts it beside the site."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from federation.database import ROOT
from federation.network import jobs

ROUND = 1.0  # seconds between two looks after the workers
GRACE = 20  # seconds a worker has to finish its report when it is told to stop


class Command(BaseCommand):
    help = "Work through the queue with so many processes, until stopped; what a killed one left is made by the next."

    def add_arguments(self, parser):
        parser.add_argument("--processes", type=int, default=2, help="one a core is as quick as it gets")
        parser.add_argument("--patience", type=float, default=jobs.PATIENCE, help="seconds a worker may be silent")
        parser.add_argument("--beside-parent", action="store_true", help="end when the process that started it ends")
        parser.add_argument("--alone", action="store_true", help="be one worker, without any looking after")

    def handle(self, *, processes, patience, beside_parent, alone, **options):
        if beside_parent:
            end_with(os.getppid())
        if alone:
            jobs.work(patience=patience)
        else:
            Overseer(processes, patience).run()


def end_with(parent: int) -> None:
    """Tell this process to stop once its parent has gone, however it went."""

    def watch():
        while os.getppid() == parent:
            time.sleep(ROUND)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


class Overseer:
    """Keeps so many workers running, and queues anew what a dead one left."""

    def __init__(self, processes: int, patience: float):
        self.patience = patience
        self.workers: list[subprocess.Popen | None] = [None] * processes
        self.stopped = threading.Event()

    def run(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self.stopped.set())
        try:
            self._look(jobs.queue_forgotten)
            while not self.stopped.is_set():
                self._keep_running()
                self._look(lambda: jobs.queue_left_behind(patience=self.patience))
                self.stopped.wait(ROUND)
        finally:
            self._stop()

    def _keep_running(self) -> None:
        for place, worker in enumerate(self.workers):
            if worker is None or worker.poll() is not None:
                self.workers[place] = self._start()

    def _start(self) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker", "--alone", "--beside-parent", f"--patience={self.patience}"]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)

    def _look(self, after) -> None:
        """Do what the database is needed for; when it is away for a moment, the next round does it."""
        with contextlib.suppress(OperationalError):
            close_old_connections()
            after()

    def _stop(self) -> None:
        running = [worker for worker in self.workers if worker is not None]
        for worker in running:
            worker.terminate()
        deadline = time.monotonic() + GRACE
        for worker in running:
            try:
                worker.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                worker.kill()
