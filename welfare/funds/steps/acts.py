"""Moving and spending a fund's money: asked by one person, done by another. They stand in the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.kit.clock import BANGKOK
from federation.kit.dates import month_of
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.books import account
from federation.ledger.chart import BANK, CASH, PAID_INTO_FUNDS
from federation.ledger.funds import MAIN_FUND
from federation.ledger.months import open_month
from federation.ledger.posting import Entry, EntryKind, lock, post, reverse
from federation.ledger.queries import balance
from federation.ledger.refusals import NeedsSecondPerson
from groups.registry.rules import is_called
from welfare.funds.models import DuesRule, Enrolment, FundAct, Gift, WelfareFund
from welfare.funds.postings import (
    DUES,
    INTO_MAIN,
    PREMIUMS,
    SPENT_ON,
    collected_moves,
    from_main_moves,
    given_moves,
    paid_moves,
    to_main_moves,
)
from welfare.funds.queries import FundAccounts, fund_balance, fund_coded, owed_by_main, owed_now, places, purse, rule_on
from welfare.funds.steps.dues import keep_paid, strike_dues_step

Kind, State = FundAct.Kind, FundAct.State
MAIN_PURSES = {"cash": CASH, "bank": BANK}
PURSE_WORDS = {"cash": _("cash"), "bank": _("bank")}
SPENT_WITHIN = timedelta(days=31)


class ActRefused(Refused):
    """Raised when an act on a fund cannot be asked for or carried out as it stands; the words say why."""


class FundShort(ActRefused):
    """Raised when a purse or a fund has not got so much."""


class MoreThanOwed(ActRefused):
    """Raised when more is collected of the main fund than it owes a fund."""


class NeedsResolution(ActRefused):
    """Raised when money of a fund would be moved or spent without a resolution."""


class NotToMain(ActRefused):
    """Raised when money of a fund that runs would become income of the main fund, and be shared out."""


class AlreadyDecided(ActRefused):
    """Raised when an act was decided before."""


def propose_act_step(
    fund: WelfareFund,
    *,
    kind: str,
    on: date,
    amount: Decimal,
    data: Mapping,
    reason: str,
    resolution_no: str = "",
    resolution_on: date | None = None,
    by,
    at: datetime,
) -> FundAct:
    """Ask for an act on a fund; another person decides. data: see `FundAct`. Raises `ActRefused` or `FundShort`."""
    lock(fund.organisation.book)
    if on > at.astimezone(BANGKOK).date():
        words = _("That day has not come yet.")
        raise ActRefused(words, fields={"on": words})
    act = FundAct(
        network_id=fund.network_id,
        fund=fund,
        kind=kind,
        on=on,
        amount=amount,
        data=dict(data),
        reason=reason,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        asked_by=by,
        asked_at=at,
    )
    _check(act)
    act.save(force_insert=True)
    return act


def leaders_dues(fund: WelfareFund, *, on: date) -> list[tuple[Enrolment, Decimal]]:
    """Return what the organisation owes for each leader's place up to the month of a day: (place, baht)."""
    held = [one for one in places(fund, on=on) if one.office is None or one.office.until >= on]
    owed = owed_now(held, month=month_of(on))
    return [(one, baht) for one in held if (baht := owed[one.pk].due + owed[one.pk].missed)]


def propose_leaders_step(fund: WelfareFund, *, on: date, source: str, into: str, reason: str, by, at, **resolution):
    """Ask that the organisation pays what it owes for its leaders. source, into: "cash" or "bank".

    Raises `ActRefused` where nothing is owed. Source: feature 121; domain, 1.8 F Leader welfare.
    """
    rule = rule_on(fund, on=on)
    if rule is None or rule.payer != DuesRule.Payer.ORGANISATION:
        raise ActRefused(_("By the rule on dues the members pay themselves."))
    owed = leaders_dues(fund, on=on)
    if not owed:
        raise ActRefused(_("Nothing is owed for the leaders up to that month."))
    data = {"from": source, "into": into, "places": [[str(one.pk), str(baht)] for one, baht in owed]}
    amount = sum((baht for _one, baht in owed), ZERO)
    given = {"amount": amount, "data": data, "reason": reason, "by": by, "at": at, **resolution}
    return propose_act_step(fund, kind=Kind.LEADERS, on=on, **given)


