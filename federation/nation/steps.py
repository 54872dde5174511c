"""Writing into the registry: counts and what organisations are good at. They stand in the caller's transaction.

Nothing is overwritten: a newer count stands beside the older one, and the tables show the newer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.refusals import Refused
from federation.kit.thai import clean_text, skeleton
from federation.nation.checks import check_ender, check_teller
from federation.nation.models import AlsoKind, KnownCount, Strength, StrengthSort
from federation.nation.rules import Counted
from federation.organisations.affiliations import affiliate_step
from federation.organisations.models import Affiliation, Organisation
from federation.organisations.queries import ids_below
from federation.people.models import User


class CountStands(Refused):
    """Raised when a count of the same kind, area, date and source stands there with other figures."""


class NothingSaid(Refused):
    """Raised when a count says nothing."""


class KeepsBooks(Refused):
    """Raised when the registry would link an organisation whose books, or those of one below it, are kept here."""


class ConsentMissing(Refused):
    """Raised when a leader would be named without consent, or before it was given."""


@dataclass(frozen=True, slots=True)
class CountIn:
    """A count to be entered. place: of an area, or that of the organisation; money in baht; None is not known."""

    kind: str
    place: str
    counted: Counted
    source: str
    as_of: date | None = None
    precision: str = ""
    is_target: bool = False
    organisation_id: int | None = None

    @property
    def key(self) -> tuple:
        return self.kind, self.place, self.organisation_id, self.as_of, self.source

    @property
    def figures(self) -> tuple:
        return self.counted.groups, self.counted.members, self.counted.money, self.is_target


def enter_counts_step(rows: Iterable[CountIn], *, by: User, at: datetime, batch: UUID | None = None) -> int:
    """Enter counts; return how many were new. One that stands already with the same figures is passed over.

    Raises `CountStands`, with all that stand with other figures.
    """
    rows = list(rows)
    if stand := standing_otherwise(rows):
        words = _("Counts of the same kind, area, date and source stand already with other figures.")
        raise CountStands(words, problems=[_stands_words(row) for row in stand])
    known = _figures_of(rows)
    new = [row for row in rows if row.key not in known]
    KnownCount.objects.bulk_create(
        KnownCount(
            kind_id=row.kind,
            place_code=row.place,
            organisation_id=row.organisation_id,
            groups=row.counted.groups,
            members=row.counted.members,
            money=row.counted.money,
            as_of=row.as_of,
            as_of_precision=row.precision,
            is_target=row.is_target,
            source=row.source,
            batch=batch,
            entered_by=by,
            entered_at=at,
        )
        for row in new
    )
    return len(new)


def standing_otherwise(rows: Iterable[CountIn]) -> list[CountIn]:
    """Return those of which a count of the same kind, area, date and source stands with other figures. One query."""
    rows = list(rows)
    known = _figures_of(rows)
    return [row for row in rows if known.get(row.key, row.figures) != row.figures]


def _figures_of(rows: list[CountIn]) -> dict:
    found = KnownCount.objects.filter(
        place_code__in={row.place for row in rows}, source__in={row.source for row in rows}
    )
    return {
        (row.kind_id, row.place_code, row.organisation_id, row.as_of, row.source): (
            row.groups,
            row.members,
            row.money,
            row.is_target,
        )
        for row in found
    }


def _stands_words(row: CountIn):
    words = _("%(kind)s, %(place)s: give a newer date or name another source; what stands is not overwritten.")
    return words % {"kind": row.kind, "place": row.place or "TH"}


def count_organisation_step(
    organisation: Organisation,
    *,
    members: int | None,
    money: Decimal | None,
    as_of: date,
    source: str,
    by: User,
    at: datetime,
) -> int:
    """Enter how large one that keeps no books here is.

    Raises `NotYours`, `NothingSaid`, `KeepsBooks` or `CountStands`.
    """
    check_teller(organisation, by=by, on=_day(at))
    if organisation.book_id:
        raise KeepsBooks(_("%(name)s keeps its books here; its figures come from them.") % {"name": organisation.name})
    if members is None and money is None:
        raise NothingSaid(_("Write the members, or the funds, or both. Leave empty what nobody knows."))
    row = CountIn(
        kind=organisation.kind_id,
        place=organisation.place_code,
        counted=Counted(None, members, money),
        source=clean_text(source).text,
        as_of=as_of,
        precision="day",
        organisation_id=organisation.pk,
    )
    return enter_counts_step([row], by=by, at=at)


def also_kinds_step(organisation: Organisation, *, kinds: Iterable) -> None:
    """Note further kinds of an organisation; it is counted once, under its main kind."""
    rows = [AlsoKind(organisation=organisation, kind=kind) for kind in kinds if kind.pk != organisation.kind_id]
    AlsoKind.objects.bulk_create(rows, ignore_conflicts=True)


def link_step(organisation: Organisation, *, upper: Organisation, on: date, by: User, **facts) -> Affiliation:
    """Link an organisation known by name only with a higher one; see `organisations.affiliations.affiliate_step`.

    Whoever stands above sees figures of all below: so one that keeps books here, or has one below it that does, is
    linked by its own officers alone. Raises `NotYours`, `KeepsBooks`, or what `affiliate_step` raises.
    """
    check_teller(organisation, by=by, on=on)
    below = ids_below([organisation.pk], on=on) | {organisation.pk}
    if Organisation.objects.filter(pk__in=below, book__isnull=False).exists():
        words = _("%(name)s, or one that belongs to it, keeps its books here. Its own officers enter its links.")
        raise KeepsBooks(words % {"name": organisation.name})
    return affiliate_step(organisation, upper=upper, **facts)


def add_strength_step(
    organisation: Organisation,
    *,
    sort: str,
    words: str,
    today: date,
    by: User,
    at: datetime,
    can_teach: bool = False,
    phone: str = "",
    consent_on: date | None = None,
    since: date | None = None,
) -> Strength:
    """Write down what an organisation does or is good at, or who leads there. Raises `NotYours`, `ConsentMissing`.

    A telephone number, as a leader's name, needs consent too.
    """
    check_teller(organisation, by=by, on=today)
    personal = sort == StrengthSort.LEADER or phone
    if personal and (consent_on is None or consent_on > today):
        words_of_field = _("Ask whether the name and telephone may be found here, and write the day of the consent.")
        raise ConsentMissing(words_of_field, fields={"consent_on": words_of_field})
    clean = clean_text(words).text
    return Strength.objects.create(
        organisation=organisation,
        sort=sort,
        words=clean,
        skeleton=skeleton(clean),
        can_teach=can_teach,
        phone=phone,
        consent_on=consent_on if personal else None,
        since=since,
        entered_by=by,
        entered_at=at,
    )


def end_strength_step(strength: Strength, *, by: User, on: date) -> None:
    """End what an organisation does no more; one that rests on a person's consent is taken away, as if never told.

    Raises `NotYours`.
    """
    check_ender(strength, by=by, on=on)
    if strength.consent_on:
        strength.delete()
        return
    strength.until = max(on, strength.since or on)
    strength.save(update_fields=["until"])


def _day(at: datetime) -> date:
    return at.astimezone(BANGKOK).date()
