"""Mends the text that a PDF gives when one copies or searches it.

The shaper merges a consonant, its tone mark and ำ into one cluster, and WeasyPrint 70.0 gives the
whole cluster's text to the last glyph: after the first น้ำ every า of the file reads ้ำ. Here each
glyph that stands for a Thai character keeps that character, whatever word it was first seen in.
ำ comes out as ํ and า, as in most Thai PDFs.

Import it after WeasyPrint, once; the version is pinned, and a test reads the text back.
"""

import functools
import io

from fontTools import agl
from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts

_FIRST, _LAST = "\u0e01", "\u0e5b"


@functools.lru_cache(maxsize=32)
def _thai_glyphs(content: bytes) -> dict[int, str]:
    """Return the Thai character of each glyph of a font that stands for one, by the glyph's number."""
    font = TTFont(io.BytesIO(content), lazy=True)
    names = {name: chr(code) for code, name in font.getBestCmap().items()}
    glyphs = {}
    for number, name in enumerate(font.getGlyphOrder()):
        text = names.get(name) or names.get(name.split(".")[0]) or agl.toUnicode(name)
        if text and all(_FIRST <= letter <= _LAST for letter in text):
            glyphs[number] = text
    return glyphs


class _ToUnicode(dict):
    """WeasyPrint's table of glyph to text, in which Thai glyphs keep their own character."""

    def __init__(self, thai: dict[int, str]):
        super().__init__()
        self.thai = thai

    def __setitem__(self, glyph, text):
        super().__setitem__(glyph, self.thai.get(glyph, text))


def mend() -> None:
    """Make WeasyPrint keep Thai characters; done twice it changes nothing more."""
    made = fonts.Font.__init__
    if getattr(made, "keeps_thai", False):
        return

    @functools.wraps(made)
    def make(self, *args, **kwargs):
        made(self, *args, **kwargs)
        self.to_unicode = _ToUnicode(_thai_glyphs(bytes(self.file_content)))

    make.keeps_thai = True
    fonts.Font.__init__ = make
