"""All invariants of all features, and the one run that asks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.db import connection, transaction

from federation.database import ROOT
from federation.kit.invariants import Check, Found, Scope

APPS = ("federation", "groups", "loans", "welfare")


@dataclass(frozen=True, slots=True)
class Outcome:
    check: Check
    found: Found


def checks() -> list[Check]:
    """Return the checks of every feature that keeps an `invariants.py`, by their codes."""
    files = sorted(path for app in APPS for path in (ROOT / app).glob("*/invariants.py"))
    files.remove(ROOT / "federation" / "kit" / "invariants.py")
    modules = [import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in files]
    return sorted((check for module in modules for check in module.CHECKS), key=lambda check: check.code)


def verify(scope: Scope) -> Iterator[Outcome]:
    """Ask every check within a scope; all see the books as they stood at one moment, posting goes on beside."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for check in checks():
            yield Outcome(check, check.find(scope))
