"""The one clock. Views and commands read it; everything below them is told the day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in Thailand, which begins seven hours before the day in UTC."""
    return now().astimezone(BANGKOK).date()
