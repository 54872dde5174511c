"""The accounts that an organisation and one that belongs to it keep of each other, made when it joins."""

from collections.abc import Iterable, Mapping
from datetime import date

from federation.ledger import chart
from federation.ledger.books import account, accounts_coded, holder_accounts, ids_by_code
from federation.ledger.twins import tie
from federation.organisations.models import Organisation


def make_twins(upper: Organisation, lower: Organisation, *, number: int, held: Mapping, since: date) -> None:
    """Make and tie every pair of accounts that the two keep of each other, loans apart.

    number: of the membership in `upper`. held: {control code: account} of those the membership has there already.
    Both have books; they add up to nothing from `since`.

    Source: architecture, settled 14.
    """
    above = ids_by_code(upper.book, chart.MEMBER_TWINS)
    for control, across in chart.MEMBER_TWINS.items():
        if control in above:
            here = held.get(control) or _holder(upper.book, control, f"{number:05d}", f"{number:03d}")
            there = _holder(lower.book, across, f"{upper.code}.{number:05d}", upper.code)
            tie(here, there, upper=upper.book, lower=lower.book, since=since)


def _holder(book, control: str, code: str, shown: str):
    kept = account(book, control)
    names = (code, f"{kept.name_th} {shown}", f"{kept.name_en} {shown}")
    return holder_accounts(book, control=kept, holders=[names])[0]


def between_accounts(membership_numbers: Iterable[int], *, book, control: str) -> dict:
    """Return {membership number: its holder's account under a control of MEMBER_TWINS}; none for paper groups."""
    codes = {f"{control}.{number:05d}": number for number in membership_numbers}
    return {codes[one.code]: one for one in accounts_coded(book, codes)}
