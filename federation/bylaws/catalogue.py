"""Every rule a group may set for itself: its unit, the value it starts with, and where that value comes from.

The starting values are an example, gathered from several places; a committee confirms or changes them by a
resolution. `weak` marks those for which no group's own paper was read. Sources: domain, 1.2 Membership rules,
1.3 Deposits, 1.4 Loans, 1.6 Annual profit, 4.1 Books, 5 Arrears, NPL, law of debt, 9 Consolidated defaults.
"""

from collections.abc import Mapping

from federation.bylaws.rule import Rule
from federation.bylaws.rule_lists import group, loans, network, welfare

__all__ = ["RULES", "Rule"]

RULES: Mapping[str, Rule] = {rule.key: rule for rule in (*group.RULES, *loans.RULES, *network.RULES, *welfare.RULES)}
