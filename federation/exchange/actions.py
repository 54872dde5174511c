"""What people do with a register on its way in. Each is one durable transaction."""

import base64
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.audit.log import record
from federation.exchange.models import ImportState, RegisterImport
from federation.exchange.queries import plan_for, plan_of, posted_import, running_import
from federation.exchange.register.plan import Plan
from federation.exchange.register.workbook import digest_of, read_workbook
from federation.exchange.steps import TakenOver, check_decided, check_empty, take_over_step
from federation.kit.clock import BANGKOK
from federation.kit.crypto import seal
from federation.kit.dates import show_date
from federation.kit.ids import new_id
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from federation.ledger.refusals import NeedsSecondPerson
from federation.organisations.models import Organisation

LONGEST_FILE_NAME = 200


class AlreadyImported(Refused):
    """Raised when the group's books were opened from a register before; `imported` is which, `same` if this file."""

    def __init__(self, imported: RegisterImport, *, same: bool):
        self.imported, self.same = imported, same
        posted_on = imported.posted_at.astimezone(BANGKOK).date()
        figures = {"file": imported.file_name, "date": show_date(posted_on)}
        words = _("This register was imported already, on %(date)s. Nothing was changed.")
        if not same:
            words = _("This group's register was imported on %(date)s from the file %(file)s. It is imported once.")
        super().__init__(words % figures)


class ImportChanged(Refused):
    """Raised when somebody changed the import after the page was drawn."""


class NotThatState(Refused):
    """Raised when an import is posted, laid aside, or not proposed yet."""


@transaction.atomic(durable=True)
def upload(organisation: Organisation, *, file_name: str, content: bytes, by, at: datetime) -> RegisterImport:
    """Keep a workbook for a group, sealed; the same file again gives the import that is already being prepared.

    Raises `NotAWorkbook`, `AlreadyImported` or `BooksNotEmpty`.
    """
    read_workbook(content)
    digest = digest_of(content)
    lock(organisation.book)
    _check_not_imported(organisation, digest)
    check_empty(organisation)
    if running := running_import(organisation, digest=digest):
        return running
    imported = _kept(organisation, file_name=file_name, content=content, by=by, at=at)
    _note("register_uploaded", imported, by=by, at=at, after={"file": imported.file_name})
    return imported


@transaction.atomic(durable=True)
def decide(
    imported: RegisterImport, *, version: int, columns: Mapping | None, decisions: Mapping | None, by, at: datetime
) -> RegisterImport:
    """Keep what was decided; an empty answer takes an earlier one back. A proposal has to be made anew then.

    version: of the import when the page was drawn. Raises `ImportChanged` or `NotThatState`.
    """
    imported = _locked(imported, version=version, states=(ImportState.UPLOADED, ImportState.PROPOSED))
    imported.columns = _merged(imported.columns, columns)
    imported.decisions = _merged(imported.decisions, decisions)
    imported.state = ImportState.UPLOADED
    imported.version += 1
    imported.save(update_fields=["columns", "decisions", "state", "version"])
    _note("register_decided", imported, by=by, at=at, after={"answers": len({*(columns or {}), *(decisions or {})})})
    return imported


@transaction.atomic(durable=True)
def propose(imported: RegisterImport, *, version: int, by, at: datetime, today: date) -> RegisterImport:
    """Answer for an import, so that another person can check and post it.

    Raises `ImportChanged`, `NotThatState` or `DoubtsOpen`.
    """
    imported = _locked(imported, version=version, states=(ImportState.UPLOADED,))
    check_decided(plan_of(imported, today=today))
    imported.made_by, imported.made_at, imported.state = by, at, ImportState.PROPOSED
    imported.version += 1
    imported.save(update_fields=["made_by", "made_at", "state", "version"])
    _note("register_proposed", imported, by=by, at=at)
    return imported


@transaction.atomic(durable=True)
def post_import(imported: RegisterImport, *, version: int, by, at: datetime, today: date) -> RegisterImport:
    """Post an import that another person proposed: all of it, or nothing.

    Raises `ImportChanged`, `NotThatState`, `NeedsSecondPerson`, `AlreadyImported`, or what `take_over_step` raises.
    """
    lock(imported.organisation.book)
    imported = _locked(imported, version=version, states=(ImportState.PROPOSED,))
    _check_not_imported(imported.organisation, bytes(imported.digest))
    if imported.made_by_id == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if not independent(imported.made_by, by, first_at=imported.made_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)
    plan = plan_of(imported, today=today)
    taken = take_over_step(imported.organisation, plan, by=imported.made_by, checked_by=by, at=at)
    return _close(imported, taken, checked_by=by, at=at)


