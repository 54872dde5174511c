"""Where the books stood, as a paper says it: read from its QR or its short code, and looked up on the chain."""

import re
from dataclasses import dataclass
from datetime import date

from federation.closing.models import ClosedMonth
from federation.kit.clock import BANGKOK
from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from federation.ledger import chain
from federation.ledger.journal import entry_numbered
from federation.ledger.months import head_of
from federation.organisations.models import Organisation


class NotAHead(NotReadable):
    """The text is not what stands on a report or receipt."""


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """What a paper says: the book, the number of its last entry, and that entry's hash or short code, bare."""

    book: str
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer: the head lies on the chain. recorded_on: the day its entry was written; newer: entries after it.

    reversed_on, reversed_by: the day its entry was taken back, and the number of the entry that did so.
    """

    recorded_on: date | None
    newer: int
    closed_month: date | None
    reversed_on: date | None = None
    reversed_by: int | None = None


_QR = re.compile(r"SG1:(?P<book>[^:]+):[^:]*:(?P<number>\d{1,9}):(?P<code>[^:]+)")
_SHORT = re.compile(r"(?P<book>[^:=]+):(?P<number>\d{1,9})=(?P<code>[^:=]+)")
_MISTAKEN = str.maketrans("OIL", "011")


def read_head(text: str) -> PrintedHead:
    """Read the text of a report's QR, or BOOK:NUMBER=SHORT CODE. Raises `NotAHead`."""
    typed = _plain(text)
    match = _QR.fullmatch(typed) or _SHORT.fullmatch(typed)
    if not match:
        raise NotAHead(_("Scan the square code of the report, or fill in the three boxes."), reason="shape")
    return head_typed(match["book"], int(match["number"]), match["code"])


def head_typed(book: str, number: int, code: str) -> PrintedHead:
    """Read a head from its three parts as typed from paper. Raises `NotAHead`."""
    bare = re.sub(r"[-:]", "", _plain(code)).translate(_MISTAKEN)
    if not (re.fullmatch(r"[0-9A-F]{64}", bare) or re.fullmatch(f"[{chain.CROCKFORD}]{{16}}", bare)):
        raise NotAHead(
            _("The code has 16 letters and figures in groups of four, like 7K2M 0QXD 9RT4 HN6C."), reason="code"
        )
    return PrintedHead(_plain(book), number, bare)


def standing_of(head: PrintedHead) -> Standing | None:
    """Return how the head stands on its chain, or None when it does not lie there, or there is no such book."""
    with_book = Organisation.objects.select_related("book").filter(book__isnull=False)
    organisation = with_book.filter(code__iexact=head.book).first()
    if organisation is None:
        return None
    entry = entry_numbered(organisation.book, head.number)
    found = bytes(entry.hash) if entry else chain.GENESIS
    if (entry is None and head.number) or head.code not in _codes(found):
        return None
    closed = ClosedMonth.objects.filter(
        network_id=organisation.network_key, organisation=organisation, head_number=head.number
    )
    mirror = entry and entry.reversals.first()
    return Standing(
        recorded_on=_day(entry),
        newer=head_of(organisation.book).number - head.number,
        closed_month=closed.order_by("-month").values_list("month", flat=True).first(),
        reversed_on=_day(mirror),
        reversed_by=mirror and mirror.number,
    )


def _day(entry) -> date | None:
    """Return the day on which an entry was written, if there is one."""
    return entry and entry.recorded_at.astimezone(BANGKOK).date()


def _codes(found: bytes) -> tuple[str, str]:
    return found.hex().upper(), chain.short_code(found).replace(" ", "")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", without_invisible(to_arabic_digits(text))).upper()
