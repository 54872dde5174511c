"""Parts made side by side, here with no database at all; the demo's own tests stand in a transaction, one at a time."""

import os
import signal
import time

import pytest

from federation.demo.processes import PartNotMade, work_through
from federation.demo.world import VILLAGES


def spread(work, parts, *, jobs=2):
    done = []
    work_through(parts, work=work, jobs=jobs, done=done.append)
    return done


def test_parts_are_made_elsewhere_and_each_once():
    found = spread(lambda part, alive: (part, os.getpid()), range(5))

    assert sorted(part for part, _pid in found) == [0, 1, 2, 3, 4]
    assert os.getpid() not in {pid for _part, pid in found}


def test_no_more_are_made_at_once_than_asked_for(tmp_path):
    def work(part, alive):
        mine = tmp_path / str(part)
        mine.touch()
        time.sleep(0.05)
        there = len(list(tmp_path.iterdir()))
        mine.unlink()
        return there

    assert max(spread(work, range(6))) == 2


def test_a_part_that_fails_ends_the_others(tmp_path):
    def work(part, alive):
        if part:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)

    with pytest.raises(PartNotMade):
        spread(work, [0, 1])

    if (tmp_path / "pid").exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)


def test_an_orphan_ends_by_itself(tmp_path):
    pid = os.fork()
    if not pid:
        try:
            spread(lambda part, alive: _wait(tmp_path, alive), [0])
        finally:
            os._exit(0)
    _until((tmp_path / "pid").exists)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)

    _until((tmp_path / "asked").exists)
    assert not _until((tmp_path / "went on").exists, seconds=0.3)


def _wait(folder, alive):
    parent = os.getppid()
    (folder / "pid").touch()
    while os.getppid() == parent:
        time.sleep(0.01)
    (folder / "asked").touch()
    alive()
    (folder / "went on").touch()


def _until(there, *, seconds=10):
    end = time.monotonic() + seconds
    while not there() and time.monotonic() < end:
        time.sleep(0.01)
    return there()


def test_groups_share_persons_with_the_first_alone_which_is_there_before_the_others():
    assert {village.neighbour for village in VILLAGES} == {None, VILLAGES[0].number}
