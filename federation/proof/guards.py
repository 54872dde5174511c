"""What the database itself refuses, compared with what the migrations shipped: by name, and word for word."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from federation.database import ROOT
from federation.kit.invariants import BREAKS_NAMED, Found, Scope
from federation.proof.gather import APPS

TRIGGER = re.compile(r"CREATE TRIGGER .*?;", re.DOTALL)
FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(.*?\bAS \$\$(.*?)\$\$", re.DOTALL)
EVENTS = re.compile(r"( before | after )(.*?)(?= on )")

STANDING_TRIGGERS = """
SELECT pg_get_triggerdef(oid, true) || CASE tgenabled WHEN 'A' THEN '' ELSE ' not always' END FROM pg_trigger
 WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY(%(tables)s)
UNION ALL
SELECT format('CREATE RULE %%s AS ON %%s', rulename, tablename) FROM pg_rules WHERE tablename = ANY(%(tables)s)
"""
# A function of the same name in any schema, or one that looks for its tables elsewhere, is another function.
STANDING_FUNCTIONS = """
SELECT proname, concat_ws(' ', prosrc, proconfig::text) FROM pg_proc
 WHERE proname = ANY(%s) AND pronamespace <> 'pg_catalog'::regnamespace
"""
STANDING_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE convalidated
UNION
SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index WHERE indisunique AND indisvalid
"""


def triggers_stand(_scope: Scope) -> Found:
    """Compare the triggers of the guarded tables: each as it was shipped and ENABLE ALWAYS, and none beside them."""
    shipped = {_plain(found) for text in _shipped() for found in TRIGGER.findall(text)}
    tables = sorted({_place(trigger).split(".")[0] for trigger in shipped})
    standing = {_plain(text) for (text,) in _rows(STANDING_TRIGGERS, {"tables": tables})}
    return _found(len(shipped), {_place(trigger) for trigger in shipped ^ standing})


def functions_stand(_scope: Scope) -> Found:
    """Compare the source of every function of the migrations with the one in the database; none has a namesake."""
    shipped = [found for text in _shipped() for found in FUNCTION.findall(text)]
    standing = _rows(STANDING_FUNCTIONS, [[name for name, _source in shipped]])
    wrong = set(shipped) ^ set(standing)
    names = [name for name, _source in standing]
    return _found(len(shipped), {name for name, _source in wrong} | {n for n in names if names.count(n) > 1})


def constraints_stand(_scope: Scope) -> Found:
    """Look for every constraint that the models declare, by its name."""
    declared = set(_declared())
    missing = declared - set(_rows(STANDING_CONSTRAINTS))
    return _found(len(declared), {f"{table}.{name}" for table, name in missing})


def own_models() -> Iterator[type[models.Model]]:
    """Yield the models of the four apps."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] in APPS:
            yield model


def _shipped() -> Iterator[str]:
    """Yield the text of the SQL files of all migrations."""
    for app in APPS:
        for path in (ROOT / app).rglob("migrations/*.sql"):
            yield path.read_text(encoding="utf-8")


def _declared() -> Iterator[tuple[str, str]]:
    for model in own_models():
        for constraint in model._meta.constraints:
            yield model._meta.db_table, constraint.name


def _plain(trigger: str) -> str:
    """Return a trigger in small letters, on one line, with its events by the alphabet."""
    text = " ".join(trigger.lower().rstrip(";").split())
    return EVENTS.sub(lambda at: at[1] + " or ".join(sorted(at[2].split(" or "))), text, count=1)


def _place(trigger: str) -> str:
    """Return "table.name" of a trigger or rule as `_plain` writes it."""
    name, table = re.match(r"create (?:constraint )?(?:trigger|rule) (\S+) .*? on (\S+)", trigger).groups()
    return f"{table}.{name}"


def _rows(query: str, given=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()


def _found(count: int, wrong: set[str]) -> Found:
    return Found(count, tuple(sorted(wrong)[:BREAKS_NAMED]))
