"""Writing letters: numbered, with the sums of their day, and stored so that they print the same ever after."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.bylaws.queries import bylaws_of
from federation.kit.dates import be_year
from federation.kit.phones import show_phone
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation
from federation.organisations.places import address_of
from federation.people.models import Person
from groups.registry.queries import offices_on
from loans.followup.models import Case, CaseStep, Letter
from loans.followup.papers.letters import LetterFacts, letter_data
from loans.followup.queries.cases import view_of
from loans.followup.queries.sums import sums_on
from loans.followup.rules.kinds import ALL, rungs_done
from loans.followup.rules.letters import LETTERS, forbidden_in
from loans.followup.rules.limits import guarantor_notice_by
from loans.followup.steps.cases import MayNotBeWritten, NotThatDay, advance, check_doer, touched, write_down
from loans.followup.steps.doings import check_order
from loans.lending.models import Guarantee
from loans.lending.papers.parts import Signer, in_thai


class WordsThatThreaten(Refused):
    """Raised when a sentence added to a letter holds a word that no letter of a group holds."""


class PostedAlready(Refused):
    """Raised when the postal receipt of a letter was written down before."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A letter to be written. to_guarantee: to this guarantor, else to the borrower. extra: a sentence of one's own."""

    kind: str
    signed_by: Person
    to_guarantee: Guarantee | None = None
    meeting_on: date | None = None
    place: str = ""
    extra: str = ""


def write_letter_step(case: Case, writing: Writing, *, on: date, by, at) -> Letter | None:
    """Write a letter with the sums of its day, number it, and store it. None: it was paid up, and is closed instead.

    Raises `MayNotBeWritten`, `WordsThatThreaten`, `NotThatPerson`, `NotYet`, `NotThatDay`, `CaseClosed`.
    """
    case = touched(case, on=on, by=by, at=at)
    if case is None:
        return None
    kind = LETTERS[writing.kind]
    _check(case, writing, on=on)
    number = _next_number(case.organisation, on=on)
    with in_thai():
        facts = _facts(case, writing, number=f"{number}/{be_year(on)}", on=on)
        data = letter_data(facts, made_at=at)
    letter = Letter.objects.create(
        network_id=case.network_id,
        organisation=case.organisation,
        case=case,
        kind=kind.key,
        number=number,
        be_year=be_year(on),
        to_guarantee=writing.to_guarantee,
        dated=on,
        data=data,
        made_by=by,
        made_at=at,
    )
    _write_into_case(case, writing, letter=letter, on=on, by=by, at=at)
    after = {"kind": kind.key, "number": str(letter)}
    record("case_letter", by=by, at=at, organisation=case.organisation, about=f"case:{case.pk}", after=after)
    return letter


def _check(case: Case, writing: Writing, *, on: date) -> None:
    kind = LETTERS[writing.kind]
    rung = ALL[kind.key].rung
    check_doer(case, writing.signed_by, step=rung, on=on, field="signed_by")
    check_order(case, rung, done=rungs_done(CaseStep.objects.filter(network_id=case.network_id, case=case)), on=on)
    guarantee = writing.to_guarantee
    if kind.to_guarantor and guarantee is None:
        words = _("Choose the guarantor to whom this letter goes.")
        raise MayNotBeWritten(words, fields={"to": words})
    if guarantee and (guarantee.loan_id != case.loan_id or guarantee.released_on or not may_go_to_guarantor(kind.key)):
        words = _("This letter does not go to this person.")
        raise MayNotBeWritten(words, fields={"to": words})
    if kind.invites and not (writing.meeting_on and writing.meeting_on > on and writing.place.strip()):
        words = _("Write the day of the talk, after today, and the place.")
        raise NotThatDay(words, fields={"meeting_on": words})
    if found := forbidden_in(writing.extra):
        words = _("A letter asks with respect. Say it without “%(word)s”.") % {"word": found[0]}
        raise WordsThatThreaten(words, fields={"extra": words})


def may_go_to_guarantor(kind: str) -> bool:
    """Return whether a kind of letter may go to a guarantor: the notice, and an invitation."""
    return LETTERS[kind].to_guarantor or kind == "invitation"


