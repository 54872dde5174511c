"""What an act is and what follows from it, in words for the page: what was typed, and what the law says of it."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import show_date
from federation.kit.money import show
from groups.registry.models import Membership
from loans.acts import rules
from loans.acts.models import Act, ActKind
from loans.acts.queries import guarantees_of, recourse
from loans.acts.steps.payouts import FROM_CASH, IN_GOODS
from loans.lending.forms.repay import WHAT_FOR
from loans.lending.models import EventKind, Guarantee, LoanEvent
from loans.lending.queries.repay import purses_for_loan
from loans.lending.queries.standing import standing


def told(act: Act) -> list[tuple[str, str]]:
    """Return [(what, value)] of what the form of an act said."""
    said = _TOLD.get(act.kind, lambda _act: [])(act)
    if act.resolution_no:
        which = {"number": act.resolution_no, "day": show_date(act.resolution_on)}
        words = _("resolution %(number)s (%(day)s)") % which
        if act.data.get("resolution_of") == "general_meeting":
            words = _("general meeting, %(resolution)s") % {"resolution": words}
        said.append((_("Resolution"), words))
    return said


def _of_payout(act):
    data = act.data
    if data["from"] == IN_GOODS:
        return _of_goods(act)
    where = _("in cash") if data["from"] == FROM_CASH else _("from the bank")
    facts = act.would["facts"]
    said = [(_("Paid out by way of"), where), (_("Baht"), show(Decimal(data["amount"])))]
    if Decimal(facts["fee"]):
        said.append((_("Fee kept back"), show(Decimal(facts["fee"]))))
    if "settles" in facts:
        label = _("Pays off contract %(contract)s") % {"contract": facts["settles"]}
        said.append((label, show(Decimal(facts["settled"]))))
    return [*said, (_("Into the borrower's hand"), show(Decimal(facts["handed_over"])))]


def _of_late(act):
    data, less = act.data, act.would["facts"].get("less", {})
    purses = {purse.code: name for purse, name in purses_for_loan(act.loan)}
    payer = Membership.objects.of(act.organisation).filter(number=data["payer"]).select_related("person").first()
    said = [
        (_("Baht"), show(Decimal(data["amount"]))),
        (_("Came as"), f"{purses.get(data['purse'], data['purse'])} {data.get('slip', '')}".strip()),
        (_("Brought by"), str(payer)),
        (_("What it pays"), dict(WHAT_FOR)[data["pays"]]),
    ]
    labels = {"interest": _("Interest less than without it"), "fine": _("Fines less than without it")}
    return said + [(labels[name], show(Decimal(less[name]))) for name in labels if Decimal(less.get(name, 0))]


def _of_goods(act):
    return [(row["name"], f"{Decimal(row['count']):g}") for row in act.data["goods"]]


def _of_restructure(act):
    facts = act.would["facts"]
    said = [
        (_("Instalments"), f"{act.data['instalments']}"),
        (_("First instalment"), _day(act.data["first_due"])),
        (_("Put off, without interest on it"), show(Decimal(facts["deferred"]))),
    ]
    if freed := names_of(facts["released"]):
        said.append((_("Guarantors who are free"), ", ".join(freed)))
    return said


def _of_rate(act):
    return [(_("Interest a year"), f"{Decimal(act.data['yearly_rate']) * 100:.2f} %")]


def _of_pause(act):
    runs = _("runs on") if act.data["interest_runs"] else _("does not run")
    days = (date.fromisoformat(act.data["until"]) - act.on).days + 1
    return [
        (_("Last day of the pause"), _day(act.data["until"])),
        (_("Days that do not count as late"), f"{days}"),
        (_("Interest meanwhile"), runs),
    ]


def _of_waiver(act):
    return [
        (_("Interest given up"), show(Decimal(act.data["interest"]))),
        (_("Fines given up"), show(Decimal(act.data["fine"]))),
    ]


def _of_set_off(act):
    labels = {"special": _("Special savings"), "satja": _("Satja savings"), "shares": _("Shares")}
    why = _("the debtor agreed in writing") if act.data["consent"] == "written" else _("the debtor leaves the group")
    taken = [(labels[p], show(Decimal(act.data[p]))) for p in labels if Decimal(act.data.get(p) or 0)]
    return [*taken, (_("Why it may be taken"), why), *_of_claim(act)]


def _of_claim(act):
    """Return what a recovery of a loan charged off takes from each part of the claim, of an act carried out."""
    event = act.event
    if not event or event.kind != EventKind.RECOVERY:
        return []
    parts = {"principal": event.principal, "interest": event.interest, "fine": event.fine}
    words = _("principal %(principal)s, interest %(interest)s, fines %(fine)s")
    return [(_("Of the claim"), words % {name: show(baht) for name, baht in parts.items()})]


def _of_call(act):
    calls = act.data["calls"]
    found = Guarantee.objects.filter(network_id=act.network_id, pk__in=calls)
    found = found.select_related("membership__person", "membership__member_organisation")
    return [(str(one.membership), show(Decimal(calls[str(one.pk)]))) for one in found.order_by("membership__number")]


def _of_change(act):
    said = [(_("Released"), name) for name in names_of(act.data["release"])]
    rows = {row["number"]: row["amount"] for row in act.data["add"]}
    found = Membership.objects.of(act.organisation).filter(number__in=rows).select_related("person")
    return [*said, *((_("Guarantees from now on"), f"{m} · {show(Decimal(rows[m.number]))}") for m in found)]


def _of_court(act):
    return [(_("Court"), act.data["court"]), (_("Case number"), act.data.get("case_no") or "–")]


def _of_strike(act):
    if act.strikes_id:
        struck = act.strikes
        return [(_("Taken back"), f"{show_date(struck.on)} · {struck.get_kind_display()}")]
    event = LoanEvent.objects.get(network_id=act.network_id, pk=act.data["event"])
    amount = f" · {show(event.amount)}" if event.amount else ""
    return [(_("Taken back"), f"{show_date(event.on)} · {event.get_kind_display()}{amount}")]


def _of_opening(act):
    rows = act.data["rows"]
    total = sum(Decimal(row["principal_left"]) for row in rows)
    return [(_("Loans"), f"{len(rows)}"), (_("Principal left, all together"), show(total))]


_TOLD = {
    ActKind.PAYOUT: _of_payout,
    ActKind.LATE_PAYMENT: _of_late,
    ActKind.GOODS_RETURN: _of_goods,
    ActKind.OPENING: _of_opening,
    ActKind.RESTRUCTURE: _of_restructure,
    ActKind.RATE: _of_rate,
    ActKind.PAUSE: _of_pause,
    ActKind.WAIVER: _of_waiver,
    ActKind.SET_OFF: _of_set_off,
    ActKind.GUARANTOR_CALL: _of_call,
    ActKind.GUARANTOR_CHANGE: _of_change,
    ActKind.IN_COURT: _of_court,
    ActKind.STRIKE: _of_strike,
}


def names_of(guarantees: list[str]) -> list[str]:
    """Return the members behind guarantees, by number."""
    found = Guarantee.objects.filter(pk__in=guarantees).select_related("membership__person")
    return [str(one.membership) for one in found.order_by("membership__number")]


def _day(text: str) -> str:
    return show_date(date.fromisoformat(text))


def warnings(act: Act) -> list[str]:
    """Return what both people should know before they go on, in the law's words where it is the law."""
    return list(_WARNINGS.get(act.kind, lambda _act: ())(act))


