"""Where the mails of an mbox file begin.

Python's own reader begins one at every line with "From " in front, and so parts the
mail of whoever writes "From what I hear, …" in two. Mail programs write a date behind
the address in that line, as asctime(3) has it or nearly so, and a blank line above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

#: Of a line with which a mail can begin. What is longer is read in pieces.
_LONGEST_LINE = 1000
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_ZONE = r"(?: {1,3}(?:[+-]\d{4}|[A-Z]{1,5}))"
#: Thunderbird writes "-" for the address, Google Takeout a zone before the year,
#: readpst a name in quotation marks, some the date as a mail's own header has it.
_BEGINS = re.compile(
    r'From  ?(?:(?:"[^"\r\n]{0,200}"\S{0,200}|\S{1,300}) {1,3})?'
    rf"{_DAY} {{1,3}}"
    rf"(?:{_MONTH} {{1,3}}\d{{1,2}} {{1,3}}{_TIME}{_ZONE}? {{1,3}}\d{{4}}"
    rf"|\d{{1,2}} {{1,3}}{_MONTH} {{1,3}}\d{{4}} {{1,3}}{_TIME})"
    rf"{_ZONE}?(?: {{1,3}}remote from \S{{1,100}})?[ \t]{{0,3}}\r?\n?".encode()
)
_QUOTED = re.compile(rb">+From ")
_BLANK = (b"\n", b"\r\n")


def begins(line: bytes) -> bool:
    """Whether a line stands above a mail, and is not of one."""
    return bool(_BEGINS.fullmatch(line))


def mails_of(file: BinaryIO, most: int) -> Iterator[bytes]:
    """Each mail of a file whose first line is above one; of a long one, `most` or more.

    A mail's own line that would begin another has a ">" before it, however many there
    were (the form "mboxrd"). One is taken away again.
    """
    file.readline()
    mail, above = bytearray(), b""
    while line := file.readline(_LONGEST_LINE):
        if above in _BLANK and begins(line):
            yield _ended(mail, most)
            mail = bytearray()
        elif len(mail) < most:
            is_quoted = not above or above.endswith(b"\n")
            mail += line[1:] if is_quoted and _QUOTED.match(line) else line
        above = line
    yield _ended(mail, most)


def _ended(mail: bytearray, most: int) -> bytes:
    """A mail without the blank line before the next; a long one as it is."""
    for blank in (b"\r\n", b"\n"):
        if mail.endswith(b"\n" + blank) and len(mail) < most:
            return bytes(mail[: -len(blank)])
    return bytes(mail)
