"""A sheet that was posted and taken back."""

from tests.federation.reports.worlds import JANUARY, saving_group, sheet
from tests.groups.sheets.test_reversals import ask, decide


def reversed_sheet():
    """Return the sheet of KLONG's first entry, reversed by its second."""
    posted = sheet(saving_group(2), JANUARY)
    decide(ask(posted))
    return posted
