"""Admitting members, and the steps of a membership's life.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day, month_of, next_month, show_date, show_month
from federation.kit.identity import parse_id
from federation.kit.refusals import Refused
from federation.ledger import books, chart
from federation.ledger.months import head_of
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from federation.organisations.twins import make_twins
from federation.people.models import Person
from federation.people.queries import find_by_national_id
from federation.people.rules import age, is_minor
from federation.people.steps import PersonIn, keep_people_step, keep_person_step
from groups.registry import rules
from groups.registry.models import LIVE, MemberClass, Membership, MembershipEvent, MembershipState
from groups.registry.queries import former_memberships, last_posted_on, likenesses, running_membership

HOLDER_NAMES = {
    chart.SATJA: ("เงินสัจจะ สมาชิก", "satja, member"),
    chart.SHARES: ("หุ้น สมาชิก", "shares, member"),
    chart.GROUP_SHARES: ("หุ้น กลุ่มสมาชิก", "shares, member group"),
    chart.SPECIAL_SAVINGS: ("เงินสะสมพิเศษ สมาชิก", "special savings, member"),
}


class NumberTaken(Refused):
    """Raised when a member number was given out before, even to someone who has left."""


class AlreadyMember(Refused):
    """Raised when the person or organisation has a running membership here; `membership` is which."""

    def __init__(self, membership: Membership):
        self.membership = membership
        words = _("Already a member of this group, number %(number)s.") % {"number": membership.shown_number}
        super().__init__(words, fields={"national_id": words})


class NotThatState(Refused):
    """Raised when a membership cannot go from its state to another."""


class DateOutOfOrder(Refused):
    """Raised when a step is dated before the one that went before it, or into what is settled already."""


class ReasonMissing(Refused):
    """Raised when a step needs a reason or a resolution and has none."""


class LookAgain(Refused):
    """Raised when a newcomer looks like somebody known; `problems` says like whom. Say so again to go on."""


class TooSoon(Refused):
    """Raised when who left comes back before the bylaws' months are over, without a resolution."""


class TooYoung(Refused):
    """Raised when somebody is younger than the bylaws allow, or under 20 without a guardian's name."""


@dataclass(frozen=True)
class NewMember:
    """A member to be admitted among many. `number` None takes the next free one."""

    person: PersonIn
    joined_on: date
    number: int | None = None
    counted_from: date | None = None
    member_class: str = MemberClass.FULL
    reason: str = ""
    resolution_no: str = ""
    resolution_on: date | None = None


def admit_step(
    organisation: Organisation,
    *,
    joined_on: date,
    by,
    at,
    person: Person | None = None,
    member_organisation: Organisation | None = None,
    number: int | None = None,
    counted_from: date | None = None,
    member_class: str = MemberClass.FULL,
    state: str = MembershipState.ADMITTED,
    reason: str = "",
    resolution_no: str = "",
    resolution_on: date | None = None,
) -> Membership:
    """Give a person, or in a network an organisation, the next number and three accounts of their own.

    joined_on: also the day of the application when `state` is "applied".
    counted_from: first month whose promise these books follow, by default the month of joining.

    Raises `AlreadyMember`, `NumberTaken`, or `DateOutOfOrder` for a day in a closed month.
    """
    lock(organisation.book)
    if words := _closed_words(organisation.book, joined_on):
        raise DateOutOfOrder(words, fields={"joined_on": words})
    holder = {"person": person} if person else {"member_organisation": member_organisation}
    if running := running_membership(organisation, **holder):
        raise AlreadyMember(running)
    [membership] = _memberships(
        organisation,
        [
            Membership(
                **holder,
                number=number,
                member_class=member_class,
                joined_on=joined_on,
                state=state,
                counted_from=counted_from or month_of(joined_on),
            )
        ],
    )
    _note(membership, on=joined_on, by=by, at=at, reason=reason, resolution=(resolution_no, resolution_on))
    return membership


def admit_person_step(
    organisation: Organisation, *, person: PersonIn, joined_on: date, confirmed: bool = False, **facts
) -> Membership:
    """Keep a person and admit them; somebody the network knows by national ID is not kept twice.

    confirmed: an officer has looked at the likenesses and goes on.
    facts: the rest of `admit_step`'s.

    Raises `AlreadyMember`, `LookAgain`, `TooSoon`, `TooYoung`, or what `admit_step` and `keep_person_step` raise.
    """
    lock(organisation.book)
    _check_age(organisation, person, on=joined_on)
    national_id = parse_id(person.national_id) if person.national_id else None
    known = find_by_national_id(organisation.network_key, national_id) if national_id else None
    if known and (running := running_membership(organisation, person=known)):
        raise AlreadyMember(running)
    check_wait(organisation, known, on=joined_on, resolved=bool(str(facts.get("resolution_no", "")).strip()))
    if not confirmed and (problems := likenesses(organisation, person, known=known)):
        how = (
            _("If the card agrees, tick here and send it again.")
            if known
            else _("If this is somebody else, tick here and send it again.")
        )
        raise LookAgain(_("Look again whether this is somebody new."), problems=problems, fields={"confirmed": how})
    if known is None:
        known = keep_person_step(organisation.network_key, **{f.name: getattr(person, f.name) for f in fields(person)})
    return admit_step(organisation, person=known, joined_on=joined_on, **facts)


