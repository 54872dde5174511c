"""Take over a treasurer's register from a workbook: a dry run, or with --commit all of it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.access.permissions import Permission
from federation.access.queries import may, user_named
from federation.exchange import actions
from federation.exchange.decisions import read_decisions, template
from federation.exchange.queries import checker_for, maker_for, plan_for, posted_import
from federation.exchange.register.listing import general, listed_rows, opening_lines
from federation.exchange.register.workbook import read_workbook
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation

SIGNS = {"error": "✗", "doubt": "?", "info": "·"}


class Command(BaseCommand):
    help = "Read a members' register from an .xlsx file and print what an import would make; --commit makes it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="the workbook, .xlsx")
        parser.add_argument("--group", required=True, metavar="CODE", help="code of the group that takes it over")
        parser.add_argument("--decisions", type=Path, metavar="FILE", help="JSON: {name of a doubt: answer}")
        parser.add_argument("--template-decisions", type=Path, metavar="OUT", help="write the doubts to fill in there")
        parser.add_argument("--commit", action="store_true", help="post it, if nothing is left open")
        parser.add_argument("--by", metavar="USER", help="who answers for it; else the treasurer in office")
        parser.add_argument("--checked-by", metavar="USER", help="who checked it; else the chair in office")

    def handle(self, *, file, group, decisions, template_decisions, commit, by, checked_by, **options):
        today, organisation = clock.today(), self._group(group)
        try:
            content = file.read_bytes()
            answers = read_decisions(decisions.read_text(encoding="utf-8")) if decisions else {}
            workbook = read_workbook(content)
            if self._was_imported(organisation, workbook.digest):
                return
            plan = plan_for(organisation, workbook, answers, today=today)
            self._print(file.name, organisation, plan)
            if template_decisions:
                template_decisions.write_text(template(plan), encoding="utf-8")
                self.stdout.write(_("The doubts to decide are written to %(file)s.") % {"file": template_decisions})
            if commit:
                people = self._people(organisation, by=by, checked_by=checked_by, today=today)
                self._commit(organisation, file.name, content, answers, people=people, today=today)
            else:
                self.stdout.write(_("A dry run: nothing was saved."))
        except OSError as problem:
            raise CommandError(_("%(file)s cannot be read.") % {"file": problem.filename or file}) from problem
        except UnicodeDecodeError as problem:
            raise CommandError(_("The file of decisions is not JSON.")) from problem
        except Refused as refusal:
            raise CommandError(
                "\n".join([str(refusal), *(f"  {problem}" for problem in refusal.problems)])
            ) from refusal

    def _group(self, code):
        try:
            return Organisation.objects.groups().select_related("book", "keeper").get(code=code)
        except Organisation.DoesNotExist:
            raise CommandError(_("There is no group with the code %(code)s.") % {"code": code}) from None

    def _was_imported(self, organisation, digest):
        """Say so, and stop without a fault, when this very file was taken over before."""
        posted = posted_import(organisation)
        if posted is None:
            return False
        refusal = actions.AlreadyImported(posted, same=bytes(posted.digest) == digest)
        if not refusal.same:
            raise refusal
        self.stdout.write(self.style.SUCCESS(str(refusal)))
        return True

    def _people(self, organisation, *, by, checked_by, today):
        """Return who imports and who checks, by name or by their office in the group."""
        maker = self._user(by, Permission.REGISTER_IMPORT, organisation, today) if by else None
        maker = maker or maker_for(organisation, on=today)
        if maker is None:
            raise CommandError(_("No treasurer is in office. Name who answers for the import: --by USER"))
        checker = self._user(checked_by, Permission.BOOKS_CHECK, organisation, today) if checked_by else None
        checker = checker or checker_for(organisation, on=today, maker=maker)
        if checker is None:
            raise CommandError(_("No second officer is in office. Name who checked the import: --checked-by USER"))
        self.stdout.write(_("Posted by %(by)s, checked by %(checker)s.") % {"by": maker, "checker": checker})
        return {"by": maker, "checked_by": checker}

    def _user(self, name, permission, organisation, today):
        user = user_named(name)
        if user is None:
            raise CommandError(_("There is no user with the sign-in name %(name)s.") % {"name": name})
        if not may(user, permission, organisation, on=today):
            raise CommandError(_("%(name)s may not do that in this group.") % {"name": name})
        return user

    def _commit(self, organisation, file_name, content, answers, *, people, today):
        facts = {"file_name": file_name, "content": content, "answers": answers}
        made = actions.import_register(organisation, **facts, **people, at=clock.now(), today=today).made
        words = _("Imported: %(members)s members, %(sheets)s sheets with %(paid)s, opening balances of %(opening)s.")
        self.stdout.write(self.style.SUCCESS(words % made))

    # The dry run

    def _print(self, file_name, organisation, plan):
        self._head(f"{file_name} → {organisation.code} {organisation.name}")
        self._findings(plan.matching)
        if plan.opening:
            self._rows(plan)
            self._controls(plan)
            self._sheets(plan)
        self._head(_("General"))
        self._findings(general(plan))
        if plan.strangers:
            words = _("These answers fit no doubt: %(keys)s")
            self.stdout.write(self.style.WARNING(words % {"keys": ", ".join(plan.strangers)}))
        self._head(_("State"))
        words = _("%(doubts)s doubts, of which %(open)s are open; %(errors)s errors.")
        counts = {"doubts": len(plan.doubts), "open": len(plan.open), "errors": len(plan.errors)}
        self.stdout.write(words % counts)

    def _rows(self, plan):
        self._head(_("Rows"))
        for row in listed_rows(plan):
            made = "; ".join(map(str, row.makes))
            self.stdout.write(f"{row.row:>5}  {row.number:<4} {row.name}: {made}".rstrip(": "))
            self._findings(row.findings, indent=7)

    def _controls(self, plan):
        self._head(_("Control totals"))
        for control in plan.controls:
            said = "=" if control.agrees else "≠"
            printed = f"{said} {control.printed_shown} ({control.where})" if control.printed is not None else ""
            self.stdout.write(f"  {control.counted_shown:>14}  {control.name} {printed}".rstrip())

    def _sheets(self, plan):
        self._head(_("Sheets"))
        for sheet in plan.sheets:
            self.stdout.write(f"  {show(sheet.total):>14}  {show_date(sheet.meeting_on)} ({len(sheet.rows)})")
        self._head(_("Opening balances of %(date)s") % {"date": show_date(plan.opening.on)})
        for line in opening_lines(plan):
            debit, credit = (show(amount) if amount else "" for amount in (line.debit, line.credit))
            self.stdout.write(f"  {line.account:<5}  {debit:>14} {credit:>14}  {line.words}")

    def _findings(self, findings, *, indent=2):
        for finding in findings:
            sign = "✓" if finding.severity == "doubt" and finding.answer else SIGNS[finding.severity]
            cell = f" “{finding.cell_beside}”" if finding.cell_beside else ""
            where = f"{finding.column}{cell}: " if finding.column else ""
            self.stdout.write(f"{'':>{indent}}{sign} {where}{finding.words}")
            if finding.complaint:
                self.stdout.write(f"{'':>{indent}}  ! {finding.complaint}")
            if finding.severity == "doubt":
                self.stdout.write(f"{'':>{indent}}  {finding.key} = {finding.answer or self._offered(finding)}")

    def _offered(self, finding):
        offered = " | ".join(choice.value for choice in finding.choices if len(finding.choices) < 8)
        typed = f"<{finding.typed}>" if finding.typed else ""
        return "? " + " | ".join(filter(None, (offered, typed)))

    def _head(self, words):
        self.stdout.write("\n" + self.style.MIGRATE_HEADING(str(words)))
