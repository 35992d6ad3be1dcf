"""What a server's status says of a letter: RFC 3463.

The same holds for an answer while a letter is sent and for one that comes back later.
"""

from __future__ import annotations

import re

_OF_ADDRESS = re.compile(r"5\.[12]\.\d{1,3}")
#: Of the sender's address, though they look like the others.
_OF_SENDER = frozenset({"5.1.7", "5.1.8"})
#: 5.7.x is said of the sender and the letter, 5.2.2, 5.2.3 and 5.3.4 of a full mailbox
#: or a large letter. Whoever took these for a dead mailbox would, on the one day that a
#: large mail service blocks the shop, take everybody there off the list.
_OF_LETTER = re.compile(r"5\.(?:7|6)\.|5\.2\.3$|5\.3\.4$")
_FULL = "5.2.2"
#: A server's no as a ledger keeps it: `550 5.1.1 no such user`.
_NO = re.compile(r"5\d\d (5\.\d{1,3}\.\d{1,3})(?!\S)")


def is_of_address(status: str) -> bool:
    """Whether a no such as `5.1.1` is about this reader's address and no other's."""
    return bool(_OF_ADDRESS.fullmatch(status)) and status not in _OF_SENDER


def is_of_full_mailbox(status: str) -> bool:
    """Whether a no is about a mailbox that may have room another day."""
    return status == _FULL


def is_of_shop(status: str) -> bool:
    """Whether a no is about us, or what we wrote."""
    return status in _OF_SENDER or bool(_OF_LETTER.match(status))


def is_of_no_mailbox(words: str) -> bool:
    """Whether a server's words, with their status, say that there is no mailbox."""
    if not (said := _NO.match(words)):
        return False
    status = said[1]
    kept = is_of_full_mailbox(status) or is_of_shop(status)
    return is_of_address(status) and not kept
