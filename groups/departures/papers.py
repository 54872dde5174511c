"""Papers of a departure: the statement that is signed, the notice before somebody is put out, a word to guarantors.

They ask with respect and threaten nothing. Source: domain, 11.1 Words on screen and paper; 5.4 (s.686).
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.report import Column, Grid, Row
from federation.kit.words import baht_words
from federation.organisations.places import address_of
from groups.departures.models import Departure
from groups.departures.queries.lists import payments_of
from groups.departures.queries.settled import settled_lines
from groups.departures.rules import may_confirm_on
from groups.registry.models import OfficePost
from groups.registry.queries import offices_on
from loans.lending.models import Guarantee
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, Signer, in_thai, say


def settlement_text(departure: Departure, *, made_at: datetime) -> PaperText:
    """Return the statement of a settlement, for the receivers and two officers to sign."""
    with in_thai():
        payments = list(payments_of(departure))
        columns = [Column("what", _("Line"), wide=True), Column("baht", _("Baht"), "money", total=True)]
        rows = [Row([_line(line), line.amount]) for line in settled_lines(departure) if line.amount]
        blocks = [
            Facts(_facts(departure)),
            Listing(_("What was settled"), Grid(columns, rows, total_label=_("To be returned"))),
            Passage([say(f"({baht_words(departure.net)})")]),
            *([_getters(payments)] if payments else []),
            Passage(_words_of(departure)),
        ]
        signers = [Signer(_("receiver"), one.name) for one in payments]
        return _paper(
            departure, "settlement", _("Settlement of a member who leaves"), blocks, signers=signers, made_at=made_at
        )


def _line(line) -> str:
    return f"{line.label} ({line.note})" if line.note else str(line.label)


def _getters(payments: list) -> Listing:
    columns = [
        Column("name", _("Receiver"), wide=True),
        Column("relation", _("How related"), "name"),
        Column("percent", _("Share (per cent)"), "code"),
        Column("baht", _("Baht"), "money", total=True),
    ]
    rows = [Row([one.name, one.relation, f"{one.percent:.2f}" if one.percent else "", one.amount]) for one in payments]
    return Listing(_("Who gets it"), Grid(columns, rows, total_label=_("Together")))


def _facts(departure: Departure) -> list:
    membership = departure.membership
    who = say(_("%(name)s, member %(number)s"), name=membership.name, number=membership.shown_number)
    facts = [(_("Member"), who), (_("Reason"), str(departure.get_kind_display()))]
    facts.append((_("Day of death") if departure.is_death else _("Left on"), show_date(departure.on)))
    facts.append((_("Member since"), show_date(membership.member_since)))
    if departure.resolution_no:
        resolved = say(
            _("no. %(number)s of %(day)s"),
            number=departure.resolution_no,
            day=show_date(departure.resolution_on),
        )
        facts.append((_("Resolution"), resolved))
    return facts


def _words_of(departure: Departure) -> list:
    words = [say(_("The receivers confirm that they got the sums above and that these savings are paid in full."))]
    if departure.is_death:
        words.append(
            say(
                _(
                    "Welfare at death and funeral aid are not part of this: they go in full to the person named for"
                    " them. Nobody who inherits owes more than was inherited."
                )
            )
        )
    return words


def notice_text(departure: Departure, *, today: date, made_at: datetime) -> PaperText:
    """Return the letter that goes to a member before the committee resolves on the membership."""
    with in_thai():
        group, given = departure.organisation, departure.notice_on or today
        days = bylaws_of(group, on=given)["expulsion_notice_days"]
        last = may_confirm_on(given, notice_days=days)
        idle = next((one for one in departure.grounds if one.get("what") == "idle"), None)
        thanks = _("You have been a member of %(group)s, and the group thanks you for saving together.")
        said = [say(thanks, group=group.name_th, loose=["group"])]
        if idle:
            day = show_date(date.fromisoformat(idle["on"]))
            said.append(say(_("The group has not seen a contribution of yours since the meeting of %(day)s."), day=day))
        said += [
            say(
                _(
                    "By the bylaws the committee considers after %(day)s whether the membership goes on. Until then"
                    " please come, send word or let somebody bring your savings; then nothing changes."
                ),
                day=show_date(last),
            ),
            say(
                _(
                    "If illness, the season or work elsewhere stands in the way, tell the committee: the membership"
                    " can be put on hold, and nothing is missed in that time."
                )
            ),
            say(_("Should the membership end, your savings less your own loan are returned to you in full.")),
        ]
        heads = [(_("Date"), show_date(given)), (_("Subject"), _("Your membership and how it may go on"))]
        heads.append((_("Dear"), departure.membership.name))
        blocks = [Facts(heads), Passage(said)]
        return _paper(departure, "notice", _("Notice to a member"), blocks, made_at=made_at)


def guarantor_text(departure: Departure, guarantee: Guarantee, *, today: date, made_at: datetime) -> PaperText:
    """Return the letter that tells a guarantor that the borrower died."""
    with in_thai():
        loan, heads = guarantee.loan, [(_("Date"), show_date(today))]
        heads += [
            (_("Subject"), _("The borrower of a loan you guarantee has died")),
            (_("Dear"), guarantee.membership.name),
        ]
        facts = {"contract": loan.contract_no, "day": show_date(loan.signed_on), "baht": show(guarantee.amount)}
        said = [
            say(
                _("With sorrow the group tells you that %(name)s died on %(day)s."),
                name=departure.membership.name,
                day=show_date(departure.on),
            ),
            say(
                _("You guarantee the loan by contract no. %(contract)s of %(day)s, up to %(baht)s baht."),
                **facts,
            ),
            say(_("The savings of the deceased are used for the loan first; the family is asked about the rest.")),
            say(_("You are asked for nothing today. Please come and talk with the committee about it.")),
        ]
        return _paper(departure, "guarantor", _("Word to a guarantor"), [Facts(heads), Passage(said)], made_at=made_at)


def _paper(departure: Departure, kind: str, title: str, blocks: list, *, made_at: datetime, signers=()) -> PaperText:
    group = departure.organisation
    holders = {one.post: one.person.name for one in offices_on(group, made_at.date())}
    officers = [
        Signer(_("chair of the group"), holders.get(OfficePost.CHAIR, "")),
        Signer(_("treasurer"), holders.get(OfficePost.TREASURER, "")),
    ]
    return PaperText(
        kind=kind,
        title=title,
        number=f"{departure.membership.shown_number} · {show_date(departure.on, style='numeric')}",
        organisation=group.name_th,
        address=address_of(group),
        made_at=made_at,
        blocks=blocks,
        signers=[*signers, *officers] if signers else officers[:1],
        made_up=group.is_demo,
    )
