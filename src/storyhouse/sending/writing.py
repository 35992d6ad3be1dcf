"""What makes the mail to each recipient: filled in, and signed where the shop signs."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import fields
from importlib.util import find_spec
from typing import Any

from storyhouse.letters import Letter
from storyhouse.sending.merging import Merge
from storyhouse.sending.recipients import Recipient

#: Makes the whole mail for one recipient.
Write = Callable[[Recipient], bytes]
_SIGNING = "storyhouse.sending.signing"


def writer(letter: Letter, *, eight_bit: bool = False) -> Write:
    """The one way from a letter to mails; `eight_bit` if the server takes such.

    Raises:
        RefusedError: if the shop signs its letters and its key cannot be used.
    """
    merge = _merge(letter, eight_bit=eight_bit)
    sign = _signer(letter)
    if sign is None:
        return merge
    return lambda recipient: sign(merge(recipient))


def _merge(letter: Letter, *, eight_bit: bool) -> Write:
    known = {f.name for f in fields(Merge)}
    more: dict[str, Any] = {"eight_bit": eight_bit} if "eight_bit" in known else {}
    return Merge(letter, **more)


def _signer(letter: Letter) -> Callable[[bytes], bytes] | None:
    if find_spec(_SIGNING) is None:
        return None
    made: Callable[[bytes], bytes] | None = importlib.import_module(_SIGNING).signer(
        letter
    )
    return made
