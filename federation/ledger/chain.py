"""The hash chain of a book: canonical text, leaf, link, and the short code people read aloud.

Plain functions without Django, so that anyone can rebuild the chain from an export. The database computes the
same text on its own when an entry is inserted and refuses it when the two differ.
Source: trust, "Exact construction".
"""

import hashlib

VERSION = "SG1"
GENESIS = bytes(32)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FIELDS = [
    "book_id",
    "number",
    "id",
    "on",
    "kind",
    "key",
    "event",
    "concerns_month",
    "reverses_id",
    "corrects_id",
    "by_id",
    "checked_by_id",
    "recorded_at",
    "receipts_digest",
    "memo_digest",
]


def netstring(part: str) -> str:
    """Return `<bytes>:<part>,`: no separator inside a part can be mistaken for one between parts."""
    return f"{len(part.encode())}:{part},"


def shown(value) -> str:
    """Return one field of an entry as canonical text; what is missing is a dash."""
    if value is None:
        return "-"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if hasattr(value, "tzinfo"):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value)


def entry_hash(entry, *, lines: str) -> bytes:
    """Return the hash of an entry: an object with FIELDS and `previous_hash`; `recorded_at` in UTC.

    lines: "n code fund kind debit credit receipt" of every line, joined by ";".
    """
    parts = [shown(getattr(entry, field)) for field in FIELDS] + [lines]
    canonical = VERSION + "".join(netstring(part) for part in parts)
    leaf = hashlib.sha256(b"\x00" + canonical.encode()).digest()
    return hashlib.sha256(b"\x02" + bytes(entry.previous_hash) + leaf).digest()


def receipts_digest(receipts) -> bytes | None:
    """Return the digest an entry carries of its receipts, or None without any."""
    if not receipts:
        return None
    rows = ";".join(
        f"{r.be_year} {r.number} {r.payer} {r.amount:.2f} {','.join(map(str, r.lines))}"
        for r in sorted(receipts, key=lambda receipt: receipt.number)
    )
    return hashlib.sha256(rows.encode()).digest()


def memo_digest(salt: bytes, text: str) -> bytes:
    """Return the salted commitment to an entry's words."""
    return hashlib.sha256(salt + text.encode()).digest()


def short_code(head: bytes) -> str:
    """Return the first 80 bits of a hash as four groups of four letters and digits, for eyes and voices."""
    bits = int.from_bytes(bytes(head)[:10], "big")
    letters = "".join(CROCKFORD[(bits >> shift) & 31] for shift in range(75, -1, -5))
    return " ".join(letters[i : i + 4] for i in range(0, 16, 4))


def qr_text(*, book_code: str, month: str, number: int, head: bytes) -> str:
    """Return what the QR of a report holds: book, month (Buddhist era, 2569-10), entry number and head."""
    return f"{VERSION}:{book_code}:{month}:{number}:{bytes(head).hex().upper()}".upper()
