"""Who a scheme covers on a day, how they stand, and who brings money for a death."""

from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.models import Covered, CoveredEvent, DeathDue, DeathState, Scheme, SchemeTerms
from welfare.funeral.rules import Terms
from welfare.funeral.rules.people import ARREARS, COVERED, IS_COVERED, WAITING, states_paying


class NoTerms(Refused):
    """Raised when a scheme had no terms yet on a day."""


def schemes_of(organisation) -> QuerySet[Scheme]:
    """Return the schemes of an organisation, those closed too, the oldest first."""
    own = Scheme.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return own.select_related("organisation", "fund").order_by("started_on", "code")


def schemes_for(organisation) -> list[Scheme]:
    """Return the schemes an organisation sees: its own, and for a group those of its network."""
    seen = Q(organisation=organisation)
    if organisation.is_group and organisation.keeper_id:
        seen |= Q(organisation=organisation.keeper_id)
    found = Scheme.objects.filter(seen, network_id=organisation.network_key).select_related("organisation", "fund")
    return sorted(found, key=lambda one: (one.organisation_id != organisation.pk, one.started_on, one.code))


def scheme_of(organisation, code: str) -> Scheme | None:
    """Return a scheme that an organisation sees, by its code."""
    return next((scheme for scheme in schemes_for(organisation) if scheme.code == code), None)


def version_on(scheme: Scheme, *, on: date) -> SchemeTerms | None:
    """Return the version of a scheme's terms in force on a day; none before the first."""
    versions = SchemeTerms.objects.filter(network_id=scheme.network_id, scheme=scheme, holds_from__lte=on)
    return versions.order_by("-holds_from").first()


def versions_of(scheme: Scheme) -> QuerySet[SchemeTerms]:
    """Return every version of a scheme's terms, the latest first."""
    versions = SchemeTerms.objects.filter(network_id=scheme.network_id, scheme=scheme)
    return versions.select_related("set_by").order_by("-holds_from")


def terms_on(scheme: Scheme, *, on: date) -> Terms:
    """Return the terms of a scheme in force on a day. Raises `NoTerms` before the first version."""
    version = version_on(scheme, on=on)
    if version is None:
        raise NoTerms(_("No terms of this scheme held on that day yet."))
    return Terms.from_data(version.terms)


def people_on(scheme: Scheme, *, on: date) -> QuerySet[Covered]:
    """Return whoever had applied by a day, each with `shown_state` (a `CoveredState`): how they stood on it.

    What people decided is the latest entered of their steps up to that day; a back-dated death goes before them all.
    """
    found = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, applied_on__lte=on)
    found = found.annotate(decided=_decided(on), is_behind=Exists(_late_dues(scheme, on=on)))
    waits = Q(decided=COVERED) & (Q(covered_from=None) | Q(covered_from__gt=on))
    shown = Case(
        When(waits, then=Value(WAITING)),
        When(Q(decided=COVERED, is_behind=True), then=Value(ARREARS)),
        default=F("decided"),
    )
    return found.annotate(shown_state=shown).select_related("membership__person", "membership__organisation")


def state_on(covered: Covered, *, on: date) -> str | None:
    """Return how somebody stood on a day, a `CoveredState`; None before they applied."""
    row = people_on(covered.scheme, on=on).filter(pk=covered.pk).values_list("shown_state", flat=True)
    return row.first()


def covered_on(scheme: Scheme, *, on: date) -> QuerySet[Covered]:
    """Return who was covered on a day: those behind too, those who still wait not."""
    return people_on(scheme, on=on).filter(shown_state__in=IS_COVERED)


def payers_on(scheme: Scheme, *, on: date, but: Covered | None = None) -> list[Covered]:
    """Return the members who bring money for a death claimed on a day, by group and number, without the dead.

    Whether who is behind or still waits is counted is the terms' to say; a membership that has ended pays nothing.
    Raises `NoTerms`. Source: domain, 2 Funeral aid, count date.
    """
    terms = terms_on(scheme, on=on)
    states = states_paying(arrears_pay=terms.arrears_pay, waiting_pay=terms.waiting_pay)
    payers = people_on(scheme, on=on).filter(relation="member", shown_state__in=states)
    payers = payers.filter(Q(membership__ended_on=None) | Q(membership__ended_on__gt=on))
    if but is not None:
        payers = payers.exclude(pk=but.pk)
    return list(payers.order_by("membership__organisation__code", "number"))


def covered_by_number(scheme: Scheme, number: int) -> Covered | None:
    """Return who has a funeral number in a scheme."""
    found = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, number=number)
    return found.select_related("membership__person", "membership__organisation", "scheme__organisation").first()


def all_covered(scheme: Scheme) -> QuerySet[Covered]:
    """Return everybody who ever had a place in a scheme, by number."""
    found = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme)
    return found.select_related("membership__person", "membership__organisation").order_by("number")


def family_of(covered: Covered) -> QuerySet[Covered]:
    """Return everybody covered through the same membership, the member among them, by number."""
    same = Covered.objects.filter(
        network_id=covered.network_id, scheme_id=covered.scheme_id, membership_id=covered.membership_id
    )
    return same.select_related("membership__person").order_by("number")


def events_of(covered: Covered) -> QuerySet[CoveredEvent]:
    """Return the steps of somebody's life in a scheme, the latest entered last."""
    events = CoveredEvent.objects.filter(network_id=covered.network_id, covered=covered)
    return events.select_related("by").order_by("at", "pk")


def _decided(on: date) -> Subquery:
    steps = CoveredEvent.objects.filter(network_id=OuterRef("network_id"), covered=OuterRef("pk"), on__lte=on)
    return Subquery(steps.order_by("-at", "-pk").values("state")[:1])


def _late_dues(scheme: Scheme, *, on: date) -> QuerySet[DeathDue]:
    """Return the dues of a member that were over their day, and not settled, on a day."""
    version = version_on(scheme, on=on)
    days = version.terms["dues_days"] if version else 0
    dues = DeathDue.objects.filter(
        network_id=scheme.network_id,
        membership=OuterRef("membership"),
        death__scheme=scheme,
        death__claimed_on__lt=on - timedelta(days=days),
        death__entry__isnull=False,
    )
    return dues.filter(Q(settled_on=None) | Q(settled_on__gt=on)).exclude(death__state=DeathState.TAKEN_BACK)
