"""Reading imports: the sealed file, the plan it gives with what was decided, and who may stand for it."""

import base64
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet

from federation.access.models import Appointment
from federation.access.permissions import Permission
from federation.access.queries import roles_with
from federation.bylaws.queries import bylaws_of
from federation.exchange.models import ImportState, RegisterImport
from federation.exchange.register.plan import Plan, make_plan
from federation.exchange.register.workbook import Workbook, read_workbook
from federation.kit.crypto import unseal
from federation.kit.dates import last_day
from federation.kit.identity import MaskedId
from federation.kit.wording import language
from federation.ledger import chart
from federation.organisations.models import Organisation
from federation.people.models import Person, User
from federation.people.queries import lookup_of


def imports_of(organisation: Organisation) -> QuerySet[RegisterImport]:
    """Return the imports of a group without their files, newest first."""
    return (
        RegisterImport.objects.filter(network_id=organisation.network_key, organisation=organisation)
        .select_related("made_by__person", "checked_by__person")
        .defer("content")
        .order_by("-made_at", "-pk")
    )


def posted_import(organisation: Organisation) -> RegisterImport | None:
    """Return the import from which a group's books were opened, if there is one."""
    return imports_of(organisation).filter(state=ImportState.POSTED).first()


def running_import(organisation: Organisation, *, digest: bytes) -> RegisterImport | None:
    """Return the import of this very file that is neither posted nor laid aside."""
    running = imports_of(organisation).filter(state__in=(ImportState.UPLOADED, ImportState.PROPOSED))
    return running.filter(digest=digest).first()


def workbook_of(imported: RegisterImport) -> Workbook:
    """Unseal and read the file of an import."""
    return read_workbook(file_of(imported))


def file_of(imported: RegisterImport) -> bytes:
    """Return the file of an import as it was sent."""
    return base64.b64decode(unseal(bytes(imported.content).decode(), about=str(imported.pk)))


def plan_of(imported: RegisterImport, *, today: date) -> Plan:
    """Return the plan of an import with everything decided so far."""
    answers = {**imported.columns, **imported.decisions}
    return plan_for(imported.organisation, workbook_of(imported), answers, today=today)


def plan_for(organisation: Organisation, workbook: Workbook, answers: Mapping[str, str], *, today: date) -> Plan:
    """Return the plan of importing a workbook into a group."""

    @cache
    def meeting_day(month: date) -> date:
        days = bylaws_of(organisation, on=last_day(month))["meeting_days"]
        return month.replace(day=min(days[-1], last_day(month).day)) if days else last_day(month)

    return make_plan(
        workbook,
        answers,
        today=today,
        books_from=organisation.book.opened_on,
        meeting_day=meeting_day,
        kept_names=lambda ids: kept_names(organisation.network_key, ids),
        accounts=opening_accounts(),
    )


def opening_accounts() -> dict[str, str]:
    """Return {code: name} of the accounts that may open with a balance besides what the register says."""
    known = {chart.CASH, chart.BANK, chart.LOANS_TO_DETAIL}
    rows = [row for row in chart.CHARTS["group"] if row.code[0] in "123" and row.code not in known]
    return {row.code: row.name_en if language() == "en" else row.name_th for row in rows if not row.is_control}


def kept_names(network_id: int, ids: list[MaskedId]) -> dict[MaskedId, str]:
    """Return {national ID: name} of the persons a network keeps already, of these IDs."""
    by_lookup = {lookup_of(national_id): national_id for national_id in ids}
    persons = Person.objects.filter(network_id=network_id, identity__lookup__in=by_lookup).select_related("identity")
    return {by_lookup[bytes(person.identity.lookup)]: person.name for person in persons}


def maker_for(organisation: Organisation, *, on: date) -> User | None:
    """Return the officer in office who imports registers and posts sheets: the treasurer."""
    return _officers(organisation, on=on, permissions=(Permission.REGISTER_IMPORT, Permission.SHEET_POST)).first()


def checker_for(organisation: Organisation, *, on: date, maker: User | None) -> User | None:
    """Return another officer in office who may check books; one who imports registers, the chair, comes first."""
    others = {"organisation": organisation, "on": on, "without": maker}
    for permissions in ((Permission.REGISTER_IMPORT, Permission.BOOKS_CHECK), (Permission.BOOKS_CHECK,)):
        if found := _officers(permissions=permissions, **others).first():
            return found
    return None


def _officers(
    organisation: Organisation, *, on: date, permissions: tuple, without: User | None = None
) -> QuerySet[User]:
    """Return the users whose role in this very group grants all of these permissions."""
    roles = set.intersection(*(set(roles_with(permission)) for permission in permissions))
    held = Appointment.objects.holding(on).filter(organisation=organisation, role__in=roles)
    others = ~Q(pk=without.pk) if without else Q()
    return User.objects.filter(others, pk__in=held.values("user"), is_active=True).order_by("pk")
