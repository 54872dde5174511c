"""What must hold of the register. I-22 is the trust page's; its letters are the register's own."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))

CHECKS = [
    asked("I-22", _("a member's account belongs to one member of its book"), of="holders"),
    asked("I-22b", _("every member has accounts under satja, shares and special savings"), of="memberships"),
    asked("I-22c", _("a member's state is that of the last step written down"), of="memberships"),
    asked("I-22d", _("members, persons and books are of one network"), of="memberships"),
    asked("I-22e", _("a post that signs has one holder at a time"), of="offices"),
    asked("I-22f", _("months of joining and leaving add up to the members there are"), of="memberships"),
]
