"""Tie the book of a group that was opened after the group joined a network, and bring forward what it has there."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from federation.access.permissions import Permission
from federation.access.queries import may, user_named
from federation.audit.log import record
from federation.exchange.queries import checker_for, maker_for
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.ledger.queries import as_text
from federation.organisations.models import Organisation
from federation.organisations.twins import tie_books_step
from groups.registry.models import Membership
from groups.registry.queries import running_membership
from loans.lending.models import Loan
from loans.lending.steps.between import keep_borrowing


class Command(BaseCommand):
    help = "Tie a group's book, opened after it joined, to its network's; the opening is entered in the group's book."

    def add_arguments(self, parser):
        parser.add_argument("--network", required=True, metavar="CODE", help="the organisation it belongs to")
        parser.add_argument("--group", required=True, metavar="CODE", help="whose book is tied")
        parser.add_argument("--by", metavar="USER", help="who answers for it; else the group's treasurer in office")
        parser.add_argument("--checked-by", metavar="USER", help="who checked it; else the group's chair in office")

    def handle(self, *, network, group, by, checked_by, **options):
        upper, lower = self._organisation(network), self._organisation(group)
        membership = running_membership(upper, member_organisation=lower)
        if membership is None:
            raise CommandError(_("%(group)s is no member of %(network)s.") % {"group": group, "network": network})
        people = self._people(lower, by=by, checked_by=checked_by)
        try:
            posted = tie_books(membership, on=clock.today(), at=clock.now(), **people)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(as_text(posted.entry) if posted else _("Tied. There was nothing to bring forward."))

    def _organisation(self, code):
        found = Organisation.objects.select_related("book").exclude(book=None).filter(code=code).first()
        if found is None:
            raise CommandError(_("There is no organisation %(code)s with a book here.") % {"code": code})
        return found

    def _people(self, organisation, *, by, checked_by):
        today = clock.today()
        maker = self._user(by, Permission.BOOKS_PROPOSE, organisation) if by else maker_for(organisation, on=today)
        checker = self._user(checked_by, Permission.BOOKS_CHECK, organisation) if checked_by else None
        checker = checker or checker_for(organisation, on=today, maker=maker)
        if maker is None or checker is None:
            raise CommandError(_("Two officers of the group answer for its opening: --by USER --checked-by USER"))
        return {"by": maker, "checked_by": checker}

    def _user(self, name, permission, organisation):
        user = user_named(name)
        if user is None or not may(user, permission, organisation, on=clock.today()):
            raise CommandError(_("%(name)s may not do that in this group.") % {"name": name})
        return user


@transaction.atomic(durable=True)
def tie_books(membership: Membership, *, on, at, by, checked_by):
    """Tie the two books with everything the membership has, its loans too; see `tie_books_step`."""
    upper, lower = membership.organisation, membership.member_organisation
    accounts = ("satja_account", "shares_account", "special_account")
    held = {kept.code.partition(".")[0]: kept for kept in (getattr(membership, name) for name in accounts)}
    running = Loan.objects.filter(network_id=membership.network_id, membership=membership)
    loans = list(running.select_related("account", "organisation__book", "membership__member_organisation__book"))
    numbers = {loan.account: loan.contract_no for loan in loans}
    given = {"number": membership.number, "held": held, "loans": numbers, "on": on, "by": by, "checked_by": checked_by}
    posted = tie_books_step(upper, lower, **given)
    for loan in loans:
        keep_borrowing(loan)
    record("books_tied", by=by, at=at, organisation=lower, about=f"organisation:{lower.pk}", after={"to": upper.code})
    return posted
