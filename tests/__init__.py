"""Tests, laid out like the code: `groups/sheets` is tested in `tests/groups/sheets`."""
