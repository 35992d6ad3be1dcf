"""What makes the mail to each recipient: filled in, and signed where the shop signs."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from storyhouse.letters import Letter
from storyhouse.sending.merging import Merge
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.signing import KEY, signer_of
from storyhouse.sending.wire import Wire, dotted

#: Makes the whole mail for one recipient; or makes it as it goes to a server.
Write = Callable[[Recipient], bytes]
WriteWire = Callable[[Recipient], Wire]


def dated(letter: Letter) -> Letter:
    """The letter as it goes out now, whatever day it was planned for, or begun on.

    One of another day would lie far down in its readers' mailboxes, and filters would
    mistrust it. Its zone stays the shop's.
    """
    zone = parsedate_to_datetime(letter.envelope.date).tzinfo
    now = format_datetime(dt.datetime.now(dt.UTC).astimezone(zone))
    return replace(letter, envelope=replace(letter.envelope, date=now))


def writer(letter: Letter, root: Path, *, eight_bit: bool = False) -> Write:
    """The one way from a letter to mails; `eight_bit` if the server takes such.

    Args:
        letter: the letter.
        root: from where a key's path is read: the shop's folder, if there is one.
        eight_bit: whether the server takes such; what is signed is never sent so.

    Raises:
        RefusedError: if the shop signs its letters and its key cannot be used.
    """
    if not os.environ.get(KEY):  # dkimpy takes longer to load than a letter to write
        return Merge(letter, eight_bit=eight_bit)
    sign = signer_of(os.environ, root, letter.envelope.sender)
    merge = Merge(letter)
    return lambda recipient: sign(merge(recipient)) if sign else merge(recipient)


def wire_writer(letter: Letter, root: Path, *, eight_bit: bool = False) -> WriteWire:
    """As `writer`, of what goes to a server."""
    if not os.environ.get(KEY):
        return Merge(letter, eight_bit=eight_bit).wire
    write = writer(letter, root, eight_bit=eight_bit)
    return lambda recipient: dotted(write(recipient))
