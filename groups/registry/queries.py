"""Reading the register: who is a member on a day, and finding members."""

from datetime import date, datetime

from django.db.models import Max, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from federation.audit.models import Act
from federation.kit.dates import show_date
from federation.kit.digits import to_arabic_digits
from federation.ledger.queries import Statement, balances, signed_balance_of, statement
from federation.organisations.models import Organisation
from federation.people.models import Person
from federation.people.queries import matching, name_skeleton
from federation.people.steps import PersonIn
from groups.registry.models import Beneficiary, Membership, MembershipEvent, MembershipState, Office


def members_on(organisation: Organisation, on: date) -> QuerySet[Membership]:
    """Return the memberships that run on a day, those on hold included, by number."""
    return (
        Membership.objects.of(organisation).live(on).select_related("person", "member_organisation").order_by("number")
    )


SHOWN = {
    "current": (MembershipState.ADMITTED, MembershipState.ON_HOLD),
    "on_hold": (MembershipState.ON_HOLD,),
    "ended": (MembershipState.RESIGNED, MembershipState.EXPELLED, MembershipState.DIED),
    "applied": (MembershipState.APPLIED,),
    "all": tuple(MembershipState),
}


def register(organisation: Organisation) -> QuerySet[Membership]:
    """Return all memberships there ever were, by number."""
    return Membership.objects.of(organisation).select_related("person", "member_organisation").order_by("number")


def register_with_balances(organisation: Organisation, *, search: str = "", show: str = "all") -> QuerySet[Membership]:
    """Return memberships with `satja`, `shares` and `special` in baht, cut to a kind of state and to a search.

    show: a key of `SHOWN`.
    """
    found = register(organisation).filter(state__in=SHOWN[show])
    if search.strip():
        found = found.filter(_sought(search))
    return found.annotate(
        satja=-signed_balance_of("satja_account"),
        shares=-signed_balance_of("shares_account"),
        special=-signed_balance_of("special_account"),
    )


def _sought(search: str) -> Q:
    """Return the condition for a member number, a name part, a nickname or the end of a telephone number."""
    found = matching(search, through="person__")
    digits = to_arabic_digits(search).strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= 6:
        found |= Q(number=int(digits))
    if search.strip():
        found |= Q(member_organisation__name_th__icontains=search.strip())
    return found


ACCOUNTS = ("satja_account", "shares_account", "special_account")


def membership(organisation: Organisation, number: int) -> Membership | None:
    """Return the membership of a number, running or ended, with its accounts, or None."""
    accounts = [f"{field}__control" for field in ACCOUNTS]
    return register(organisation).select_related("organisation__book", *accounts).filter(number=number).first()


def balances_of(membership: Membership, *, on: date | None = None) -> list[tuple]:
    """Return [(account, baht)] of a member's satja, shares and special savings, now or at the end of a day."""
    accounts = [getattr(membership, field) for field in ACCOUNTS]
    found = balances(accounts, on=on)
    return [(account, found[account.pk]) for account in accounts]


def statements_of(membership: Membership, *, since: date, until: date) -> list[Statement]:
    """Return a member's passbook: a statement of each of the three accounts. It costs the member's own lines."""
    return [statement(getattr(membership, field), since=since, until=until) for field in ACCOUNTS]


def running_membership(organisation: Organisation, **holder) -> Membership | None:
    """Return the membership of a person, or of a member_organisation, that has not ended, or None."""
    return register(organisation).filter(**holder, ended_on=None).first()


def look_alikes(organisation: Organisation, *, given: str, family: str, middle: str = "") -> list[Membership]:
    """Return memberships, ended ones too, whose name looks the same when tones and look-alikes are overlooked."""
    bones = name_skeleton(given=given, middle=middle, family=family)
    return list(register(organisation).filter(person__skeleton=bones))


