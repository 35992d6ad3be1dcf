"""A letter for each recipient, as bytes ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from storyhouse.letters import Letter, message
from storyhouse.sending.recipients import Recipient


@dataclass(frozen=True, slots=True)
class Merge:
    """One letter, prepared once; a call for each recipient gives their mail."""

    letter: Letter

    def __call__(self, recipient: Recipient) -> bytes:
        """The whole mail, its lines ended by CR and LF."""
        return message(
            self.letter, recipient.address, recipient.values, recipient.parts
        )
