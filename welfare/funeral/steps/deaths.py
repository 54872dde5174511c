"""Opening a round for a death: counted once on the claim date, opened by one person and checked by another.

They stand in the caller's transaction. Source: domain, 2 Funeral aid; features 115 and 116.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.kit.clock import BANGKOK
from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger.posting import EntryKind, lock
from federation.ledger.queries import balances
from federation.ledger.refusals import NeedsSecondPerson
from federation.ledger.twins import day_open_in_all, post_between, reverse_between, standing_mirrors
from welfare.funeral.models import (
    COLLECTED,
    Covered,
    CoveredState,
    Death,
    DeathDue,
    DeathPaid,
    DeathPart,
    DeathState,
    SchemeModel,
)
from welfare.funeral.postings import round_opened
from welfare.funeral.queries.accounts import accounts_of, is_of_network
from welfare.funeral.queries.deaths import PAPERS, death_checks
from welfare.funeral.queries.money import WITH_ALL, money_of, payouts_of, version_on_claim
from welfare.funeral.queries.people import payers_on
from welfare.funeral.rules import Terms
from welfare.funeral.rules.money import sums_of
from welfare.funeral.steps.network import books_of, mirrored_groups, parts_for, purses_below, sides_with_accounts
from welfare.funeral.steps.people import back_to_life_step, died_step


class NotPaidFor(Refused):
    """Raised when the scheme does not pay for a death; `problems` names every check that does not hold."""


class NotThatDay(Refused):
    """Raised when a claim is dated before the death, or in the future."""


class DecidedBefore(Refused):
    """Raised when a round, a payout or an act was decided already."""


class NotConsistent(Refused):
    """Raised when a round cannot be taken back any more, for money came in or went out on it."""


def open_death_step(
    covered: Covered,
    *,
    died_on: date,
    claimed_on: date,
    papers: Iterable[str] = PAPERS,
    by_accident: bool = False,
    filed_by_name: str = "",
    on_paper: Mapping | None = None,
    by,
    at: datetime,
) -> Death:
    """Enter the claim for a death and count who pays, as of the claim date; another person opens it to collecting.

    What is counted here is kept and never counted again. filed_by_name: the relative or proxy who brought the claim.
    on_paper: {group: payers} of groups of a network that keep no book here.
    Raises `NotPaidFor`, `NotThatDay`, `NoTerms` or `NothingToPayOut`.
    """
    scheme = covered.scheme
    lock(scheme.organisation.book)
    papers = [name for name in PAPERS if name in set(papers)]
    check_days(died_on=died_on, claimed_on=claimed_on, at=at)
    facts = {"died_on": died_on, "claimed_on": claimed_on, "by_accident": by_accident, "papers": papers}
    wrong = [check.words for check in death_checks(covered, **facts) if check.holds is False]
    if wrong:
        raise NotPaidFor(_("The scheme does not pay for this death:"), problems=wrong)
    version = version_on_claim(scheme, claimed_on=claimed_on)
    terms = Terms.from_data(version.terms)
    payers = _payers(scheme, covered, on=claimed_on)
    counted = len(payers) + sum((on_paper or {}).values())
    sums = sums_of(terms, model=scheme.model, relation=covered.relation, payers=counted)
    death = Death.objects.create(
        network_id=scheme.network_id,
        scheme=scheme,
        terms=version,
        covered=covered,
        number=_next_number(scheme),
        **facts,
        filed_by_name=filed_by_name.strip(),
        payers=sums.payers,
        rate=sums.rate,
        gross=sums.gross,
        fee=sums.fee,
        net=sums.net,
        due_on=terms.pay_until(claimed_on),
        opened_by=by,
        opened_at=at,
    )
    _keep_count(death, payers, on_paper=on_paper or {})
    return death


def check_days(*, died_on: date, claimed_on: date, at: datetime) -> None:
    """Raise `NotThatDay` unless the claim lies after the death and not ahead."""
    if claimed_on > at.astimezone(BANGKOK).date():
        words = _("That day has not come yet.")
        raise NotThatDay(words, fields={"claimed_on": words})
    if claimed_on < died_on:
        words = _("The claim cannot be older than the death.")
        raise NotThatDay(words, fields={"claimed_on": words})


def check_death_step(death: Death, *, agree: bool, by, at: datetime) -> Death:
    """Open a round that another person entered, or decline it. The claim date dates its entry while its month is open.

    A network's round is entered in the books of its groups too, by one event and on one day. Raises `DecidedBefore`,
    `NeedsSecondPerson`, `OtherBookRefused`, or what the ledger's `post` raises.
    """
    lock(*books_of(death.scheme, on=death.claimed_on))
    death = locked_death(death)
    if death.checked_by_id:
        raise DecidedBefore(_("This was decided already. Nothing was changed now."))
    death.checked_by = by
    if not agree:
        death.state = DeathState.TAKEN_BACK
        death.save(update_fields=["checked_by", "state"])
        return death
    check_second(death.opened_by, by, asked_at=death.opened_at, at=at)
    death.entry = _enter(death, by=by, at=at)
    death.save(update_fields=["checked_by", "entry"])
    if death.covered.state != CoveredState.DECEASED:
        died_step(death.covered, on=death.died_on, by=by, at=at)
    return death


def check_second(first, by, *, asked_at: datetime, at: datetime) -> None:
    """Raise `NeedsSecondPerson` unless `by` is another, independent person than `first`."""
    if first.pk == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if not independent(first, by, first_at=asked_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)


def locked_death(death: Death) -> Death:
    """Return a death as it stands, its row locked; the caller has locked the book before."""
    found = Death.objects.select_for_update(of=("self",)).select_related(*WITH_ALL, "opened_by", "entry")
    return found.get(network_id=death.network_id, pk=death.pk)


def settle_state_step(death: Death) -> None:
    """Let the state of a round follow from its money: open, paid out, or closed once all of it came in too."""
    money = money_of(death)
    if death.state == DeathState.TAKEN_BACK:
        return
    state = DeathState.OPEN
    if not money.still_to_pay:
        state = DeathState.PAID if money.still_owed else DeathState.CLOSED
    if state != death.state:
        death.state = state
        death.save(update_fields=["state"])


def take_back_death_step(death: Death, *, reason: str, asked_by, by, at: datetime):
    """Take back a round by the mirror of its entry, in all books; return that entry. The place is as it was before.

    Only while nothing came in, was given up or was paid out on it. Raises `NotConsistent`, or as `reverse` does.
    """
    lock(*books_of(death.scheme, on=death.claimed_on))
    death = locked_death(death)
    _check_untouched(death)
    books = [death.scheme.organisation.book, *(mirror.book for mirror in standing_mirrors(death.entry))]
    on, _concerned = day_open_in_all(books, death.entry.on, today=at.astimezone(BANGKOK).date())
    reversal = reverse_between(death.entry, on=on, by=asked_by, checked_by=by, reason=reason).entry
    taken = DeathPaid.objects.filter(network_id=death.network_id, entry=death.entry, struck_by=None)
    DeathDue.objects.filter(network_id=death.network_id, pk__in=taken.values("due")).update(paid=ZERO, settled_on=None)
    taken.update(struck_by=reversal)
    death.struck_by, death.state = reversal, DeathState.TAKEN_BACK
    death.save(update_fields=["struck_by", "state"])
    back_to_life_step(death.covered, reason=reason, by=by, at=at)
    return reversal


def _check_untouched(death: Death) -> None:
    brought = DeathPaid.objects.filter(network_id=death.network_id, struck_by=None).exclude(entry=death.entry)
    came_in = brought.filter(due__death=death).exists() or brought.filter(part__death=death).exists()
    given_up = death.dues.filter(given_up__gt=0).exists()
    out = any(one.agreed is not False and not one.struck_by_id for one in payouts_of(death))
    if death.entry_id is None or death.state == DeathState.TAKEN_BACK or came_in or given_up or out:
        words = _(
            "Money came in or went out on this round already, or a payout waits. Take that back first; then the round"
            " can be taken back."
        )
        raise NotConsistent(words)


def _payers(scheme, covered: Covered, *, on: date) -> list[Covered]:
    if scheme.model not in COLLECTED:
        return []
    if is_of_network(scheme) and scheme.model == SchemeModel.PREPAID:
        raise NotPaidFor(_("Prepaid units are kept in one group. A network collects at each death."))
    return payers_on(scheme, on=on, but=covered)


def _next_number(scheme) -> int:
    known = Death.objects.filter(network_id=scheme.network_id, scheme=scheme)
    return (known.aggregate(highest=Max("number"))["highest"] or 0) + 1


def _keep_count(death: Death, payers: list[Covered], *, on_paper: Mapping) -> None:
    """Write down what each brings, and in a network what each group owes. Groups without a book name nobody."""
    named = payers
    if is_of_network(death.scheme):
        DeathPart.objects.bulk_create(parts_for(death, payers, on_paper=on_paper))
        groups = mirrored_groups(death.scheme, on=death.claimed_on)
        named = [one for one in payers if one.membership.organisation_id in groups]
    DeathDue.objects.bulk_create(
        DeathDue(network_id=death.network_id, death=death, membership=one.membership, amount=death.rate)
        for one in named
    )


def _enter(death: Death, *, by, at: datetime):
    scheme, books = death.scheme, books_of(death.scheme, on=death.claimed_on)
    accounts = accounts_of(scheme)
    on, concerns = day_open_in_all(books, death.claimed_on, today=at.astimezone(BANGKOK).date())
    given, prepaid, purses = {}, [], {}
    if is_of_network(scheme):
        sides = sides_with_accounts(death)
        given["by_account"] = [(sides[part.organisation_id].above.pk, part.amount) for part in death.parts.all()]
        purses = purses_below(sides.values())
    elif scheme.model in COLLECTED:
        prepaid = _units_taken(death)
        given["by_account"] = [(account, death.rate) for _due, account in prepaid]
        given["to_collect"] = death.gross - death.rate * len(prepaid)
    else:
        given["of_fund"] = death.gross
    entry = post_between(
        book=scheme.organisation.book,
        on=on,
        concerns_month=concerns,
        kind=EntryKind.FUND,
        key=f"death:{death.pk}",
        moves=round_opened(accounts, net=death.net, fee=death.fee, **given),
        purses=purses,
        by=death.opened_by,
        checked_by=by,
    ).entry
    _keep_units(death, [due for due, _account in prepaid], entry=entry)
    return entry


def _units_taken(death: Death) -> list[tuple]:
    """Return (due, account) of the payers who have a whole prepaid unit; who lacks it owes the due."""
    if death.scheme.model != SchemeModel.PREPAID:
        return []
    places = Covered.objects.filter(network_id=death.network_id, scheme=death.scheme, relation="member")
    places = places.filter(prepaid_account__isnull=False).select_related("prepaid_account").order_by("number")
    accounts = {one.membership_id: one.prepaid_account for one in places}  # the newest place of who came back
    held: dict[object, Decimal] = balances(list(accounts.values()))
    dues = [due for due in death.dues.order_by("pk") if due.membership_id in accounts]
    paying = [(due, accounts[due.membership_id].pk) for due in dues]
    return [(due, account) for due, account in paying if held[account] >= death.rate]


def _keep_units(death: Death, dues: list[DeathDue], *, entry) -> None:
    """Note the units taken as brought, by the entry of the round itself."""
    for due in dues:
        due.paid, due.settled_on = due.amount, entry.on
    DeathDue.objects.bulk_update(dues, ["paid", "settled_on"])
    DeathPaid.objects.bulk_create(
        DeathPaid(network_id=death.network_id, due=due, on=entry.on, amount=due.amount, entry=entry) for due in dues
    )
