"""Dataclasses as JSON and back: figures stay exact, words are kept in every language of the site.

Decimals become "m1250.50", dates "d2026-10-01", moments "z…", plain words "t…"; words that differ by language become
{"th": …, "en": …}; a dataclass {"is": its name, …} without the fields that have their default.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

from federation.kit.wording import Sentence, language


@dataclasses.dataclass(frozen=True, slots=True)
class Both:
    """A word in Thai and in English; reads in the language of the page."""

    th: str
    en: str

    def __str__(self) -> str:
        return self.en if self.en and language() == "en" else self.th


def packed(value: Any):
    """Return a dataclass, and all it holds, as JSON can hold it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):  # the same in every language
        return f"t{value}"
    if isinstance(value, Decimal):
        return f"m{value}"
    if isinstance(value, datetime):
        return f"z{value.isoformat()}"
    if isinstance(value, date):
        return f"d{value.isoformat()}"
    if isinstance(value, Both):
        return {"th": value.th, "en": value.en}
    if isinstance(value, str):
        return f"t{value}"
    if isinstance(value, list | tuple):
        return [packed(part) for part in value]
    if isinstance(value, Mapping):
        return {"is": "map", "of": {str(key): packed(part) for key, part in value.items()}}
    if dataclasses.is_dataclass(value):
        return {"is": type(value).__name__, **_fields(value)}
    return _words(value)


def unpacked(value: Any, *, classes: Iterable[type]):
    """Return what `packed` was given, made of these dataclasses; words come back as `str` or `Both`."""
    return _unpacked(value, {made.__name__: made for made in classes})


READ = {"m": Decimal, "z": datetime.fromisoformat, "d": date.fromisoformat, "t": str}


def _unpacked(value: Any, classes: Mapping[str, type]):
    if isinstance(value, str):
        return READ[value[0]](value[1:])
    if isinstance(value, list):
        return [_unpacked(part, classes) for part in value]
    if not isinstance(value, dict):
        return value
    if "is" not in value:
        return Both(**value)
    if value["is"] == "map":
        return {key: _unpacked(part, classes) for key, part in value["of"].items()}
    return classes[value["is"]](**{key: _unpacked(part, classes) for key, part in value.items() if key != "is"})


def _fields(value) -> dict:
    held = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
    return {name: packed(part) for name, part, default in held if part is not default and part != default}


@lru_cache(maxsize=50)
def _defaults(kind: type) -> list[tuple]:
    return [(field.name, field.default) for field in dataclasses.fields(kind)]


def _words(text) -> str | dict:
    """Return a text in every language; a sentence without figures is looked up once and remembered."""
    if isinstance(text, Sentence) and not text.figures:
        return _plain_sentence(text.source)
    return _said(text)


@lru_cache(maxsize=1000)
def _plain_sentence(source: str) -> str | dict:
    return _said(Sentence(source))


def _said(text) -> str | dict:
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(text)
    return f"t{said['th']}" if len(set(said.values())) == 1 else said
