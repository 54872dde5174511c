"""The warning held against made-up histories: how many failures it sees three months ahead, how often it cries wolf."""

import random
from dataclasses import replace

import pytest

from federation.warning.rules import warning
from tests.federation.warning.histories import failing, healthy

SEEDS = (2544, 2550, 2569)
GROUPS = 250
AHEAD, NOT_EARLIER = 3, 12
FIRST = 12  # months that a group must have behind it before it is read


def alarms(story):
    """Return the places of the months with an alarm."""
    places = range(FIRST, len(story.months))
    return [n for n in places if warning(story.months[: n + 1]).level == "alarm"]


@pytest.mark.parametrize("seed", SEEDS)
def test_four_failures_of_five_are_seen_three_months_ahead(seed):
    rng = random.Random(seed)
    stories = [failing(rng) for _ in range(GROUPS)]
    seen = [
        story
        for story in stories
        if any(story.fails_at - NOT_EARLIER <= n <= story.fails_at - AHEAD for n in alarms(story))
    ]
    assert len(seen) / GROUPS >= 0.80


@pytest.mark.parametrize("seed", SEEDS)
def test_at_most_one_healthy_group_in_five_is_ever_warned_of_in_four_years(seed):
    rng = random.Random(seed + 1)
    assert sum(bool(alarms(healthy(rng))) for _ in range(GROUPS)) / GROUPS <= 0.20


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_in_which_everybody_is_away_raises_no_alarm(seed):
    """Nobody pays, the sheet is weeks late or there is none: with nothing else, one month alone is no alarm."""
    rng = random.Random(seed + 2)
    for _ in range(50):
        calm = [
            replace(m, kept=0.9, par30=0.02, sheet_days=1, gaps=0, changes=0, weight=0.1) for m in healthy(rng).months
        ]
        away = rng.randint(FIRST, len(calm) - 4)
        for changed in ({"kept": 0.0}, {"kept": 0.0, "sheet_days": 30}, {"kept": 0.0, "sheet_days": None}):
            months = [*calm[:away], replace(calm[away], **changed), *calm[away + 1 :]]
            assert {warning(months[: n + 1]).level for n in range(away, away + 4)} <= {"calm", "watch"}
