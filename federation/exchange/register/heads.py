"""The row of heads: found by its Thai heads, in any order, and what each column means.

What was matched can be put right by hand: the answers `sheet`, `head_row` and `column:K`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from federation.exchange.register import months
from federation.exchange.register.findings import Choice, Desk, Typed
from federation.exchange.register.months import MonthHead
from federation.exchange.register.roles import LABELS, Role, is_foreign, is_saving, plain, role_of
from federation.exchange.register.workbook import Page, Workbook, letter
from federation.kit.dates import ce_year, next_month, parse_month, show_month
from federation.kit.refusals import NotReadable
from federation.kit.thai import clean_text
from federation.kit.wording import gettext_lazy as _

SEARCHED_ROWS = 40
DEEPEST = 3
A_FULL_ROW = 3


@dataclass(frozen=True)
class Column:
    """A column of the register. role: None where it has to be asked; month and meeting_on for payments."""

    index: int
    head: str
    role: Role | None
    month: date | None = None
    meeting_on: date | None = None

    @property
    def letter(self) -> str:
        return letter(self.index)


@dataclass(frozen=True)
class Table:
    """The register found on a page. columns stand in the order of the page."""

    page: Page
    first_head_row: int
    head_row: int
    columns: tuple[Column, ...]

    def one(self, role: Role) -> Column | None:
        return next((column for column in self.columns if column.role == role), None)

    @cached_property
    def plain_heads(self) -> dict[int, str]:
        """The heads by column, stripped as `plain` does."""
        return {column.index: plain(column.head) for column in self.columns if column.head}

    @cached_property
    def months(self) -> list[Column]:
        """The columns of payments, oldest month first."""
        paid = [column for column in self.columns if column.role == Role.MONTH]
        return sorted(paid, key=lambda column: (column.month, column.meeting_on or column.month))


@dataclass(frozen=True)
class _Guess:
    """A column as first read, before anyone was asked."""

    index: int
    head: str
    role: Role | None
    sure: bool
    month: MonthHead | None = None


def find_table(workbook: Workbook, *, desk: Desk) -> Table | None:
    """Find the register in a workbook. Without one, an error is left on the desk."""
    page = _page(workbook, desk=desk)
    text = desk.answers.get("head_row", "")
    found = _best(page, desk=desk, only=int(text) if text.isdecimal() else None)
    if found is None:
        desk.wrong(
            "no_heads",
            _("No row of heads was found on the sheet “%(sheet)s”. A register needs heads such as ชื่อ-สกุล and ม.ค.")
            % {"sheet": page.title},
        )
        return None
    top, bottom, guesses = found
    words = _("The heads stand in row %(row)s of the sheet “%(sheet)s”.") % {"row": bottom, "sheet": page.title}
    desk.offer("head_row", words, key="head_row", typed=Typed.NUMBER, suggested=str(bottom))
    columns = _settle(guesses, page=page, top=top, bottom=bottom, desk=desk)
    table = Table(page, top, bottom, tuple(columns))
    _check_roles(table, desk=desk)
    _look_at_hidden(table, workbook, desk=desk)
    return table


def _look_at_hidden(table: Table, workbook: Workbook, *, desk: Desk) -> None:
    """Say which hidden columns are read, and that other sheets are not."""
    hidden = [c.letter for c in table.columns if c.index in table.page.hidden_columns and c.role != Role.IGNORE]
    if hidden:
        words = _("These columns are hidden in the workbook and are read all the same: %(columns)s.")
        desk.note("hidden_columns", words % {"columns": ", ".join(hidden)})
    if others := [page.title for page in workbook.pages if page is not table.page and page.rows]:
        words = _("Of the other sheets only totals are compared: %(sheets)s.")
        desk.note("other_sheets", words % {"sheets": ", ".join(others)})


def _page(workbook: Workbook, *, desk: Desk) -> Page:
    """Choose the sheet that looks most like a register; ask when two do."""
    scored = [(page, _score_of(_best(page, desk=desk))) for page in workbook.pages]
    best = max(scored, key=lambda pair: (pair[1], not pair[0].hidden))[0]
    registers = [page for page, score in scored if score >= 4]
    if len(registers) < 2:
        return best
    answer = desk.ask(
        "sheet",
        _("More than one sheet looks like a register. Which one is to be taken? The others are left out."),
        key="sheet",
        choices=[Choice(page.title, page.title) for page in registers],
        suggested=best.title,
    )
    return next(page for page in registers if page.title == answer)


def _score_of(found: tuple | None) -> int:
    """Count the columns that were understood; months that are not of satja count too."""
    guesses = found[2] if found else []
    return sum(1 for guess in guesses if guess.month or guess.sure and guess.role != Role.IGNORE)


def _best(page: Page, *, desk: Desk, only: int | None = None) -> tuple[int, int, list[_Guess]] | None:
    """Return (first row, last row, guesses) of the rows that read most like heads."""
    found = []
    for bottom in [only] if only else [row for row in page.rows if row <= SEARCHED_ROWS]:
        for depth in range(1, DEEPEST + 1):
            top = bottom - depth + 1
            if depth > 1 and not _are_heads_over_heads(page, top, bottom):
                continue
            guesses = _guesses(page, top, bottom, today=desk.today)
            roles = {guess.role for guess in guesses}
            if roles & {Role.NAME, Role.GIVEN} and len(guesses) > 1:
                found.append((_score_of((0, 0, guesses)), depth, -bottom, top, bottom, guesses))
    if not found:
        return None
    score, _depth, _bottom, top, bottom, guesses = max(found, key=lambda f: f[:3])
    return (top, bottom, guesses) if score >= 2 or only else None


def _are_heads_over_heads(page: Page, top: int, bottom: int) -> bool:
    """Tell whether rows can be heads in several rows: words and months, no amounts, and no title by itself."""
    rows = [page.rows.get(row, {}) for row in range(top, bottom + 1)]
    values = [cell.value for row in rows for cell in row.values()]
    amounts = [value for value in values if isinstance(value, int | float) and not 1 <= value <= 12]
    return len(rows[0]) > 1 and not amounts


def _guesses(page: Page, top: int, bottom: int, *, today: date) -> list[_Guess]:
    spread = {(row, column): text for row, column, text in _spread(page, top, bottom)}
    columns = sorted({column for _row, column in spread})
    guesses = []
    for column in columns:
        parts = [spread[row, column] for row in range(top, bottom + 1) if (row, column) in spread]
        guesses.append(_guess(column, parts, today=today))
    return _with_bare_numbers(guesses)


def _spread(page: Page, top: int, bottom: int) -> Iterator[tuple[int, int, object]]:
    """Yield the cells of the head rows; a merged head counts for every column it stands over."""
    for row in range(top, bottom + 1):
        for column, cell in page.rows.get(row, {}).items():
            yield row, column, cell.value
    for first_row, first_column, last_row, last_column in page.merged:
        if top <= first_row and last_row <= bottom and (cell := page.cell(first_row, first_column)):
            for column in range(first_column + 1, min(last_column, first_column + 60) + 1):
                if page.cell(first_row, column) is None:
                    yield first_row, column, cell.value


def _guess(column: int, parts: list[object], *, today: date) -> _Guess:
    """Read one column's head from its parts, top to bottom."""
    leaf, above = parts[-1], " ".join(str(part) for part in parts[:-1] if not isinstance(part, date))
    head = " ".join(_shown(part) for part in parts)
    if len(parts) > 1:
        role, sure = role_of(f"{above} {leaf}")
        if sure:
            return _Guess(column, head, role, True)
    if guess := _guess_month(column, parts, head=head, today=today):
        return guess
    role, sure = role_of(leaf)
    return _Guess(column, head, role, sure and not is_foreign(above))


