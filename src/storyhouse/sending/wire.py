"""What a mail server reads: an address in a command, and a mail to its end."""

from __future__ import annotations

from typing import NewType

from storyhouse.domains import sendable

#: A mail with its end, as it goes to a server.
Wire = NewType("Wire", bytes)
END = b".\r\n"


def on_envelope(address: str) -> str:
    """An address as a server reads it: the domain in ASCII, where that can be.

    What would end the command, or the address, is left out: addresses are others'.
    """
    if not address.isprintable() or "<" in address or ">" in address or " " in address:
        address = "".join(c for c in address if c.isprintable() and c not in "<> ")
    return sendable(address)


def dotted(mail: bytes) -> Wire:
    """A mail with its end, and no line in it that a server takes for the end.

    A lone CR or LF is a line's end to some servers and not to others; between two such,
    one mail can be made to hold another.
    """
    whole = in_lines(mail)
    first = b"." if whole.startswith(b".") else b""
    last = b"" if whole.endswith(b"\r\n") else b"\r\n"
    return Wire(b"%b%b%b%b" % (first, whole, last, END))


def in_lines(piece: bytes) -> bytes:
    """A piece whose lines end by CR and LF; one that begins by a dot has two.

    But for its first line, which may not begin with the piece.
    """
    lines = piece.splitlines()
    if piece.endswith((b"\r", b"\n")):
        lines.append(b"")
    return b"\r\n".join(lines).replace(b"\r\n.", b"\r\n..")
