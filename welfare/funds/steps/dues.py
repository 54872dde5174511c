"""Setting what dues cost, and keeping what came in. They stand in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.ids import new_id
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from welfare.funds.models import DuesPaid, DuesRule, Enrolment, Pays, WelfareFund
from welfare.funds.queries import parts_of
from welfare.funds.rules.dues import check_split
from welfare.funds.steps.places import offers


class DuesRefused(Refused):
    """Raised when a rule on dues cannot be set as typed."""


def dues_rule_step(
    fund: WelfareFund,
    *,
    holds_from: date,
    monthly: Decimal | None = None,
    half_yearly: Decimal | None = None,
    yearly: Decimal | None = None,
    split: Sequence[tuple[str, Decimal]] = (),
    payer: str = DuesRule.Payer.MEMBER,
    resolution_no: str,
    resolution_on: date,
    by,
    at: datetime,
) -> DuesRule:
    """Set what a place costs from a day on. split: [(code of a part, per cent)], together 100; empty: all to the fund.

    A later rule leaves periods that have begun as they were. Raises `DuesRefused` or `NotWhole`.
    """
    lock(fund.organisation.book)
    split = [(code.upper(), Decimal(percent)) for code, percent in split]
    _check_parts(fund, split)
    latest = DuesRule.objects.filter(network_id=fund.network_id, fund=fund).order_by("-holds_from").first()
    if latest and holds_from <= latest.holds_from:
        words = _("A rule holds from %(day)s on. The new one must begin later.")
        words = words % {"day": show_date(latest.holds_from)}
        raise DuesRefused(words, fields={"holds_from": words})
    rule = DuesRule(
        id=new_id(),
        network_id=fund.network_id,
        fund=fund,
        holds_from=holds_from,
        monthly=monthly,
        half_yearly=half_yearly,
        yearly=yearly,
        split=[[code, str(percent)] for code, percent in split],
        payer=payer,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        set_by=by,
        set_at=at,
    )
    _check_ways(fund, rule)
    rule.save(force_insert=True)
    return rule


def _check_parts(fund: WelfareFund, split: Sequence[tuple[str, Decimal]]) -> None:
    if fund.part_of_id:
        raise DuesRefused(_("Dues belong to the whole fund, which divides them over its parts."))
    check_split(split)
    known = {fund.code, *(part.code for part in parts_of(fund))}
    if strange := [code for code, _percent in split if code not in known]:
        words = _("%(codes)s: no part of this fund. Start the part first.")
        raise DuesRefused(words % {"codes": ", ".join(strange)})


def _check_ways(fund: WelfareFund, rule: DuesRule) -> None:
    """Refuse a rule that leaves people without the way they pay by."""
    ways = Enrolment.objects.filter(network_id=fund.network_id, fund=fund, until=None).order_by()
    for pays in ways.values_list("pays", flat=True).distinct():
        if not offers(rule, pays):
            words = _("Some people pay “%(way)s”. Write what that costs, too.")
            raise DuesRefused(words % {"way": Pays(pays).label}, fields={pays: words % {"way": Pays(pays).label}})


def keep_dues_step(till, *, entry, payers: Mapping, by, at: datetime) -> None:
    """Record all dues that a till of a sheet took, once the entry stands. One query.

    payers, by, at: as every keeper gets them; dues need none of them.
    """
    keep_paid(till.taken, entry=entry)


def keep_paid(taken: Sequence[tuple[Enrolment, Decimal]], *, entry) -> None:
    """Record dues that came in with an entry: (place, baht)."""
    DuesPaid.objects.bulk_create(
        DuesPaid(network_id=entry.network_id, enrolment=enrolment, on=entry.on, amount=amount, entry=entry)
        for enrolment, amount in taken
    )


def strike_dues_step(entry, *, reversal, at: datetime, membership_id=None) -> None:
    """Strike the dues that came in with an entry that was taken back, or those of one member of it."""
    standing = DuesPaid.objects.filter(network_id=entry.network_id, entry=entry, struck_by=None)
    if membership_id:
        standing = standing.filter(enrolment__membership_id=membership_id)
    standing.update(struck_by=reversal)