def _next_number(organisation: Organisation, *, on: date) -> int:
    """Return the next number of the group's letters in the Buddhist year; two writers wait for each other."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    letters = Letter.objects.filter(network_id=organisation.network_key, organisation=organisation, be_year=be_year(on))
    return (letters.aggregate(last=Max("number"))["last"] or 0) + 1


def _facts(case: Case, writing: Writing, *, number: str, on: date) -> LetterFacts:
    loan, kind = case.loan, LETTERS[writing.kind]
    to = (writing.to_guarantee or loan).membership
    at = view_of(case, on=on).at
    return LetterFacts(
        kind=kind.key,
        number=number,
        group=case.organisation.name_th,
        group_address=address_of(case.organisation),
        to_name=_addressed(to),
        to_address=address_of(to.person or to.member_organisation),
        borrower=_named(loan.membership),
        contract_no=loan.contract_no,
        signed_on=loan.signed_on,
        principal=loan.principal,
        since=at.since if at else case.unpaid_since,
        dated=on,
        answer_by=writing.meeting_on if kind.key == "invitation" else on + timedelta(kind.answer_days),
        sums=sums_on(loan, on=on),
        signer=Signer(_post_of(writing.signed_by, case.organisation, on=on), writing.signed_by.name),
        guaranteed=writing.to_guarantee.amount if writing.to_guarantee else loan.principal,
        meeting_on=writing.meeting_on,
        place=writing.place.strip(),
        extra=" ".join(writing.extra.split()),
        phone=show_phone(writing.signed_by.phone) if writing.signed_by.phone else "",
        notice_late=kind.to_guarantor and on > _notice_by(case, on=on),
        made_up=case.organisation.is_demo,
        between=not loan.membership.person_id,
    )


def _notice_by(case: Case, *, on: date) -> date:
    """Return the last day to tell the guarantors of this default."""
    days = bylaws_of(case.organisation, on=on)["guarantor_notice_days"]
    return guarantor_notice_by(case.unpaid_since, days=days)


def _named(membership) -> str:
    return membership.person.name if membership.person_id else membership.member_organisation.name_th


def _addressed(membership) -> str:
    """Return whom a letter goes to: a person by name, an organisation by its posts, so that no name of hers stands."""
    if membership.person_id:
        return _named(membership)
    return str(_("The chair and the committee of %(name)s") % {"name": _named(membership)})


def _post_of(person: Person, organisation: Organisation, *, on: date) -> str:
    """Return the post under which somebody signs; who has none signs for the committee."""
    held = offices_on(organisation, on).filter(person=person).first()
    return str(held.get_post_display() if held else _("for the committee"))


def _write_into_case(case: Case, writing: Writing, *, letter: Letter, on: date, by, at) -> None:
    rung = ALL[writing.kind].rung
    write_down(
        case,
        kind=writing.kind,
        on=on,
        done_by=writing.signed_by,
        by=by,
        at=at,
        to_guarantee=writing.to_guarantee,
        result=str(letter),
    )
    if rung:
        advance(case, rung=rung, on=on, unpaid_since=case.unpaid_since)


def letter_posted_step(letter: Letter, *, posted_on: date, posted_as: str, today: date, by, at) -> Letter:
    """Write down when a letter was sent and the number of the postal receipt; a guarantor counts as told from then on.

    Raises `PostedAlready`, `NotThatDay`.
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(network_id=letter.network_id, pk=letter.pk)
    if letter.posted_on:
        raise PostedAlready(_("The sending of this letter was written down before."))
    if not letter.dated <= posted_on <= today:
        words = _("A letter is sent on its day or later, and not in the future.")
        raise NotThatDay(words, fields={"posted_on": words})
    letter.posted_on, letter.posted_as = posted_on, posted_as.strip()
    letter.save(update_fields=["posted_on", "posted_as"])
    guarantee = letter.to_guarantee
    if letter.kind == "guarantor_notice" and (guarantee.notified_on is None or guarantee.notified_on < posted_on):
        guarantee.notified_on = posted_on
        guarantee.save(update_fields=["notified_on"])
    after = {"number": str(letter), "day": posted_on, "receipt": letter.posted_as}
    about = f"case:{letter.case_id}"
    record("case_letter_sent", by=by, at=at, organisation=letter.organisation, about=about, after=after)
    return letter
