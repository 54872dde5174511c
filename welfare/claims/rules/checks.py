"""What has to hold before a benefit gives anything, each looked at in its turn and said with its figure."""

from dataclasses import dataclass

from federation.kit.dates import show_date
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.documents import document_of
from welfare.claims.rules.facts import Facts
from welfare.claims.rules.lengths import CALENDAR, belonged
from welfare.claims.rules.terms import Terms


@dataclass(frozen=True)
class Check:
    """One thing looked at: its name, what was found, and whether it stands (None: not told, so not looked at)."""

    name: str
    words: Sentence
    ok: bool | None

    def to_data(self) -> dict:
        return {"name": self.name, "words": str(self.words), "ok": self.ok}


def checks_before(terms: Terms, facts: Facts):
    """Yield the checks in the order the field follows: place, waiting, arrears, papers.

    Source: domain: 1.8 Welfare schedules, evaluation order of a claim.
    """
    yield _place(facts)
    yield from _person(terms, facts)
    yield _waited(terms, facts)
    yield from _paid(terms, facts)
    yield from _papers(terms, facts)
    yield from _in_time(terms, facts)


def _place(facts: Facts) -> Check:
    said = {"since": show_date(facts.joined_on), "on": show_date(facts.event_on)}
    if facts.event_on < facts.joined_on:
        words = _("The event of %(on)s lies before the place in the fund, held since %(since)s.")
        return Check("place", words % said, False)
    if facts.ended_on and facts.event_on > facts.ended_on:
        words = _("The place in the fund ended on %(end)s, before the event of %(on)s.")
        return Check("place", words % (said | {"end": show_date(facts.ended_on)}), False)
    return Check("place", _("In the fund since %(since)s, on the day of the event (%(on)s) too.") % said, True)


def _person(terms: Terms, facts: Facts):
    if facts.who not in terms.who:
        yield Check("who", _("This rule is not for what happens to that relative."), False)
    if terms.posts and facts.post not in terms.posts:
        yield Check("post", _("This rule is for leaders with a post; none it names was held on the day."), False)
    if terms.on_duty and not facts.on_duty:
        yield Check("duty", _("This rule is for what happens on duty; that it did is not told."), False)
    if terms.least_age:
        yield _age(terms, facts)


def _age(terms: Terms, facts: Facts) -> Check:
    said = {"age": facts.full_age, "least": terms.least_age}
    if facts.full_age is None:
        return Check("age", _("The age is not known; this rule begins at %(least)s years.") % said, False)
    old_enough = facts.full_age >= terms.least_age
    words = _("%(age)s years old; this rule begins at %(least)s.") % said
    return Check("age", words, old_enough)


def _waited(terms: Terms, facts: Facts) -> Check:
    over = terms.wait.after(facts.joined_on, basis=terms.basis)
    had = belonged(facts.joined_on, facts.event_on, basis=terms.basis)
    said = {"wait": terms.wait.words, "had": had, "over": show_date(over)}
    if not terms.wait:
        return Check("wait", _("No waiting time."), True)
    if facts.event_on < over:
        words = _("The waiting time of %(wait)s ends on %(over)s; the event came after %(had)s.")
        return Check("wait", words % said, False)
    return Check("wait", _("The waiting time of %(wait)s is over: %(had)s.") % said, True)


def _paid(terms: Terms, facts: Facts):
    if terms.dropout_days:
        yield _dropped_out(terms, facts)
    if terms.behind_days is not None:
        yield _behind(terms, facts)


def _dropped_out(terms: Terms, facts: Facts) -> Check:
    if facts.paid_last is None:
        return Check("dropped_out", _("When dues were last paid is not told; it is not looked at."), None)
    said = {"most": terms.dropout_days, "days": f"{max(0, (facts.event_on - facts.paid_last).days):,}"}
    said["last"] = show_date(facts.paid_last)
    if (facts.event_on - facts.paid_last).days > terms.dropout_days:
        words = _("Membership lost: nothing paid for %(days)s days (since %(last)s), more than %(most)s.")
        return Check("dropped_out", words % said, False)
    words = _("Paid up to %(last)s, %(days)s days before the event; %(most)s are allowed.")
    return Check("dropped_out", words % said, True)


def _behind(terms: Terms, facts: Facts) -> Check:
    if facts.paid_through is None:
        return Check("behind", _("Until when dues are paid is not told; it is not looked at."), None)
    days = max(0, (facts.event_on - facts.paid_through).days)
    said = {"days": f"{days:,}", "most": terms.behind_days, "through": show_date(facts.paid_through)}
    if days > terms.behind_days:
        words = _("Dues are paid until %(through)s, %(days)s days short of the event; %(most)s are allowed.")
        return Check("behind", words % said, False)
    return Check("behind", _("Dues are paid until %(through)s.") % said, True)


def _papers(terms: Terms, facts: Facts):
    if not terms.documents:
        return
    if facts.documents is None:
        yield Check("papers", _("Whether the papers are there is not told."), None)
        return
    missing = [code for code in terms.documents if code not in facts.documents and not document_of(code).by_proxy]
    for code in missing:
        yield Check("papers", _("A paper is missing: %(paper)s.") % {"paper": document_of(code).words}, False)
    if not missing:
        yield Check("papers", _("All papers are there."), True)


def _in_time(terms: Terms, facts: Facts):
    if terms.claim_within is None:
        return
    if facts.claimed_on is None:
        yield Check("deadline", _("When it was claimed is not told; the deadline is not looked at."), None)
        return
    last = terms.claim_within.after(facts.event_on, basis=CALENDAR)
    said = {"last": show_date(last), "on": show_date(facts.claimed_on), "within": terms.claim_within.words}
    if facts.claimed_on > last:
        words = _("To be claimed within %(within)s, by %(last)s; it was claimed on %(on)s.")
        yield Check("deadline", words % said, False)
    else:
        yield Check("deadline", _("Claimed in time: by %(last)s.") % said, True)
