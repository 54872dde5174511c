"""What somebody reads who meets the demo for the first time: who to sign in as, and what to try."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from federation.access.permissions import Role
from federation.demo import world
from federation.demo.officers import PASSWORD
from federation.organisations.models import Organisation
from federation.people.models import User

FIRST = world.VILLAGES[0]


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    code: str


ACCOUNTS = (
    Account(f"{FIRST.code.lower()}-treasurer", Role.TREASURER.value, FIRST.code),
    Account(f"{FIRST.code.lower()}-chair", Role.CHAIR.value, FIRST.code),
    Account(f"{FIRST.code.lower()}-secretary", Role.SECRETARY.value, FIRST.code),
    Account(f"{FIRST.code.lower()}-inspector", Role.AUDITOR.value, FIRST.code),
    Account("kd-chair", Role.NETWORK_COMMITTEE.value, world.NETWORK_CODE),
    Account("kd-secretary", Role.NETWORK_COMMITTEE.value, world.NETWORK_CODE),
    Account("kd-treasurer", Role.NETWORK_TREASURER.value, world.NETWORK_CODE),
    Account("kd-mentor", Role.FACILITATOR.value, world.NETWORK_CODE),
    Account("kd-admin", Role.ADMINISTRATOR.value, world.NETWORK_CODE),
    Account("srt-chair", Role.NETWORK_COMMITTEE.value, world.PROVINCE_CODE),
    Account("klong-treasurer", Role.TREASURER.value, world.FORMING_CODE),
    Account("klong-chair", Role.CHAIR.value, world.FORMING_CODE),
)


def facts() -> dict:
    """Return what a program needs to know to use the demo; no users where it was not made."""
    here = set(User.objects.filter(username__in=[a.username for a in ACCOUNTS]).values_list("username", flat=True))
    users = [
        {"username": a.username, "password": PASSWORD, "role": a.role, "organisation": a.code}
        for a in ACCOUNTS
        if a.username in here
    ]
    codes = {"network": world.NETWORK_CODE, "group": FIRST.code, "forming": world.FORMING_CODE}
    return {"users": users, **codes} if users else {"users": []}


def text() -> str:
    """Return the greeting in Thai, then in English; nothing where the demo was not made."""
    users = facts()["users"]
    return "\n\n".join(_in(language, users) for language in ("th", "en")) if users else ""


def _in(language: str, users: list[dict]) -> str:
    with translation.override(language):
        names = {each.code: each.name for each in Organisation.objects.filter(is_demo=True)}
        width = max(len(user["username"]) for user in users)
        lines = [
            f"    {user['username']:<{width}}  {Role(user['role']).label}, {names.get(user['organisation'], '')}"
            for user in users
        ]
        return "\n".join([_("Made-up data (ข้อมูลสมมติ): nobody here is a real person."), *_who(lines), *_what()])


def _who(lines: list[str]) -> list[str]:
    return ["  " + _("Sign in with one of these names; the password of all is %(word)s") % {"word": PASSWORD}, *lines]


def _what() -> list[str]:
    treasurer, chair, secretary = (account.username for account in ACCOUNTS[:3])
    steps = (
        _("As %(treasurer)s, open this month's deposit sheet and fill it in with Enter and the arrows."),
        _("Count the notes, post the sheet, close the month, and print its report."),
        _("As %(chair)s, look under “Who may do what”: an appointment waits for a second person."),
        _("As %(secretary)s, decide on the loan requests that wait, and look at who is late with a loan."),
        _("As %(chair)s, look at what is proposed on loans: a payout and a waiver wait for a second person."),
        _("As kd-chair, look over all groups at a glance; one of them is two months late."),
        _("As kd-treasurer, fill in the network's sheet of this month: it is written in the groups' books too."),
        _("As kd-treasurer, check the months the groups sent; as kd-chair, accept them, and look at the pool."),
        _("As kd-chair, look at the loans to groups and the plan for the one that is late; a group doubts an entry."),
        _("As kd-mentor, finish the report of the coming meeting; as srt-chair, look at all districts from above."),
        _("As klong-treasurer, import the register federation/demo/register-bankhlong.xlsx, with all its faults."),
    )
    shown = {"treasurer": treasurer, "chair": chair, "secretary": secretary}
    return ["  " + _("Try this first:"), *(f"    {n}. {step % shown}" for n, step in enumerate(steps, start=1))]
