"""Keeping running loans as they are written down, and taking them over. Each is one durable transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.exchange.models import LoanDraft
from federation.exchange.running.rules import MOST_ROWS, typed_row
from federation.kit.ids import new_id
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from loans.acts.models import Act, ActKind
from loans.acts.steps.frame import decide_step, propose_step


class DraftChanged(Refused):
    """Raised when somebody else kept rows after the page was drawn; `version` is that of theirs."""

    def __init__(self, draft: LoanDraft):
        self.version = draft.version
        words = _(
            "%(who)s kept rows meanwhile. What you typed stands below and is not kept yet: look at theirs in another"
            " window, then save again to keep yours in their place."
        )
        super().__init__(words % {"who": draft.changed_by})


class TooManyRows(Refused):
    """Raised when more rows are sent than a page or a file of them can hold."""


@transaction.atomic(durable=True)
def keep_rows(
    organisation: Organisation, *, rows: Sequence[Mapping], on: date, version: int, by, at: datetime
) -> LoanDraft:
    """Keep the rows as they were typed, in place of those kept before. Nothing is posted.

    version: of the draft when the page was drawn, 0 where there was none. Raises `DraftChanged` or `TooManyRows`.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRows(_("At most %(most)s loans are taken over at a time.") % {"most": MOST_ROWS})
    lock(organisation.book)
    drafts = LoanDraft.objects.select_for_update(of=("self",)).select_related("changed_by__person")
    draft = drafts.filter(network_id=organisation.network_key, organisation=organisation).first()
    if draft and draft.version != version:
        raise DraftChanged(draft)
    is_new = draft is None
    draft = draft or LoanDraft(id=new_id(), network_id=organisation.network_key, organisation=organisation, version=0)
    draft.rows, draft.on = [typed_row(row) for row in rows], on
    draft.version += 1
    draft.changed_by, draft.changed_at = by, at
    if is_new:
        draft.save(force_insert=True)
    else:
        draft.save(update_fields=["rows", "on", "version", "changed_by", "changed_at"])
    facts = {"about": f"loan_draft:{draft.pk}", "after": {"rows": len(rows), "day": on}}
    record("loans_written_down", by=by, at=at, organisation=organisation, **facts)
    return draft


@transaction.atomic(durable=True)
def take_over(
    organisation: Organisation, *, rows: list[dict], on: date, partial: bool, reason: str, by, checked_by, at: datetime
) -> Act:
    """Take loans over in one go, as the command at the shell does: by one person, checked by another.

    Raises as `propose_step` and `decide_step`.
    """
    data = {"rows": rows, "partial": partial}
    act = propose_step(organisation, None, kind=ActKind.OPENING, on=on, data=data, reason=reason, by=by, at=at)
    return decide_step(act, agree=True, by=checked_by, at=at)
