"""Bank accounts: the number sealed, the money on a ledger account of its own.

The first stands on the chart's account for satja money in the bank; each later one on an account added beside it,
12300-2, 12300-3 and on. The steps stand in the caller's transaction; the caller writes the log of acts.
"""

from django.utils.translation import gettext_lazy as _

from federation.kit.crypto import seal, unseal
from federation.kit.refusals import Refused
from federation.kit.thai import clean_text
from federation.ledger import books, chart
from federation.ledger.posting import lock
from federation.organisations.models import BankAccount, Organisation
from federation.organisations.rules import read_account_number


class AccountKnown(Refused):
    """Raised when the organisation already has a bank account of this number."""


def bank_accounts_of(organisation: Organisation):
    """Return the bank accounts of an organisation, the first on the chart's own account first."""
    accounts = BankAccount.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return accounts.select_related("account").order_by("account__code", "pk")


def number_of(bank_account: BankAccount) -> str:
    """Return the whole number, for the page of those who may see it. Raises `kit.crypto.NotOpened`."""
    return unseal(bytes(bank_account.number_sealed).decode(), about=_about(bank_account))


def add_bank_account_step(
    organisation: Organisation, *, bank: str, name: str, number: str, branch: str = ""
) -> BankAccount:
    """Add a bank account with its ledger account.

    Raises `rules.NotAnAccountNumber` or `AccountKnown`.
    """
    lock(organisation.book)
    figures = read_account_number(number)
    known = list(bank_accounts_of(organisation))
    if figures in map(number_of, known):
        words = _("This account is already entered here.")
        raise AccountKnown(words, fields={"number": words})
    added = BankAccount(
        network_id=organisation.network_key,
        organisation=organisation,
        bank=clean_text(bank).text,
        branch=clean_text(branch).text,
        name=clean_text(name).text,
        number_tail=figures[-4:],
    )
    added.number_sealed = seal(figures, about=_about(added)).encode()
    added.account = _ledger_account(organisation, added, others=len(known))
    added.save(force_insert=True)
    return added


def _ledger_account(organisation: Organisation, added: BankAccount, *, others: int):
    if not others:
        return books.account(organisation.book, chart.BANK)
    row = chart.ChartRow(
        f"{chart.BANK}-{others + 1}",
        name_th=f"เงินฝากธนาคาร {added.bank} …{added.number_tail}",
        name_en=f"bank, {added.bank} …{added.number_tail}",
    )
    return books.add_account(organisation.book, row=row)


def _about(bank_account: BankAccount) -> str:
    return f"bank_account:{bank_account.pk}"
