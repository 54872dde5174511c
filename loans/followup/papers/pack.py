"""The file of a case for the legal unit: every paper of it, one after the other, as one PDF with numbered pages."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.pdf import render_pdf
from federation.kit.report import Column, Grid, Row
from loans.followup.papers.drawing import STYLES, TEMPLATES, drawn_letter
from loans.followup.queries.dossier import Dossier
from loans.followup.rules.kinds import ALL, CAUSES
from loans.followup.rules.promises import BROKEN, KEPT
from loans.lending.models import Paper
from loans.lending.papers.drawing import drawn
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, in_thai, say
from loans.lending.papers.workings import settlement_parts, workings_in_words
from loans.lending.queries.papers import guarantees_of, papers_of, schedules_of
from loans.lending.queries.standing import standing

PAPER = "loans/lending/papers/body.html"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file: its title, and its papers as drawn for the template of one."""

    title: str
    papers: list
    template: str = PAPER

    @property
    def bodies(self) -> list[str]:
        return [render_to_string(self.template, one) for one in self.papers]


def pack_pdf(dossier: Dossier, *, made_at: datetime) -> bytes:
    """Return the whole file as one PDF. Raises `PdfUnavailable`."""
    return render_pdf(pack_html(dossier, made_at=made_at), stylesheets=(*STYLES, "satja/case-pack.css"))


def pack_html(dossier: Dossier, *, made_at: datetime) -> str:
    """Return the file as HTML, in Thai: papers that were issued stand in it as they were."""
    with in_thai():
        parts = [part for part in _parts(dossier, made_at=made_at) if part.papers]
        local = made_at.astimezone(BANGKOK)
        context = {
            "case": dossier.case,
            "dossier": dossier,
            "parts": parts,
            "cover": render_to_string(PAPER, drawn(_cover(dossier, parts, made_at=made_at))),
            "made": f"{show_date(local.date())} {local:%H:%M}",
            "made_up": dossier.case.organisation.is_demo,
        }
        return render_to_string(f"{TEMPLATES}pack.html", context)


def _parts(dossier: Dossier, *, made_at: datetime) -> list[Part]:
    loan = dossier.case.loan
    issued = {}
    for paper in reversed(papers_of(loan)):  # the newest of each number stands
        issued.setdefault(paper.kind, []).append(drawn(PaperText.from_data(paper.data)))
    own = [
        (_("Payments"), _payments(dossier)),
        (_("Visits, calls and talks"), _contacts(dossier)),
        (_("Promises to pay"), _promises(dossier)),
        (_("Workings of the claim"), _claim(dossier)),
    ]
    payments, contacts, promises, claim = (
        Part(title, [drawn(_paper(dossier, title, blocks, made_at=made_at))]) for title, blocks in own
    )
    agreed = [
        Part(title, issued.get(kind) or _instead(dossier, kind, title, made_at=made_at))
        for kind, title in (
            (Paper.Kind.CONTRACT, _("Contract")),
            (Paper.Kind.GUARANTEE, _("Guarantees")),
            (Paper.Kind.SCHEDULE, _("Schedule")),
        )
    ]
    return [
        *agreed,
        payments,
        Part(_("Letters"), [drawn_letter(one) for one in dossier.letters], f"{TEMPLATES}letter_body.html"),
        contacts,
        promises,
        claim,
    ]


def _instead(dossier: Dossier, kind: str, title: str, *, made_at: datetime) -> list[dict]:
    blocks = _fallbacks(dossier)[kind]
    return [drawn(_paper(dossier, title, blocks, made_at=made_at))] if blocks else []


def _fallbacks(dossier: Dossier) -> dict:
    """Return {kind of paper: blocks} for papers that were not issued from these books; the signed ones hold."""
    loan = dossier.case.loan
    beside = Passage([say(_("This paper was not issued from these books: lay the signed one beside this file."))])
    facts = [
        (_("Contract"), say(_("%(number)s of %(day)s"), number=loan.contract_no, day=show_date(loan.signed_on))),
        (_("Borrower"), loan.membership.name),
        (_("Principal agreed"), say(_("%(baht)s baht"), baht=show(loan.principal))),
    ]
    guarantees = Grid(
        [Column("name", _("Guarantor"), wide=True), Column("baht", _("Up to (baht)"), "money")],
        [Row([one.membership.name, one.amount]) for one in guarantees_of(loan)],
    )
    columns = [Column("n", _("No."), "count"), Column("due", _("Due on"), "date")]
    columns += [Column(key, title, "money", total=True) for key, title in _split()[:2]]
    rows = [Row([row.n, row.due_on, row.principal, row.interest]) for row in schedules_of(loan)[0].rows.order_by("n")]
    return {
        Paper.Kind.CONTRACT: [Facts(facts), beside],
        Paper.Kind.GUARANTEE: [Listing("", guarantees), beside] if guarantees.rows else [],
        Paper.Kind.SCHEDULE: [Listing("", Grid(columns, rows, total_label=_("Total")))],
    }


