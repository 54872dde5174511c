"""What a general meeting resolves on a surplus, entered by one person and confirmed by another.

The allotment is booked, every member's part is written down, and what is overdue of own loans is set off.

Source: domain, 1.6 Annual profit and its allocation; features 126 to 130.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_be_year, show_date
from federation.kit.money import ZERO, show
from federation.ledger import chart
from federation.ledger.books import accounts_coded, ids_by_code
from federation.ledger.funds import code_in
from federation.ledger.posting import Entry, EntryKind, Move, lock
from federation.ledger.twins import day_open_in_all, post_between
from groups.surplus.models import DividendPart, HeadPart, YearClose, YearState
from groups.surplus.postings import (
    ACCOUNT_OF,
    FROM_SURPLUS,
    OWED_BY_MAIN,
    RESERVE,
    RISK,
    allotted,
    into_fund,
    loss_covered,
)
from groups.surplus.queries.owed import books_of_members, incomes_below, owed_accounts
from groups.surplus.queries.plans import plan_of
from groups.surplus.queries.rehearsal import FUND_OF, PartRow, Rehearsal, facts_of
from groups.surplus.queries.years import held_in
from groups.surplus.rules import CASH_NOW, DIVIDEND, PATRONAGE, Plan, Year, cover_loss
from groups.surplus.steps.closing import again
from groups.surplus.steps.refusals import NotThatPlan, SamePerson
from groups.surplus.steps.setting_off import set_off
from groups.surplus.steps.twins import open_owed_accounts

TO_MEMBERS = (DIVIDEND, PATRONAGE)


def propose_plan_step(
    close: YearClose, *, plan: Plan, meeting_on: date, resolution_no: str, by, at: datetime
) -> YearClose:
    """Write down what the general meeting resolved; nothing is posted until a second person confirms it.

    A plan proposed before is replaced. Raises `HeadsDoNotAddUp`, `NotThatPlan`, `NotAtThisStep`.
    """
    lock(close.organisation.book)
    close = again(close, YearState.CLOSED)
    _check_meeting(close, meeting_on, today=at.astimezone(BANGKOK).date())
    if not close.surplus:
        raise NotThatPlan(_("Nothing was earned over what was spent: there is nothing to allot."))
    plan = replace(plan, percents=plan.percents if close.surplus > 0 else {})
    rehearsed = rehearsed_plan(close, plan, on=meeting_on)
    _check_funds(rehearsed)
    HeadPart.objects.filter(network_id=close.network_id, year=close).delete()
    HeadPart.objects.bulk_create(_heads(close, rehearsed))
    close.basis = plan.to_data()
    close.meeting_on, close.resolution_no, close.adopted_by = meeting_on, resolution_no.strip(), by
    close.save(update_fields=["basis", "meeting_on", "resolution_no", "adopted_by"])
    return close


def take_back_plan_step(close: YearClose) -> YearClose:
    """Send a proposed resolution back to who entered it; the year stays closed. Raises `NotAtThisStep`."""
    lock(close.organisation.book)
    close = again(close, YearState.CLOSED)
    close.adopted_by = None
    close.save(update_fields=["adopted_by"])
    return close


def adopt_step(close: YearClose, *, by, at: datetime) -> YearClose:
    """Book the allotment that was proposed, write down every member's part and set off what is overdue.

    Worked out again under the lock. Raises `NotAtThisStep`, `SamePerson`, `NotThatPlan`, what `allot` and the ledger
    raise, or a refusal of a loan by its contract.
    """
    lock(close.organisation.book)
    close = again(close, YearState.CLOSED)
    if close.adopted_by_id is None:
        raise NotThatPlan(_("Nobody entered what the meeting resolved yet."))
    if by.pk == close.adopted_by_id:
        raise SamePerson(_("Who entered the resolution does not also confirm it. Ask another person."))
    rehearsed = rehearsed_plan(close, plan_of(close), on=close.meeting_on)
    _check_funds(rehearsed)
    _check_as_entered(close, rehearsed)
    earning = [row.held.membership_id for row in rehearsed.rows if row.gross]
    open_owed_accounts(close.organisation, earning, on=close.meeting_on)
    close.adoption_checked_by = by
    close.adoption = _book(close, rehearsed, at=at)
    close.basis = close.basis | _remembered(rehearsed)
    parts = DividendPart.objects.bulk_create(_parts(close, rehearsed))
    close.state = YearState.ADOPTED
    close.save(update_fields=["adoption_checked_by", "adoption", "basis", "state"])
    set_off(close, parts, rehearsed, at=at)
    return close


def rehearsed_plan(close: YearClose, plan: Plan, *, on: date) -> Rehearsal:
    """Return what a plan makes of a closed year, with what is overdue on a day."""
    year = Year(close.since, close.until)
    return Rehearsal(facts_of(close.organisation, year, plan, surplus=close.surplus, on=on), plan)


def _check_meeting(close: YearClose, meeting_on: date, *, today: date) -> None:
    words = None
    if meeting_on > today:
        words = _("That day has not come yet.")
    elif meeting_on <= close.until:
        words = _("The year lasts until %(day)s; the general meeting comes after it.") % {"day": show_date(close.until)}
    if words:
        raise NotThatPlan(words, fields={"meeting_on": words})


def _check_funds(rehearsed: Rehearsal) -> None:
    """Raise `NotThatPlan` where a head has neither fund nor account, or the main fund lacks the cash to hand over."""
    facts, there = rehearsed.facts, ids_by_code(rehearsed.facts.organisation.book, ACCOUNT_OF.values())
    for head in rehearsed.allotted.heads:
        if head.head in FUND_OF and not facts.funds[head.head] and ACCOUNT_OF[head.head] not in there:
            words = _("There is no leader welfare fund yet. Start one first, or give this head 0.")
            raise NotThatPlan(words, fields={head.head: words})
    cash = held_in(facts.organisation.book, [chart.CASH])[chart.CASH]
    if rehearsed.plan.hand_over == CASH_NOW and rehearsed.to_funds > cash:
        words = _(
            "There are %(cash)s baht in the main cash and the funds get %(needed)s. Let the main fund owe it to them."
        )
        words %= {"cash": show(cash), "needed": show(rehearsed.to_funds)}
        raise NotThatPlan(words, fields={"hand_over": words})


def _check_as_entered(close: YearClose, rehearsed: Rehearsal) -> None:
    """What was entered is what is confirmed: the heads come to the same baht as when they were proposed."""
    entered = dict(HeadPart.objects.filter(network_id=close.network_id, year=close).values_list("head", "amount"))
    if entered != {head.head: head.amount for head in rehearsed.allotted.heads}:
        words = _("The books moved since the resolution was entered, and the sums are others now. Enter it again.")
        raise NotThatPlan(words)


def _heads(close: YearClose, rehearsed: Rehearsal) -> list[HeadPart]:
    return [
        HeadPart(
            network_id=close.network_id,
            year=close,
            position=position,
            head=head.head,
            percent=head.percent,
            amount=head.amount,
            fund=rehearsed.facts.funds.get(head.head),
        )
        for position, head in enumerate(rehearsed.allotted.heads, start=1)
    ]


def _remembered(rehearsed: Rehearsal) -> dict:
    """Return what the slips and the proof need later, beside the plan itself."""
    facts, bylaws = rehearsed.facts, bylaws_of(rehearsed.facts.organisation, on=rehearsed.facts.on)
    return {
        "retained": f"{facts.retained:.2f}",
        "distributable": f"{rehearsed.allotted.distributable:.2f}",
        "held_back": f"{rehearsed.allotted.held_back:.2f}",
        "per_hundred": f"{rehearsed.per_hundred:.2f}",
        "bylaws": bylaws.version,
    }


def _parts(close: YearClose, rehearsed: Rehearsal) -> list[DividendPart]:
    return [
        DividendPart(
            network_id=close.network_id,
            year=close,
            membership_id=row.held.membership_id,
            weight=row.held.weight,
            interest_paid=row.interest,
            dividend=row.dividend,
            patronage=row.refund,
            deducted=row.deducted,
            deductions=[[one.loan.contract_no, str(one.loan.pk), f"{one.baht:.2f}"] for one in row.off],
            working=_working(row),
            into=row.into,
            paid_on=close.meeting_on if row.gross and not row.net else None,
            entry=close.adoption if row.gross and not row.net else None,
        )
        for row in rehearsed.rows
    ]


def _working(row: PartRow) -> dict:
    held = row.held
    return {"opening": f"{held.opening:.2f}", "closing": f"{held.closing:.2f}", "gone": held.gone, "into": row.into}


def _book(close: YearClose, rehearsed: Rehearsal, *, at: datetime) -> Entry:
    """Post the allotment, mirrored in the books of groups that get a part of it."""
    organisation, today = close.organisation, at.astimezone(BANGKOK).date()
    below = books_of_members(organisation, [row.held.membership_id for row in rehearsed.rows if row.gross])
    on, concerns = day_open_in_all([organisation.book, *below], close.meeting_on, today=today)
    return post_between(
        book=organisation.book,
        on=on,
        kind=EntryKind.YEAR,
        key=f"year:{close.pk}:adoption",
        moves=_moves(organisation, rehearsed),
        purses=incomes_below(below),
        by=close.adopted_by,
        checked_by=close.adoption_checked_by,
        concerns_month=concerns,
        memo=_memo(close),
    ).entry


def _memo(close: YearClose) -> str:
    words = _("surplus of %(year)s allotted, resolution %(number)s")
    return str(words % {"year": show_be_year(close.until), "number": close.resolution_no})


def _moves(organisation, rehearsed: Rehearsal) -> list[Move]:
    surplus, book = rehearsed.facts.surplus, organisation.book
    codes = [chart.YEARS_SURPLUS, chart.OPENING_SURPLUS, RISK, RESERVE, chart.CASH, *ACCOUNT_OF.values()]
    ids = ids_by_code(book, codes)
    if surplus < 0:
        held = held_in(book, [RISK, RESERVE])
        covered = cover_loss(-surplus, risk=held[RISK], reserve=held[RESERVE])
        return loss_covered(covered, year=ids[chart.YEARS_SURPLUS], accounts=ids)
    moves = allotted(
        surplus,
        year=ids[chart.YEARS_SURPLUS],
        heads=_main_side(organisation, rehearsed, ids),
        retained=ids[chart.OPENING_SURPLUS],
        held_back=rehearsed.allotted.held_back,
    )
    return moves + _fund_side(organisation, rehearsed)


def _main_side(organisation, rehearsed: Rehearsal, ids: dict) -> list[tuple[object, Decimal]]:
    """Return [(account, baht)] of what the main fund credits: members' parts, reserves, and what goes to funds."""
    owed = owed_accounts(organisation, [row.held.membership_id for row in rehearsed.rows if row.gross])
    found: dict = {}
    for row in rehearsed.rows:
        if row.gross:
            account = owed[row.held.membership_id]
            found[account] = found.get(account, ZERO) + row.gross
    for head in rehearsed.allotted.heads:
        if head.head in TO_MEMBERS:
            continue
        fund = rehearsed.facts.funds.get(head.head)
        account = _handed_over(organisation, rehearsed, fund, ids) if fund else ids[ACCOUNT_OF[head.head]]
        found[account] = found.get(account, ZERO) + head.amount
    return list(found.items())


def _handed_over(organisation, rehearsed: Rehearsal, fund, ids: dict):
    """Return the account of the main fund that a fund's part comes from: its cash, or what it owes the fund."""
    if rehearsed.plan.hand_over == CASH_NOW:
        return ids[chart.CASH]
    return accounts_coded(organisation.book, [f"{chart.OWED_TO_FUNDS}.{fund.code}"])[0].pk


def _fund_side(organisation, rehearsed: Rehearsal) -> list[Move]:
    purse = chart.CASH if rehearsed.plan.hand_over == CASH_NOW else OWED_BY_MAIN
    moves = []
    for head in rehearsed.allotted.heads:
        fund = rehearsed.facts.funds.get(head.head)
        if fund and head.amount:
            codes = [code_in(purse, fund.code), code_in(FROM_SURPLUS, fund.code)]
            ids = ids_by_code(organisation.book, codes)
            moves += into_fund(head.amount, purse=ids[codes[0]], income=ids[codes[1]])
    return moves