def check_wait(organisation: Organisation, person: Person | None, *, on: date, resolved: bool = False) -> None:
    """Raise `TooSoon` for who left lately and comes back without a resolution. Source: domain, 1.2, re-entry."""
    left = [one for one in former_memberships(organisation, person) if one.state != MembershipState.DIED]
    months = bylaws_of(organisation, on=on)["reentry_wait_months"] if left and not resolved else 0
    if not months:
        return
    last = max(one.ended_on for one in left)
    earliest = next_month(month_of(last), by=months)
    earliest = earliest.replace(day=min(last.day, last_day(earliest).day))
    if on < earliest:
        words = _(
            "Left on %(left)s. By the bylaws who left may come back from %(day)s on, %(months)s months later. For an"
            " earlier day, give the number of the committee's resolution."
        )
        words %= {"left": show_date(last), "day": show_date(earliest), "months": months}
        raise TooSoon(words, fields={"resolution_no": words})


def _check_age(organisation: Organisation, person: PersonIn, *, on: date) -> None:
    if person.born_on is None:
        return
    least = bylaws_of(organisation, on=on)["min_age"]
    if age(person.born_on, on=on) < least:
        words = _("By the bylaws a member is at least %(least)s years old.") % {"least": least}
        raise TooYoung(words, fields={"born_on": words})
    if is_minor(person.born_on, on=on) and not person.guardian.strip():
        words = _("Under 20 a guardian signs: write the guardian's name.")
        raise TooYoung(words, fields={"guardian": words})


def admit_many_step(organisation: Organisation, *, rows: Iterable[NewMember], by, at) -> list[Membership]:
    """Admit many persons in a few queries, in the order of `rows`; the numbers given are kept, the rest follow on.

    Raises `AlreadyMember`, `NumberTaken`, or what `keep_people_step` raises.
    """
    rows = list(rows)
    lock(organisation.book)
    persons = keep_people_step(organisation.network_key, [row.person for row in rows])
    running = Membership.objects.of(organisation).filter(person__in=persons, ended_on=None).first()
    if running:
        raise AlreadyMember(running)
    memberships = _memberships(
        organisation,
        [
            Membership(
                person=person,
                number=row.number,
                member_class=row.member_class,
                joined_on=row.joined_on,
                counted_from=row.counted_from or month_of(row.joined_on),
            )
            for person, row in zip(persons, rows, strict=True)
        ],
    )
    MembershipEvent.objects.bulk_create(
        _event(m, on=r.joined_on, by=by, at=at, reason=r.reason, resolution=(r.resolution_no, r.resolution_on))
        for m, r in zip(memberships, rows, strict=True)
    )
    return memberships


def change_state_step(
    membership: Membership,
    *,
    state: str,
    on: date,
    by,
    at,
    reason: str = "",
    resolution_no: str = "",
    resolution_on: date | None = None,
) -> Membership:
    """Take a membership to another state from a day on. Money is not moved: who leaves keeps an open refund.

    Raises `NotThatState`, `DateOutOfOrder` or `ReasonMissing`.
    Source: architecture, settled 18; domain, 1.2 Membership rules.
    """
    lock(membership.organisation.book)
    membership = Membership.objects.get(network_id=membership.network_id, pk=membership.pk)
    _check_step(membership, state=state, on=on, reason=reason, resolution_no=resolution_no)
    if membership.state == MembershipState.APPLIED and state == MembershipState.ADMITTED:
        membership.joined_on = on
        membership.counted_from = month_of(on)
    membership.state = state
    membership.ended_on = on if state in rules.ENDED else None
    membership.save(update_fields=["state", "ended_on", "joined_on", "counted_from"])
    _note(membership, on=on, by=by, at=at, reason=reason, resolution=(resolution_no, resolution_on))
    return membership


def take_end_back_step(membership: Membership, *, on: date, by, at, reason: str) -> Membership:
    """Let a membership that was ended by mistake run on, from `on` and in the state it had before.

    Raises `NotThatState` unless it has ended. Money is not moved.
    """
    lock(membership.organisation.book)
    membership = Membership.objects.get(network_id=membership.network_id, pk=membership.pk)
    if membership.state not in rules.ENDED:
        raise NotThatState(_("This membership has not ended."))
    before = membership.events.filter(state__in=LIVE).order_by("on", "at", "pk").last()
    membership.state = before.state if before else MembershipState.ADMITTED
    membership.ended_on = None
    membership.save(update_fields=["state", "ended_on"])
    _note(membership, on=on, by=by, at=at, reason=reason, resolution=("", None))
    return membership


