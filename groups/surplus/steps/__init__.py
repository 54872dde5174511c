"""Closing a year, allotting its surplus, paying it out. Steps stand in the caller's transaction."""

from groups.surplus.steps.adoption import adopt_step, propose_plan_step, take_back_plan_step
from groups.surplus.steps.closing import ask_back_step, decide_back_step, decide_close_step, propose_close_step
from groups.surplus.steps.paying import choose_step, decide_batch_step, propose_batch_step

__all__ = [
    "adopt_step",
    "ask_back_step",
    "choose_step",
    "decide_back_step",
    "decide_batch_step",
    "decide_close_step",
    "propose_batch_step",
    "propose_close_step",
    "propose_plan_step",
    "take_back_plan_step",
]
