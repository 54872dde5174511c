"""Every act that the code writes down has words for the screen."""

import ast
from pathlib import Path

from federation.audit.words import ACTS, words_for

ROOT = Path(__file__).resolve().parents[3]
WRITERS = {"record", "_record", "_note"}


def written():
    """Yield (act, file) for each act whose name is written out where it is recorded."""
    for app in ("federation", "groups", "loans", "welfare"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS and node.args:
                    act = node.args[0]
                    if isinstance(act, ast.Constant) and isinstance(act.value, str):
                        yield act.value, str(path.relative_to(ROOT))


def test_every_act_has_words():
    found = list(written())

    assert len(found) > 20
    assert [(act, where) for act, where in found if act not in ACTS] == []


def test_an_act_without_words_is_shown_by_its_name():
    assert words_for("something_new") == "something new"
