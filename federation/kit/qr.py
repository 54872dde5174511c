"""QR codes as drawings for page and paper: shapes only, no style, no outside file."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

_MARGIN = 4  # modules; readers need them


def qr_svg(content: str, *, label: object, error: str = "m") -> SafeString:
    """Return a QR code as inline SVG. label: what it holds, for who cannot see it.

    error: how much may be smudged, "l", "m", "q" or "h". The size is the style sheet's: class `qr`.
    Short texts in capitals and figures make a smaller code.
    """
    modules = segno.make(content, error=error, micro=False, boost_error=False).matrix
    size = len(modules) + 2 * _MARGIN
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>',
        size=size,
        label=label,
        path="".join(_row(y + _MARGIN, row) for y, row in enumerate(modules)),
    )


def _row(y: int, row) -> str:
    """Return the dark stretches of one row as a path."""
    path, start = "", None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            path += f"M{start + _MARGIN} {y}h{x - start}v1h-{x - start}z"
            start = None
    return path
