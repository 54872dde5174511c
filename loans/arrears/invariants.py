"""What must hold of late loans: the class follows from the months, however they are counted, and is kept nowhere."""

import re
from collections.abc import Iterator
from datetime import date

from django.apps import apps
from django.db import connection

from federation.bylaws.queries import bylaws_of_all
from federation.kit import clock
from federation.kit.invariants import BREAKS_NAMED, Check, Found, Scope
from federation.kit.wording import gettext_lazy as _
from federation.organisations.models import Organisation
from loans.arrears.queries.scale import scale_of
from loans.arrears.rules import BY_MONTHS, IN_COURT, RESTRUCTURED, Scale, Standing, class_of, months_late
from loans.lending.models import Loan
from loans.lending.queries.standing import standings
from loans.lending.rules.facts import KINDS

TYPED = re.compile(r"class|arrears|npl|days_late|bucket")

# Months and class counted by the database alone: the days of pauses one by one, the months with its own calendar.
BY_DATABASE = """
SELECT l.id, CASE WHEN l.in_court_since <= %(on)s THEN %(court)s WHEN l.restructured_on <= %(on)s THEN %(new)s
                  ELSE (%(classes)s::text[])[1 + (SELECT count(*) FROM unnest(%(limits)s::int[]) AS m (months)
                                                   WHERE late.since + make_interval(months => m.months + 1) <= %(on)s)]
             END
  FROM loans_loan l
  JOIN LATERAL (
      SELECT e.unpaid_since FROM loans_loanevent e
       WHERE e.network_id = l.network_id AND e.loan_id = l.id AND e."on" <= %(on)s AND e.struck_at IS NULL
       ORDER BY e."on" DESC, array_position(%(order)s, e.kind::text) DESC, e.seq DESC LIMIT 1) n ON true
 CROSS JOIN LATERAL (
      SELECT %(on)s - count(*)::int AS since
        FROM generate_series(n.unpaid_since + 1, %(on)s, interval '1 day') AS d (day)
       WHERE NOT EXISTS (SELECT FROM loans_loanevent p
                          WHERE p.network_id = l.network_id AND p.loan_id = l.id AND p.kind = 'pause'
                            AND p.struck_at IS NULL AND p."on" <= %(on)s
                            AND d.day BETWEEN p."on" AND (p.data ->> 'until')::date)) late
 WHERE l.network_id = %(network)s AND l.organisation_id = %(organisation)s AND l.state = 'running'
"""


def classes_follow_from_months(scope: Scope) -> Found:
    """Class every running loan of today twice: by its facts replayed and the rules, and by the database alone."""
    on, count, breaks = clock.today(), 0, []
    organisations = _organisations(scope)
    bylaws = bylaws_of_all(organisations, on=on) if organisations else {}
    for organisation in organisations:
        scale = scale_of(bylaws[organisation.pk])
        ruled = _by_rules(organisation, scale=scale, on=on)
        count += len(ruled)
        breaks += _differences(organisation, ruled, _by_database(organisation, scale=scale, on=on))
    return Found(count, tuple(breaks[:BREAKS_NAMED]))


def _organisations(scope: Scope) -> list[Organisation]:
    lending = Organisation.objects.filter(loans__state="running").select_related("book").distinct().order_by("code")
    if scope.network_id is not None:
        lending = lending.filter(book__network_id=scope.network_id)
    return list(lending.filter(book=scope.book_id) if scope.book_id else lending)


def _by_rules(organisation: Organisation, *, scale: Scale, on: date) -> dict[Loan, str]:
    loans = list(Loan.objects.of(organisation).running().order_by("number"))
    stand = standings(loans, on=on)
    return {loan: class_of(_standing(loan, stand[loan.pk].days_late, on=on), scale=scale) for loan in loans}


def _standing(loan: Loan, days: int, *, on: date) -> Standing:
    restructured, in_court = (
        since is not None and since <= on for since in (loan.restructured_on, loan.in_court_since)
    )
    return Standing(days, months_late(days, on=on), restructured, in_court)


def _by_database(organisation: Organisation, *, scale: Scale, on: date) -> dict:
    given = {"on": on, "network": organisation.network_key, "organisation": organisation.pk, "order": list(KINDS)}
    given |= {"classes": list(BY_MONTHS), "limits": list(scale.months), "court": IN_COURT, "new": RESTRUCTURED}
    with connection.cursor() as cursor:
        cursor.execute(BY_DATABASE, given)
        return dict(cursor.fetchall())


def _differences(organisation: Organisation, ruled: dict[Loan, str], counted: dict) -> Iterator[str]:
    """Yield "G01 12: by the rules / by the database" for each loan that differs."""
    for loan, name in ruled.items():
        if counted.get(loan.pk) != name:
            yield f"{organisation.book.code} {loan.number}: {name} / {counted.get(loan.pk, '-')}"


def no_class_is_stored(_scope: Scope) -> Found:
    """Look for a column in which a class, an age or a bad mark of a loan could be typed."""
    fields = [field for model in apps.get_app_config("loans").get_models() for field in model._meta.concrete_fields]
    typed = [str(field) for field in fields if TYPED.search(field.column)]
    return Found(len(fields), tuple(typed[:BREAKS_NAMED]))


CHECKS = [
    Check("I-40", _("the class of a late loan follows from its full months late"), classes_follow_from_months),
    Check("I-40b", _("no class of a late loan is stored"), no_class_is_stored),
]
