"""The schedule of instalments: a paper of its own, and the last page of the contract."""

from datetime import datetime

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.report import Column, Grid, Row
from loans.lending.papers import terms
from loans.lending.papers.deal import Deal
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, Signer, say


def schedule_text(deal: Deal, *, number: str, version: int, made_at: datetime) -> PaperText:
    """Return the schedule that holds now as a paper. version: which of the loan's schedules it is."""
    facts = [
        (_("Contract"), say(_("%(number)s of %(day)s"), number=deal.contract_no, day=show_date(deal.signed_on))),
        (_("Borrower"), say("%(name)s", name=deal.borrower.name)),
        (_("Kind of loan"), deal.product),
        (_("Principal"), say(_("%(baht)s baht (%(words)s)"), **terms.money(deal.principal))),
    ]
    if version > 1:
        facts.append((_("Schedule"), say(_("no. %(version)s, in place of the one before"), version=version)))
    return PaperText(
        kind="schedule",
        title=_("Schedule of instalments"),
        number=number,
        organisation=deal.lender.name,
        address=deal.lender.address,
        made_at=made_at,
        blocks=[Facts(facts), schedule_table(deal), Passage(_below(deal))],
        signers=[Signer(_("borrower"), deal.borrower.name), Signer(_("treasurer"), deal.lender.treasurer)],
        made_up=deal.lender.made_up,
    )


def _below(deal: Deal) -> list:
    """Return what is said under the table."""
    said = [say(_("Who pays on these days in these sums owes nothing after the last."))]
    if deal.terms.bears_interest and deal.terms.accrual == "actual":
        said.append(say(_("Interest is worked out from what is really owed: a payment on another day changes it.")))
    return said


def schedule_table(deal: Deal) -> Listing:
    """Return the instalments as a table: principal and interest where there is interest, else one sum."""
    left, rows = deal.principal_scheduled, []
    for row in deal.rows:
        left -= row.principal
        sums = (
            [row.principal, row.interest, row.principal + row.interest]
            if deal.terms.bears_interest
            else [row.principal]
        )
        rows.append(Row([row.n, row.due_on, *sums, left]))
    return Listing(_("Schedule of instalments"), Grid(_columns(deal), rows, total_label=_("Together")))


def _columns(deal: Deal) -> list[Column]:
    before = [Column("n", _("Instalment no."), "count"), Column("due_on", _("Due on"), "date")]
    if not deal.terms.bears_interest:
        return [
            *before,
            Column("principal", _("To be paid"), "money", total=True),
            Column("left", _("Left after it"), "money"),
        ]
    return [
        *before,
        Column("principal", _("Principal"), "money", total=True),
        Column("interest", _("Interest"), "money", total=True),
        Column("total", _("To be paid"), "money", total=True),
        Column("left", _("Principal left"), "money"),
    ]
