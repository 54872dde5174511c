from django.shortcuts import render

from federation.access.gate import open_to_all
from federation.kit.charts import Series, bars
from federation.kit.money import show
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from loans.schedules.forms import TryLoanForm
from loans.schedules.reports import in_words
from loans.schedules.rules import CEILING, above_ceiling, compared, make_schedule
from loans.schedules.tables import ComparedTable, ScheduleTable

MOST_BARS = 36


@open_to_all
def try_loan(request):
    """Work out a loan for anyone who asks; nothing is stored, and the address holds the question."""
    asked = "amount" in request.GET
    start = {"per": "month", "every": "1 month", "start": request.today}
    form = TryLoanForm(request.GET if asked else None, initial=start)
    page = {"form": form}
    if asked and form.is_valid():
        try:
            page.update(_answer(form.loan(today=request.today)))
        except NotReadable as refusal:
            refusal.show_on(form)
    return render(request, "loans/schedules/try_loan.html", page)


def _answer(loan) -> dict:
    schedule = make_schedule(**loan)
    rate = schedule.effective_yearly_rate
    others = compared(**loan)
    return {
        "schedule": schedule,
        "first": show(schedule.rows[0].total),
        "interest_total": show(schedule.interest_total),
        "total": show(schedule.total),
        "effective": f"{rate * 100:.2f}",
        "lawful": not above_ceiling(rate),
        "ceiling": f"{CEILING * 100:.0f}",
        "table": ScheduleTable(schedule.rows),
        "others": ComparedTable(others) if others else None,
        "workings": [(row, in_words(row.workings)) for row in schedule.rows],
        "chart": _chart(schedule.rows) if 1 < len(schedule.rows) <= MOST_BARS else "",
    }


def _chart(rows):
    """Draw what of each instalment is principal and what interest."""
    return bars(
        _("What of each instalment repays the loan, and what is interest"),
        unit=_("baht"),
        labels=[str(row.n) for row in rows],
        series=[
            Series(_("Principal"), [row.principal for row in rows]),
            Series(_("Interest"), [row.interest for row in rows]),
        ],
        over=_("Instalment"),
    )
