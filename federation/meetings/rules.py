"""Arithmetic of meetings: whose turn it is, which number a resolution gets, how long a paper takes to read aloud.

Source: domain: 7.1 Rules, 7.2 Agenda templates.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence

from federation.kit.words import number_words

PARTS = (1, 2, 3, 4, 5)

# Read to a hall of elders, slowly and with pauses: letters, vowels and marks counted, figures as the words they are
# said in. An assumption of ours; whoever reads faster is done earlier.
LETTERS_A_MINUTE = 600
ALOUD_SECONDS = 180

_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")


def next_in_turn(turn: Sequence[Hashable], *, after: Hashable | None):
    """Return who is host next: the one after the last host in the order of turn, the first where nobody was.

    None where nobody takes turns. A last host who is not in the turn any more begins it anew.
    """
    if not turn:
        return None
    return turn[(turn.index(after) + 1) % len(turn)] if after in turn else turn[0]


def resolution_numbers(resolved: Sequence[bool], *, kept: Sequence[int | None], fixed: bool) -> list[int | None]:
    """Return the number of each item's resolution, 1, 2, 3 … in the order of the agenda; None for what resolved none.

    kept: the numbers they have. fixed: the report was issued, so that a number may have been cited: each stays with
    its resolution, new ones follow the highest, and what was taken out leaves its number unused.
    """
    highest = max((number or 0 for number in kept), default=0) if fixed else 0
    numbers: list[int | None] = []
    for is_resolved, number in zip(resolved, kept, strict=True):
        if not is_resolved:
            numbers.append(None)
        elif fixed and number:
            numbers.append(number)
        else:
            highest += 1
            numbers.append(highest)
    return numbers


def spoken(text: str) -> str:
    """Return a text with its figures as the words they are said in, without spaces."""
    words = _FIGURES.sub(lambda found: _said(found.group()), text)
    return re.sub(r"\s+", "", words)


def _said(figures: str) -> str:
    whole, _point, rest = figures.replace(",", "").partition(".")
    return number_words(int(whole)) + (f"จุด{number_words(int(rest))}" if rest.strip("0") else "")


def seconds_aloud(texts: Iterable[str]) -> int:
    """Return how many seconds it takes to read texts aloud, at `LETTERS_A_MINUTE`."""
    letters = sum(len(spoken(text)) for text in texts)
    return -(-letters * 60 // LETTERS_A_MINUTE)


def how_many_fit(
    texts: Sequence[str],
    *,
    beside: Sequence[str],
    left_out: Callable[[int], object] = str,
    limit: int = ALOUD_SECONDS,
) -> int:
    """Return how many texts, from the first on, can be read aloud beside others within so many seconds.

    left_out: what is said of so many that are not read.
    """
    for count in range(len(texts), 0, -1):
        more = [str(left_out(len(texts) - count))] if count < len(texts) else []
        if seconds_aloud([*beside, *texts[:count], *more]) <= limit:
            return count
    return 0
