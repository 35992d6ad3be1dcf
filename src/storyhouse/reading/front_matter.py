"""Split a file into YAML front matter between two `---` lines, and Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from storyhouse.places import Location, Prose
from storyhouse.reading.located_yaml import LocatedYaml, read_yaml
from storyhouse.reading.unreadable import UnreadableError

# The opening `---` is itself legal YAML. Kept, it makes YAML's line numbers the file's.
_FRONT_MATTER = re.compile(r"(?s)(---[ \t]*\n(?:.*?\n)?)---[ \t]*(?:\n(.*))?")


def split(text: str, path: Path) -> tuple[LocatedYaml, Prose]:
    """The front matter, located, and the Markdown below it.

    Raises:
        UnreadableError: if there is no front matter, or none that can be read.
    """
    front = front_of(text, path)
    body = text[len(front) :].partition("\n")[2]
    return read_yaml(front, path), Prose(body, Location(path, front.count("\n") + 2))


def front_of(text: str, path: Path) -> str:
    """The YAML at the top of a file, down to the line that closes it.

    Raises:
        UnreadableError: if there is none.
    """
    if found := _FRONT_MATTER.fullmatch(text):
        return found[1]
    code = "front-matter-open" if text.startswith("---") else "no-front-matter"
    raise UnreadableError.at(Location(path), code, "begin-and-end")
