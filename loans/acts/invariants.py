"""What must hold of acts: what two people agreed on is what happened to the loan, and nothing else did."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

_pieces = pieces(Path(__file__).with_suffix(".sql"))
asked = partial(by_sql, {name: _pieces["begin"] + query for name, query in _pieces.items()})

CHECKS = [
    asked("I-75", _("what two people agree on has its act, and every such act its fact"), of="acts"),
    asked("I-76", _("a loan is restructured or in court by an act that stands"), of="loans"),
    asked("I-77", _("guarantors are set free by an act, or with the loan"), of="guarantees"),
]
