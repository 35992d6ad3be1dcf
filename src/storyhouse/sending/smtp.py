"""The mail protocol: hands one letter after the other to a server, and says what came.

smtplib connects, asks for TLS and logs in. The dialogue about a letter is our own, for
two reasons. A letter whose last dot never left this machine has certainly not arrived,
and one whose dot did may have: smtplib does not say which. And a server that takes
several commands at once is asked about the next letter together with the last dot of
this one (RFC 2920 3.1): one journey to it for each letter, and not four.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from storyhouse.sending.connecting import (
    ANSWER,
    GONE,
    Line,
    UnreachableError,
    connect,
    reason_of,
)
from storyhouse.sending.reasons import said
from storyhouse.sending.settings import Server
from storyhouse.sending.statuses import is_of_address
from storyhouse.sending.wire import Wire, on_envelope

_TAKE = 600.0  # seconds for a letter, and the question behind it; RFC 5321 4.5.3.2
_IDLE = 20.0  # seconds after which a server may have hung up
_MOST = 1000  # letters over one connection
_BUSY = 421  # "I am closing": whatever was asked has not happened


#: Whom the next letter is for, and the letter.
Following = tuple[str, Wire] | None
_Commands = tuple[str, ...]
_Replies = list[tuple[int, bytes]]


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A letter that the server has been asked about, and has not answered."""

    address: str
    mail: Wire
    commands: _Commands


