"""Booking a sheet and taking one back. They stand in the caller's transaction; importer and demo compose them."""

from groups.sheets.steps.booking import (
    MoneyDiffers,
    NoSuchColumn,
    NothingPaid,
    RowIn,
    SheetChanged,
    as_stored,
    book_sheet_step,
    post_sheet_step,
    posting_day,
)
from groups.sheets.steps.drafts import SheetAlreadyPosted, draft_of
from groups.sheets.steps.taking_back import (
    NOT_ENOUGH,
    CashBanked,
    NotReversible,
    reverse_sheet_step,
    take_back_row_step,
)

__all__ = [
    "NOT_ENOUGH",
    "CashBanked",
    "MoneyDiffers",
    "NoSuchColumn",
    "NotReversible",
    "NothingPaid",
    "RowIn",
    "SheetAlreadyPosted",
    "SheetChanged",
    "as_stored",
    "book_sheet_step",
    "draft_of",
    "post_sheet_step",
    "posting_day",
    "reverse_sheet_step",
    "take_back_row_step",
]
