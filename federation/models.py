"""Gathers the models of this app's features, so that Django finds them. Nothing else belongs here."""

from federation.access.models import Appointment, Session
from federation.audit.models import Act
from federation.bylaws.models import BylawValue
from federation.closing.models import ClosedMonth
from federation.exchange.models import LoanDraft, RegisterImport
from federation.organisations.models import Affiliation, BankAccount, Kind, Organisation, StateChange
from federation.reports.models import IssuedFile, IssuedReport

__all__ = [
    "Act",
    "Affiliation",
    "Appointment",
    "BankAccount",
    "BylawValue",
    "ClosedMonth",
    "IssuedFile",
    "IssuedReport",
    "Kind",
    "LoanDraft",
    "Organisation",
    "RegisterImport",
    "Session",
    "StateChange",
]
