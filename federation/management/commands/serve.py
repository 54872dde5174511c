"""Bring the site up on this machine: `make run`."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from gunicorn.app.base import BaseApplication

from federation.database import ROOT, data_folder, release_server
from federation.setup import PANGO, has_pango, install_hint

ADDRESS = "127.0.0.1"
LAST_REPORT = 30  # seconds the workers have, at the end, for the reports they are at


class Command(BaseCommand):
    help = "Migrate, load the demo federation into an empty database, and serve the site on 127.0.0.1."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *, port, **options):
        self._refuse_taken(port)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if "demo" in get_commands():
            call_command("demo", "--if-empty")
        connections.close_all()  # the workers, forked from here, open their own
        try:
            with workers():
                Server(port=port, greet=self._greet).run()
        finally:
            release_server()

    def _refuse_taken(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Choose another: PORT={port + 1} make run") from error

    def _greet(self, port):
        if "demo" in get_commands():
            call_command("demo", "--hello")
            connections.close_all()
        if not has_pango():
            self.stderr.write(f"PDF reports need Pango; everything else works. {install_hint(PANGO)}")
        self.stdout.write(f"\n  http://{ADDRESS}:{port}   (data in {data_folder()}; Ctrl-C stops it)\n")
        self.stdout.flush()


@contextmanager
def workers():
    """Let the workers of the queue run beside the site, and end with it."""
    command = [sys.executable, "manage.py", "worker", "--beside-parent"]
    overseer = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        overseer.terminate()
        try:
            overseer.wait(LAST_REPORT)
        except subprocess.TimeoutExpired:
            overseer.kill()


class Server(BaseApplication):
    """gunicorn within this process, so that our hold on the database lasts as long as the site."""

    def __init__(self, *, port, greet):
        self.port, self.greet = port, greet
        super().__init__()

    def load_config(self):
        choices = {
            "bind": f"{ADDRESS}:{self.port}",
            "worker_class": "gthread",
            "workers": 2,
            "threads": 4,
            "timeout": 120,  # a long report
            "loglevel": "warning",
            "preload_app": True,
            "control_socket_disable": True,
            "when_ready": lambda server: self.greet(self.port),
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self):
        from federation.wsgi import application

        return application
