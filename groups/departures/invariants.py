"""What must hold of those who left: what is owed to them, and that nothing is kept of theirs."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces
from federation.kit.wording import gettext_lazy as _

asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))

CHECKS = [
    asked("I-56", _("what is to be returned to leavers and heirs is what is decided and not paid"), of="books"),
    asked("I-56b", _("who left and was settled holds nothing any more"), of="departures"),
    asked("I-56c", _("what each person gets adds up to the net"), of="departures"),
    asked("I-56d", _("no sheet posted after a death was told has a row of the dead"), of="departures"),
    asked("I-56e", _("shares of those named for the case of death add up to 100"), of="names"),
    asked("I-56f", _("what left one group with a member came into the other"), of="departures"),
]
