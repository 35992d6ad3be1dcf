"""The pieces of one letter's mails, dotted once for all of them.

`wire.dotted` says what must come out, and does it wherever this is not sure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from storyhouse.sending.pieces import Pieces
from storyhouse.sending.wire import END, Wire, in_lines


@dataclass(frozen=True, slots=True)
class Dotting:
    """What is to be done to a mail in pieces."""

    #: The pieces with dots in them, by their number.
    dots: dict[int, bytes]
    #: Those that begin with a dot: it depends on what is filled in before.
    begin: tuple[int, ...]
    filled: Callable[[Sequence[bytes]], tuple[bytes, ...]]

    @classmethod
    def of(cls, pieces: Pieces) -> Dotting | None:
        """For the mails made of these; None if nothing can be done once for all."""
        same = {
            at: piece for at, piece in enumerate(pieces.ready) if at not in pieces.gaps
        }
        if any(p.startswith(b"\n") or p.endswith(b"\r") for p in same.values()):
            return None  # with what is filled in, it may be one line's end, or two
        dots = {at: in_lines(piece) for at, piece in same.items()}
        return cls(
            {at: whole for at, whole in dots.items() if whole != same[at]},
            tuple(at for at, piece in same.items() if piece.startswith(b".")),
            itemgetter(*sorted(pieces.gaps)),
        )

    def dotted(self, mail: list[bytes]) -> Wire | None:
        """As `wire.dotted`; None if what is filled in may begin or end a line."""
        filled = b"\0".join((b"", *self.filled(mail)))
        if b"\0." in filled or in_lines(filled) != filled:
            return None
        for at, piece in self.dots.items():
            mail[at] = piece
        for at in self.begin:
            before = next((p for p in reversed(mail[:at]) if p), b"\n")
            if before.endswith(b"\n"):
                mail[at] = b"." + mail[at]
        if not mail[-1].endswith(b"\n"):
            return None
        mail.append(END)
        return Wire(b"".join(mail))
