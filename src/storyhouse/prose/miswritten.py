"""What was meant as a merge field and is none: readers would see it as it stands.

A valid field is `{first_name|friend}`, or `{view_url}`. Whatever else has a brace that
is not escaped, and either a bar before the brace that closes it or the name of a field
that storyhouse fills, was meant as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from storyhouse.prose.fields import ALWAYS, is_field

#: The fields that storyhouse fills itself; a list may have more columns.
KNOWN = ("first_name", "name", "email", "language", *sorted(ALWAYS))
_NAMES = "|".join(name.replace("_", "[_ ]") for name in KNOWN)
_MEANT = re.compile(
    rf"(?<![\\{{])\{{+(?:[ \t]*(?:{_NAMES})\b[^{{}}\n]*\}}*"
    r"|[^{}|\n]*\|[^{}\n]*\}+)"
)
#: A field without words for when it is empty; only a particle may stand there.
_BARE = re.compile(r"\{(?P<name>\w+)(?:\|\s*(?::[가-힣]*/[가-힣]*)?)?\}")
_BRACES = re.compile(
    r"\{+\s*(?P<name>[^\W\d_]\w*)\s*(?P<words>\|[^{}\n]*)?(?P<closed>\}+)"
)
_BLANKS = re.compile(r"\s+")


class Fault(Enum):
    """What is wrong with it."""

    BARE = auto()  # {first_name}
    BRACES = auto()  # {{first_name}}
    BROKEN = auto()  # {first name|friend}, {first_name|friend


@dataclass(frozen=True, slots=True)
class Miswritten:
    """Where it stands in its text, and what was probably meant."""

    start: int
    written: str
    fault: Fault
    name: str = ""  # of the field, where that is plain
    meant: str = ""  # the whole field, if only its blanks are wrong

    @property
    def end(self) -> int:
        """Behind its last sign."""
        return self.start + len(self.written)


def miswritten_in(text: str) -> Iterator[Miswritten]:
    """Each of a text, in order."""
    for found in _MEANT.finditer(text):
        written = found[0] if found[0].endswith("}") else found[0].rstrip()
        bare, braces = _BARE.fullmatch(written), _BRACES.fullmatch(written)
        if bare and bare["name"] in KNOWN and bare["name"] not in ALWAYS:
            yield Miswritten(found.start(), written, Fault.BARE, bare["name"])
        elif is_field(written):
            continue
        elif braces and (written.startswith("{{") or written.endswith("}}")):
            yield Miswritten(found.start(), written, Fault.BRACES, braces["name"])
        else:
            meant = _without_blanks(written)
            yield Miswritten(found.start(), written, Fault.BROKEN, meant=meant)


def _without_blanks(written: str) -> str:
    """The field that it is once its blanks are mended; empty if it still is none."""
    name, bar, words = written.strip("{}").partition("|")
    joined = _BLANKS.sub("_", name.strip())
    known = joined.lower() if joined.lower() in KNOWN else joined
    meant = f"{{{known}{bar}{words.strip()}}}"
    return meant if written.endswith("}") and is_field(meant) else ""
