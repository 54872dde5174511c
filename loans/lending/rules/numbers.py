"""How contracts are numbered. Plain, without a database."""

import re

LONGEST = 20
# A number says nothing of the borrower, for it stands in account names for ever: figures, before them at most four
# letters. "เดิม" and "ยกมา" mark contracts from before the books.
SHAPE = r"(เดิม |ยกมา-)?[A-Za-zก-ฮ]{0,4}[.\-]?[0-9]{1,6}([/\-][0-9]{1,6}){0,2}"
CONTRACT_NO = rf"^{SHAPE}$"
GIVEN_BACK = rf"^{SHAPE}#[0-9]{{1,6}}$"  # of a contract that was cancelled, so that its number is free again


def is_contract_no(text: str) -> bool:
    """Tell whether a text can be the number of a contract."""
    return len(text) <= LONGEST and re.fullmatch(SHAPE, text) is not None
