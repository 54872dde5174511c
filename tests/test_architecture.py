"""What the import contracts can't see: that they name every folder, and which way string foreign keys point."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
APPS = ("federation", "groups", "loans", "welfare")
NOT_FEATURES = {"management", "migrations", "locale", "requirements", "decisions", "templatetags", "__pycache__"}
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


def floors():
    """Return [{modules}] of the floors, top first, as the contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["name"].startswith("Floors"))["layers"]
    return [{part.strip() for part in layer.replace("|", ":").split(":")} for layer in layers]


def floor_of(module):
    """Return how far from the top the floor of a module is, or None for what stands on no floor."""
    for depth, names in enumerate(floors()):
        if any(module == name or module.startswith(name + ".") for name in names):
            return depth
    return None


def features():
    """Yield the dotted name of each folder in the four apps that holds code."""
    for app in APPS:
        for folder in sorted((ROOT / app).iterdir()):
            if folder.is_dir() and folder.name not in NOT_FEATURES and any(folder.glob("*.py")):
                yield f"{app}.{folder.name}"


def own_code():
    for app in APPS:
        yield from (p for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts)


def length(function):
    """Return the lines of a function without its docstring."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function):
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines


def test_every_feature_stands_on_a_floor():
    assert [name for name in features() if floor_of(name) is None] == []


def test_every_floor_is_there():
    here = {*features(), *APPS, "federation.urls", "federation.management"}

    assert [name for names in floors() for name in sorted(names) if name not in here] == []


def test_every_feature_is_in_one_of_the_inner_contracts():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = [name for contract in contracts for name in contract.get("containers", [])]

    assert sorted(named) == sorted(set(features()) - {"federation.kit"})


def test_foreign_keys_only_point_down():
    upward = []
    for model in apps.get_models():
        here = floor_of(model.__module__)
        for field in model._meta.get_fields():
            if here is None or not field.concrete or not field.is_relation:
                continue
            there = floor_of(field.related_model.__module__)
            if there is not None and there < here:
                upward.append(f"{model.__name__}.{field.name} -> {field.related_model.__name__}")
    assert upward == []


def test_functions_and_files_stay_short():
    too_long = []
    for path in own_code():
        text = path.read_text()
        if text.count("\n") > LONGEST_FILE:
            too_long.append(f"{path.relative_to(ROOT)} has more than {LONGEST_FILE} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and length(node) > LONGEST_FUNCTION:
                too_long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert too_long == []
