"""How templates show money, days and codes: `{% load kit %}`."""

from django import template

from federation.kit import money as kit_money
from federation.kit import qr as kit_qr
from federation.kit import words
from federation.kit.dates import show_date, show_month

register = template.Library()


@register.filter
def money(amount):
    """Show baht: `{{ total|money }}` is 1,250.50; nothing for None."""
    return "" if amount is None else kit_money.show(amount)


@register.filter
def count(number):
    """Show a whole number: `{{ members|count }}` is 1,250; nothing for None."""
    return "" if number is None else f"{number:,}"


@register.filter
def baht_words(amount):
    """Show baht in Thai words: `{{ total|baht_words }}`."""
    return "" if amount is None else words.baht_words(amount)


@register.filter
def thaidate(day, how="long"):
    """Show a day: `{{ on|thaidate }}`, `|thaidate:"short"`, `|thaidate:"long thai"` for Thai digits."""
    return show_date(day, **_manner(how)) if day else ""


@register.filter
def thaimonth(month, how="long"):
    """Show a month: `{{ sheet.month|thaimonth }}`; how as for `thaidate`."""
    return show_month(month, **_manner(how)) if month else ""


def _manner(how):
    style, _space, digits = how.partition(" ")
    return {"style": style, "digits": digits or "arabic"}


@register.filter
def masked(national_id):
    """Show a national ID as its mask; nothing for None."""
    return str(national_id) if national_id else ""


@register.simple_tag
def qr(content, label):
    """Draw a QR code: `{% qr "SG1:…" "the code of the books" %}`."""
    return kit_qr.qr_svg(content, label=label)
