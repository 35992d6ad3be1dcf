"""Why a command does nothing, as facts without a sentence."""

from __future__ import annotations

from storyhouse.diagnostics import Facts


class RefusedError(Exception):
    """What cannot be done as it was said.

    `key` names its sentence in the catalogue, `help_` a shared line of help of the
    messages (`messages.any.help`); both are filled from the same facts.
    """

    def __init__(self, key: str, help_: str = "", **facts: str | int) -> None:
        super().__init__(key)
        self.key, self.help = key, help_
        self.facts: Facts = facts
