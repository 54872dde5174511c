"""Several parts of the demo at once, each in a process of its own that has its own connection to the database."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from functools import partial
from multiprocessing.connection import Connection, wait

from django.db import connection, connections

MOST = 4


class PartNotMade(RuntimeError):
    """Raised when a process ended without its part; what happened stands on stderr."""


def at_once() -> int:
    """Return how many processes this machine should have; one inside a transaction, which no other process sees."""
    if connection.in_atomic_block:
        return 1
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def work_through(parts: Iterable, *, work: Callable, jobs: int, done: Callable) -> None:
    """Do `work(part, alive=…)` for each part, up to `jobs` at once, and hand each result to `done` as it comes.

    work: calls `alive()` every second or so, which ends an orphan. Raises `PartNotMade`; the others are then ended.
    """
    waiting, running = list(parts), {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                process, results = _start(work, waiting.pop(0))
                running[results] = process
            for results in wait(running):
                result = _result(results)
                running.pop(results).join()
                done(result)
    finally:
        _end(running.values())


def _start(work: Callable, part) -> tuple:
    connections.close_all()  # a connection cannot be shared with the process forked from here
    context = multiprocessing.get_context("fork")
    results, writer = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(work, part, writer, os.getpid()), daemon=True)
    process.start()
    writer.close()
    return process, results


def _child(work: Callable, part, writer: Connection, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer: it ends us, and our part is undone
    writer.send(work(part, alive=partial(_end_if_orphan, parent)))
    connections.close_all()


def _end_if_orphan(parent: int) -> None:
    """End at once when the parent has gone: nobody waits for this part, and another run may want to make it."""
    if os.getppid() != parent:
        os._exit(1)


def _result(results: Connection):
    try:
        return results.recv()
    except EOFError as error:
        raise PartNotMade("a process ended before its part of the demo was made") from error
    finally:
        results.close()


def _end(processes: Iterable) -> None:
    processes = list(processes)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
