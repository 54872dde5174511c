"""The report of a meeting: what is read aloud, who came, the agenda with its tables and resolutions."""

from federation.meetings.reports.paper import aloud_of, meeting_report

__all__ = ["aloud_of", "meeting_report"]