@transaction.atomic(durable=True)
def import_register(
    organisation: Organisation,
    *,
    file_name: str,
    content: bytes,
    answers: Mapping[str, str],
    by,
    checked_by,
    at: datetime,
    today: date,
) -> RegisterImport:
    """Import a workbook in one go, as the command at the shell does: by one person, checked by another.

    answers: {key of a doubt: answer}.
    Raises `NotAWorkbook`, `AlreadyImported`, `NeedsSecondPerson`, or what `take_over_step` raises.
    """
    workbook = read_workbook(content)
    lock(organisation.book)
    _check_not_imported(organisation, workbook.digest)
    if by.pk == checked_by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    plan: Plan = plan_for(organisation, workbook, answers, today=today)
    taken = take_over_step(organisation, plan, by=by, checked_by=checked_by, at=at)
    imported = running_import(organisation, digest=workbook.digest)
    if imported is None:
        imported = _kept(organisation, file_name=file_name, content=content, by=by, at=at)
    imported.made_by, imported.columns, imported.decisions = by, {}, dict(answers)
    imported.save(update_fields=["made_by", "columns", "decisions"])
    return _close(imported, taken, checked_by=checked_by, at=at, at_the_shell=True)


@transaction.atomic(durable=True)
def lay_aside(imported: RegisterImport, *, by, at: datetime) -> RegisterImport:
    """Give an import up; its file is not kept. Raises `NotThatState`."""
    imported = _locked(imported, version=None, states=(ImportState.UPLOADED, ImportState.PROPOSED))
    imported.state, imported.content = ImportState.DROPPED, b""
    imported.version += 1
    imported.save(update_fields=["state", "content", "version"])
    _note("register_laid_aside", imported, by=by, at=at)
    return imported


def _kept(organisation: Organisation, *, file_name: str, content: bytes, by, at: datetime) -> RegisterImport:
    imported = RegisterImport(
        id=new_id(),
        network_id=organisation.network_key,
        organisation=organisation,
        file_name=file_name[-LONGEST_FILE_NAME:],
        digest=digest_of(content),
        made_by=by,
        made_at=at,
    )
    imported.content = seal(base64.b64encode(content).decode(), about=str(imported.pk)).encode()
    imported.save(force_insert=True)
    return imported


def _check_not_imported(organisation: Organisation, digest: bytes) -> None:
    if posted := posted_import(organisation):
        raise AlreadyImported(posted, same=bytes(posted.digest) == digest)


def _locked(imported: RegisterImport, *, version: int | None, states: tuple) -> RegisterImport:
    """Lock an import and look again. Raises `NotThatState` or `ImportChanged`."""
    imported = (
        RegisterImport.objects.select_for_update(of=("self",))
        .select_related("organisation__book", "organisation__keeper", "made_by")
        .get(network_id=imported.network_id, pk=imported.pk)
    )
    if imported.state not in states:
        words = _("This import is in the state “%(state)s”; that cannot be done now.")
        raise NotThatState(words % {"state": imported.get_state_display()})
    if version is not None and version != imported.version:
        raise ImportChanged(_("Somebody changed this import meanwhile. Look at it again; nothing was saved now."))
    return imported


def _merged(kept: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    merged = {**kept, **(given or {})}
    return {key: answer for key, answer in merged.items() if answer}


def _close(imported: RegisterImport, taken: TakenOver, *, checked_by, at: datetime, **more) -> RegisterImport:
    imported.state, imported.made = ImportState.POSTED, taken.as_json()
    imported.checked_by, imported.posted_at = checked_by, at
    imported.save(update_fields=["state", "made", "checked_by", "posted_at"])
    facts = {key: value for key, value in taken.as_json().items() if key != "loans"}
    people = {"made_by": imported.made_by_id, "checked_by": checked_by.pk}
    _note("register_imported", imported, by=checked_by, at=at, after={**facts, **people, **more})
    return imported


def _note(what: str, imported: RegisterImport, *, by, at: datetime, after: Mapping | None = None) -> None:
    about = f"import:{imported.pk}"
    record(what, by=by, at=at, organisation=imported.organisation, about=about, after=dict(after or {}))
