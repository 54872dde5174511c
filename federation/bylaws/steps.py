"""Setting bylaws: by a resolution, from a day on, never backwards.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.bylaws.catalogue import RULES
from federation.bylaws.models import BylawValue
from federation.bylaws.queries import bylaws_of
from federation.bylaws.rules import NotAValue, disagreements
from federation.kit.clock import BANGKOK
from federation.kit.dates import next_month, show_date, show_month
from federation.kit.refusals import Refused
from federation.ledger.months import head_of
from federation.ledger.posting import lock
from federation.organisations.models import Organisation


class ResolutionMissing(Refused):
    """Raised when the number, the date or the words of the resolution are not given."""


class DateOutOfOrder(Refused):
    """Raised when a rule would hold before its resolution or in a closed month, or is resolved in the future."""


class ValueNotAllowed(Refused):
    """Raised when a value cannot be one of its rule's, or contradicts another; `fields` names the rules."""


def set_bylaw_step(organisation: Organisation, *, rule: str, value, **resolution) -> BylawValue:
    """Set one rule; for the resolution and what is raised see `set_bylaws_step`."""
    return set_bylaws_step(organisation, values={rule: value}, **resolution)[0]


def set_bylaws_step(
    organisation: Organisation,
    *,
    values: Mapping[str, object],
    holds_from: date,
    resolution_no: str,
    resolution_on: date,
    resolution_text: str,
    by,
    at: datetime,
) -> list[BylawValue]:
    """Set rules by one resolution, from a day on. Of two resolutions for one day the one set later holds.

    values: {key of the catalogue: typed value}.

    Raises `ResolutionMissing`, `DateOutOfOrder` or `ValueNotAllowed`, and KeyError for a rule that is not
    in the catalogue.
    """
    checked = _checked(values)
    check_resolution(resolution_no, resolution_on, resolution_text)
    check_dates(holds_from, resolution_on, today=at.astimezone(BANGKOK).date())
    check_month(organisation, holds_from=holds_from)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = BylawValue.objects.bulk_create(
        BylawValue(
            network_id=organisation.network_key,
            organisation=organisation,
            rule=rule,
            value=RULES[rule].kind.stored(value),
            holds_from=holds_from,
            resolution_no=resolution_no.strip(),
            resolution_on=resolution_on,
            resolution_text=resolution_text.strip(),
            set_by=by,
            set_at=at,
        )
        for rule, value in checked.items()
    )
    _check_together(organisation, since=holds_from)
    return rows


def _checked(values: Mapping[str, object]) -> dict[str, object]:
    checked, wrong = {}, {}
    for rule, value in values.items():
        try:
            checked[rule] = RULES[rule].kind.check(value)
        except NotAValue as refusal:
            wrong[rule] = refusal.message
    if wrong:
        raise ValueNotAllowed(_("A value does not fit its rule; nothing was set."), fields=wrong)
    return checked


def check_resolution(number: str, day: date | None, words: str) -> None:
    """Raise `ResolutionMissing` unless number, day and words are all given."""
    missing = {}
    if not number.strip():
        missing["resolution_no"] = _("Write the number of the resolution, like 3/2569.")
    if not day:
        missing["resolution_on"] = _("Write the day of the meeting that resolved it.")
    if not words.strip():
        missing["resolution_text"] = _("Write what was resolved, in the words of the minutes.")
    if missing:
        raise ResolutionMissing(_("A rule is set by a resolution: number, day and words."), fields=missing)


def check_dates(holds_from: date, resolution_on: date, *, today: date) -> None:
    """Raise `DateOutOfOrder` for a resolution of the future, and for what would hold before its resolution."""
    if resolution_on > today:
        words = _("That meeting has not been held yet. A rule is set once it is resolved.")
        raise DateOutOfOrder(words, fields={"resolution_on": words})
    if holds_from < resolution_on:
        words = _("A rule cannot hold before the day of its resolution. Give that day or a later one.")
        raise DateOutOfOrder(words, fields={"holds_from": words})


def check_month(organisation: Organisation, *, holds_from: date) -> None:
    """Keep rules out of closed months: their sheets and reports are settled by the rules of their day.

    Locks the book. Raises `DateOutOfOrder`.
    """
    if organisation.book is None:
        return
    lock(organisation.book)
    closed = head_of(organisation.book).closed_through
    if closed and holds_from < (first := next_month(closed)):
        words = _("%(month)s is closed in the books. Let the rule hold from %(day)s on, or from a later day.")
        words = words % {"month": show_month(holds_from), "day": show_date(first)}
        raise DateOutOfOrder(words, fields={"holds_from": words})


def _check_together(organisation: Organisation, *, since: date) -> None:
    """Look at each version that the new values are part of, the later ones too."""
    later = BylawValue.objects.filter(
        network_id=organisation.network_key, organisation=organisation, holds_from__gte=since
    )
    for day in later.order_by("holds_from").values_list("holds_from", flat=True).distinct():
        if wrong := disagreements(bylaws_of(organisation, on=day).values()):
            raise ValueNotAllowed(_("Two rules contradict each other; nothing was set."), fields=wrong)
