"""Writing to the log of acts. Nothing in it is ever changed or taken away: the database refuses (act_append_only)."""

import re

from federation.audit.models import Act
from federation.kit.digits import to_arabic_digits
from federation.kit.identity import check_digit, mask_id

_MAYBE_AN_ID = re.compile(r"(?<![0-9A-Za-z-])\d(-?)\d{4}\1\d{5}\1\d{2}\1\d(?![0-9A-Za-z-])")


def record(what, *, by, at, organisation=None, about="", before=None, after=None):
    """Write down an act and return it; in the transaction of the act itself, so that neither stands alone.

    what: a short name of the act, such as "sheet_posted"; words for the screen are in `audit.words`.
    by: the user, or None when nobody is signed in. at: the moment.
    about: the thing acted on, as "kind:id". before, after: what was and what is, small and plain; numbers and
    dates become text. A national ID in them is masked. Passwords and keys must not be handed in.
    """
    return Act.objects.create(
        what=what,
        by=by,
        at=at,
        organisation=organisation,
        network_id=organisation.network_key if organisation else None,
        about=about,
        before=_clean(before),
        after=_clean(after),
    )


def _clean(value):
    """Return the value as JSON can hold it, national IDs masked."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        return {str(key): _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(part) for part in value]
    if isinstance(value, int) and abs(value) < 10**12:
        return value
    return without_ids(str(value))


def without_ids(text):
    """Return the text with every national ID in it masked; other long numbers stay."""
    for found in reversed(list(_MAYBE_AN_ID.finditer(to_arabic_digits(text)))):
        digits = found.group().replace("-", "")
        if check_digit(digits[:12]) == int(digits[12]):
            text = text[: found.start()] + mask_id(digits) + text[found.end() :]
    return text
