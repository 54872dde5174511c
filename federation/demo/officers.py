"""Who holds office in the demo, and the accounts to sign in with; all share one password, printed when the site starts.

Two officers of the network are appointed at set-up; everybody else is proposed by one of them and checked by the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from federation.access.models import Appointment
from federation.access.permissions import Role
from federation.access.rules import last_day_of_term
from federation.access.steps import appoint_at_set_up_step, check_step, propose_step
from federation.kit.dates import be_year
from federation.organisations.models import Organisation
from federation.people.models import Person, User
from federation.people.steps import PersonIn, keep_people_step
from groups.registry.models import Office, OfficePost

PASSWORD = "khlong-kradae-2544"  # noqa: S105  (of the demo, and printed for everybody)

NO_CARD = {"no_id_reason": Person.NoIdReason.CARD_NOT_SHOWN.value}
NETWORK_PEOPLE = (
    ("kd-chair", Role.NETWORK_COMMITTEE, OfficePost.CHAIR, ("นาย", "อารมณ์", "ศรีวารี")),
    ("kd-secretary", Role.NETWORK_COMMITTEE, OfficePost.SECRETARY, ("นาง", "ลำดวน", "รักษ์ทอง")),
    ("kd-treasurer", Role.NETWORK_TREASURER, OfficePost.TREASURER, ("นางสาว", "มะลิวรรณ", "สินธุรักษ์")),
    ("kd-inspector", Role.AUDITOR, OfficePost.INSPECTOR, ("นาย", "สมปอง", "แสงอุทัย")),
    ("kd-mentor", Role.FACILITATOR, None, ("นางสาว", "ดาริกา", "พฤกษาทอง")),
    ("kd-admin", Role.ADMINISTRATOR, None, ("นาย", "ภานุเดช", "สุดคีรี")),
)
FORMING_PEOPLE = (
    ("klong-treasurer", Role.TREASURER, OfficePost.TREASURER, ("นาง", "พะเยาว์", "ธารารักษ์")),
    ("klong-chair", Role.CHAIR, OfficePost.CHAIR, ("นาย", "เชื้อ", "คลองทอง")),
)
PROVINCE_PEOPLE = (("srt-chair", Role.NETWORK_COMMITTEE, OfficePost.CHAIR, ("นาย", "วิเชียร", "ตาปีทอง")),)
GROUP_POSTS = (
    ("treasurer", Role.TREASURER, OfficePost.TREASURER),
    ("chair", Role.CHAIR, OfficePost.CHAIR),
    ("secretary", Role.SECRETARY, OfficePost.SECRETARY),
    ("inspector", Role.AUDITOR, OfficePost.INSPECTOR),
)
TERM_YEARS = 4


@dataclass(frozen=True)
class Network:
    """The network with the two who propose and check its appointments."""

    organisation: Organisation
    chair: User
    secretary: User
    treasurer: User
    mentor: User


@dataclass(frozen=True)
class Hand:
    """Somebody who is to hold a role, with an office that goes with it or none."""

    user: User
    role: str
    post: str | None


def seat_network(organisation: Organisation, *, since: date, mentor_since: date, at: datetime) -> Network:
    """Give the network its officers and their accounts; facilitators are appointed for a year at most."""
    hands = _strangers(organisation, NETWORK_PEOPLE)
    network = network_of(organisation)
    for hand in hands[:2]:
        appoint_at_set_up_step(
            organisation, user=hand.user, role=hand.role, **_term(since), reason="เริ่มต้นระบบ ข้อมูลสมมติ", at=at
        )
    for hand in hands[2:]:
        _appoint(network, organisation, hand, since=mentor_since if _years(hand.role) == 1 else since, at=at)
    _give_offices(organisation, hands, since=since)
    return network


def seat_province(organisation: Organisation, *, since: date, at: datetime) -> None:
    """Give the province network its chair."""
    hands = _strangers(organisation, PROVINCE_PEOPLE)
    for hand in hands:
        facts = {"user": hand.user, "role": hand.role, "reason": "เริ่มต้นระบบ ข้อมูลสมมติ", "at": at}
        appoint_at_set_up_step(organisation, **facts, **_term(since))
    _give_offices(organisation, hands, since=since)


def network_of(organisation: Organisation) -> Network:
    """Return the network with its officers, who have their accounts."""
    users = {user.username: user for user in User.objects.filter(username__in=[name for name, *_ in NETWORK_PEOPLE])}
    return Network(organisation, *(users[f"kd-{post}"] for post in ("chair", "secretary", "treasurer", "mentor")))


def seat_group(
    organisation: Organisation, *, network: Network, persons: Sequence[Person], since: date, at: datetime
) -> dict[str, User]:
    """Give a group its treasurer, chair, secretary and inspector, in this order of `persons`; return {post: user}."""
    users = _accounts(
        (f"{organisation.code.lower()}-{name}", person) for (name, *_), person in zip(GROUP_POSTS, persons, strict=True)
    )
    hands = [Hand(user, role, post) for user, (_name, role, post) in zip(users, GROUP_POSTS, strict=True)]
    for hand in hands:
        _appoint(network, organisation, hand, since=since, at=at)
    _give_offices(organisation, hands, since=since)
    return {name: hand.user for (name, *_), hand in zip(GROUP_POSTS, hands, strict=True)}


def of_group(organisation: Organisation) -> dict[str, User]:
    """Return {post: user} of a group's officers, as `seat_group` made them."""
    names = {f"{organisation.code.lower()}-{name}": name for name, *_rest in GROUP_POSTS}
    return {names[user.username]: user for user in User.objects.filter(username__in=names)}


