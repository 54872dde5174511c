"""Photographs of papers: made small, turned upright, and freed of what a telephone writes into them (place, hour)."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

MOST_BYTES = 4 * 1024 * 1024
LONGEST_SIDE = 1600  # dots
MOST_DOTS = 60_000_000
JPEG, PDF = "image/jpeg", "application/pdf"
_READ = ("JPEG", "PNG")


class NotAPaper(Refused):
    """Raised when a file is too large, or is neither a photograph (JPEG, PNG) nor a PDF."""


def kept(content: bytes) -> tuple[bytes, str]:
    """Return a file as it is kept, and its media type: a photograph is drawn anew as JPEG, a PDF stays as it is.

    Raises `NotAPaper`.
    """
    if len(content) > MOST_BYTES:
        raise _refused(_("The file is larger than 4 MB. Take the photograph again in a smaller size."))
    if content.startswith(b"%PDF-"):
        return content, PDF
    try:
        with Image.open(io.BytesIO(content), formats=_READ) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise _refused(_("The picture is too large. Take the photograph again in a smaller size."))
            return _drawn_anew(picture), JPEG
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        words = _("This is not a photograph (JPEG or PNG) or a PDF, or it is damaged. Choose another file.")
        raise _refused(words) from problem


def _drawn_anew(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    layered = upright.convert("RGBA")
    plain.paste(layered, mask=layered.getchannel("A"))
    drawn = io.BytesIO()
    plain.save(drawn, "JPEG", quality=82, optimize=True)
    return drawn.getvalue()


def _refused(words) -> NotAPaper:
    return NotAPaper(words, fields={"picture": words})