def _guess_month(column: int, parts: list[object], *, head: str, today: date) -> _Guess | None:
    """Read a head as a month: the lowest part, or one above it with what the month's column holds under it."""
    for place in reversed(range(len(parts))):
        month = months.read_month_head(parts[place], today=today)
        if month is None:
            continue
        others = [part for part in parts if part is not parts[place] and not isinstance(part, date)]
        if any(is_foreign(str(part)) for part in others):
            return _Guess(column, head, Role.IGNORE, False, month)
        years = months.years_in([str(part) for part in others])
        if month.year is None and len(years) == 1:
            month = MonthHead(month.month, ce_year(years[0], month=month.month), month.day)
        below = parts[place + 1 :]
        return _Guess(column, head, Role.MONTH, month.sure and all(is_saving(part) for part in below), month)
    return None


def _shown(part: object) -> str:
    return show_month(part, style="short") if isinstance(part, date) else clean_text(str(part)).text


def _with_bare_numbers(guesses: list[_Guess]) -> list[_Guess]:
    """Take a run of heads 1, 2, 3 … as months, if there are no other months."""
    if any(guess.role == Role.MONTH for guess in guesses):
        return guesses
    bare = {guess.index: int(plain(guess.head)) for guess in guesses if plain(guess.head).isdecimal()}
    first = min(bare, default=0)
    if len(bare) < 3 or any(number != bare[first] + index - first or number > 12 for index, number in bare.items()):
        return guesses
    return [
        _Guess(g.index, g.head, Role.MONTH, False, MonthHead(bare[g.index])) if g.index in bare else g for g in guesses
    ]


