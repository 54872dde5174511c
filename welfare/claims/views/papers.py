"""Papers of a claim, what is sealed, and the forms that are printed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from welfare.claims import facts
from welfare.claims.actions import claims as actions
from welfare.claims.forms.claims import PaperForm, ReasonForm
from welfare.claims.models import ClaimState
from welfare.claims.papers.drawing import pdf_of
from welfare.claims.papers.texts import form_text, refusal_text, voucher_text
from welfare.claims.pictures import JPEG
from welfare.claims.queries.claims import last_step
from welfare.claims.queries.papers import paper_in, paper_lines
from welfare.claims.queries.quoting import worked_out
from welfare.claims.views.answers import address, claim_or_404, form_page, page, pdf_answer


@gate(Permission.WELFARE_FILE)
def claim_paper_add(request, organisation, fund, number, year):
    """Take in a paper: its original was seen, or a photograph of it is kept."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    wanted = paper_lines(found, worked_out(found).terms)
    first = next((line.code for line in wanted if not line.papers), None)
    first = request.GET.get("paper", first)
    form = PaperForm(request.POST or None, request.FILES or None, wanted=wanted, initial={"kind": first})

    def act(typed):
        actions.add_paper(found, **typed, on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("The paper is taken in."))

    return form_page(request, "claim_paper_add", found, form=form, act=act)


@gate(Permission.WELFARE_SEE)
def claim_paper(request, organisation, fund, number, year, pk):
    """Hand out the picture of a paper; one about health only to the few who may, by a press that is written down."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    paper = paper_in(found, pk)
    if paper is None or not paper.picture:
        raise Http404
    if paper.is_health:
        if Permission.WELFARE_HEALTH not in permissions_held(request, organisation):
            raise Http404
        if request.method != "POST":
            return redirect(address("claim_health", found))
    content = actions.read_paper(paper, by=request.user, at=clock.now())
    answer = HttpResponse(content, content_type=paper.media_type)
    end = "jpg" if paper.media_type == JPEG else "pdf"
    answer["Content-Disposition"] = f'attachment; filename="claim-{found.number}-{found.be_year}.{end}"'
    answer["Cache-Control"] = "no-store"
    return answer


@gate(Permission.WELFARE_FILE)
def claim_picture_remove(request, organisation, fund, number, year, pk):
    """Take a wrong picture away."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    paper = paper_in(found, pk)
    if paper is None or not paper.picture:
        raise Http404

    def act(typed):
        actions.remove_picture(paper, **typed, on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("The picture is taken away."))

    return form_page(request, "claim_picture_remove", found, form=ReasonForm(request.POST or None), act=act)


@gate(Permission.WELFARE_HEALTH)
def claim_health(request, organisation, fund, number, year):
    """Open what is sealed: the reader presses a button, and that is written down."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    lines = [line for line in paper_lines(found, None) if line.is_health]
    context = {"claim": found, "pictures": [one for line in lines for one in line.papers if one.media_type]}
    if request.method == "POST":
        context["told"] = facts.told(actions.read_health(found, by=request.user, at=clock.now()))
    answer = page(request, "claim_health", organisation, opened=request.method == "POST", **context)
    answer["Cache-Control"] = "no-store"
    return answer


@gate(Permission.WELFARE_SEE)
@require_safe
def claim_form(request, organisation, fund, number, year):
    """Print the claim form, filled in, without anything about health."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    return _printed(request, found, "claim", lambda: form_text(found, made_at=clock.now()))


@gate(Permission.WELFARE_SEE)
@require_safe
def claim_voucher(request, organisation, fund, number, year):
    """Print the payment voucher."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    if found.entry_id is None:
        raise Http404
    return _printed(request, found, "voucher", lambda: voucher_text(found, made_at=clock.now()))


@gate(Permission.WELFARE_SEE)
@require_safe
def claim_refusal(request, organisation, fund, number, year):
    """Print the letter that tells the claimant why nothing is given."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    step = last_step(found, "refused")
    if found.state != ClaimState.REFUSED or step is None:
        raise Http404
    return _printed(request, found, "refusal", lambda: refusal_text(found, step, made_at=clock.now()))


def _printed(request, claim, name, make):
    file_name = f"{name}-{claim.organisation.code}-{claim.fund.code}-{claim.number}-{claim.be_year}"
    return pdf_answer(request, claim.organisation, lambda: pdf_of(make), name=file_name)