def _paper(dossier: Dossier, title: str, blocks: list, *, made_at: datetime) -> PaperText:
    case = dossier.case
    return PaperText(
        kind="pack",
        title=title,
        number=case.code,
        organisation=case.organisation.name_th,
        address="",
        made_at=made_at,
        blocks=blocks,
        made_up=case.organisation.is_demo,
    )


def _cover(dossier: Dossier, parts: list[Part], *, made_at: datetime) -> PaperText:
    case, loan, sums = dossier.case, dossier.case.loan, dossier.sums
    guarantors = ", ".join(one.membership.name for one in dossier.guarantees) or "–"
    facts = [
        (_("Case"), case.code),
        (_("Contract"), say(_("%(number)s of %(day)s"), number=loan.contract_no, day=show_date(loan.signed_on))),
        (_("Borrower"), loan.membership.name),
        (_("Guarantors"), guarantors),
        (_("Unpaid since"), show_date(case.unpaid_since)),
        (_("Sums of"), show_date(dossier.view.on)),
    ]
    rows = [
        (_("Principal due"), sums.principal),
        (_("Interest due"), sums.interest),
        (_("Fine due"), sums.fine),
    ]
    grid = Grid(
        [Column("what", _("Claim"), wide=True), Column("baht", _("Baht"), "money", total=True)],
        [Row(list(row)) for row in rows],
        total_label=_("Total due"),
    )
    whole = say(_("The whole debt with what is not due yet: %(baht)s baht."), baht=show(sums.whole))
    contents = [say(f"{n}. {part.title}") for n, part in enumerate(parts, start=1)]
    blocks = [Facts(facts), Listing("", grid), Passage([whole]), Passage(contents, heading=_("What is in this file"))]
    return _paper(dossier, _("File of a loan for the legal unit"), blocks, made_at=made_at)


def _payments(dossier: Dossier) -> list:
    columns = [
        Column("on", _("Day"), "date"),
        Column("payer", _("Who paid"), wide=True),
        *(Column(key, title, "money", total=True) for key, title in _split()),
    ]
    rows = [
        Row([event.on, _payer(event, dossier), event.principal, event.interest, event.fine, event.amount])
        for event in dossier.payments
    ]
    return (
        [Listing("", Grid(columns, rows, total_label=_("Total")))] if rows else [Passage([say(_("Nothing was paid."))])]
    )


def _split() -> list[tuple]:
    return [
        ("principal", _("Principal")),
        ("interest", _("Interest")),
        ("fine", _("Fine")),
        ("amount", _("Amount paid")),
    ]


def _payer(event, dossier: Dossier) -> str:
    return event.payer.name if event.payer_id else dossier.case.loan.membership.name


def _contacts(dossier: Dossier) -> list:
    columns = [
        Column("on", _("Day"), "date"),
        Column("hour", _("Hour"), "code"),
        Column("what", _("What"), wide=True),
        Column("note", _("What was said and came of it"), wide=True),
        Column("by", _("By"), "name"),
        Column("cost", _("Fees"), "money", total=any(step.cost for step in dossier.view.steps)),
    ]
    rows = [Row(_contact(step)) for step in dossier.view.steps]
    return [Listing("", Grid(columns, rows, total_label=_("Total")))]


def _contact(step) -> list:
    what = str(ALL[step.kind].title)
    if step.to_guarantee_id:
        what += f" ({step.to_guarantee.membership.name})"
    said = (str(CAUSES.get(step.cause, "")), step.place, step.note, step.result)
    hour = f"{step.hour:%H.%M}" if step.hour else ""
    return [step.on, hour, what, " · ".join(part for part in said if part), step.done_by.name, step.cost or None]


def _promises(dossier: Dossier) -> list:
    words = {KEPT: _("kept"), BROKEN: _("not kept")}
    columns = [
        Column("made", _("Promised on"), "date"),
        Column("due", _("To be paid by"), "date"),
        Column("baht", _("Amount"), "money"),
        Column("state", _("What became of it"), wide=True),
    ]
    rows = [
        Row([one.promise.made_on, one.promise.due_on, one.promise.amount, words.get(one.state, _("runs"))])
        for one in dossier.view.promises
    ]
    return [Listing("", Grid(columns, rows))] if rows else [Passage([say(_("No promise was given."))])]


def _claim(dossier: Dossier) -> list:
    """Return how the claim came about: its parts, and each span of interest with days and rate."""
    loan = dossier.case.loan
    stands = standing(loan, on=dossier.view.on)
    grid = Grid(
        [Column("what", _("Claim"), wide=True), Column("baht", _("Baht"), "money", total=True)],
        [Row([str(label), baht]) for label, baht in settlement_parts(stands)],
        total_label=_("Total"),
    )
    return [Listing(_("The whole debt on this day"), grid), Passage(workings_in_words(stands))]
