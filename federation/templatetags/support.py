"""{% measure_words key as words %}: what a measure is called, its unit, and which end is the good one."""

from django import template

from federation.support.rules import MEASURES

register = template.Library()


@register.simple_tag
def measure_words(key):
    return MEASURES[key]