def _warn_payout(act):
    yield _("Each part that is paid out bears interest from its own day. The borrower signs that it was received.")


def _warn_late(act):
    yield _("Ask for the receipt that was given on that day, or for the bank's statement, before you agree.")
    if len(act.would["entries"]) > 1:
        yield _("What was booked after that day is worked out anew: the entries below say how.")


def _warn_restructure(act):
    if freed := names_of(act.would["facts"]["released"]):
        words = _(
            "More time without a guarantor's consent frees the guarantor (Civil Code, section 700)."
            " These did not agree in writing, and are free from that day: %(names)s."
        )
        yield words % {"names": ", ".join(freed)}
    yield _(
        "Interest and fines unpaid until then stay owed and bear no interest: interest on interest is unlawful, unless"
        " a year is overdue and it was agreed in writing (section 655). This program never adds them to the principal."
    )
    yield _("A signed acknowledgement of the debt lets the limitation begin anew (section 193/14).")
    yield _("The loan stays among the loans at risk, in a class of its own.")


def _warn_rate(act):
    yield _("No more than 15 % a year is lawful (section 654). For a higher rate than before the borrower signs.")


def _warn_pause(act):
    until = date.fromisoformat(act.data["until"])
    within = [
        one.due_on for one in standing(act.loan, on=act.on).instalments if one.left and act.on < one.due_on <= until
    ]
    if within:
        words = _(
            "Paused until %(until)s; the instalments due in the pause (%(days)s) have to be paid together by %(until)s."
        )
        days = ", ".join(show_date(day, style="short") for day in within)
        yield words % {"until": show_date(until, style="short"), "days": days}
    yield _("The days of the pause do not count as late; the instalments keep their due dates.")
    if guarantees_of(act.loan).exists():
        yield _("More time without a guarantor's consent frees the guarantor (section 700): let guarantors sign first.")


