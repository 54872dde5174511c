"""What must hold of deaths: what was counted is what is brought, owed and given up, and all of it equals the books."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

_pieces = pieces(Path(__file__).with_suffix(".sql"))
asked = partial(by_sql, {name: _pieces["begin"] + query for name, query in _pieces.items()})

CHECKS = [
    asked("I-33f", _("a death is paid for once, within what is due, and every payout equals its entry"), of="payouts"),
    asked("I-33g", _("funeral aid to be paid, and prepaid units, equal the books"), of="schemes"),
    asked("I-52", _("a funeral collection is paying members times rate"), of="deaths"),
    asked("I-52b", _("what came in for a death is what its sheets brought, the rest is owed or given up"), of="dues"),
    asked("I-52c", _("what is open of deaths equals the books of the schemes"), of="schemes"),
    asked("I-52d", _("what members owe for a network's deaths equals their group's book"), of="dues"),
]
