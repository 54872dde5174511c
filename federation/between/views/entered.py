"""What an organisation above entered in our book, what we entered in those below, and doubts about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.access.queries import posts_with
from federation.between import actions
from federation.between.forms import AnswerForm, DisputeForm
from federation.between.queries import disputes
from federation.between.queries import entered as queries
from federation.between.views import page
from federation.kit import clock
from federation.kit.addresses import month_in_address
from federation.kit.dates import month_of, next_month
from federation.kit.refusals import Refused

MAY_DOUBT = {Permission.BOOKS_PROPOSE, Permission.BOOKS_CHECK}


@gate(Permission.BOOKS_SEE)
def between(request, organisation):
    """List a month of what was entered between two books, and what both hold and owe today."""
    if organisation.book_id is None:
        raise Http404
    month = _month(request)
    return page(
        request,
        "between",
        organisation,
        month=month,
        before=next_month(month, by=-1),
        after=next_month(month) if next_month(month) <= request.today else None,
        above=queries.entered_from_above(organisation, month=month),
        below=queries.entered_below(organisation, month=month),
        pairs_above=queries.pairs_above(organisation, on=request.today),
        pairs_below=queries.pairs_below(organisation, on=request.today),
        waiting=disputes.waiting_for(organisation),
        refused=len(disputes.refused_in(organisation, month=month)),
        asked=disputes.disputes_of(organisation),
    )


def _month(request):
    try:
        return month_in_address(request.GET.get("month", ""))
    except ValueError:
        return month_of(request.today)


@gate(Permission.BOOKS_SEE)
def between_entry(request, organisation, number):
    """Show one entry that another organisation made in this book; an officer may dispute it."""
    found = queries.entered_one(organisation, number)
    if found is None:
        raise Http404
    may = bool(MAY_DOUBT & permissions_held(request, organisation)) and found.can_be_doubted
    form = DisputeForm(request.POST or None) if may else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form and request.method == "POST" and form.is_valid():
        try:
            given = {"reason": form.cleaned_data["reason"], "by": request.user, "at": clock.now()}
            made = actions.dispute(organisation, found.entry, **given)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is disputed. The organisation that entered it now answers."))
            return redirect("federation:dispute", code=organisation.code, pk=made.pk)
    status = 422 if form and form.errors else 200
    return page(request, "between_entry", organisation, found=found, form=form, status=status)


@gate(Permission.BOOKS_SEE)
def dispute(request, organisation, pk):
    """Show a dispute to both sides; who entered what is disputed agrees, or says no with words."""
    found = disputes.dispute_for(organisation, pk)
    if found is None:
        raise Http404
    answers = found.organisation_id != organisation.pk
    may = answers and found.agreed is None and Permission.BOOKS_CHECK in permissions_held(request, organisation)
    form = AnswerForm(request.POST or None) if may else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form and request.method == "POST" and form.is_valid():
        try:
            done = _answer(request, organisation, found, form)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            words = _("Taken back in both books.") if done.agreed else _("Answered. The entry stands.")
            messages.success(request, words)
            return redirect("federation:dispute", code=organisation.code, pk=pk)
    entered = queries.entered_one(found.organisation, found.entry.number)
    posts = [] if form or not answers else posts_with(organisation, Permission.BOOKS_CHECK, on=request.today)
    context = {"dispute": found, "found": entered, "form": form, "answers": answers, "posts": posts}
    return page(request, "dispute", organisation, status=422 if form and form.errors else 200, **context)


def _answer(request, organisation, found, form):
    given = {"agree": "agree" in request.POST, "answer": form.cleaned_data["answer"]}
    return actions.answer_dispute(organisation, found, by=request.user, at=clock.now(), **given)
