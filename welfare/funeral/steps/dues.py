"""What deposit sheets brought for deaths: kept once their entry stands, struck when it is taken back; dues given up.

They stand in the caller's transaction. Source: features 115 and 118; domain, 2 Funeral aid.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger import chart
from federation.ledger.books import account, holder_accounts, ids_by_code
from federation.ledger.funds import code_in
from federation.ledger.months import day_in_open_month
from federation.ledger.posting import EntryKind, post
from groups.registry.models import Membership
from welfare.funeral.items import FuneralTill
from welfare.funeral.models import Covered, Death, DeathAct, DeathDue, DeathPaid, DeathPart, Scheme
from welfare.funeral.postings import given_up
from welfare.funeral.queries.accounts import NOT_COLLECTED, PREPAID, TO_COLLECT, accounts_of, is_of_network
from welfare.funeral.queries.money import WITH_ALL
from welfare.funeral.steps.deaths import settle_state_step

OWN_EXPENSE = "54090"  # of a group that bears what its member does not bring for the network's scheme


class NothingOpen(Refused):
    """Raised when nothing of a due is open any more."""


def keep_brought_step(till: FuneralTill, *, entry, payers: Mapping, by, at: datetime) -> None:
    """Keep what a till took, with the entry that brought it; a due that is whole is settled that day."""
    if not till.taken:
        return
    for one in till.taken:
        one.open.paid += one.amount
        one.open.settled_on = till.on if one.open.paid == _asked(one.open) else None
    rows = [one.open for one in till.taken]
    for model in (DeathDue, DeathPart):
        model.objects.bulk_update([row for row in rows if isinstance(row, model)], ["paid", "settled_on"])
    DeathPaid.objects.bulk_create(
        DeathPaid(
            network_id=till.scheme.network_id,
            due=one.open if isinstance(one.open, DeathDue) else None,
            part=one.open if isinstance(one.open, DeathPart) else None,
            on=till.on,
            amount=one.amount,
            entry=entry,
        )
        for one in till.taken
    )
    _settle({row.death_id for row in rows})


def _asked(row):
    return row.amount - (row.given_up if isinstance(row, DeathDue) else ZERO)


def strike_brought_step(entry, *, reversal, at: datetime, membership_id=None) -> None:
    """Give dues and parts back what an entry brought for them, once it is taken back; one membership's, or all.

    membership_id: of a member; or of a group, in its network. One query where the entry brought nothing.
    """
    found = DeathPaid.objects.filter(network_id=entry.network_id, entry=entry, struck_by=None)
    rows = list(found.select_related("due", "part").order_by("pk"))
    if membership_id and rows:
        group = Membership.objects.filter(pk=membership_id).values_list("member_organisation_id", flat=True).get()
        rows = [one for one in rows if _belongs(one, membership_id=membership_id, group=group)]
    if not rows:
        return
    for one in rows:
        one.struck_by = reversal
        target = one.due or one.part
        type(target).objects.filter(network_id=one.network_id, pk=target.pk).update(
            paid=target.paid - one.amount, settled_on=None
        )
    DeathPaid.objects.bulk_update(rows, ["struck_by"])
    _settle({(one.due or one.part).death_id for one in rows})


def _belongs(one: DeathPaid, *, membership_id, group) -> bool:
    return one.due.membership_id == membership_id if one.due_id else one.part.organisation_id == group


def _settle(death_ids: Iterable) -> None:
    for death in Death.objects.filter(pk__in=list(death_ids)).select_related(*WITH_ALL):
        settle_state_step(death)


def note_notice_step(dues: Iterable[DeathDue], *, on: date) -> None:
    """Note the day on which the written notice of late dues was handed over; an earlier day stays."""
    for due in dues:
        DeathDue.objects.filter(network_id=due.network_id, pk=due.pk, notice_on=None).update(notice_on=on)


def give_up_step(act: DeathAct, *, by, at: datetime):
    """Give up what is open of a due, by a resolution; return the entry. The caller has locked death and act.

    Of a network's scheme the group bears it, for what it owes the network stays. Raises `NothingOpen`, or as `post`.
    """
    due = DeathDue.objects.select_for_update(of=("self",)).get(network_id=act.network_id, pk=act.due_id)
    if act.amount != due.amount - due.paid - due.given_up:
        raise NothingOpen(_("Something else is open of this due now. Decline this, and ask anew."))
    organisation = due.membership.organisation
    today = at.astimezone(BANGKOK).date()
    on, concerns = day_in_open_month(organisation.book, today, today=today)
    entry = post(
        book=organisation.book,
        on=on,
        concerns_month=concerns,
        kind=EntryKind.FUND,
        key=f"death_act:{act.pk}",
        moves=given_up(_accounts(act.death.scheme, organisation), amount=act.amount),
        memo=act.reason,
        by=act.asked_by,
        checked_by=by,
    ).entry
    due.given_up += act.amount
    due.settled_on = on
    due.save(update_fields=["given_up", "settled_on"])
    _settle([due.death_id])
    return entry


def _accounts(scheme: Scheme, organisation) -> dict:
    if not is_of_network(scheme):
        return accounts_of(scheme)
    ids = ids_by_code(organisation.book, [chart.TO_COLLECT, OWN_EXPENSE])
    return {TO_COLLECT: ids[chart.TO_COLLECT], NOT_COLLECTED: ids[OWN_EXPENSE]}


def open_units_step(till: FuneralTill, *, rows: Iterable, key: str, on: date, by) -> None:
    """Make the prepaid account of whoever brings money for units and has none yet, before the sheet's entry.

    rows: (membership, baht). The caller has locked the book. key, on, by: as every such step is called.
    """
    lacking = [till.prepaid[one.pk].covered for one, _baht in rows if one.pk in till.prepaid]
    lacking = [one for one in lacking if one.prepaid_account_id is None]
    if not lacking:
        return
    book, fund = till.organisation.book, till.scheme.fund
    control = account(book, code_in(PREPAID, fund.code))
    named = [
        (f"{one.number:05d}", f"{control.name_th} {one.number}", f"{control.name_en} {one.number}") for one in lacking
    ]
    for one, made in zip(lacking, holder_accounts(book, control=control, holders=named), strict=True):
        till.give_account(one.membership_id, made)
    Covered.objects.bulk_update(lacking, ["prepaid_account"])
