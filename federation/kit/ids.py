"""Ids of business rows: made here, not by the database, and not to be guessed."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new UUID of version 7. They rise within one process, not across: never order by them."""
    return uuid7()
