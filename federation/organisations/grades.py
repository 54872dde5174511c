"""How strong an organisation was last found. Grading itself stands higher up."""

from datetime import date

from federation.organisations.models import Grade, Organisation


def grade_on(organisation: Organisation, *, on: date) -> Grade | None:
    """Return the newest grade of an organisation up to a day, or None where nobody graded it."""
    found = Grade.objects.filter(organisation=organisation, graded_on__lte=on)
    return found.order_by("-graded_on", "-graded_at", "-pk").first()
