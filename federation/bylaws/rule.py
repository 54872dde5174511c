"""What one rule of the bylaws is, and the parts they are shown in."""

from dataclasses import dataclass

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

BAHT = _("baht")

SAVING = _("Satja and meeting day")
SHARES = _("Shares")
MEMBERS = _("Members")
BOOKS = _("Books and cash")
LOANS = _("Loans")
LATE_LOANS = _("Late and bad loans")
NETWORK = _("Network and pool")
WELFARE = _("Welfare and funeral aid")
SURPLUS = _("Surplus and dividend")
LEAVING = _("Members who leave")


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, in what unit, with what value it starts and why."""

    key: str
    part: Sentence
    label: Sentence
    kind: object
    default: object
    source: Sentence
    unit: Sentence | str = ""
    weak: bool = False

    def in_words(self, value) -> str:
        """Return a value with its unit, which stay on one line."""
        return f"{self.kind.shown(value)}\u00a0{self.unit}" if self.unit else self.kind.shown(value)