class _GoneError(Exception):
    """The connection is of no more use; carries what is known of the letter."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


class Courier:
    """One connection, opened when it is needed and again when it is lost."""

    def __init__(self, server: Server, sender: str) -> None:
        self.server = server
        self._from = on_envelope(server.bounces or sender)
        self._line: Line | None = None
        self._asked: _Asked | None = None
        self._carried, self._last = 0, 0.0

    @property
    def eight_bit(self) -> bool:
        """Whether the server takes letters that are not ASCII.

        Raises:
            UnreachableError: if it cannot be asked.
        """
        return self._open().eight_bit

    @property
    def looks_ahead(self) -> bool:
        """Whether the server can be asked about the letter that follows.

        Raises:
            UnreachableError: if it cannot be asked.
        """
        return self._open().pipelining

    def carry(
        self,
        address: str,
        mail: Wire,
        following: Following = None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Answer:
        """Hand one letter over, and ask whether the following one may be.

        Args:
            address: whom it is for.
            mail: the letter.
            following: the next one, of which nothing goes out but whom it is for. It is
                best carried next: for any other, a new connection is needed.
            meanwhile: what can be done while the server reads.

        Raises:
            UnreachableError: if the letter was not handed over, and none would be.
        """
        line = self._open()
        try:
            answer = self._carry(line, address, mail, following, meanwhile)
        except _GoneError as gone:
            self._drop()
            answer = gone.answer
        self._carried, self._last = self._carried + 1, time.monotonic()
        return answer

    def close(self) -> None:
        """Say goodbye; hang up on a server that waits for a letter."""
        if self._line is not None:
            if not self._asked:
                with suppress(*GONE):
                    self._line.wait(ANSWER)
                    self._line.smtp.quit()
            self._drop()

    def _open(self) -> Line:
        stale = self._carried >= _MOST or time.monotonic() - self._last > _IDLE
        if self._line is not None and stale:
            self.close()
        if self._line is None or not self._line.is_up:
            self._drop()
            self._line = connect(self.server)
            self._carried, self._last = 0, time.monotonic()
        return self._line

    def _drop(self) -> None:
        line, self._line, self._asked = self._line, None, None
        if line is not None:
            line.smtp.close()

    def _carry(
        self,
        line: Line,
        address: str,
        mail: Wire,
        following: Following,
        meanwhile: Callable[[], None],
    ) -> Answer:
        asked, self._asked = self._asked, None
        if asked and (asked.address, asked.mail) != (address, mail):
            self._drop()
            line, asked = self._open(), None
        if asked:
            replies = _replies(line, asked.commands)
        else:
            begin = self._beginning(line, address, mail)
            if isinstance(begin, Answer):
                return begin
            replies = _ask(line, begin)
        if replies[-1][0] != 354:
            return _not_begun(line, replies)
        if any(code // 100 != 2 for code, _ in replies[:-1]):
            # It said no and go on at once. RFC 2920 ends such a letter with its dot,
            # which some servers deliver, empty; hanging up takes back all of it.
            line.smtp.close()
            return _not_begun(line, replies)
        if following and line.pipelining and self._carried + 1 < _MOST:
            begin = self._beginning(line, *following)
            if not isinstance(begin, Answer):
                self._asked = _Asked(*following, begin)
        return _deliver(line, mail, self._asked, meanwhile)

    def _beginning(self, line: Line, address: str, mail: Wire) -> _Commands | Answer:
        """What asks for a letter to be taken; an answer if it need not be asked."""
        to, frm = on_envelope(address), self._from
        foreign = not (to.isascii() and frm.isascii())
        if foreign and not line.utf8:
            return Answer(Kind.NO, "~utf8", about_mailbox=True)
        eight_bit = not mail.isascii()
        if eight_bit and not line.eight_bit:
            # Another server answers than the one it was written for: once more, then.
            return Answer(Kind.LATER, "~eight")
        size = f" SIZE={len(mail)}" if line.size else ""
        options = (" BODY=8BITMIME" * eight_bit) + (" SMTPUTF8" * foreign)
        return f"MAIL FROM:<{frm}>{size}{options}", f"RCPT TO:<{to}>", "DATA"


def _ask(line: Line, commands: _Commands) -> _Replies:
    """The server's answers to commands, up to the first no if it is asked one by one.

    Nothing of the letter is out: whatever goes wrong, it has not arrived.
    """
    groups = (commands,) if line.pipelining else tuple((one,) for one in commands)
    replies: _Replies = []
    line.wait(ANSWER)
    for group in groups:
        try:
            line.socket.sendall(_together(group))
        except GONE as error:
            raise _GoneError(Answer(Kind.LATER, reason_of(error))) from error
        replies += _replies(line, group)
        if replies[-1][0] // 100 not in {2, 3}:
            break
    return replies


def _replies(line: Line, commands: _Commands) -> _Replies:
    """The answers to commands that are out; nothing of a letter is."""
    try:
        return [_reply(line) for _ in commands]
    except GONE as error:
        raise _GoneError(Answer(Kind.LATER, reason_of(error))) from error


def _together(commands: _Commands) -> bytes:
    return "".join(f"{command}\r\n" for command in commands).encode()


def _reply(line: Line) -> tuple[int, bytes]:
    code, text = line.smtp.getreply()
    if code == _BUSY:
        raise _GoneError(Answer(Kind.LATER, f"421 {said(text)}"))
    return code, text


def _not_begun(line: Line, replies: _Replies) -> Answer:
    """What the first no means, of the sender, the address or the letter."""
    no = (i for i, (code, _) in enumerate(replies) if code // 100 != 2)
    index = next(no, len(replies) - 1)  # a yes to DATA that does not say "go on"
    code, text = replies[index][0], said(replies[index][1])
    words = f"{code} {text}"
    if code // 100 not in {4, 5}:
        raise _GoneError(Answer(Kind.LATER, words))  # it speaks no SMTP
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


def _deliver(
    line: Line, mail: Wire, then: _Asked | None, meanwhile: Callable[[], None]
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
            raise _GoneError(Answer(Kind.LOST, words))


def _finish(
    line: Line, mail: Wire, then: _Asked | None, meanwhile: Callable[[], None]
) -> tuple[int, bytes]:
    """Send the letter and the question behind it; the answer to the letter."""
    try:
        _send(line, mail, _together(then.commands) if then else b"")
        meanwhile()
        line.wait(_TAKE)
        return _reply(line)
    except GONE:
        raise _GoneError(Answer(Kind.LOST, "~lost")) from None


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
                raise _GoneError(Answer(Kind.LATER, reason_of(error))) from error
            rest, left = rest[out:], left - out
