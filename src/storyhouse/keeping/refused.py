"""Why a command of the ledger does nothing."""

from __future__ import annotations

from storyhouse.diagnostics import Facts


class RefusedError(Exception):
    """What cannot be done as it was said; its words: `command.ask.refused.CODE`.

    `help_` names a shared line of help of the messages, filled from the same facts.
    """

    def __init__(self, code: str, help_: str = "", **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.help = code, help_
        self.facts: Facts = facts
