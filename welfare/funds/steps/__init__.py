"""Starting funds, giving places, and moving a fund's money. All stand in the caller's transaction."""

from welfare.funds.steps.dues import dues_rule_step, keep_dues_step, strike_dues_step
from welfare.funds.steps.funds import (
    CodeTaken,
    FundRefused,
    close_fund_step,
    let_lend_step,
    start_fund_step,
)
from welfare.funds.steps.places import AlreadyPlaced, NoPlace, end_place_step, enrol_many_step, enrol_step

__all__ = [
    "AlreadyPlaced",
    "CodeTaken",
    "FundRefused",
    "NoPlace",
    "close_fund_step",
    "dues_rule_step",
    "end_place_step",
    "enrol_many_step",
    "enrol_step",
    "keep_dues_step",
    "let_lend_step",
    "start_fund_step",
    "strike_dues_step",
]
