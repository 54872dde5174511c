"""Moving to another group: agreed to in the one, admitted in the other; savings and tenure go along.

Group left: Dr satja, shares, special   Cr cash or bank.   Group joined: Dr cash or bank   Cr satja, shares, special.
Source: features 10; architecture, settled 14.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import month_of, next_month
from federation.ledger import books
from federation.ledger.posting import credit, debit, lock
from groups.departures.models import Departure, DepartureKind, DepartureState
from groups.departures.queries.net import ACCOUNTS, Net, net_of
from groups.departures.steps.asking import check_free
from groups.departures.steps.frame import NotPossible, NotYet, check_day, check_other, check_state, locked, note
from groups.departures.steps.places import end_offices_step, move_places_step
from groups.departures.steps.settling import lines_to_keep, post_leaving
from groups.promises.steps import promise_step, recount_step
from groups.registry.models import Beneficiary, Membership, MembershipState
from groups.registry.queries import beneficiaries_of, last_posted_on
from groups.registry.steps import admit_step, change_state_step
from loans.lending.queries.repay import purses_of


def admit_moved_step(
    departure: Departure,
    *,
    on: date,
    amount: Decimal,
    purse_from: str,
    purse_to: str,
    resolution_no: str,
    resolution_on: date,
    by,
    at: datetime,
) -> Departure:
    """Admit in the other group who moves there: one event in two books, tenure and the network's places kept.

    amount: what is promised a month there, in baht. purse_from, purse_to: codes of the accounts that the money
    leaves and enters. Raises `NotPossible`, `NotYet`, `NeedsSecondPerson`, or what register and ledger raise.
    """
    lock(departure.organisation.book, departure.to.book)
    departure = locked(departure)
    _check(departure, on=on, purses=(purse_from, purse_to), by=by, at=at)
    old = departure.membership
    net = net_of(old, on=on)
    if net.sheet_words:
        raise NotYet(_("This has to be settled first:"), problems=net.sheet_words)
    counted = month_of(on)
    if (posted := last_posted_on(old)) and month_of(posted) >= counted:
        counted = next_month(month_of(posted))
    _end_old(departure, on=on, by=by, at=at)
    resolution = {"resolution_no": resolution_no, "resolution_on": resolution_on}
    new = _admit(departure, on=on, counted_from=counted, by=by, at=at, **resolution)
    promise_step(new, amount=amount, from_month=counted, by=by, at=at, **resolution)
    move_places_step(old, new, on=on)
    _move_money(departure, net, new, purses=(purse_from, purse_to), on=on, by=by)
    return _keep(departure, net, new, on=on, by=by, at=at)


def _check(departure: Departure, *, on: date, purses: tuple, by, at: datetime) -> None:
    check_state(departure, DepartureState.DECIDED)
    if departure.kind != DepartureKind.TRANSFER:
        raise NotPossible(_("Only who moves here is admitted this way."))
    for first, moment in ((departure.asked_by, departure.asked_at), (departure.decided_by, departure.decided_at)):
        check_other(first, first_at=moment, by=by, at=at)
    check_day(on, at=at)
    check_free(departure.membership, kind=departure.kind, on=on)
    for field, code, one in zip(
        ("purse_from", "purse_to"), purses, (departure.organisation, departure.to), strict=True
    ):
        if code not in {account.code for account, _name in purses_of(one)}:
            words = _("Choose the cash box or a bank account.")
            raise NotPossible(words, fields={field: words})


def _end_old(departure: Departure, *, on: date, by, at: datetime) -> None:
    old = departure.membership
    reason = _("moved to %(group)s") % {"group": departure.to.name_th}
    resolution = {"resolution_no": departure.resolution_no, "resolution_on": departure.resolution_on}
    facts = {"on": on, "by": by, "at": at, "reason": str(reason), **resolution}
    ended = change_state_step(old, state=MembershipState.RESIGNED, **facts)
    old.state, old.ended_on = ended.state, ended.ended_on
    recount_step([ended])
    end_offices_step(old, on=on)


def _admit(departure: Departure, *, on: date, by, at: datetime, **facts) -> Membership:
    old = departure.membership
    reason = _("moved from %(group)s") % {"group": departure.organisation.name_th}
    who = {"person": old.person, "member_class": old.member_class, "joined_on": on, "reason": str(reason)}
    new = admit_step(departure.to, by=by, at=at, **who, **facts)
    new.came_from, new.tenure_from = old, old.member_since
    new.save(update_fields=["came_from", "tenure_from"])
    _name_again(old, new, by=by, at=at)
    return new


def _name_again(old: Membership, new: Membership, *, by, at: datetime) -> None:
    """Let those named for the case of death go along as they were named."""
    same = ("named_on", "position", "name", "relation", "percent", "phone", "witnesses")
    Beneficiary.objects.bulk_create(
        Beneficiary(
            network_id=new.network_id,
            membership=new,
            named_at=at,
            by=by,
            **{field: getattr(one, field) for field in same},
        )
        for one in beneficiaries_of(old)
    )


def _move_money(departure: Departure, net: Net, new: Membership, *, purses: tuple, on: date, by) -> None:
    if not net.savings:
        return
    left, joined = departure.organisation.book, departure.to.book
    purse_from, purse_to = (books.account(book, code) for book, code in zip((left, joined), purses, strict=True))
    held = {what: baht for what, baht in net.held.items() if baht}
    old_account, new_account = (
        {what: getattr(one, f"{what}_account_id") for what in ACCOUNTS} for one in (departure.membership, new)
    )
    out = [debit(old_account[what], baht) for what, baht in held.items()]
    into = [credit(new_account[what], baht) for what, baht in held.items()]
    agreed = {"on": on, "by": departure.asked_by, "checked_by": departure.decided_by}
    departure.entry = post_leaving(departure, left, [*out, credit(purse_from.pk, net.savings)], **agreed)
    received = {"on": on, "by": by, "checked_by": departure.decided_by, "part": ":in"}
    post_leaving(departure, joined, [debit(purse_to.pk, net.savings), *into], **received)


def _keep(departure: Departure, net: Net, new: Membership, *, on: date, by, at: datetime) -> Departure:
    departure.settlement, departure.net, departure.on = lines_to_keep(net), net.savings, on
    departure.state, departure.new_membership = DepartureState.DONE, new
    departure.save(update_fields=["settlement", "net", "on", "state", "new_membership", "entry"])
    for organisation in (departure.organisation, departure.to):
        note("leaving_moved", departure, by=by, at=at, organisation=organisation, net=departure.net)
    return departure
