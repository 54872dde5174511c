"""Reading the figures of a rule from its data, strictly, and saying them briefly."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from federation.kit.money import parse_amount, show
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.lengths import BadTerms


def short(amount: Decimal) -> str:
    """Return baht as a sentence says them: `1,500`, and with satang `12.50`."""
    return show(amount).removesuffix(".00")


def plain(number: Decimal) -> str:
    """Return a factor or a percentage without idle noughts: `50`, `1.5`."""
    return f"{Decimal(number).normalize():f}"


def keys_of(data: object, known: Iterable[str]) -> Mapping:
    """Return the data if it is a mapping of known keys. Raises `BadTerms` with the reason keys."""
    if not isinstance(data, Mapping):
        raise BadTerms(_("This part of the rule is not written as names with values."), reason="keys")
    for key in data:
        if key not in known:
            raise BadTerms(_("A rule has nothing called “%(key)s”.") % {"key": key}, reason="keys")
    return data


def baht(data: object, *, name: str) -> Decimal:
    """Return an amount of baht. Raises `BadTerms` with the name as reason."""
    try:
        return parse_amount(data)
    except NotReadable as refusal:
        raise BadTerms(refusal.message, reason=name) from refusal


def whole(data: object, *, name: str, least: int = 0, most: int = 100_000) -> int:
    """Return a whole number. Raises `BadTerms` with the name as reason."""
    text = str(data).strip()
    if isinstance(data, bool) or not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        words = _("“%(name)s” is a whole number from %(least)s to %(most)s.")
        raise BadTerms(words % {"name": name, "least": least, "most": f"{most:,}"}, reason=name)
    return int(text)


def truth(data: object, *, name: str) -> bool:
    """Return yes or no. Raises `BadTerms` with the name as reason."""
    if not isinstance(data, bool):
        raise BadTerms(_("“%(name)s” is yes or no.") % {"name": name}, reason=name)
    return data


def one_of(data: object, choices: Iterable[str], *, name: str) -> str:
    """Return one of some words. Raises `BadTerms` with the name as reason."""
    choices = tuple(choices)
    if data not in choices:
        words = _("“%(name)s” is one of: %(choices)s.") % {"name": name, "choices": ", ".join(choices)}
        raise BadTerms(words, reason=name)
    return str(data)


def texts(data: object, *, name: str) -> tuple[str, ...]:
    """Return a list of words. Raises `BadTerms` with the name as reason."""
    if not isinstance(data, list | tuple) or not all(isinstance(text, str) and text.strip() for text in data):
        raise BadTerms(_("“%(name)s” is a list of words.") % {"name": name}, reason=name)
    return tuple(data)
