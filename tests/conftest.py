"""What every test shares: which browser to drive, and where it is allowed to be missing."""

import os
import shutil

import pytest

from tests import flushing  # noqa: F401  (guards are put aside while tables are emptied)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def chromium():
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium()
    if not path and os.environ.get("CI"):
        pytest.fail("no Chromium: apt-get install chromium, or set CHROMIUM")
    if not path:
        pytest.skip("no Chromium: apt-get install chromium, or set CHROMIUM")
    args = CHROMIUM_ARGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return {**browser_type_launch_args, "executable_path": path, "args": args}