def _check_step(membership: Membership, *, state: str, on: date, reason: str, resolution_no: str) -> None:
    if state not in rules.may_follow(membership.state):
        words = _("A member who is “%(now)s” cannot become “%(then)s”.")
        shown = {"now": membership.get_state_display(), "then": MembershipState(state).label}
        raise NotThatState(words % shown)
    _check_day(membership, state=state, on=on)
    if rules.needs_reason(state) and not reason.strip():
        words = _("Write the reason.")
        raise ReasonMissing(words, fields={"reason": words})
    if rules.needs_resolution(state) and not resolution_no.strip():
        words = _("Write the number of the committee's resolution.")
        raise ReasonMissing(words, fields={"resolution_no": words})


def _check_day(membership: Membership, *, state: str, on: date) -> None:
    """Keep a step out of closed months, and a hold or its end out of meetings already counted."""
    latest = membership.events.aggregate(latest=Max("on"))["latest"] or membership.joined_on
    closed = _closed_words(membership.organisation.book, on)
    posted = last_posted_on(membership) if state in LIVE else None
    words = None
    if on < latest:
        words = _("The last step of this membership is dated later. Give a day on or after it.")
    elif closed:
        words = closed
    elif posted and on <= posted:
        words = _(
            "The sheet of %(day)s is posted with this member on it. Give a later day; who could not come to an"
            " earlier meeting is marked as excused on its sheet."
        )
        words = words % {"day": show_date(posted)}
    if words:
        raise DateOutOfOrder(words, fields={"on": words})


def _closed_words(book, on: date):
    """Return why a day cannot be used because its month is closed, or None."""
    closed = head_of(book).closed_through
    if not closed or on >= (first := next_month(closed)):
        return None
    words = _("%(month)s is closed in the books. Give %(day)s or a later day; write the true day as the reason.")
    return words % {"month": show_month(on), "day": show_date(first)}


def _memberships(organisation: Organisation, fresh: list[Membership]) -> list[Membership]:
    """Number memberships, make their accounts and store them. The caller holds the book's lock."""
    _number(organisation, fresh)
    for membership in fresh:
        membership.network_id = organisation.network_key
        membership.organisation = organisation
    shares = chart.SHARES if organisation.is_group else chart.GROUP_SHARES
    for field, code in (
        ("satja_account", chart.SATJA),
        ("shares_account", shares),
        ("special_account", chart.SPECIAL_SAVINGS),
    ):
        for membership, account in zip(fresh, _accounts(organisation.book, fresh, code=code), strict=True):
            setattr(membership, field, account)
    _tie_to_members_books(organisation, fresh)
    return Membership.objects.bulk_create(fresh)


def _tie_to_members_books(organisation: Organisation, fresh: list[Membership]) -> None:
    """Tie what is kept of an organisation that joins to what it keeps of us, where it keeps its book here too."""
    for membership in fresh:
        lower = membership.member_organisation if membership.member_organisation_id else None
        if lower and lower.book_id:
            three = (membership.satja_account, membership.shares_account, membership.special_account)
            held = {account.code.partition(".")[0]: account for account in three}
            make_twins(organisation, lower, number=membership.number, held=held, since=membership.joined_on)


def _accounts(book, fresh: list[Membership], *, code: str) -> list:
    """Make one holder account each; its name carries the number, never the person's name."""
    thai, english = HOLDER_NAMES[code]
    holders = [(f"{m.number:05d}", f"{thai} {m.shown_number}", f"{english} {m.shown_number}") for m in fresh]
    return books.holder_accounts(book, control=books.account(book, code), holders=holders)


def _number(organisation: Organisation, fresh: list[Membership]) -> None:
    """Give numbers to those without, above every number ever used. Raises `NumberTaken`."""
    given = [m.number for m in fresh if m.number is not None]
    doubled = {number for number in given if given.count(number) > 1} if len(set(given)) < len(given) else set()
    taken = Membership.objects.of(organisation).filter(number__in=given).values_list("number", flat=True)
    if wrong := sorted({*taken, *doubled}):
        shown = {"number": f"{wrong[0]:03d}"}
        words = _("Number %(number)s was given out before. A member number is never used again.") % shown
        raise NumberTaken(words, fields={"number": words})
    highest = Membership.objects.of(organisation).aggregate(highest=Max("number"))["highest"] or 0
    highest = max([highest, *given])
    for membership in fresh:
        if membership.number is None:
            highest += 1
            membership.number = highest


def _note(membership: Membership, **facts) -> None:
    _event(membership, **facts).save(force_insert=True)


def _event(membership: Membership, *, on: date, by, at, reason: str, resolution: tuple) -> MembershipEvent:
    return MembershipEvent(
        network_id=membership.network_id,
        membership=membership,
        state=membership.state,
        on=on,
        reason=reason,
        resolution_no=resolution[0],
        resolution_on=resolution[1],
        by=by,
        at=at,
    )