def likenesses(organisation: Organisation, person: PersonIn, *, known: Person | None) -> list:
    """Return a sentence for each reason to think that a newcomer is not new here. Source: domain, 1.2.

    What the network keeps of somebody known only by national ID is not told: whoever types it is to ask its holder.
    """
    alike = {m.pk: m for m in look_alikes(organisation, given=person.given, middle=person.middle, family=person.family)}
    if known:
        alike |= {m.pk: m for m in former_memberships(organisation, known)}
    sentences = [_likeness(membership) for membership in sorted(alike.values(), key=lambda m: m.number)]
    bones = name_skeleton(given=person.given, middle=person.middle, family=person.family)
    if known and known.skeleton != bones:
        sentences.append(
            _(
                "The network knows this national ID under a name spelt otherwise. Compare name and figures with the"
                " card; admitted, the person goes by the data kept before."
            )
        )
    return sentences


def _likeness(membership: Membership):
    shown = {"number": membership.shown_number, "name": membership.name}
    if membership.ended_on is None:
        return _("Number %(number)s, %(name)s, is a member here under the same or a very similar name.") % shown
    words = _("Number %(number)s, %(name)s, was a member here: %(state)s on %(day)s.")
    return words % {**shown, "state": membership.get_state_display(), "day": show_date(membership.ended_on)}


def former_memberships(organisation: Organisation, person) -> list[Membership]:
    """Return the ended memberships of a person in this organisation, by number."""
    return list(register(organisation).filter(person=person, ended_on__isnull=False)) if person else []


def holds_of(memberships) -> dict:
    """Return {membership id: [(from, until or None)]}: from which day, and before which, each was on hold."""
    memberships = list(memberships)
    steps = MembershipEvent.objects.filter(
        network_id=memberships[0].network_id if memberships else None,
        membership__one_of=[membership.pk for membership in memberships],
    )
    events = (
        steps.filter(membership__in=steps.filter(state=MembershipState.ON_HOLD).values("membership"))
        .order_by("on", "at", "pk")
        .values_list("membership_id", "state", "on")
    )
    holds: dict = {}
    for pk, state, on in events:
        periods = holds.setdefault(pk, [])
        if periods and periods[-1][1] is None:
            periods[-1] = (periods[-1][0], on)
        if state == MembershipState.ON_HOLD:
            periods.append((on, None))
    return holds


def last_posted_on(membership: Membership) -> date | None:
    """Return the meeting day of the latest posted sheet, not reversed, that a member is on."""
    rows = membership.sheet_rows.filter(network_id=membership.network_id, sheet__state="posted")
    return rows.aggregate(latest=Max("sheet__meeting_on"))["latest"]


def organisations_of(person) -> QuerySet[Organisation]:
    """Return the organisations in which a person has a membership that has not ended, by code."""
    running = Membership.objects.filter(network_id=person.network_id, person=person, ended_on=None)
    return Organisation.objects.filter(pk__in=running.values("organisation")).order_by("code")


def changes_by(user, person, *, what: str, since: datetime) -> QuerySet[Act]:
    """Return the acts of a kind by which a user changed a person since a moment, in whatever organisation."""
    acts = Act.objects.filter(network_id=person.network_id, about=f"person:{person.pk}")
    return acts.filter(what=what, by=user, at__gte=since)


def beneficiaries_of(membership: Membership, *, on: date | None = None) -> list[Beneficiary]:
    """Return whom a member names for the case of death, in order: the last set, or the last up to a day."""
    found = Beneficiary.objects.filter(network_id=membership.network_id, membership=membership)
    if on:
        found = found.filter(named_on__lte=on)
    newest = found.order_by("-named_at").values("named_at")[:1]
    return list(found.filter(named_at=Subquery(newest)).order_by("position"))


def beneficiary_sets(membership: Membership) -> list[list[Beneficiary]]:
    """Return every set of names there ever was, the newest first."""
    found = Beneficiary.objects.filter(network_id=membership.network_id, membership=membership)
    sets: dict = {}
    for one in found.select_related("by__person").order_by("-named_at", "position"):
        sets.setdefault(one.named_at, []).append(one)
    return list(sets.values())


def offices_of(organisation: Organisation) -> QuerySet[Office]:
    """Return the posts ever held, the latest terms first."""
    return (
        Office.objects.filter(network_id=organisation.network_key, organisation=organisation)
        .select_related("person")
        .order_by("-until", "-since", "post", "pk")
    )


def offices_on(organisation: Organisation, on: date) -> QuerySet[Office]:
    """Return the posts held on a day."""
    return offices_of(organisation).filter(since__lte=on, until__gte=on)
