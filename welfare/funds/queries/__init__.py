"""Reading funds: what there are, who has a place, what is in them, how far dues are paid."""

from welfare.funds.queries.accounts import FundAccounts, fund_balance, owed_by_main, part_balances, purse, purses
from welfare.funds.queries.dues import costs_of, days_behind, owed_now, paid_of, paid_through, rule_on
from welfare.funds.queries.funds import (
    all_funds,
    fund_coded,
    fund_or_none,
    funds_of,
    funds_open_to,
    network_of,
    parts_of,
    place,
    places,
    places_of_member,
)

__all__ = [
    "FundAccounts",
    "all_funds",
    "costs_of",
    "days_behind",
    "fund_balance",
    "fund_coded",
    "fund_or_none",
    "funds_of",
    "funds_open_to",
    "network_of",
    "owed_by_main",
    "owed_now",
    "paid_of",
    "paid_through",
    "part_balances",
    "parts_of",
    "place",
    "places",
    "places_of_member",
    "purse",
    "purses",
    "rule_on",
]
