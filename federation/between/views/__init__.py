"""The pages of what stands between two organisations."""

from django.shortcuts import render

PAGE = "federation/between/"


def page(request, name: str, organisation, *, status: int = 200, **context):
    """Draw a page of this feature."""
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    return render(request, f"{PAGE}{name}.html", context, status=status)
