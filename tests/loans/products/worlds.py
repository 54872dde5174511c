"""Products as a group sets them: an example by a resolution of the first day of its books."""

from datetime import date

from loans.products.actions import add_product
from loans.products.rules import preset
from tests import builders

RESOLVED = date(2026, 1, 5)


def resolution(**changes):
    paper = {"resolution_no": "1/2569", "resolution_on": RESOLVED, "resolution_text": "เห็นชอบ", "holds_from": RESOLVED}
    return {**paper, "by": builders.user("chair"), "at": builders.AT, **changes}


def product(group, name="ordinary", *, terms=None, **changes):
    """A version of a product begun from an example."""
    facts = preset(name) | ({"terms": terms} if terms else {})
    named = {key: changes.pop(key) for key in ("code", "name_th") if key in changes}
    return add_product(group, **{**facts, **named}, **resolution(**changes))
