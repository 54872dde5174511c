"""A paper as data: its words in their order, stored when it is issued, so that it prints the same years later.

A paper has one text, the Thai one: `in_thai` writes it so, whoever presses the button in whatever language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation

from federation.kit.packing import packed, unpacked
from federation.kit.report import Column, Grid, Row

FORM = 1  # of the stored data, so that a later program can tell how to read it


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence with the figures and names in it, each kept on one line; those named in `loose` may be broken."""

    text: str
    figures: Mapping[str, str] = field(default_factory=dict)
    loose: Sequence[str] = ()

    def __str__(self) -> str:
        return self.text % self.figures if self.figures else self.text


def say(sentence: object, *, loose: Sequence[str] = (), **figures) -> Words:
    """Return a sentence as words of a paper, in the language in force. loose: figures that may be broken in two."""
    return Words(str(sentence), {name: str(figure) for name, figure in figures.items()}, tuple(loose))


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what stands beside them."""

    rows: Sequence[Sequence]


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences, under a heading if there is one; items follow as a list. numbered: a clause of a contract."""

    sentences: Sequence[Words]
    heading: str = ""
    items: Sequence[Words] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A table under its title; `blank` lines are left to be filled in by hand."""

    title: str
    grid: Grid
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and as what. A name that is not known is written in by hand."""

    post: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PaperText:
    """All that stands on a paper. annexes follow the signatures. made_up: it is about invented people."""

    kind: str
    title: str
    number: str
    organisation: str
    address: str
    made_at: datetime
    blocks: Sequence
    signers: Sequence[Signer] = ()
    annexes: Sequence = ()
    made_up: bool = False
    foot: str = ""

    def to_data(self) -> dict:
        """Return the paper as JSON can hold it."""
        return {"form": FORM, "paper": packed(self)}

    @classmethod
    def from_data(cls, data: Mapping) -> "PaperText":
        """Make the paper again from what `to_data` returned."""
        return unpacked(data["paper"], classes=PARTS)


PARTS = (Column, Facts, Grid, Listing, PaperText, Passage, Row, Signer, Words)


def in_thai():
    """Return a context in which every sentence, date and place is Thai: a contract is one text."""
    return translation.override("th")