def decide_act_step(act: FundAct, *, agree: bool, by, at: datetime) -> FundAct:
    """Carry out what another asked for, or decline it.

    Raises `AlreadyDecided`, `NeedsSecondPerson`, `FundShort`, `ActRefused`, or what the ledger's `post` raises.
    """
    fund = act.fund
    lock(fund.organisation.book)
    act = FundAct.objects.select_for_update().get(network_id=act.network_id, pk=act.pk)
    act.fund = fund
    if act.state != State.PROPOSED:
        raise AlreadyDecided(_("This was decided already. Nothing was changed now."))
    if agree:
        _check_second(act, by=by, at=at)
        _check_not_paid(act, by)
        _check(act)
        act.entry = _take_back(act, by=by, at=at) if act.kind == Kind.STRIKE else _book(act, by=by)
    act.state = State.DONE if agree else State.REFUSED
    act.decided_by, act.decided_at = by, at
    act.save(update_fields=["state", "entry", "decided_by", "decided_at"])
    return act


def _check_second(act: FundAct, *, by, at: datetime) -> None:
    if act.asked_by_id == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if not independent(act.asked_by, by, first_at=act.asked_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)


def _book(act: FundAct, *, by) -> Entry:
    given = {"by": act.asked_by, "checked_by": by, "memo": act.reason}
    book, key = act.fund.organisation.book, f"fund_act:{act.pk}"
    entry = post(book=book, on=act.on, kind=EntryKind.FUND, key=key, moves=_moves(act), **given).entry
    if act.kind == Kind.LEADERS:
        ids = [pk for pk, _baht in act.data["places"]]
        held = {str(one.pk): one for one in Enrolment.objects.filter(network_id=act.network_id, pk__in=ids)}
        keep_paid([(held[pk], Decimal(baht)) for pk, baht in act.data["places"]], entry=entry)
    return entry


def _moves(act: FundAct) -> list:
    own, amount = FundAccounts(act.fund), act.amount
    out, into = purses_of(act)
    match act.kind:
        case Kind.SPEND:
            return paid_moves(own, code=SPENT_ON[act.data["for"]], purse=out, amount=amount)
        case Kind.PREMIUM:
            return paid_moves(own, code=PREMIUMS, purse=out, amount=amount)
        case Kind.BANK:
            return paid_moves({"into": into}, code="into", purse=out, amount=amount)
        case Kind.LEADERS:
            cost = account(own.book, PAID_INTO_FUNDS)
            return from_main_moves(own, cost=cost, purses=(out, into), amount=amount, code=DUES)
        case Kind.COLLECT:
            return collected_moves(own, purses=(out, into), amount=amount)
    if act.data["other"] != MAIN_FUND:
        giver, taker = (FundAccounts(one) for one in _giver_and_taker(act))
        return given_moves(giver, taker=taker, purses=(out, into), amount=amount)
    if act.data["way"] == "out":
        return to_main_moves(own, income=account(own.book, INTO_MAIN), purses=(out, into), amount=amount)
    cost = account(own.book, PAID_INTO_FUNDS)
    return from_main_moves(own, cost=cost, purses=(out, into), amount=amount)


def _giver_and_taker(act: FundAct) -> tuple[WelfareFund | None, WelfareFund | None]:
    """Return which fund gives and which takes; None for the main fund, or for the world outside."""
    if act.kind in (Kind.SPEND, Kind.PREMIUM):
        return act.fund, None
    if act.kind == Kind.BANK:
        return act.fund, act.fund
    if act.kind in (Kind.LEADERS, Kind.COLLECT):
        return None, act.fund
    code = act.data["other"]
    other = None if code == MAIN_FUND else fund_coded(act.fund.organisation, code)
    return (act.fund, other) if act.data["way"] == "out" else (other, act.fund)


def purses_of(act: FundAct) -> tuple:
    """Return the accounts that money goes out of and comes into; None where it leaves for good, or for a strike."""
    if act.kind == Kind.STRIKE:
        return None, None
    giver, taker = _giver_and_taker(act)
    book = act.fund.organisation.book
    out = purse(giver, act.data["from"]) if giver else account(book, MAIN_PURSES[act.data["from"]])
    if act.kind in (Kind.SPEND, Kind.PREMIUM):
        return out, None
    return out, purse(taker, act.data["into"]) if taker else account(book, MAIN_PURSES[act.data["into"]])


