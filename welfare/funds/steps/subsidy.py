"""Putting a list of members forward for matching money. It stands in the caller's transaction."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.ledger.posting import lock
from welfare.funds.models import SubsidyRound, WelfareFund
from welfare.funds.queries.gifts import rounds_of, subsidy_members
from welfare.funds.rules.subsidy import MOST_TIMES, counts
from welfare.funds.steps.funds import FundRefused


def subsidy_step(
    fund: WelfareFund,
    *,
    counted_on: date,
    read_on: date,
    villages: int | None,
    town: bool,
    kinds: int | None,
    by,
    at: datetime,
) -> SubsidyRound:
    """Keep who counts on a day, with the rule as it was read on `read_on`. Raises `FundRefused`."""
    lock(fund.organisation.book)
    if rounds_of(fund).filter(counted_on__gte=counted_on).exists():
        raise FundRefused(_("A list of that day or a later one is kept already."))
    members = subsidy_members(fund, on=counted_on)
    counting = [[str(one.membership_id), seen.times] for one, seen in members.items() if counts(seen, on=counted_on)]
    if not counting:
        raise FundRefused(_("Nobody counts on that day."))
    return SubsidyRound.objects.create(
        network_id=fund.network_id,
        fund=fund,
        counted_on=counted_on,
        rules={
            "read_on": read_on.isoformat(),
            "most_times": MOST_TIMES,
            "villages": villages,
            "town": town,
            "kinds": kinds,
        },
        members=counting,
        by=by,
        at=at,
    )
