"""Gathers the models of this app's features, so that Django finds them. Nothing else belongs here."""

from groups.departures.models import Departure, PaidOut, Task
from groups.promises.models import Promise, ShortMonth
from groups.registry.models import Beneficiary, MemberFlow, Membership, MembershipEvent, Office
from groups.sheets.models import CashCount, ReceiptPrint, Sheet, SheetReversal, SheetRow, Slip
from groups.surplus.models import Choice, DividendPart, HeadPart, PayBatch, YearClose

__all__ = [
    "Beneficiary",
    "CashCount",
    "Choice",
    "Departure",
    "DividendPart",
    "HeadPart",
    "MemberFlow",
    "Membership",
    "MembershipEvent",
    "Office",
    "PaidOut",
    "PayBatch",
    "Promise",
    "ReceiptPrint",
    "Sheet",
    "SheetReversal",
    "SheetRow",
    "ShortMonth",
    "Slip",
    "Task",
    "YearClose",
]
