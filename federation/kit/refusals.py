"""What a rule said no to, in words for the screen."""

from collections.abc import Iterable, Mapping


class Refused(Exception):
    """Something anticipated was not allowed; nothing was written.

    message: one sentence for the screen, a str or a lazily translated text. Say what is
        so and how to mend it.
    problems: when a check finds several at once, each a sentence of its own.
    fields: sentences by the name of the form field they belong beside.

    Views catch this class and nothing wider.
    """

    def __init__(self, message: object, *, problems: Iterable = (), fields: Mapping | None = None):
        super().__init__(message)
        self.message = message
        self.problems = list(problems)
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return str(self.message)

    def show_on(self, form) -> None:
        """Put this refusal on the form that was sent: each sentence beside its field, all others on top."""
        beside = {name: words for name, words in self.fields.items() if name in form.fields}
        for name, words in beside.items():
            form.add_error(name, str(words))
        on_top = self.problems + [words for name, words in self.fields.items() if name not in beside]
        for words in on_top if beside or on_top else [self.message]:
            form.add_error(None, str(words))


class NotReadable(Refused, ValueError):
    """Typed text could not be read as what it should be.

    reason: a short code that stays the same in every language, for importers and tests.
    """

    def __init__(self, message: object, *, reason: str):
        super().__init__(message)
        self.reason = reason
