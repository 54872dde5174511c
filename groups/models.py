"""Gathers the models of this app's features, so that Django finds them. Nothing else belongs here."""

from groups.promises.models import Promise, ShortMonth
from groups.registry.models import MemberFlow, Membership, MembershipEvent, Office
from groups.sheets.models import CashCount, ReceiptPrint, Sheet, SheetReversal, SheetRow, Slip

__all__ = [
    "CashCount",
    "MemberFlow",
    "Membership",
    "MembershipEvent",
    "Office",
    "Promise",
    "ReceiptPrint",
    "Sheet",
    "SheetReversal",
    "SheetRow",
    "ShortMonth",
    "Slip",
]
