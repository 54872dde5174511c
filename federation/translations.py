"""The Thai sentences: gathered from the parts that each feature keeps, compiled, and compared with the code.

The source language is English, the sentences in the code are the message ids. Each feature writes its Thai in
`locale/th/parts/<feature>.po` (plain entries, no header); what Django reads is made from them.
"""

import ast
import re

import polib
from django.utils.translation.template import templatize

from federation.database import ROOT

PARTS = ROOT / "federation" / "locale" / "th" / "parts"
COMPILED = ROOT / "federation" / "locale" / "th" / "LC_MESSAGES" / "django.mo"
CODE = ("federation", "groups", "loans", "welfare")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "th",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LITERAL = r"""u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*\""""
CALL = re.compile(rf"\b(?:n?p?gettext|_)\((?:{LITERAL}|[\w\s,])*\)")


def compile_if_stale():
    """Compile the Thai sentences if a part is newer than what was compiled."""
    made_at = COMPILED.stat().st_mtime if COMPILED.exists() else 0
    newest = max((path.stat().st_mtime for path in [PARTS, *PARTS.glob("*.po")]), default=0)
    if newest >= made_at:
        compile_parts()


def compile_parts():
    """Join the parts and compile them. Raises OSError for a part that can't be read as PO."""
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    fresh = COMPILED.with_suffix(".new")
    catalogue().save_as_mofile(str(fresh))
    fresh.replace(COMPILED)


def catalogue():
    """Return all parts as one catalogue; of two translations of a sentence the first stands."""
    joined = polib.POFile(wrapwidth=0)
    joined.metadata = HEADER
    seen = set()
    for _path, entry in _entries():
        if _key(entry) not in seen:
            seen.add(_key(entry))
            joined.append(entry)
    return joined


def disagreements():
    """Return [(file name, sentence)] of the sentences that an earlier part translates differently."""
    chosen = {_key(entry): _thai(entry) for entry in catalogue()}
    return [(path.name, entry.msgid) for path, entry in _entries() if chosen[_key(entry)] != _thai(entry)]


def _entries():
    for path in sorted(PARTS.glob("*.po")):
        for entry in polib.pofile(str(path)):
            yield path, entry


def _key(entry):
    return (entry.msgctxt, entry.msgid)


def _thai(entry):
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def untranslated():
    """Return [(where, sentence)] of the sentences that code or templates use and no part translates."""
    known = {_key(entry) for entry in catalogue() if _thai(entry)}
    return [(where, key[1]) for where, key in used() if key not in known]


def unused():
    """Return the translated sentences that are found nowhere, except those that replace Django's own."""
    found = {key for _where, key in used()}
    replaced = polib.pofile(str(PARTS / "django.po")) if (PARTS / "django.po").exists() else []
    keep = {_key(entry) for entry in replaced}
    return [entry.msgid for entry in catalogue() if _key(entry) not in found | keep]


def used():
    """Yield (where, (context, sentence)) for each sentence marked for translation."""
    for top in CODE:
        for path in sorted((ROOT / top).rglob("*.py")):
            yield from _found(path, ast.parse(path.read_text()))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for call in CALL.finditer(templatize(path.read_text(), origin=str(path))):
            yield from _found(path, ast.parse(call.group(0)))


def _found(path, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (key := _sentence(node)):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", key


def _sentence(call):
    """Return (context, sentence) if the call marks a sentence written out in it, else None."""
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
    if name not in PLAIN | WITH_CONTEXT:
        return None
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    first = 1 if name in WITH_CONTEXT else 0
    if len(texts) <= first:
        return None
    return (texts[0] if first else None, texts[first])


if __name__ == "__main__":
    compile_parts()
