"""How people are named and sign on the papers of a loan."""

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from loans.lending.papers.deal import Lender, Party
from loans.lending.papers.parts import Signer, Words, say

WITNESSES = 2
OFFICERS = 2  # of an organisation that owes or guarantees


def described(party: Party) -> Words:
    """Return who somebody is: name, member number, age, masked identity, address; without what is not known."""
    if party.is_organisation:
        return _organisation(party)
    text, figures = _("%(name)s, member %(member_no)s"), {"name": party.name, "member_no": party.member_no}
    if party.age is not None:
        text += _(", %(age)s years old")
        figures["age"] = party.age
    if party.identity:
        text += _(", national ID %(identity)s")
        figures["identity"] = party.identity
    if party.address:
        text += _(", living at %(address)s")
        figures["address"] = party.address
    return say(text, loose=["address"], **figures)


def _organisation(party: Party) -> Words:
    """Return which organisation borrows or guarantees, by whom and by which resolution of its own."""
    text = _("%(name)s, member organisation no. %(member_no)s")
    figures = {"name": party.name, "member_no": party.member_no}
    if party.address:
        text += _(", with its office at %(address)s")
        figures["address"] = party.address
    if party.officers:
        text += _(", by %(officers)s")
        figures["officers"] = party.officers
    if party.resolution_no:
        text += _(", by its own resolution %(number)s of %(day)s")
        figures |= {"number": party.resolution_no, "day": show_date(party.resolution_on)}
    return say(text, loose=["name", "address", "officers"], **figures)


def signs(post: str, party: Party) -> list[Signer]:
    """Return who signs: a person, beside a guardian where there is one; for an organisation two of its officers."""
    if party.is_organisation:
        words = _("%(post)s, for %(name)s") % {"post": post, "name": party.name}
        return [Signer(words)] * OFFICERS
    return [Signer(post, party.name), *guardian_signs(party)]


def lender_words(lender: Lender) -> Words:
    """Return who lends: a legal person by its chair, or the members of a group by the chair who signs for them."""
    if lender.is_registered:
        sentence = _("%(group)s, by %(chair)s, its chair, “the lender” in this contract")
    elif not lender.is_group:
        sentence = _("%(group)s, by %(chair)s, its chair, who signs for its member groups, “the lender” here")
    else:
        sentence = _("%(group)s, by %(chair)s, its chair, who signs for the members of the group, “the lender” here")
    return say(sentence, group=lender.name, chair=lender.chair or BLANK, loose=["group"])


BLANK = "…" * 12


def witnesses() -> list[Signer]:
    """Return room for the witnesses, whose names are written in by hand."""
    return [Signer(_("witness"))] * WITNESSES


def lender_signs(lender: Lender) -> Signer:
    post = _("lender, chair, for the members of the group")
    if lender.is_registered:
        post = _("lender, chair of the group")
    elif not lender.is_group:
        post = _("lender, chair, for the member groups")
    return Signer(post, lender.chair)


def guardian_signs(party: Party) -> list[Signer]:
    """Return the place of whoever consents for a minor, if there is one."""
    return [Signer(_("lawful representative, consents"), party.guardian)] if party.guardian else []
