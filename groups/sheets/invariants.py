"""What must hold of sheets: a posted sheet, its entry, its count and its receipts tell the same story.

A break is named by book and meeting day ("K01 2026-01-05"), and a member's number; figures follow as "sheet / books".
Where an entry lacks its sheet, it is named by book and entry ("K01 #12").
"""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

_pieces = pieces(Path(__file__).with_suffix(".sql"))
asked = partial(by_sql, {name: _pieces["begin"] + query for name, query in _pieces.items()})

CHECKS = [
    asked("I-60", _("every posted sheet has its own entry"), of="sheets"),
    asked("I-60b", _("every entry of a sheet has its one sheet, posted by the same person"), of="sheet entries"),
    asked("I-60c", _("who asked for a reversal and who agreed are those the books name"), of="mended entries"),
    asked("I-61", _("what sheets say of each member is in the books"), of="rows"),
    asked("I-61b", _("what sheets say of each member's loans is in the books"), of="rows"),
    asked("I-62", _("what sheets come to is in the books"), of="sheets"),
    asked("I-63", _("the money counted is the money booked"), of="sheets"),
    asked("I-64", _("no posted sheet has a blank row"), of="rows"),
    asked("I-65", _("every envelope has its receipt"), of="receipts"),
]
