"""Letters, their envelopes, and the file for the legal unit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from loans.followup import actions
from loans.followup.forms import LetterForm, PostedForm
from loans.followup.papers.drawing import drawn_letter, envelope_pdf, letter_pdf
from loans.followup.papers.pack import pack_pdf
from loans.followup.queries.cases import letter_numbered, view_of
from loans.followup.queries.dossier import dossier_of
from loans.followup.queries.sums import sums_on
from loans.followup.rules.letters import LETTERS
from loans.followup.tables import letter_address
from loans.followup.views import case_or_404, closed_instead, page, pdf_answer


@gate(Permission.CASES_WORK)
def case_letter_write(request, organisation, case, kind):
    """Write a letter with the sums of today; it gets its number and is kept as it is."""
    if kind not in LETTERS:
        raise Http404
    found = case_or_404(organisation, case)
    form = LetterForm(request.POST or None, kind=kind, case=found, today=request.today, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            letter = actions.write_letter(found, form.writing(), on=request.today, by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, closed_instead(letter) or _("The letter is numbered and kept."))
            back = reverse("loans:case", kwargs={"code": organisation.code, "case": found.code})
            return redirect(letter_address(letter) if letter else back)
    context = {"case": found, "form": form, "kind": LETTERS[kind], "sums": sums_on(found.loan, on=request.today)}
    return page(request, "case_letter_write", organisation, status=422 if form.errors else 200, **context)


@gate(Permission.LOANS_SEE)
@require_safe
def case_letter(request, organisation, case, number, year):
    """Show a letter as it went out."""
    found = case_or_404(organisation, case)
    letter = letter_or_404(found, number, year)
    context = {"case": found, "letter": letter, "form": PostedForm(initial={"posted_on": request.today})}
    return page(request, "case_letter", organisation, **context, **drawn_letter(letter, digits=_digits(request)))


@gate(Permission.LOANS_SEE)
@require_safe
def case_letter_pdf(request, organisation, case, number, year):
    """The letter on paper."""
    letter = letter_or_404(case_or_404(organisation, case), number, year)
    name = f"letter-{organisation.code}-{number}-{year}"
    return pdf_answer(request, organisation, lambda: letter_pdf(letter, digits=_digits(request)), name=name)


@gate(Permission.LOANS_SEE)
@require_safe
def case_envelope(request, organisation, case, number, year):
    """The envelope of a letter: from whom and to whom, and not a word more."""
    letter = letter_or_404(case_or_404(organisation, case), number, year)
    name = f"envelope-{organisation.code}-{number}-{year}"
    return pdf_answer(request, organisation, lambda: envelope_pdf(letter), name=name)


@gate(Permission.CASES_WORK)
def case_letter_sent(request, organisation, case, number, year):
    """Write down when a letter was sent, and its postal receipt."""
    found = case_or_404(organisation, case)
    letter = letter_or_404(found, number, year)
    form = PostedForm(request.POST or None, initial={"posted_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.post_letter(letter, **form.cleaned_data, today=request.today, by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is written down that the letter was sent."))
            return redirect("loans:case", code=organisation.code, case=found.code)
    context = {"case": found, "letter": letter, "form": form, "cancel_url": letter_address(letter)}
    return page(request, "case_letter_sent", organisation, status=422 if form.errors else 200, **context)


@gate(Permission.LOANS_SEE)
@require_safe
def case_pack(request, organisation, case):
    """All papers of a case as one file for the legal unit."""
    found = case_or_404(organisation, case)
    return pack_answer(request, organisation, found)


def pack_answer(request, organisation, found):
    dossier = dossier_of(view_of(found, on=request.today), now=clock.now())
    name = f"case-{found.code}"
    return pdf_answer(request, organisation, lambda: pack_pdf(dossier, made_at=clock.now()), name=name)


def letter_or_404(case, number: int, year: int):
    letter = letter_numbered(case, number=number, year=year)
    if letter is None:
        raise Http404
    return letter


def _digits(request) -> str:
    return "thai" if request.GET.get("digits") == "thai" else "arabic"
