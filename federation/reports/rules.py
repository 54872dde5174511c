"""What a stored report is known by: the digest of its data, whatever order the database keeps it in."""

import hashlib
import json


def digest_of(data: dict) -> bytes:
    """Return the SHA-256 of a report's data in one canonical form."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
