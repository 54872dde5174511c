"""The accounts on which dividends stand until they are paid: one for all members of a group, one for each group of a
network, whose own book keeps the other side.

Source: architecture, settled 14.
"""

from collections.abc import Iterable, Mapping

from federation.ledger import chart
from federation.ledger.books import Book, account
from federation.organisations.twins import between_accounts
from groups.registry.models import Membership


def members_of(organisation, membership_ids: Iterable) -> list[Membership]:
    """Return these memberships with their accounts and, of organisations, their books."""
    found = Membership.objects.of(organisation).filter(pk__one_of=list(membership_ids))
    accounts = ("satja_account", "shares_account", "special_account")
    return list(found.select_related("member_organisation__book", "person", *accounts).order_by("number"))


def owed_accounts(organisation, membership_ids: Iterable) -> Mapping[object, object]:
    """Return {membership id: id of the account that its dividend is owed on}. Those of groups: see `steps.twins`."""
    ids = list(membership_ids)
    control = account(organisation.book, chart.DIVIDENDS)
    if not control.is_control:
        return dict.fromkeys(ids, control.pk)
    numbers = {one.number: one.pk for one in members_of(organisation, ids)}
    held = between_accounts(numbers, book=organisation.book, control=chart.DIVIDENDS)
    return {numbers[number]: one.pk for number, one in held.items()}


def books_of_members(organisation, membership_ids: Iterable) -> list[Book]:
    """Return the books here of organisations among these members, which mirror what they are owed."""
    if organisation.is_group:
        return []
    found = (one.member_organisation for one in members_of(organisation, membership_ids) if one.member_organisation_id)
    return [one.book for one in found if one.book_id]


def incomes_below(books: Iterable[Book]) -> Mapping:
    """Return {book id: its account of dividends from the network}: what mirrors the allotment there."""
    return {book.pk: account(book, chart.DIVIDENDS_OF_NETWORK).pk for book in books}


def banks_below(books: Iterable[Book]) -> Mapping:
    """Return {book id: its usual bank account}: where a dividend paid by transfer comes in."""
    return {book.pk: account(book, chart.BANK).pk for book in books}
