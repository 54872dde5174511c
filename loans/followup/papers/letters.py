"""A letter as a paper: the words of its kind, filled with the sums of its day, once and for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.report import Column, Grid, Row
from federation.kit.words import baht_words
from loans.followup.rules.between import LETTERS_BETWEEN
from loans.followup.rules.letters import LETTERS, NOTICE_LATE
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, Signer, say

FORM = 1  # of the stored data, so that a later program can tell how to read it


@dataclass(frozen=True, slots=True)
class Sums:
    """What was due on a day, in baht, and the whole debt with what is not due yet."""

    principal: Decimal
    interest: Decimal
    fine: Decimal
    whole: Decimal

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.fine

    def to_data(self) -> dict:
        names = ("principal", "interest", "fine", "total", "whole")
        return {name: str(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter tells. guaranteed: baht, in a letter to a guarantor. meeting_on, place: of a talk.

    between: the borrower is an organisation. notice_late: a guarantor is told later than the law asks, and is free of
    what grew since (Civil Code s.686).
    """

    kind: str
    number: str
    group: str
    group_address: str
    to_name: str
    to_address: str
    borrower: str
    contract_no: str
    signed_on: date
    principal: Decimal
    since: date
    dated: date
    answer_by: date
    sums: Sums
    signer: Signer
    guaranteed: Decimal = ZERO
    meeting_on: date | None = None
    place: str = ""
    extra: str = ""
    phone: str = ""
    notice_late: bool = False
    made_up: bool = False
    between: bool = False

    def figures(self) -> dict[str, str]:
        """Return what the sentences of the kind are filled with."""
        return {
            "group": self.group,
            "contract": self.contract_no,
            "signed": show_date(self.signed_on),
            "principal": show(self.principal),
            "since": show_date(self.since),
            "on": show_date(self.dated),
            "by": show_date(self.answer_by),
            "borrower": self.borrower,
            "guaranteed": show(self.guaranteed),
            "meeting": show_date(self.meeting_on) if self.meeting_on else "",
            "place": self.place,
            "all": show(self.sums.whole),
        }


def letter_data(facts: LetterFacts, *, made_at: datetime) -> dict:
    """Return a letter as it is stored: its text, its sums, and whom it goes to. Called with Thai in force."""
    return {
        "form": FORM,
        "letter": letter_text(facts, made_at=made_at).to_data(),
        "sums": facts.sums.to_data(),
        "to": {"name": facts.to_name, "address": facts.to_address},
        "answer_by": facts.answer_by.isoformat(),
    }


def text_of(data: Mapping) -> PaperText:
    """Return the text of a stored letter."""
    return PaperText.from_data(data["letter"])


def letter_text(facts: LetterFacts, *, made_at: datetime) -> PaperText:
    """Return the whole text of a letter."""
    kind, figures = (LETTERS_BETWEEN if facts.between else LETTERS)[facts.kind], facts.figures()
    heads = [(_("Date"), show_date(facts.dated)), (_("Subject"), str(kind.subject)), (_("Dear"), facts.to_name)]
    after = [_sentence(words, figures) for words in kind.after]
    if facts.notice_late:
        after.insert(1, say(NOTICE_LATE))
    if facts.extra:
        after.insert(len(after) - 1, say(facts.extra))
    return PaperText(
        kind=facts.kind,
        title=str(kind.title),
        number=facts.number,
        organisation=facts.group,
        address=facts.group_address,
        made_at=made_at,
        blocks=[
            Facts(heads),
            Passage([_sentence(words, figures) for words in kind.before]),
            _sums_table(facts.sums),
            Passage([say(f"({baht_words(facts.sums.total)})"), *after]),
        ],
        signers=[facts.signer],
        made_up=facts.made_up,
        foot=_("To ask or to make a date: telephone %(phone)s.") % {"phone": facts.phone} if facts.phone else "",
    )


def _sentence(words, figures: Mapping[str, str]):
    """Return a sentence with those of the figures that it names."""
    source = str(words)
    named = {name: figure for name, figure in figures.items() if f"%({name})s" in source}
    return say(source, loose=("group", "place"), **named)


def _sums_table(sums: Sums) -> Listing:
    rows = [(_("Principal"), sums.principal), (_("Interest"), sums.interest), (_("Fine"), sums.fine)]
    grid = Grid(
        columns=[Column("what", _("What was due"), wide=True), Column("baht", _("Baht"), "money", total=True)],
        rows=[Row([label, baht]) for label, baht in rows if baht or label != _("Fine")],
        total_label=_("Total"),
    )
    return Listing("", grid)
