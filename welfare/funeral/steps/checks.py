"""Keeping what a list of who paid was found to say. It books nothing and settles nobody's dues."""

import hashlib
from datetime import datetime

from welfare.funeral.models import Death, ListCheck, Scheme
from welfare.funeral.rules.check import Found


def keep_check_step(
    scheme: Scheme, *, death: Death | None, file_name: str, content: bytes, numbers: str, found: Found, by, at: datetime
) -> ListCheck:
    """Keep counts, numbers and lines, and the digest of the file; neither the file nor a name of it.

    death: None where the list was held against all that was open.
    """
    return ListCheck.objects.create(
        network_id=scheme.network_id,
        scheme=scheme,
        death=death,
        file_name=file_name[-200:],
        digest=hashlib.sha256(content).digest(),
        found={"numbers": numbers, **found.to_data()},
        by=by,
        at=at,
    )