def _settle(guesses: list[_Guess], *, page: Page, top: int, bottom: int, desk: Desk) -> list[Column]:
    """Turn guesses into columns: headless columns that hold something too, each asked where not certain."""
    filled = {c for row, cells in page.rows.items() if row > bottom and len(cells) >= A_FULL_ROW for c in cells}
    guesses = [g if g.index in filled or g.sure else _Guess(g.index, g.head, Role.IGNORE, True) for g in guesses]
    guesses += [_Guess(c, "", None, False) for c in filled - {g.index for g in guesses}]
    guesses.sort(key=lambda g: g.index)
    titles = [str(c.value) for row, cells in page.rows.items() if row < top for c in cells.values()]
    years = months.years_in(titles) or months.years_in([page.title])
    heads = {g.index: g.month for g in guesses if g.month and _wanted(g, desk) == "month"}
    placed = months.place(heads, years=years, desk=desk) if heads else {}
    used: set[Role] = set()
    columns = []
    for guess in guesses:
        column = _asked(guess, placed.get(guess.index), used=used, desk=desk)
        used.add(column.role)
        columns.append(column)
    return columns


def _wanted(guess: _Guess, desk: Desk) -> str:
    """Return the role a person gave to a column, or the guess."""
    return desk.answers.get(f"column:{letter(guess.index)}", "").split(":")[0] or str(guess.role or "")


def _asked(guess: _Guess, month: date | None, *, used: set[Role], desk: Desk) -> Column:
    twice = guess.role in used and guess.role not in (Role.MONTH, Role.IGNORE, None)
    value = f"month:{month:%Y-%m}" if month and guess.role == Role.MONTH else str(guess.role or Role.IGNORE)
    certain = guess.sure and not twice
    ask = desk.offer if certain else desk.ask
    place = {"column": letter(guess.index), "cell": guess.head, "key": f"column:{letter(guess.index)}"}
    answer = ask(
        "column" if certain else "column_unsure",
        _words_of(guess, value, twice=twice),
        choices=column_choices(month),
        typed=Typed.TEXT,
        suggested=str(Role.IGNORE) if twice else value,
        **place,
    )
    return _column(guess, answer, desk=desk, fallback=value)


def _words_of(guess: _Guess, value: str, *, twice: bool) -> object:
    figures = {"head": guess.head or letter(guess.index), "meaning": meaning(value)}
    if twice:
        return _("“%(head)s” would be a second column for “%(meaning)s”. Which one is it?") % figures
    if guess.sure:
        return _("“%(head)s” is taken as: %(meaning)s.") % figures
    return _("What does the column “%(head)s” hold? It could be: %(meaning)s.") % figures


def meaning(value: str) -> object:
    """Return in words what a column is taken as; value: a role, or `month:2026-01`."""
    role, _colon, month = value.partition(":")
    if role == Role.MONTH and month:
        return _("payments of %(month)s") % {"month": show_month(date.fromisoformat(f"{month}-01"), style="short")}
    return LABELS[Role(role)]


def column_choices(month: date | None = None) -> list[Choice]:
    """Return what a column can be taken as; `month` offers the months round it first."""
    roles = [Choice(str(role), words) for role, words in LABELS.items() if role != Role.MONTH]
    if month is None:
        return roles
    near = [next_month(month, by=step) for step in (0, -12, 12)]
    return [Choice(f"month:{m:%Y-%m}", meaning(f"month:{m:%Y-%m}")) for m in near] + roles


def _column(guess: _Guess, answer: str, *, desk: Desk, fallback: str) -> Column:
    role, _colon, typed = answer.partition(":")
    if role == Role.MONTH:
        try:
            month = parse_month(typed, today=desk.today)
        except NotReadable:
            words = _("“%(answer)s” names no month. Write it like month:2026-01.") % {"answer": answer}
            desk.wrong("column_month", words, column=letter(guess.index))
            return Column(guess.index, guess.head, Role.IGNORE)
        return Column(guess.index, guess.head, Role.MONTH, month, _meeting_day(guess, month))
    if role not in set(Role):
        words = _("“%(answer)s” is not a kind of column.") % {"answer": answer}
        desk.wrong("column_role", words, column=letter(guess.index))
        role = fallback.partition(":")[0]
    return Column(guess.index, guess.head, Role(role) if role != Role.MONTH else Role.IGNORE)


def _meeting_day(guess: _Guess, month: date) -> date | None:
    if not guess.month or not guess.month.day:
        return None
    try:
        return month.replace(day=guess.month.day)
    except ValueError:
        return None


def _check_roles(table: Table, *, desk: Desk) -> None:
    """Say what a register cannot do without, and which months stand twice."""
    if not (table.one(Role.NAME) or table.one(Role.GIVEN)):
        desk.wrong("no_names", _("No column holds the members' names. Say which one does."))
    if not table.months and not table.one(Role.CARRIED):
        words = _("Neither payments nor a balance carried over were found. Say which columns hold them.")
        desk.wrong("no_money", words)
    seen: dict[tuple, Column] = {}
    for column in table.months:
        other = seen.setdefault((column.month, column.meeting_on), column)
        if other is not column:
            words = _("The columns %(one)s and %(other)s are both payments of %(month)s.")
            figures = {"one": other.letter, "other": column.letter, "month": show_month(column.month)}
            desk.wrong("month_twice", words % figures, column=column.letter)
