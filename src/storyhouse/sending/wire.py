"""What a mail server reads: an address in a command, and a mail to its end."""

from __future__ import annotations

from storyhouse.domains import sendable


def on_envelope(address: str) -> str:
    """An address as a server reads it: the domain in ASCII, where that can be.

    What would end the command, or the address, is left out: addresses are others'.
    """
    if not address.isprintable() or any(sign in address for sign in "<> "):
        address = "".join(c for c in address if c.isprintable() and c not in "<> ")
    return sendable(address)


def dotted(mail: bytes) -> bytes:
    """A mail with its end, and no line in it that a server takes for the end.

    A lone CR or LF is a line's end to some servers and not to others; between two such,
    one mail can be made to hold another.
    """
    whole = b"\r\n".join(mail.splitlines())
    first = b"." if whole.startswith(b".") else b""
    return b"%b%b\r\n.\r\n" % (first, whole.replace(b"\r\n.", b"\r\n.."))
