"""Gathers the models of this app's features, so that Django finds them. Nothing else belongs here."""

from federation.access.models import Appointment, Session
from federation.audit.models import Act
from federation.between.models import Dispute, PoolAct
from federation.bylaws.models import BylawValue
from federation.closing.models import ClosedMonth
from federation.exchange.models import LoanDraft, RegisterImport
from federation.handover.models import Handover, PaperMonth
from federation.meetings.models import Attendance, Meeting, MeetingItem
from federation.nation.models import AlsoKind, KnownCount, Strength
from federation.network.models import BatchItem, ReportBatch
from federation.organisations.models import (
    Affiliation,
    BankAccount,
    Grade,
    GradeCriteria,
    Kind,
    Organisation,
    StateChange,
)
from federation.reports.models import IssuedFile, IssuedReport
from federation.support.models import Facilitation, Support, SupportStep

__all__ = [
    "Act",
    "Affiliation",
    "AlsoKind",
    "Appointment",
    "Attendance",
    "BankAccount",
    "BatchItem",
    "BylawValue",
    "ClosedMonth",
    "Dispute",
    "Facilitation",
    "Grade",
    "GradeCriteria",
    "Handover",
    "IssuedFile",
    "IssuedReport",
    "Kind",
    "KnownCount",
    "LoanDraft",
    "Meeting",
    "MeetingItem",
    "Organisation",
    "PaperMonth",
    "PoolAct",
    "RegisterImport",
    "ReportBatch",
    "Session",
    "StateChange",
    "Strength",
    "Support",
    "SupportStep",
]
