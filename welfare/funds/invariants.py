"""What must hold of funds: what is kept of dues, gifts and acts is what the books say."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))

CHECKS = [
    asked("I-78", _("dues kept by place are the dues in the books, entry by entry and fund by fund"), of="dues"),
    asked("I-78b", _("dues and gifts are struck when, and only when, their entry is taken back"), of="dues"),
    asked("I-79", _("a gift or an act on a fund stands on one entry of its amount; an act by two people"), of="acts"),
]
