"""The dialogue about one letter, over a connection that is ready for it.

It is our own: a letter whose last dot never left this machine has certainly not
arrived, and one whose dot did may have, and smtplib does not say which.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from storyhouse.sending.connecting import (
    ANSWER,
    GONE,
    Line,
    UnreachableError,
    reason_of,
)
from storyhouse.sending.reasons import said
from storyhouse.sending.statuses import is_of_address
from storyhouse.sending.wire import Wire

_TAKE = 600.0  # seconds; RFC 5321 4.5.3.2
_BUSY = 421  # "I am closing": whatever was asked has not happened
#: What asks for a letter to be taken, and the code and words of each answer.
Commands = tuple[str, ...]
Replies = list[tuple[int, bytes]]


class Kind(Enum):
    """What came of a letter."""

    TAKEN = auto()
    NO = auto()  # for good
    LATER = auto()  # a no for now, or a connection lost before the letter's end
    LOST = auto()  # the letter was out, and no answer came


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a letter, in the server's words."""

    kind: Kind
    words: str = ""
    about_mailbox: bool = False  # said of this address, and not of us or the letter


class GoneError(Exception):
    """The connection is of no more use; carries what is known of the letter."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def ask(line: Line, commands: Commands) -> Replies:
    """The server's answers to commands, up to the first no if it is asked one by one.

    Nothing of the letter is out: whatever goes wrong, it has not arrived.
    """
    groups = (commands,) if line.pipelining else tuple((one,) for one in commands)
    replies: Replies = []
    line.wait(ANSWER)
    for group in groups:
        try:
            line.socket.sendall(_together(group))
        except GONE as error:
            raise GoneError(Answer(Kind.LATER, reason_of(error))) from error
        replies += replies_to(line, group)
        if replies[-1][0] // 100 not in {2, 3}:
            break
    return replies


def replies_to(line: Line, commands: Commands) -> Replies:
    """The answers to commands that are out; nothing of a letter is."""
    try:
        return [_reply(line) for _ in commands]
    except GONE as error:
        raise GoneError(Answer(Kind.LATER, reason_of(error))) from error


def _together(commands: Commands) -> bytes:
    return "".join(f"{command}\r\n" for command in commands).encode()


def _reply(line: Line) -> tuple[int, bytes]:
    code, text = line.smtp.getreply()
    if code == _BUSY:
        raise GoneError(Answer(Kind.LATER, f"421 {said(text)}"))
    return code, text


def not_begun(line: Line, replies: Replies) -> Answer:
    """What the first no means, of the sender, the address or the letter."""
    no = (i for i, (code, _) in enumerate(replies) if code // 100 != 2)
    index = next(no, len(replies) - 1)  # a yes to DATA that does not say "go on"
    code, text = replies[index][0], said(replies[index][1])
    words = f"{code} {text}"
    if code // 100 not in {4, 5}:
        raise GoneError(Answer(Kind.LATER, words))  # it speaks no SMTP
    with suppress(*GONE):
        line.wait(ANSWER)
        if line.smtp.rset()[0] == _BUSY:
            line.smtp.close()
    if code // 100 == 4:
        return Answer(Kind.LATER, words)
    if index == 0:  # about us: everybody else's letter would fare no better
        raise UnreachableError(words, for_good=True)
    status = text.split(" ", 1)[0]
    return Answer(Kind.NO, words, about_mailbox=index == 1 and is_of_address(status))


def deliver(
    line: Line, mail: Wire, then: Commands, meanwhile: Callable[[], None]
) -> Answer:
    """Send the letter itself; its end only goes out in the last bytes."""
    code, text = _finish(line, mail, then, meanwhile)
    if code // 100 == 2:
        return Answer(Kind.TAKEN)
    words = f"{code} {said(text)}"
    match code // 100:
        case 4:
            return Answer(Kind.LATER, words)
        case 5:
            return Answer(Kind.NO, words)
        case _:
            raise GoneError(Answer(Kind.LOST, words))


def _finish(
    line: Line, mail: Wire, then: Commands, meanwhile: Callable[[], None]
) -> tuple[int, bytes]:
    """Send the letter and the question behind it; the answer to the letter."""
    lost = GoneError(Answer(Kind.LOST, "~lost"))
    try:
        _send(line, mail, _together(then))
    except GONE:
        raise lost from None
    meanwhile()  # what fails there is nothing that the server did
    try:
        line.wait(_TAKE)
        return _reply(line)
    except GONE:
        raise lost from None


def _send(line: Line, mail: Wire, behind: bytes) -> None:
    """Send it; what fails behind its end leaves open whether it arrived."""
    # Where TLS fails, nobody knows which of its records are out.
    parts = (mail, behind) if line.encrypted else (mail + behind,)
    left, end = sum(map(len, parts)), len(behind)
    for part in filter(None, parts):
        rest = memoryview(part)
        while rest:
            try:
                out = line.socket.send(rest)
            except GONE as error:
                if left <= end:
                    raise
                # The call that failed sent nothing, so the end is still here.
                raise GoneError(Answer(Kind.LATER, reason_of(error))) from error
            rest, left = rest[out:], left - out
