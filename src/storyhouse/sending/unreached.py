"""Why a server cannot be reached: what the network's own errors mean, as a word.

For whatever mail is sent to and read from; each says it in words of its own.
"""

from __future__ import annotations

import errno
import socket
import ssl

from storyhouse.sending.reasons import said

_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH}
#: Of an error, the first that fits.
_KINDS: dict[str, tuple[type[Exception], ...]] = {
    "hung-up": (
        ConnectionResetError,
        ConnectionAbortedError,
        BrokenPipeError,
        ssl.SSLEOFError,
    ),
    "refused": (ConnectionRefusedError,),
    "no-host": (socket.gaierror, UnicodeError),  # a name that cannot be one, too
    "timeout": (TimeoutError,),
    "tls": (ssl.SSLError,),
}


def why_unreached(error: Exception) -> tuple[str, str]:
    """The word for an error, and what it says itself where the word is not enough."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate", said(error.verify_message)
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        return "no-way", ""
    for word, kinds in _KINDS.items():
        if isinstance(error, kinds):
            return word, ""
    return "other", said(str(error) or type(error).__name__)
