"""Typography that is safe to mend, in the texts below the front matter.

Signs that were typed twice and spaces that were typed twice; nothing that could be
meant. Code, tables, quotes, addresses, front matter and all other bytes stay as they
are.
"""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storyhouse.places import leads_out
from storyhouse.prose.runs import stretches

_TOPS = (Path("content"), Path("newsletters"))
_FRONT_MATTER = re.compile(
    r"(?s)\ufeff?---[ \t]*\r?\n(?:.*?\r?\n)?---[ \t]*(?:\r?\n|$)"
)
#: What is typed twice by mistake, and what was meant; `...`, `?!` and the `;;` of
#: Korean letters may be meant, and `![` begins a picture.
_TWICE = (
    (re.compile(r"(?<![,;:!?！？])([,!?！？])\1+(?![,;:!?！？\[])"), r"\1"),
    (re.compile(r"(?<=\S)  +(?=\S)"), " "),
    (re.compile(r"(?<=[^\W_]) +(?=[,.;!?]\s)"), ""),
)
#: Words in quotation marks, within a paragraph.
_QUOTED = re.compile(
    r"[\"“](?:[^\"”\n]|\n(?!\s*\n)){1,600}[\"”]|(?<!\w)['‘][^'’\n]{2,200}['’](?!\w)"
    r"|「[^」]{1,400}」|『[^』]{1,400}』"
)


@dataclass(frozen=True, slots=True)
class Mended:
    """A file as it would be: the difference, and its bytes."""

    path: Path  # from the shop's folder
    difference: str
    data: bytes


def find(root: Path, only: Sequence[Path]) -> Iterator[Mended]:
    """All that there is to mend, in the files and folders named or in all."""
    for path in sorted({p for top in only or _TOPS for p in _texts(root, top)}):
        if better := mended(root, path):
            yield better


def _texts(root: Path, top: Path) -> Iterator[Path]:
    """The shop's Markdown files at or below a path; no page that was built."""
    whole = root / top
    for file in whole.rglob("*.md") if whole.is_dir() else [whole]:
        path = file.relative_to(root)
        ours = path.suffix == ".md" and any(path.is_relative_to(t) for t in _TOPS)
        hidden = any(part.startswith(".") for part in path.parts)
        if ours and not hidden and file.is_file() and not leads_out(root, file):
            yield path


def mended(root: Path, path: Path) -> Mended | None:
    """What there is to mend in a Markdown file; None if nothing, or no such file."""
    data = (root / path).read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None  # said by the check
    front = _FRONT_MATTER.match(text)
    if front is None:
        return None
    better = text[: front.end()] + mend(text[front.end() :])
    if better == text:
        return None
    return Mended(path, _difference(path, text, better), better.encode())


def mend(markdown: str) -> str:
    """The text with its safe mistakes mended."""
    # The walk through Markdown knows `\n` only; a sign in the place of each `\r` keeps
    # every offset.
    walked = markdown.replace("\r\n", " \n").replace("\r", "\n")
    said = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), walked)
    parts, end = [], 0
    for start, stop in stretches(walked):
        if "\0" in said[start:stop]:
            continue  # in somebody else's words nothing is ours to mend
        behind = walked[stop : stop + 1] or "\n"
        parts += [markdown[end:start], _mend(markdown[start:stop], behind)]
        end = stop
    return "".join([*parts, markdown[end:]])


def _mend(text: str, behind: str) -> str:
    matters = behind if behind in "\n[" else ""
    text += matters
    for twice, once in _TWICE:
        text = twice.sub(once, text)
    return text.removesuffix(matters)


def _difference(path: Path, old: str, new: str) -> str:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), str(path), str(path), n=0, lineterm=""
    )
    return "\n".join(lines)


def write(root: Path, path: Path, data: bytes) -> None:
    """Put new bytes in a file's place, whole or not at all."""
    target = root / path
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(beside).chmod(target.stat().st_mode & 0o7777)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
