"""What must hold of disputes: what was agreed to is undone in both books, by the two people who said so."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))

CHECKS = [
    asked("I-33", _("what a dispute took back is undone in both books, by who asked and who agreed"), of="disputes"),
    asked("I-33b", _("a row of a sheet is taken back where, and only where, its part of the entry is"), of="rows"),
]