def _warn_waiver(act):
    most = bylaws_of(act.organisation, on=act.on)["waiver_most"]
    words = _(
        "The committee may waive %(baht)s baht on one loan within a year; more is for the general meeting."
        " What is waived is not owed any more, by the guarantors neither."
    )
    yield words % {"baht": show(most)}


def _warn_set_off(act):
    yield _("Fines first, then interest, then principal, as the contract says. Ask for the receipt to be signed.")
    yield _("Only the debtor's own savings are used. Welfare and funeral money is never set off.")


def _warn_call(act):
    since = act.would["before"].get("unpaid_since")
    days = bylaws_of(act.organisation, on=act.on)["guarantor_notice_days"]
    for one in guarantees_of(act.loan).filter(pk__in=act.data["calls"]):
        late = since and rules.free_of_later_interest(
            date.fromisoformat(since), notified_on=one.notified_on, days=days, on=act.on
        )
        if late:
            words = _(
                "%(who)s was not told of the default within %(days)s days, and so owes no interest, fines or costs"
                " that came after them (section 686)."
            )
            yield words % {"who": one.membership, "days": days}
    yield _("What a guarantor pays the borrower has to give back: it is written down who paid how much.")


def _warn_charge_off(act):
    yield _("The debt is still owed: only the books stop counting on it. Keep asking, and watch the limitation.")
    yield _("Guarantors and bound savings stay as they are. What comes in later is income of its day.")


def _warn_write_off(act):
    yield _("The debt is given up for good: nobody owes it any more. Guarantors and bound savings are free.")


def _warn_strike(act):
    yield _("Nothing is rubbed out: the mirror of the entry is posted, and what came after it is worked out anew.")
    if act.loan and (paid := recourse(act.loan)):
        names = ", ".join(f"{member} {show(amount)}" for member, amount in paid)
        yield _("Paid by guarantors so far: %(names)s.") % {"names": names}


_WARNINGS = {
    ActKind.PAYOUT: _warn_payout,
    ActKind.LATE_PAYMENT: _warn_late,
    ActKind.RESTRUCTURE: _warn_restructure,
    ActKind.RATE: _warn_rate,
    ActKind.PAUSE: _warn_pause,
    ActKind.WAIVER: _warn_waiver,
    ActKind.SET_OFF: _warn_set_off,
    ActKind.GUARANTOR_CALL: _warn_call,
    ActKind.CHARGE_OFF: _warn_charge_off,
    ActKind.WRITE_OFF: _warn_write_off,
    ActKind.STRIKE: _warn_strike,
}

# What each kind is for, where one chooses.
USES = {
    ActKind.PAYOUT: gettext_lazy("Money or goods under the signed contract, whole or in parts."),
    ActKind.LATE_PAYMENT: gettext_lazy("Money that came in earlier, and was not entered then."),
    ActKind.GOODS_RETURN: gettext_lazy("Goods that come back lower the loan by the price they were handed out at."),
    ActKind.RESTRUCTURE: gettext_lazy("A new schedule, where the old one cannot be kept. By resolution."),
    ActKind.RATE: gettext_lazy("Another rate from a day on. By resolution."),
    ActKind.PAUSE: gettext_lazy("Days that do not count as late. By resolution."),
    ActKind.WAIVER: gettext_lazy("Interest or fines given up. By resolution; above a limit, of the general meeting."),
    ActKind.SET_OFF: gettext_lazy("The debtor's own savings pay the debt, with consent or when leaving."),
    ActKind.GUARANTOR_CALL: gettext_lazy("Guarantors are asked to pay; what they pay the borrower owes them."),
    ActKind.GUARANTOR_CHANGE: gettext_lazy("A guarantor goes, another comes. By resolution."),
    ActKind.IN_COURT: gettext_lazy("The loan stands in a class of its own from that day."),
    ActKind.CHARGE_OFF: gettext_lazy("The books stop counting on it; the debt is still owed. By resolution."),
    ActKind.WRITE_OFF: gettext_lazy("The debt is given up. By resolution of the general meeting."),
    ActKind.STRIKE: gettext_lazy("A payout, payment or act that should not have been recorded."),
}
