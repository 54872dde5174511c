"""How pages and papers of a year's surplus show years and sums, and a member's dividends: `{% load surplus %}`."""

from decimal import Decimal

from django import template

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from federation.kit.dates import show_be_year
from federation.kit.money import show
from groups.surplus.models import Head, Into
from groups.surplus.queries.parts import dividends_of

register = template.Library()


@register.filter
def beyear(day):
    """Show the Buddhist year of a day: 2568."""
    return show_be_year(day) if day else ""


@register.filter
def signed(amount):
    """Show baht, in brackets below zero; nothing for None."""
    if amount is None:
        return ""
    return f"({show(-amount)})" if amount < 0 else show(amount)


@register.filter
def baht(text):
    """Show baht that are kept as text: `{{ "1250.50"|baht }}` is 1,250.50."""
    return show(Decimal(text)) if text else ""


@register.filter
def percent(rate):
    """Show a fraction as a per cent: `{{ rate|percent }}` of 0.055 is 5.50."""
    return f"{rate * 100:.2f}"


@register.filter
def headname(head):
    """Show what a head is called."""
    return Head(head).label


@register.filter
def intoname(into):
    """Show where a dividend goes."""
    return Into(into).label


@register.inclusion_tag("groups/surplus/member_dividends.html", takes_context=True)
def member_dividends(context, membership):
    """Show a member's dividends of the last years, to who may see the surplus. Nothing where there are none."""
    if Permission.SURPLUS_SEE not in permissions_held(context["request"], membership.organisation):
        return {}
    return {"organisation": membership.organisation, "dividends": dividends_of(membership)}
