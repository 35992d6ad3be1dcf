"""The mail protocol: hands one letter after the other to a server, and says what came.

smtplib connects, asks for TLS and logs in. A server that takes several commands at once
is asked about the next letter together with the last dot of this one (RFC 2920 3.1):
one journey to it for each letter, and not four.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from storyhouse.sending.connecting import ANSWER, GONE, Line, connect
from storyhouse.sending.dialogue import (
    Answer,
    Commands,
    GoneError,
    Kind,
    Replies,
    ask,
    deliver,
    not_begun,
    replies_to,
)
from storyhouse.sending.settings import Server
from storyhouse.sending.wire import Wire, on_envelope

_IDLE = 20.0  # seconds after which a server may have hung up
_MOST = 1000  # letters over one connection
#: Whom the next letter is for, and the letter.
Following = tuple[str, Wire] | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A letter that the server has been asked about, and has not answered."""

    address: str
    mail: Wire
    commands: Commands


class Courier:
    """One connection, opened when it is needed and again when it is lost."""

    def __init__(self, server: Server, sender: str) -> None:
        self.server = server
        self._from = on_envelope(server.bounces or sender)
        self._line: Line | None = None
        self._asked: _Asked | None = None
        self._early: bool | None = None  # whether it can be asked early, once known
        self._carried, self._last = 0, 0.0
        self._took = False  # whether this connection has taken a letter

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
        return self._may_look_ahead(self._open())

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
        try:
            answer = self._carry(address, mail, following, meanwhile)
        except GoneError as gone:
            self._drop()
            answer = gone.answer
        self._carried, self._last = self._carried + 1, time.monotonic()
        self._took = self._took or answer.kind is Kind.TAKEN
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
            self._carried, self._last, self._took = 0, time.monotonic(), False
        return self._line

    def _may_look_ahead(self, line: Line) -> bool:
        more = self._carried + 1 < _MOST
        return line.pipelining and self._early is not False and more

    def _drop(self) -> None:
        line, self._line, self._asked = self._line, None, None
        if line is not None:
            line.smtp.close()

    def _carry(
        self,
        address: str,
        mail: Wire,
        following: Following,
        meanwhile: Callable[[], None],
    ) -> Answer:
        asked = self._answered(address, mail) or self._ask(address, mail)
        if isinstance(asked, Answer):
            return asked
        line, replies = asked
        if replies[-1][0] != 354:
            return not_begun(line, replies)
        if any(code // 100 != 2 for code, _ in replies[:-1]):
            # It said no and go on at once. RFC 2920 ends such a letter with its dot,
            # which some servers deliver, empty; hanging up takes back all of it.
            line.smtp.close()
            return not_begun(line, replies)
        if following and self._may_look_ahead(line):
            begin = self._beginning(line, *following)
            if not isinstance(begin, Answer):
                self._asked = _Asked(*following, begin)
        then = self._asked.commands if self._asked else ()
        return deliver(line, mail, then, meanwhile)

    def _answered(self, address: str, mail: Wire) -> tuple[Line, Replies] | None:
        """What a server says of a letter that it was asked about early, and which.

        None if it was not, or minds: then that connection is given up. If it minds the
        first time, it is never asked early again.
        """
        line = self._open()
        asked, self._asked = self._asked, None
        if asked is None:
            return None
        if (asked.address, asked.mail) == (address, mail):
            with suppress(GoneError):
                line.wait(ANSWER)
                replies = replies_to(line, asked.commands)
                if replies[0][0] // 100 == 2:
                    self._early = True
                    return line, replies
            if self._early is None:
                self._early = False
        self._drop()
        return None

    def _ask(self, address: str, mail: Wire) -> tuple[Line, Replies] | Answer:
        """What a server says of a letter, and which; an answer if none need be asked.

        Some take only so many over one connection, and then hang up or say no for now.
        One that has taken a letter is asked again over a new one, once.
        """
        line = self._open()
        begin = self._beginning(line, address, mail)
        if isinstance(begin, Answer):
            return begin
        try:
            replies = ask(line, begin)
        except GoneError:
            if not self._took:
                raise
            self._drop()
        else:
            if not (self._took and replies[0][0] // 100 == 4):
                return line, replies
            self.close()
        return self._ask(address, mail)

    def _beginning(self, line: Line, address: str, mail: Wire) -> Commands | Answer:
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
