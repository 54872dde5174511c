"""Take running loans over from a workbook: a dry run, or with --commit all of them."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.access.permissions import Permission
from federation.access.queries import may, user_named
from federation.exchange.queries import maker_for
from federation.exchange.running import actions, queries
from federation.exchange.running.files import read_rows, rows_workbook
from federation.exchange.running.forms import LoanRows
from federation.exchange.running.rules import is_taken_over
from federation.kit import clock
from federation.kit.dates import NotADate, parse_date, show_date
from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from loans.acts.actions import draft_act
from loans.acts.models import ActKind
from loans.acts.queries import deciders
from loans.acts.tables import entries_shown, loans_shown
from loans.products.queries import newest_versions


class Command(BaseCommand):
    help = "Read running loans from an .xlsx file and print what taking them over would make; --commit makes it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="the workbook, .xlsx")
        parser.add_argument("--group", required=True, metavar="CODE", help="code of the group that lent")
        parser.add_argument("--on", metavar="DAY", help="day of the takeover; else the last meeting day or today")
        parser.add_argument("--partial", action="store_true", help="leave the rest on 13090 for later")
        parser.add_argument("--template", action="store_true", help="write the rows to fill in to FILE instead")
        parser.add_argument("--remarks", type=Path, metavar="OUT", help="write what is to be mended there")
        parser.add_argument("--commit", action="store_true", help="post it, if nothing is to be mended")
        parser.add_argument("--by", metavar="USER", help="who answers for it; else the treasurer in office")
        parser.add_argument("--checked-by", metavar="USER", help="who checked it; else the chair in office")

    def handle(self, *, file, group, on, partial, template, remarks, commit, by, checked_by, **options):
        organisation, today = self._group(group), clock.today()
        versions = newest_versions(organisation)
        try:
            on = self._day(on, organisation, today=today)
            if template:
                rows = self._read(organisation, queries.proposals(organisation, on=on, versions=versions), versions, on)
                return self._write(file, organisation, rows, today=today)
            rows = self._read(organisation, read_rows(file.read_bytes(), versions=versions), versions, on)
            if self._was_taken_over(organisation, rows):
                return None
            if rows.wrong:
                if remarks:
                    self._write(remarks, organisation, rows, today=today)
                raise Refused(_("Nothing was taken over. Mend these rows first:"), problems=rows.problems())
            people = self._people(organisation, by=by, checked_by=checked_by, today=today)
            self._take_over(organisation, rows, partial=partial, commit=commit, **people)
        except OSError as problem:
            raise CommandError(_("%(file)s cannot be read.") % {"file": problem.filename or file}) from problem
        except Refused as refusal:
            said = [str(refusal), *(f"  {problem}" for problem in refusal.problems)]
            raise CommandError("\n".join(said)) from refusal

    def _group(self, code):
        try:
            return Organisation.objects.groups().select_related("book", "keeper").get(code=code)
        except Organisation.DoesNotExist:
            raise CommandError(_("There is no group with the code %(code)s.") % {"code": code}) from None

    def _day(self, typed, organisation, *, today):
        if not typed:
            return queries.day_proposed(organisation, today=today)
        try:
            return parse_date(typed, today=today)
        except NotADate as refusal:
            raise CommandError(str(refusal)) from refusal

    def _read(self, organisation, typed, versions, on):
        members = Membership.objects.of(organisation).select_related("person", "member_organisation")
        return LoanRows(
            typed,
            on=on,
            members={member.number: member for member in members},
            versions=versions,
            taken=queries.contract_numbers(organisation),
        )

    def _write(self, path, organisation, rows, *, today):
        control = queries.control_total(organisation, on=rows.on)
        path.write_bytes(rows_workbook(rows, control=control, today=today))
        self.stdout.write(_("The rows are written to %(file)s.") % {"file": path})

    def _was_taken_over(self, organisation, rows):
        """Say so, and stop without a fault, when every row of the file is a loan by now."""
        if not is_taken_over(rows.typed, taken=queries.taken_over(organisation)):
            return False
        self.stdout.write(self.style.SUCCESS(_("These loans were taken over already. Nothing was changed.")))
        return True

    def _people(self, organisation, *, by, checked_by, today):
        """Return who answers and who checks, by name or by their office in the group."""
        maker = self._user(by, Permission.LOANS_EDIT, organisation, today) if by else None
        maker = maker or maker_for(organisation, on=today)
        if maker is None:
            raise CommandError(_("No treasurer is in office. Name who answers for the import: --by USER"))
        checker = self._user(checked_by, Permission.LOANS_CHECK, organisation, today) if checked_by else None
        checker = checker or deciders(organisation, on=today).exclude(pk=maker.pk).first()
        if checker is None:
            raise CommandError(_("No second officer is in office. Name who checked the import: --checked-by USER"))
        return {"by": maker, "checked_by": checker}

    def _user(self, name, permission, organisation, today):
        user = user_named(name)
        if user is None:
            raise CommandError(_("There is no user with the sign-in name %(name)s.") % {"name": name})
        if not may(user, permission, organisation, on=today):
            raise CommandError(_("%(name)s may not do that in this group.") % {"name": name})
        return user

    def _take_over(self, organisation, rows, *, partial, commit, by, checked_by):
        """Print every loan with the entry they make, and make it if asked to."""
        facts = {"on": rows.on, "reason": _("Taking over the loans that ran before these books"), "at": clock.now()}
        data = {"rows": rows.data_of_act(), "partial": partial}
        self._print(draft_act(organisation, None, kind=ActKind.OPENING, data=data, by=by, **facts))
        if not commit:
            self.stdout.write(_("A dry run: nothing was saved."))
            return
        actions.take_over(organisation, **data, **facts, by=by, checked_by=checked_by)
        self.stdout.write(_("Posted by %(by)s, checked by %(checker)s.") % {"by": by, "checker": checked_by})
        words = _("Taken over: %(count)s loans, %(total)s baht.")
        shown = {"count": len(rows.forms), "total": show(rows.total)}
        self.stdout.write(self.style.SUCCESS(words % shown))

    def _print(self, act):
        for loan in loans_shown(act):
            flags = "".join(f" [{flag}]" for flag in loan.flags)
            what = f"{loan.row['contract_no']:<14} {show(loan.left):>13} {show_date(loan.due_on, style='short')}"
            self.stdout.write(f"  {what}  {loan.member}{flags}")
        for entry in entries_shown(act.would):
            self.stdout.write(show_date(entry.on))
            for code, name, debit, credit in entry.lines:
                self.stdout.write(f"  {code:<11} {debit:>14} {credit:>14}  {name}")