def _check(act: FundAct) -> None:
    """Raise `ActRefused` or `FundShort` unless the act can be carried out now."""
    if act.kind == Kind.STRIKE:
        _struck(act)
        return
    _check_resolution(act)
    giver, taker = _giver_and_taker(act)
    if act.kind == Kind.SPEND:
        _check_spending(act)
    if act.kind == Kind.MOVE and taker is None and not giver.closed_on:
        words = _(
            "Money of a welfare fund is no income of the main fund and is not shared out as dividend. To lend it, let"
            " the fund itself lend by its own resolution, with a loan product of the fund; or move it to another fund."
        )
        raise NotToMain(words, fields={"other": words})
    if giver == taker and act.data["from"] == act.data["into"]:
        raise ActRefused(_("That is the same purse twice."))
    if act.kind == Kind.LEADERS:
        _check_leaders(act)
    if act.kind == Kind.COLLECT:
        _check_owed(act)
    if act.kind == Kind.MOVE and giver is None:
        _check_settled(act)
    out, _into = purses_of(act)
    if (held := balance(out)) < act.amount:
        words = _("In %(purse)s there are %(held)s baht. Move money between cash and bank first, or propose less.") % {
            "purse": out.name,
            "held": show(held),
        }
        raise FundShort(words, fields={"amount": words})
    if giver and giver != taker and (left := fund_balance(giver)) < act.amount:
        words = _("Of what is in the fund %(left)s baht are free: the rest is owed to others already.")
        words = words % {"left": show(left)}
        raise FundShort(words, fields={"amount": words})


def _check_resolution(act: FundAct) -> None:
    given = {"resolution_no": act.resolution_no.strip(), "resolution_on": act.resolution_on}
    if act.kind in (Kind.MOVE, Kind.SPEND) and not all(given.values()):
        words = _("Money of a fund is moved and spent by a resolution only. Write its number and its date.")
        raise NeedsResolution(words, fields={name: words for name, value in given.items() if not value})


def _check_spending(act: FundAct) -> None:
    """Who is paid is known and is not who proposes it, and the day is neither closed nor long ago."""
    if not act.data.get("payee", "").strip():
        words = _("Write the name of who is paid.")
        raise ActRefused(words, fields={"payee": words})
    _check_not_paid(act, act.asked_by)
    if act.on < open_month(act.fund.organisation.book):
        words = _("That month is closed already. Write a day after the last closed month.")
        raise ActRefused(words, fields={"on": words})
    if act.on < act.asked_at.astimezone(BANGKOK).date() - SPENT_WITHIN:
        words = _("That day is more than 31 days back. Spend on a day nearer to today, and write in the reason when.")
        raise ActRefused(words, fields={"on": words})


def _check_not_paid(act: FundAct, officer) -> None:
    payee = act.data.get("payee", "")
    if payee and officer.person_id and is_called(payee, officer.person):
        words = _("%(name)s would be paid, and neither proposes nor decides it. Let other officers do so.")
        words = words % {"name": officer.person.name}
        raise NeedsSecondPerson(words, fields={"payee": words})


def _check_leaders(act: FundAct) -> None:
    now = [[str(one.pk), str(baht)] for one, baht in leaders_dues(act.fund, on=act.on)]
    if sorted(now) != sorted(act.data["places"]):
        raise ActRefused(_("What is owed for the leaders has changed since. Decline this, and propose it anew."))


def _check_owed(act: FundAct) -> None:
    owed = owed_by_main(act.fund, since=act.on)
    if not owed:
        raise MoreThanOwed(_("The main fund owes this fund nothing on that day."))
    if act.amount > owed:
        words = _("The main fund owes this fund %(owed)s baht. No more than that can be collected.")
        words = words % {"owed": show(owed)}
        raise MoreThanOwed(words, fields={"amount": words})


def _check_settled(act: FundAct) -> None:
    """What is given anew comes after what is owed; else the debt would be paid under the name of a gift, or twice."""
    if owed := owed_by_main(act.fund):
        words = _("The main fund owes this fund %(owed)s baht. Collect that first; then give more.")
        raise ActRefused(words % {"owed": show(owed)})


def _struck(act: FundAct) -> Gift | FundAct:
    """Return the gift or the act that an act takes back. Raises `ActRefused` where it does not stand."""
    of_fund = {"network_id": act.network_id, "fund": act.fund}
    if pk := act.data.get("gift"):
        found = Gift.objects.filter(pk=pk, struck_by=None, **of_fund).first()
    else:
        done = FundAct.objects.filter(pk=act.data["act"], state=State.DONE, **of_fund).exclude(kind=Kind.STRIKE)
        found = done.first()
        if found and found.entry.reversals.exists():
            found = None
    if found is None:
        raise ActRefused(_("It does not stand any more: it was taken back already."))
    return found


def _take_back(act: FundAct, *, by, at: datetime) -> Entry:
    found = _struck(act)
    given = {"by": act.asked_by, "checked_by": by, "reason": act.reason}
    reversal = reverse(found.entry, on=act.on, **given).entry
    if isinstance(found, Gift):
        found.struck_by = reversal
        found.save(update_fields=["struck_by"])
    else:
        strike_dues_step(found.entry, reversal=reversal, at=at)
    return reversal
