"""The columns that funds give to the deposit sheet: the dues of each running fund that members pay themselves.

fund_<code>            an organisation's own fund: credits 43060 members' dues of the fund, or of its parts by the split
fund_<network>_<code>  on a group's sheet, a fund of its network: credits what the group owes on to it, under 24030
fund_<code>            on a network's sheet: what a group hands over of the dues it took; credits what it owes, 14050

Source: domain, 1.3 Deposits and 1.7 One-baht-a-day welfare fund; features 114, 121, 123; the decision `dues-of-a-
networks-fund`.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from groups.registry.items import Item
from groups.registry.models import Membership
from welfare.funds.items.network import HandoverTill, handover
from welfare.funds.items.own import DuesTill, column, into, into_the_fund
from welfare.funds.queries.network import collecting
from welfare.funds.queries.paid_by import paid_by_members

__all__ = ["DuesTill", "HandoverTill", "items"]


def items(
    organisation,
    memberships: Sequence[Membership],
    *,
    month: date,
    on: date,
    bylaws,
    paid_this_month: Mapping,
) -> list[Item]:
    """Return a column for each fund into which these members pay, or hand over.

    One query where there are no funds, and a few for each fund. What was paid at other meetings of the month is in
    the places themselves.
    """
    funds = paid_by_members([organisation.pk, organisation.keeper_id], on=on)
    own = funds[organisation.pk]
    if not organisation.is_group:
        return [handover(HandoverTill(fund, rule, memberships)) for fund, rule in own]
    asked = bool(memberships)
    columns = []
    for fund, rule in own:
        till = DuesTill(fund, rule, month, on, memberships)
        columns.append(column(till, code=f"fund_{fund.code.lower()}", account_of=into_the_fund(till), asked=asked))
    for fund, rule, account_id in collecting(organisation, funds[organisation.keeper_id]):
        till, code = DuesTill(fund, rule, month, on, memberships), f"fund_{fund.organisation.code}_{fund.code}".lower()
        columns.append(column(till, code=code, account_of=into(till, account_id), asked=asked))
    return columns
