"""Sentences that the lowest floors may say: kept in English, turned into the reader's language when shown.

Rules and parsers import no Django, yet what they refuse is read on the screen. `Sentence` keeps the
English source and its figures; `federation.apps` says at start-up who translates.
"""

from collections.abc import Callable, Mapping


class _Reader:
    language: Callable[[], str | None] = staticmethod(lambda: "th")
    translate: Callable[[str], str] = staticmethod(lambda source: source)


def speak_through(*, language: Callable[[], str | None], translate: Callable[[str], str]) -> None:
    """Use these two functions to learn the reader's language and to translate into it."""
    _Reader.language = staticmethod(language)
    _Reader.translate = staticmethod(translate)


def language() -> str:
    """Return "en" for a reader of English, else "th"."""
    return "en" if (_Reader.language() or "").startswith("en") else "th"


class Sentence:
    """A sentence with its figures, translated at the moment it becomes a str."""

    __slots__ = ("figures", "source")

    def __init__(self, source: str, **figures):
        self.source = source
        self.figures = figures

    def __mod__(self, figures: Mapping[str, object]) -> "Sentence":
        return Sentence(self.source, **figures)

    def __str__(self) -> str:
        sentence = _Reader.translate(self.source)
        return sentence % self.figures if self.figures else sentence

    def __repr__(self) -> str:
        return f"Sentence({self.source!r}, {self.figures!r})"


def gettext_lazy(source: str) -> Sentence:
    """Mark a sentence for translation; the name is the one the message extractor knows."""
    return Sentence(source)