def send_mentor(organisation: Organisation, *, network: Network, since: date, at: datetime) -> None:
    """Let the network's facilitator look into a group for a year."""
    _appoint(network, organisation, Hand(network.mentor, Role.FACILITATOR, None), since=since, at=at)


def leave_waiting(organisation: Organisation, user: User, *, network: Network, since: date, at: datetime) -> None:
    """Propose one more role, for the group's chair to check: so that a visitor sees what four eyes are."""
    _propose(network, organisation, Hand(user, Role.REGISTRAR, None), since=since, at=at)


def seat_forming_group(organisation: Organisation, *, network: Network, since: date, at: datetime) -> None:
    """Give the group without members a treasurer and a chair: one imports, the other checks."""
    hands = _strangers(organisation, FORMING_PEOPLE)
    for hand in hands:
        _appoint(network, organisation, hand, since=since, at=at)
    _give_offices(organisation, hands, since=since)


def _strangers(organisation: Organisation, people: Iterable) -> list[Hand]:
    """Keep persons who are no members, each with an account."""
    people = list(people)
    rows = [PersonIn(title=t, given=g, family=f, place_code="840203", **NO_CARD) for *_rest, (t, g, f) in people]
    persons = keep_people_step(organisation.network_key, rows)
    users = _accounts((username, person) for (username, *_rest), person in zip(people, persons, strict=True))
    return [Hand(user, role, post) for user, (_name, role, post, _who) in zip(users, people, strict=True)]


def _accounts(named: Iterable[tuple[str, Person]]) -> list[User]:
    return User.objects.bulk_create(User(username=name, person=person, password=_secret()) for name, person in named)


@cache
def _secret() -> str:
    """Return the stored form of the password, made once: it is slow by intent."""
    return make_password(PASSWORD)


def _appoint(network: Network, organisation: Organisation, hand: Hand, *, since: date, at: datetime) -> None:
    proposed = _propose(network, organisation, hand, since=since, at=at)
    check_step(proposed, by=network.secretary, at=at, on=since)


def _propose(network: Network, organisation: Organisation, hand: Hand, *, since: date, at: datetime) -> Appointment:
    return propose_step(
        organisation,
        user=hand.user,
        role=hand.role,
        **_term(since, years=_years(hand.role)),
        resolution_no=f"1/{be_year(since)}",
        resolution_on=since,
        by=network.chair,
        at=at,
        on=since,
    )


def _give_offices(organisation: Organisation, hands: Iterable[Hand], *, since: date) -> None:
    Office.objects.bulk_create(
        Office(
            network_id=organisation.network_key,
            organisation=organisation,
            person=hand.user.person,
            post=hand.post,
            **_term(since),
            resolution_no=f"1/{be_year(since)}",
            resolution_on=since,
        )
        for hand in hands
        if hand.post
    )


def _term(since: date, *, years: int = TERM_YEARS) -> dict:
    return {"since": since, "until": last_day_of_term(since, years=years)}


def _years(role: str) -> int:
    return 1 if role == Role.FACILITATOR else TERM_YEARS
