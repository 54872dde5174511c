"""What the papers of a claim say: the claim form, the payment voucher, the letter of refusal. None speaks of health.

Source: domain, 1.8 Welfare schedules, E; 4.1 Books.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.words import baht_words
from federation.organisations.places import address_of
from groups.registry.models import OfficePost
from groups.registry.queries import offices_on
from welfare.claims import facts
from welfare.claims.checks import shown_checks
from welfare.claims.models import Claim, ClaimState, ClaimStep
from welfare.claims.postings import expense_of
from welfare.claims.queries.claims import last_step, paid_in_cash, steps_of
from welfare.claims.queries.papers import paper_lines
from welfare.claims.queries.quoting import Worked, worked_out
from welfare.claims.wording import words_of

BLANK = "." * 40
MARKS = {True: "✓", False: "✗", None: "–"}


@dataclass(frozen=True, slots=True)
class Text:
    """A paper: labels with values, tables of (cells), sentences, and who signs as what.

    letter: it is laid out as a letter, and `to` is whom it goes to. made_up: it is about invented people.
    """

    title: str
    number: str
    organisation: str
    address: str
    made_at: datetime
    made_up: bool
    rows: Sequence = ()
    tables: Sequence = ()
    sentences: Sequence[str] = ()
    signers: Sequence[tuple[str, str]] = ()
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a paper. money: its last column is baht. totals: a last row."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] = ()
    money: bool = False
    widths: Sequence[str] = field(default=())


def form_text(claim: Claim, *, made_at: datetime) -> Text:
    """Return the claim form: what is claimed, the checks, the papers, three of the committee, and the president."""
    worked = worked_out(claim)
    checks = [(str(one.title), str(one.words), MARKS[one.ok]) for one in shown_checks(claim, worked)]
    told = [(str(label), str(words)) for label, words in facts.told(claim.facts)]
    return Text(
        title=_("Claim for welfare: %(what)s") % {"what": claim.benefit.name_th},
        **_head(claim, made_at),
        rows=[*_who(claim), *told, *_sealed(claim), *_papers(claim, worked)],
        tables=[
            _given(claim, worked),
            Table(_("Checks"), (_("What was looked at"), _("Found"), ""), checks, widths=("third", "", "mark")),
        ],
        sentences=[_("What is written here is true. I know the rules of the fund."), *_decision(claim)],
        signers=[
            (_("who files the claim"), claim.claimant_name),
            (_("officer who took it in"), str(claim.filed_by)),
            *((_("committee"), "") for _one in range(3)),
            (_("president"), _chair_of(claim, on=claim.filed_on)),
        ],
    )


def _given(claim: Claim, worked: Worked | None) -> Table:
    """Return what the rule gives and how: as it was kept, or as it is now."""
    if claim.working:
        lines = [(words_of(line), show(Decimal(line["amount"]))) for line in claim.working["lines"]]
        total = Decimal(claim.working["amount"])
    else:
        lines = [(str(line.words), show(line.amount)) for line in worked.without_papers.lines]
        total = worked.without_papers.amount
    return Table(_("What the rule gives"), (_("How"), _("Baht")), lines, (_("Total"), show(total)), money=True)


def _papers(claim: Claim, worked: Worked) -> list[tuple[str, str]]:
    lines = paper_lines(claim, worked.terms)
    marked = " · ".join(f"{line.words} {MARKS[bool(line.papers)]}" for line in lines)
    return [(_("Papers"), marked)] if lines else []


def _head(claim: Claim, made_at: datetime) -> dict:
    organisation = claim.organisation
    return {
        "number": f"{claim.fund.code} {claim}",
        "organisation": f"{claim.fund.name_th} · {organisation.name_th}",
        "address": address_of(organisation),
        "made_at": made_at,
        "made_up": organisation.is_demo,
    }


def _who(claim: Claim) -> list[tuple[str, str]]:
    member = claim.membership
    group = "" if member.organisation_id == claim.organisation_id else f" · {member.organisation.name_th}"
    filed = claim.claimant_name + (f" ({claim.claimant_relation})" if claim.claimant_relation else "")
    return [
        (_("Filed on"), show_date(claim.filed_on)),
        (_("Member"), f"{member.name} · {_('number')} {member.shown_number}{group}"),
        (_("Day of the event"), show_date(claim.event_on)),
        (_("Filed by"), filed + (f" · {_('by proxy')}" if claim.by_proxy else "")),
        (_("To be paid to"), claim.payee_name),
    ]


def _sealed(claim: Claim) -> list[tuple[str, str]]:
    kept = claim.health.filter(network_id=claim.network_id).exists()
    return [(_("Health"), _("kept sealed, not printed"))] if kept else []


def _decision(claim: Claim) -> list[str]:
    """Return the decision so far, with room to write what is still to come."""
    said = []
    for step in steps_of(claim):
        if step.kind == ClaimStep.Kind.AGREED:
            words = _("The committee agreed to %(baht)s baht (%(words)s), resolution %(number)s of %(day)s.")
            figures = {"baht": show(claim.amount), "words": baht_words(claim.amount)}
            said.append(words % {**figures, "number": step.resolution_no, "day": show_date(step.resolution_on)})
        if step.kind == ClaimStep.Kind.APPROVED:
            said.append(_("The president approved on %(day)s.") % {"day": show_date(step.on)})
        if step.kind == ClaimStep.Kind.REFUSED:
            said.append(_("Refused on %(day)s: %(reason)s") % {"day": show_date(step.on), "reason": step.reason})
    if claim.state == ClaimState.FILED:
        words = _(
            "The committee (\u00a0\u00a0\u00a0) agrees to %(dots)s baht (\u00a0\u00a0\u00a0) refuses, because %(dots)s"
        )
        said.append(words % {"dots": BLANK})
    if claim.state in (ClaimState.FILED, ClaimState.AGREED):
        said.append(
            _("The president (\u00a0\u00a0\u00a0) approves (\u00a0\u00a0\u00a0) refuses, because %(dots)s")
            % {"dots": BLANK}
        )
    return said


def voucher_text(claim: Claim, *, made_at: datetime) -> Text:
    """Return the payment voucher, with the amount in words; payer, receiver and witness sign it."""
    expense = expense_of(claim)
    return Text(
        title=_("Payment voucher"),
        **_head(claim, made_at),
        rows=[
            (_("Paid on"), show_date(claim.paid_on)),
            (_("Paid to"), claim.payee_name),
            (
                _("Paid for"),
                _("%(what)s, member %(name)s") % {"what": claim.benefit.name_th, "name": claim.membership.name},
            ),
            (_("Day of the event"), show_date(claim.event_on)),
            *_resolved(claim),
            (_("Paid from"), _("the fund's cash") if paid_in_cash(claim) else _("the fund's bank account")),
            (_("Entry"), f"{_('number')} {claim.entry.number}"),
        ],
        tables=[
            _given(claim, None),
            Table(
                "",
                (_("Account"), _("Baht")),
                [(f"{expense.code} {expense.name_th}", show(claim.amount))],
                (_("Total"), show(claim.amount)),
                money=True,
            ),
        ],
        sentences=[_("Amount in words: %(words)s") % {"words": baht_words(claim.amount)}],
        signers=[
            (_("receives the money"), claim.payee_name),
            (_("pays the money"), str(claim.paid_by)),
            (_("witness"), ""),
            (_("approves"), str(claim.approved_by)),
        ],
    )


def _resolved(claim: Claim) -> list[tuple[str, str]]:
    step = last_step(claim, ClaimStep.Kind.AGREED)
    if step is None:
        return []
    words = _("number %(number)s of %(day)s")
    return [(_("Resolution"), words % {"number": step.resolution_no, "day": show_date(step.resolution_on)})]


def refusal_text(claim: Claim, step: ClaimStep, *, made_at: datetime) -> Text:
    """Return the letter that says why nothing is given, and what may be done about it."""
    member = {"name": claim.membership.name, "what": claim.benefit.name_th, "day": show_date(claim.event_on)}
    resolved = ""
    if step.resolution_no and step.resolution_on:
        words = _(" (resolution %(number)s of %(day)s)")
        resolved = words % {"number": step.resolution_no, "day": show_date(step.resolution_on)}
    failed = [f"– {words_of(one)}" for one in claim.checks if one["ok"] is False]
    return Text(
        title=_("Answer to a claim for welfare"),
        **_head(claim, made_at),
        rows=[
            (_("Date"), show_date(step.on)),
            (_("Subject"), _("Claim number %(n)s") % {"n": claim}),
            (_("Dear"), claim.claimant_name),
        ],
        sentences=[
            _("You filed a claim for %(what)s, for %(name)s, for the event of %(day)s.") % member,
            _("The fund looked at it carefully%(resolved)s. This time it cannot give anything, because:")
            % {"resolved": resolved},
            f"– {step.reason}",
            *failed,
            _("If you see it otherwise, or can add papers, tell the committee. It looks at the claim again."),
        ],
        signers=[(_("president"), _chair_of(claim, on=step.on))],
        letter=True,
    )


def _chair_of(claim: Claim, *, on) -> str:
    held = offices_on(claim.organisation, on).filter(post=OfficePost.CHAIR).first()
    return held.person.name if held else ""
