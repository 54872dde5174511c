"""A rule in sentences a member follows, and the facts of a test case in words."""

from federation.kit.dates import month_name, show_date
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.documents import document_of
from welfare.claims.rules.facts import Facts
from welfare.claims.rules.figures import plain, short
from welfare.claims.rules.lengths import CALENDAR
from welfare.claims.rules.parts import CHILD, Fixed, Nights, Share, Tier, Tiers
from welfare.claims.rules.terms import BAHT, MEMBER, MEMBERSHIP, NIGHTS, Cap, Terms

WHO_WORDS = {"member": _("member"), "spouse": _("spouse"), "child": _("child"), "parent": _("parent")}
POST_WORDS = {
    "chair": _("chair"),
    "vice_chair": _("vice chair"),
    "secretary": _("secretary"),
    "treasurer": _("treasurer"),
    "registrar": _("registrar"),
    "inspector": _("inspector"),
    "committee": _("committee member"),
    "adviser": _("adviser"),
}
_CAPS = {
    "baht_event": _("At most %(most)s baht for one event."),
    "baht_month": _("At most %(most)s baht a month."),
    "baht_year": _("At most %(most)s baht a year."),
    "baht_life": _("At most %(most)s baht in all."),
    "baht_family": _("At most %(most)s baht for a family."),
    "nights_year": _("At most %(most)s nights a year."),
    "nights_life": _("At most %(most)s nights in all."),
    "times_month": _("At most %(most)s times a month."),
    "times_year": _("At most %(most)s times a year."),
    "times_life": _("At most %(most)s times in a life."),
    "times_family": _("At most %(most)s times in a family."),
}
_ONCE = {
    "times_month": _("Once a month."),
    "times_year": _("Once a year."),
    "times_life": _("Once in a life."),
    "times_family": _("Once in a family."),
}


def sentences_of(terms: Terms) -> list[tuple[Sentence, list[Sentence]]]:
    """Return [(heading, sentences)] that say all a member must know of a benefit."""
    parts = [
        (_("What is given"), in_short(terms)),
        (_("Who gets it"), list(_who_gets(terms))),
        (_("Limits"), list(_limits(terms))),
        (_("Claiming"), list(_claiming(terms))),
    ]
    return [(heading, said) for heading, said in parts if said]


def in_short(terms: Terms) -> list[Sentence]:
    """Return what is given: a sentence for a sum, for each row of a table, for nights."""
    said = [words for part in terms.parts for words in _GIVES[type(part)](part)]
    if terms.factor != 1:
        said.append(_("All of it times %(factor)s.") % {"factor": plain(terms.factor)})
    return said


def main_points(terms: Terms) -> list[Sentence]:
    """Return what is given, from what age on, and its limits: what a member asks first."""
    age = [_("From %(age)s years of age on.") % {"age": terms.least_age}] if terms.least_age else []
    return [*in_short(terms), *age, *_limits(terms)]


def facts_in_words(facts: Facts) -> list[Sentence]:
    """Return the facts of a test case, briefly."""
    day = {"joined": show_date(facts.joined_on, style="short"), "on": show_date(facts.event_on, style="short")}
    said = [_("In since %(joined)s, event %(on)s") % day]
    if facts.who != MEMBER:
        said.append(WHO_WORDS.get(facts.who) or Sentence("%(who)s", who=facts.who))
    if facts.full_age is not None:
        said.append(_("aged %(n)s") % {"n": facts.full_age})
    if facts.nights is not None:
        said.append(_("%(n)s nights") % {"n": facts.nights})
    if facts.children is not None:
        said.append(_("%(n)s children") % {"n": facts.children})
    said += [_("%(baht)s baht told") % {"baht": short(sum)} for sum in (facts.loan, facts.cost) if sum is not None]
    if facts.paid_last:
        said.append(_("paid up to %(day)s") % {"day": show_date(facts.paid_last, style="short")})
    said += [_used(key, figure) for key, figure in facts.used.items() if figure]
    return said


def _used(key: str, figure) -> Sentence:
    words = {BAHT: _("%(n)s baht used before"), NIGHTS: _("%(n)s nights used before")}
    return words.get(key.partition("_")[0], _("%(n)s times before")) % {"n": plain(figure)}


def row_words(row: Tier) -> Sentence:
    """Return a row of a table in words: "Belonging 180 days to 364 days: 1,500 baht"."""
    said = {"start": row.start.words, "baht": short(row.amount), "end": row.end.words if row.end else ""}
    if row.end is None:
        return _("Belonging %(start)s or longer: %(baht)s baht") % said
    if row.within:
        return _("Belonging %(start)s to %(end)s: %(baht)s baht") % said
    return _("Belonging %(start)s, less than %(end)s: %(baht)s baht") % said


