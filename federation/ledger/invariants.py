"""What must hold of the books. Codes are those of the trust page, section 4; the queries are in the file beside."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import Check, by_sql, pieces
from federation.kit.wording import gettext_lazy as _
from federation.ledger.replay import chains

asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))
asked_between = partial(by_sql, pieces(Path(__file__).with_name("between.sql")))

CHECKS = [
    asked("I-01", _("every entry balances, in each of its funds"), of="entries"),
    asked("I-02", _("every entry is whole: two lines or more, none at zero"), of="entries"),
    asked("I-03", _("every line stands on an account of its entry's book"), of="lines"),
    asked("I-04", _("every book adds up to zero"), of="books"),
    asked("I-05", _("entries are numbered without a gap"), of="entries"),
    asked("I-06", _("the head of each chain is its last entry"), of="books"),
    Check("I-07", _("every hash of every chain recomputes"), chains),
    asked("I-09", _("every form that was sent keeps its answer"), of="submissions"),
    asked("I-10", _("a reversal is the mirror of its entry, once"), of="reversals"),
    asked("I-11", _("only reversals reverse, and none is reversed"), of="entries"),
    asked("I-13", _("a second person saw what needs one"), of="entries"),
    asked("I-16", _("no entry is dated before its book or in the future"), of="entries"),
    asked("I-20", _("running balances equal the lines"), of="lines"),
    asked("I-20b", _("month totals equal the lines"), of="totals"),
    asked("I-21", _("members' accounts belong to their control account"), of="holders"),
    asked("I-21b", _("entries of each kind touch only accounts that belong to the kind"), of="entries"),
    asked("I-23", _("no member's balance was ever below zero"), of="holders"),
    asked("I-24", _("cash and bank were never below zero"), of="purses"),
    asked("I-25", _("no fund ever had less than nothing"), of="funds"),
    asked("I-24b", _("cash, bank and what members hold cannot fall below zero"), of="kept"),
    asked_between("I-30", _("what one organisation keeps of another agrees on every day"), of="twins"),
    asked_between("I-31", _("money between organisations is written in both books, of one event and day"), of="twins"),
    asked_between("I-32", _("money between organisations stands on accounts of these two alone"), of="between"),
    asked("I-34", _("receipts are numbered without a gap"), of="receipts"),
    asked("I-35", _("receipts and the lines they name agree"), of="receipts"),
    asked("I-46", _("no key was used twice"), of="entries"),
]
