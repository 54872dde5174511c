"""What a loan to an organisation takes besides: nobody who makes or checks it has a post there, and its limit holds."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import show
from federation.kit.refusals import Refused
from groups.registry.models import Membership
from loans.lending.queries.exposure import Exposure
from loans.lending.queries.posts import holds_post_in


class PostInBorrower(Refused):
    """Raised when somebody has to do with a loan to an organisation in which he or she holds a post."""


def check_no_post(user, memberships: Iterable[Membership], *, on: date) -> None:
    """Raise `PostInBorrower` where a user holds a post or a role in an organisation that borrows.

    Source: trust, I-15 Nobody who holds a role in the borrowing group makes or checks an inter-group loan to it.
    """
    for membership in memberships:
        borrower = membership.member_organisation if membership.member_organisation_id else None
        if borrower and holds_post_in(user, borrower, on=on):
            words = _(
                "You hold a post in %(who)s, which borrows this money. Somebody without a post there has to enter,"
                " decide, sign and check it."
            )
            raise PostInBorrower(words % {"who": borrower})


def beyond(exposure: Exposure, amount: Decimal) -> str:
    """Return in words why so many baht more cannot be lent to an organisation, or nothing."""
    if amount <= exposure.left:
        return ""
    shown = {name: show(getattr(exposure, name)) for name in ("limit", "owed", "left")}
    words = _("It may owe %(limit)s baht and owes %(owed)s: %(left)s are left. %(why)s")
    if exposure.is_stopped:
        words = _("Nothing new is lent to it now. %(why)s")
    return words % {**shown, "why": " ".join(exposure.reasons)}
