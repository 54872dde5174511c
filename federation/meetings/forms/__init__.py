"""What is typed of a meeting: its head, who came, the agenda with its resolutions, why an issued report is mended."""

from federation.meetings.forms.agenda import Agenda
from federation.meetings.forms.attendance import AttendanceForm
from federation.meetings.forms.head import CorrectionForm, HeadForm
from federation.meetings.forms.seen import ChangedMeanwhile, differences, must_be_as_seen, seen_of

__all__ = [
    "Agenda",
    "AttendanceForm",
    "ChangedMeanwhile",
    "CorrectionForm",
    "HeadForm",
    "differences",
    "must_be_as_seen",
    "seen_of",
]
