"""Saves that move money are sent with a key made when the form is drawn.

The same key and body get the first answer again; another body under the same key is refused, without a word of
what somebody else stored. Source: trust, decision 4; architecture 11.8.
"""

import hashlib
import json
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from federation.ledger.models import Book, Entry, Submission


class SentBefore(Refused):
    """Raised when the key was used before for something else; `entry` is set when it is the user's own to see."""

    def __init__(self, entry: Entry | None):
        self.entry = entry
        super().__init__(
            _("This form was already sent with other figures. Nothing was posted now; look at what is stored.")
        )


def fingerprint(body) -> bytes:
    """Return the digest of what was sent; the order of its parts does not matter."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).digest()


def earlier_answer(*, key: uuid.UUID, book: Book, user, digest: bytes) -> Entry | None:
    """Return the entry this very submission made before, or None when the key is new.

    Ask before the book's lock and again under it. Raises `SentBefore` for any mismatch of user, book or body.
    """
    stored = Submission.objects.filter(network_id=book.network_id, key=key).select_related("entry").first()
    if stored is None:
        return None
    own = stored.user_id == user.pk and stored.book_id == book.pk
    if not own or bytes(stored.digest) != digest:
        raise SentBefore(stored.entry if own else None)
    return stored.entry


def keep_answer(*, key: uuid.UUID, book: Book, user, digest: bytes, entry: Entry, at: datetime) -> None:
    """Store the answer in the entry's own transaction.

    Raises `SentBefore` if the key was used in another book at this very moment.
    """
    try:
        with transaction.atomic(savepoint=False):
            Submission.objects.create(
                network_id=book.network_id, key=key, user=user, book=book, digest=digest, entry=entry, sent_at=at
            )
    except IntegrityError as error:
        if getattr(error.__cause__.diag, "constraint_name", None) == "submission_key_used_once":
            raise SentBefore(None) from error
        raise
