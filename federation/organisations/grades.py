"""How strong an organisation was last found. Grading itself stands higher up."""

from datetime import date, timedelta

from federation.organisations.models import Grade, Organisation

SAME_TIME = timedelta(days=30)


def grade_on(organisation: Organisation, *, on: date) -> Grade | None:
    """Return the grade of an organisation that counts on a day, or None where nobody graded it.

    It is the newest; where others graded within the thirty days up to it, the one with the lower band, so that nobody
    lends by the kinder of two findings.
    """
    found = Grade.objects.filter(organisation=organisation, graded_on__lte=on)
    by_person: dict = {}
    for grade in found.order_by("-graded_on", "-graded_at", "-pk"):
        newest = next(iter(by_person.values()), grade)
        if newest.graded_on - grade.graded_on <= SAME_TIME:
            by_person.setdefault(grade.graded_by_id, grade)
    return max(by_person.values(), key=lambda grade: grade.band, default=None)
