"""How people are named and sign on the papers of a loan."""

from django.utils.translation import gettext as _

from loans.lending.papers.deal import Lender, Party
from loans.lending.papers.parts import Signer, Words, say

WITNESSES = 2


def described(party: Party) -> Words:
    """Return who somebody is: name, member number, age, masked identity, address; without what is not known."""
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


def lender_words(lender: Lender) -> Words:
    """Return who lends: a legal person by its chair, or the members of a group by the chair who signs for them."""
    if lender.is_registered:
        sentence = _("%(group)s, by %(chair)s, its chair, “the lender” in this contract")
    else:
        sentence = _("%(group)s, by %(chair)s, its chair, who signs for the members of the group, “the lender” here")
    return say(sentence, group=lender.name, chair=lender.chair or BLANK, loose=["group"])


BLANK = "…" * 12


def witnesses() -> list[Signer]:
    """Return room for the witnesses, whose names are written in by hand."""
    return [Signer(_("witness"))] * WITNESSES


def lender_signs(lender: Lender) -> Signer:
    post = _("lender, chair of the group") if lender.is_registered else _("lender, chair, for the members of the group")
    return Signer(post, lender.chair)


def guardian_signs(party: Party) -> list[Signer]:
    """Return the place of whoever consents for a minor, if there is one."""
    return [Signer(_("lawful representative, consents"), party.guardian)] if party.guardian else []
