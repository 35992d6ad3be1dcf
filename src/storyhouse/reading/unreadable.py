"""The one exception of this package."""

from __future__ import annotations

from storyhouse.diagnostics import Diagnostic
from storyhouse.places import Location


class UnreadableError(Exception):
    """A file is not the record it should be; carries every reason found."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    @classmethod
    def at(
        cls, where: Location, code: str, help_: str = "", **facts: str | int
    ) -> UnreadableError:
        """For the usual case of a single reason."""
        return cls(Diagnostic(where=where, code=code, facts=facts, help=help_))
