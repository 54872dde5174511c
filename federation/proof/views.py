from django.shortcuts import render

from federation.access.gate import open_to_all
from federation.proof.forms import ScannedForm, TypedForm
from federation.proof.heads import standing_of


@open_to_all
def check(request):
    """Say whether the books still contain what a paper shows. Nothing of any member is shown."""
    scanned = ScannedForm(request.GET if "scanned" in request.GET else None)
    typed = TypedForm(request.GET if request.GET and not scanned.is_bound else None)
    asked = next((form for form in (scanned, typed) if form.is_bound), None)
    head = asked.cleaned_data["head"] if asked and asked.is_valid() else None
    return render(
        request,
        "federation/proof/check.html",
        {"typed": typed, "scanned": scanned, "head": head, "standing": head and standing_of(head)},
        status=422 if asked and asked.errors else 200,
    )
