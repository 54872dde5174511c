"""Invariants: what must hold of the stored data, whatever happened. `manage.py verify` asks each of them.

A feature keeps its own in `invariants.py`, as a list `CHECKS`, and their queries beside it in `invariants.sql`.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from federation.kit.wording import Sentence

BREAKS_NAMED = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """Which books are looked at: all of them, those of one network, or a single one."""

    network_id: int | None = None
    book_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a check saw: how many things it looked at, and where it does not hold ("K01 #12: 99.00 / 100.00")."""

    count: int
    breaks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.breaks


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: its code in the list of the trust page, its name, and the function that looks."""

    code: str
    name: Sentence
    find: Callable[[Scope], Found]


def by_sql(queries: Mapping[str, str], code: str, name: Sentence, *, of: str) -> Check:
    """Return the check that asks two queries of `pieces`: "count <of>", and the one named by the code.

    The first yields one number; the second one text a row, naming what is wrong, and none when all is well.
    """

    def find(scope: Scope) -> Found:
        return ask(scope, counted=queries[f"count {of}"], broken=queries[code])

    return Check(code, name, find)


def ask(scope: Scope, *, counted: str, broken: str) -> Found:
    """Run the two queries of a check within a scope."""
    given = {"network": scope.network_id, "book": scope.book_id}
    with connection.cursor() as cursor:
        cursor.execute(counted, given)
        count = cursor.fetchone()[0]
        cursor.execute(broken, given)
        return Found(count, tuple(text for (text,) in cursor.fetchmany(BREAKS_NAMED)))


def pieces(path: Path) -> dict[str, str]:
    """Return {name: query} of a file in which a line `--: name` begins each query."""
    _before, *parts = re.split(r"^--: (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: scoped(query) for name, query in zip(parts[::2], parts[1::2], strict=True)}


def scoped(query: str) -> str:
    """Turn `within(x)` into the condition that keeps the table known as x inside a scope, ready for parameters.

    `within(x, id)` names the column that holds the book, when it is not book_id.
    """
    return re.sub(
        r"within\((?P<table>\w+)(?:, (?P<book>\w+))?\)",
        lambda at: (
            f"(%(network)s::int IS NULL OR {at['table']}.network_id = %(network)s)"
            f" AND (%(book)s::uuid IS NULL OR {at['table']}.{at['book'] or 'book_id'} = %(book)s)"
        ),
        query.replace("%", "%%"),
    )
