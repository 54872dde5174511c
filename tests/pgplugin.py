"""Loaded before pytest-django reads the settings: names the PostgreSQL that the tests use.

A throw-away server of our own, shared by all test runs of this checkout, unless TEST_DATABASE_URL names another.
SATJA_TEST_DB gives a run a test database of its own, so that several may run side by side.
"""

import os
from pathlib import Path

LOCAL = Path(__file__).resolve().parent.parent / ".local"

if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the address from the process that started them
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        from federation import devdb

        url = devdb.DevDB(LOCAL / "test-postgres", durable=False).start().url()
    os.environ["DATABASE_URL"] = url

    from federation.translations import compile_if_stale

    compile_if_stale()

(LOCAL / "static").mkdir(parents=True, exist_ok=True)  # where collected files would lie; none are, in tests
os.environ["SATJA_MODE"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop beside the tests