def _fixed(part: Fixed):
    words = _("%(baht)s baht for each child") if part.per == CHILD else _("%(baht)s baht")
    yield words % {"baht": short(part.amount)}


def _tiers(part: Tiers):
    yield from (row_words(row) for row in part.rows)
    if part.step:
        said = {"step": short(part.step), "years": part.step_years}
        if part.step_years == 1:
            yield _("and %(step)s baht more for each full year after that") % said
        else:
            yield _("and %(step)s baht more for every %(years)s full years after that") % said
    if part.step and part.most is not None:
        yield _("but %(most)s baht at most") % {"most": short(part.most)}


def _nights(part: Nights):
    said = {"rate": short(part.rate), "most": part.most}
    if part.most:
        yield _("%(rate)s baht a night in hospital, up to %(most)s nights of one stay") % said
    else:
        yield _("%(rate)s baht a night in hospital") % said


def _share(part: Share):
    said = {"percent": plain(part.percent), "most": short(part.most)}
    words = {
        "loan": _("%(percent)s %% of what is owed on the loan, at most %(most)s baht"),
        "cost": _("%(percent)s %% of what it cost, at most %(most)s baht"),
    }
    yield words[part.of] % said


_GIVES = {Fixed: _fixed, Tiers: _tiers, Nights: _nights, Share: _share}


def _who_gets(terms: Terms):
    if terms.who != (MEMBER,):
        yield _("When it happens to: %(who)s.") % {"who": Listed(terms.who, WHO_WORDS)}
    if terms.posts and set(terms.posts) == set(POST_WORDS):
        yield _("For leaders with any post.")
    elif terms.posts:
        yield _("For leaders: %(posts)s.") % {"posts": Listed(terms.posts, POST_WORDS)}
    if terms.on_duty:
        yield _("Only for what happens on duty.")
    if terms.least_age:
        yield _("From %(age)s years of age on.") % {"age": terms.least_age}
    if terms.wait:
        yield _("After %(wait)s in the fund.") % {"wait": terms.wait.words}
    if any(isinstance(part, Tiers) for part in terms.parts):
        yield _basis(terms)
    if terms.behind_days is not None:
        yield _("Not for who is more than %(days)s days behind with dues.") % {"days": terms.behind_days}
    if terms.dropout_days:
        yield _("Who pays nothing for more than %(days)s days is no member any more.") % {"days": terms.dropout_days}


def _basis(terms: Terms) -> Sentence:
    if terms.tenure == MEMBERSHIP:
        words = {CALENDAR: _("Years count by the calendar, since becoming a member.")}
        return words.get(terms.basis, _("A year counts as 365 days, since becoming a member."))
    words = {CALENDAR: _("Years count by the calendar, since joining the fund.")}
    return words.get(terms.basis, _("A year counts as 365 days, since joining the fund."))


def _limits(terms: Terms):
    yield from (cap_words(cap) for cap in terms.caps)
    if terms.year_from and any(cap.per == "year" for cap in terms.caps):
        yield _("The year begins with %(month)s.") % {"month": month_name(terms.year_from)}


def cap_words(cap: Cap) -> Sentence:
    """Return a limit in words."""
    key = f"{cap.of}_{cap.per}"
    words = _ONCE[key] if cap.most == 1 and key in _ONCE else _CAPS[key]
    words = words % {"most": short(cap.most) if cap.of == BAHT else plain(cap.most)}
    if cap.covers == NIGHTS:
        words = Sentence("%(words)s %(only)s", words=words, only=_("Only what is given for nights counts."))
    if cap.shared_with:
        words = Sentence("%(words)s %(with_)s", words=words, with_=_("Together with other benefits of the fund."))
    return words


def _claiming(terms: Terms):
    if terms.claim_within is not None:
        yield _("To be claimed within %(within)s.") % {"within": terms.claim_within.words}
    if terms.answer_days is not None:
        yield _("Answered within %(days)s days.") % {"days": terms.answer_days}
    if terms.documents:
        words = {code: document_of(code).words for code in terms.documents}
        yield _("Papers: %(papers)s.") % {"papers": Listed(terms.documents, words)}


class Listed:
    """Several words with commas between, put together when shown, in the reader's language."""

    def __init__(self, codes, words):
        self.said = [words[code] for code in codes]

    def __str__(self):
        return ", ".join(str(words) for words in self.said)
