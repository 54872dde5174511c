from django.shortcuts import render

from federation.access.gate import open_to_all
from federation.proof.forms import HeadForm
from federation.proof.heads import standing_of


@open_to_all
def check(request):
    """Say whether the books still contain what a paper shows. Nothing of any member is shown."""
    form = HeadForm(request.GET or None)
    asked = form.is_bound and form.is_valid()
    head = form.cleaned_data["head"] if asked else None
    return render(
        request,
        "federation/proof/check.html",
        {"form": form, "head": head, "standing": standing_of(head) if asked else None},
        status=422 if form.errors else 200,
    )
