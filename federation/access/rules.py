"""Plain arithmetic of access: how long a term may last, what a sign-in name is, how a device is called."""

import re
from datetime import date

SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")

_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"))
_BROWSERS = (("Edg/", "Edge"), ("SamsungBrowser", "Samsung"), ("Line/", "LINE"), ("Firefox", "Firefox"))
_BROWSERS += (("Chrome", "Chrome"), ("Safari", "Safari"))


def is_sign_in_name(text: str) -> bool:
    """Tell whether a text can be a sign-in name: 3 to 30 small Latin letters, figures, points, hyphens."""
    return SIGN_IN_NAME.fullmatch(text) is not None


def last_day_of_term(since: date, *, years: int) -> date:
    """Return the last day of a term of so many years: from 1 May 2569 for one year it is 30 April 2570."""
    begins_again = date(since.year + years, since.month, min(since.day, 28) if since.month == 2 else since.day)
    return date.fromordinal(begins_again.toordinal() - 1)


def device_name(user_agent: str) -> str:
    """Return what a person would call the device, as far as it says: "Android · Chrome", or nothing."""
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    return " · ".join(filter(None, (system, browser)))
