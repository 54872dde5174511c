#!/usr/bin/env python3
"""Prepare a machine: the virtual environment from a lock file, and system libraries where we may.

Standard library only, for it runs before anything is installed.
usage: setup.py base | dev | bench | browser
  base     what the site needs: .venv from base.lock, and Pango for the PDF reports
  dev      the same from dev.lock, with what the tests and checks need
  bench    the same as dev, with django-hordak, which the benchmark runs against
  browser  Chromium for the browser tests
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "federation" / "requirements"

PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KINDS = {"base": ["base"], "dev": ["base", "dev"], "bench": ["base", "dev", "bench"]}  # each holds those before
FROM_SOURCE = ["--no-build-isolation", "--no-binary", "django-hordak"]  # published without a wheel, all Python
PIP_WAITS = (0, 5, 20)  # seconds before each try: a village line drops now and then


def say(message):
    print("setup:", message, file=sys.stderr, flush=True)


def apt_install(packages, *, why):
    """Install Debian packages if we are root and have apt, else say which line to run. Returns success."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        if subprocess.run(install, **quiet).returncode == 0:
            return True
    say(f"missing: {why}. {install_hint(packages)}")
    return False


def install_hint(packages):
    """Return the one line a person runs to get what we may not install ourselves."""
    line = "brew install pango" if sys.platform == "darwin" else "sudo apt-get install " + " ".join(packages)
    return f"Install it with:  {line}"


def has_library(name, *, major=0):
    try:
        ctypes.CDLL(f"lib{name}.so.{major}" if sys.platform == "linux" else ctypes.util.find_library(name))
    except (OSError, TypeError):
        return False
    return True


def make_venv():
    """Make .venv, with Debian's separate venv package if that is missing too."""
    if PYTHON.exists():
        return
    make = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(make, stdout=subprocess.DEVNULL).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not apt_install(["python3-venv"], why="Python's venv module"):
        sys.exit(1)
    subprocess.run(make, check=True)


def pip_install(lock, *extra):
    """Install exactly the lock: every file by its hash, and nothing that would have to be compiled."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    command += ["--require-hashes", "--only-binary", ":all:", *extra, "-r", lock]
    for wait in PIP_WAITS:
        time.sleep(wait)
        if subprocess.run(command).returncode == 0:
            return
    sys.exit(f"setup: pip failed {len(PIP_WAITS)} times, see above")


def install_python(kind):
    if sys.version_info < (3, 11):  # noqa: UP036 (runs before anything is installed)
        sys.exit(
            f"setup: Python 3.11 or newer is needed, this is {sys.version.split()[0]}; try: make PYTHON=python3.12"
        )
    started = time.monotonic()
    make_venv()
    if kind == "bench":
        pip_install(LOCKS / "dev.lock")  # what builds the one below
    pip_install(LOCKS / f"{kind}.lock", *(FROM_SOURCE if kind == "bench" else ()))
    say(f"{kind} packages ready in {time.monotonic() - started:.0f} s")


def make_generated_files():
    """Make what is not in the repository: fonts for the web, and the compiled Thai sentences."""
    subprocess.run([PYTHON, "-m", "federation.assets"], cwd=ROOT, check=True)
    subprocess.run([PYTHON, "-m", "federation.translations"], cwd=ROOT, check=True)


def has_pango():
    """Return whether PDF reports can be drawn."""
    return has_library("pango-1.0") and has_library("pangoft2-1.0")


def install_pango():
    if not has_pango() and not apt_install(PANGO, why="Pango, which draws the PDF reports"):
        say("everything but the PDF reports will work")


def touch_stamps(kind):
    """Tell the Makefile what is done."""
    for stamp in KINDS[kind]:
        (VENV / f".{stamp}").touch()


def install_browser():
    missing = [] if has_library("atomic", major=1) else ["libatomic1"]  # Playwright's own node needs it
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, CHROMIUM_NAMES)):
        missing.append("chromium")
    if missing:
        apt_install(missing, why="the browser of the browser tests (they are skipped without it)")


def main(kind):
    if kind == "browser":
        install_browser()
    else:
        install_python(kind)
        make_generated_files()
        install_pango()
        touch_stamps(kind)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in (*KINDS, "browser"):
        sys.exit(__doc__)
    main(sys.argv[1])
