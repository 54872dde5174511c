"""What moving money between the cash box and the bank touches: two accounts of the same purse, nothing else."""

from decimal import Decimal

from federation.ledger.posting import Move, credit, debit

TO_BANK, FROM_BANK = "to_bank", "from_bank"


def moves_of(way: str, *, cash_account, bank_account, amount: Decimal) -> list[Move]:
    """Return the moves of a deposit at the bank, or of money fetched from it; accounts by their ids."""
    into, out = (bank_account, cash_account) if way == TO_BANK else (cash_account, bank_account)
    return [debit(into, amount), credit(out, amount)]
