"""Pages to PDF by WeasyPrint, which reads static files and nothing else.

WeasyPrint needs Pango, a system library. Without it everything but PDF works: it is imported
when first asked for, and its absence is a refusal with the line to run.
"""

import atexit
import functools
import gc
import logging
import mimetypes
import threading
from pathlib import Path

from django.contrib.staticfiles import finders

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

INSTALL = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_BASE = "https://static.invalid/"  # relative addresses resolve against it; it is never asked
_VARIANT = "pdf/ua-1"
_one_at_a_time = threading.Lock()


class PdfUnavailable(Refused):
    """This machine cannot make PDF files yet."""


class PdfNotDrawn(Exception):
    """A letter or file was missing, so the page would have come out wrong."""


def render_pdf(html: str, *, stylesheets: tuple[str, ...] = ("satja/print.css",)) -> bytes:
    """Return a page as a tagged PDF; the same page gives the same bytes.

    html: a whole document; it may name static files ("satja/print.css") and carry data: images.
    stylesheets: static files laid over it.

    Raises `PdfUnavailable` where Pango is missing, `PdfNotDrawn` for a missing letter or file.
    """
    weasyprint = _weasyprint()
    warnings = _Warnings()
    log = logging.getLogger("weasyprint")
    with _one_at_a_time:
        fonts, sheets = _style(stylesheets)
        log.addHandler(warnings)
        collected = gc.isenabled()
        gc.disable()  # two fifths of the time of a long table
        try:
            document = weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=_fetcher())
            data = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant=_VARIANT)
        finally:
            log.removeHandler(warnings)
            if collected:
                gc.enable()
    if warnings.grave:
        raise PdfNotDrawn("; ".join(warnings.grave[:3]))
    return data


class _Warnings(logging.Handler):
    """Keeps what WeasyPrint only mutters: a letter without a glyph, a file that was not there."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.grave = []

    def emit(self, record):
        message = record.getMessage()
        if ".notdef" in message or "Failed to load" in message:
            self.grave.append(message)


def _weasyprint():
    """Return the module, mended for Thai. Raises `PdfUnavailable`."""
    try:
        import weasyprint  # needs a system library that may be missing

        from federation.kit import pdf_thai  # imports weasyprint
    except OSError as problem:
        words = _("PDF files cannot be made on this computer yet. Whoever looks after it runs: %(line)s")
        raise PdfUnavailable(words % {"line": INSTALL}) from problem
    pdf_thai.mend()
    return weasyprint


@functools.lru_cache(maxsize=8)
def _style(stylesheets: tuple[str, ...]):
    """Return fonts and style sheets, read once: decoding the fonts takes longer than a receipt."""
    from weasyprint import CSS  # as above
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets = [CSS(url=_BASE + sheet, url_fetcher=_fetcher(), font_config=fonts) for sheet in stylesheets]
    return fonts, sheets


atexit.register(_style.cache_clear)  # fonts are given back while WeasyPrint is still there


@functools.lru_cache(maxsize=1)
def _fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # as above

    class StaticOnly(URLFetcher):
        """Serves static files and what the page itself carries; anything else is refused."""

        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            name = url.removeprefix(_BASE).split("?")[0].split("#")[0]
            path = finders.find(name) if url.startswith(_BASE) else None
            if not path:
                raise ValueError(f"not a static file: {url}")
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": kind})

    return StaticOnly(allowed_protocols=["data"], allow_redirects=False)
