"""Write an export below private/: it holds addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from storyhouse.diagnostics import Diagnostic
from storyhouse.places import leads_out
from storyhouse.prose.fields import Repeated
from storyhouse.refusing import RefusedError
from storyhouse.sending.engines import ENGINES
from storyhouse.sending.engines.shape import Handing, Named
from storyhouse.sending.recipients import Recipient
from storyhouse.subscribing.places import PRIVATE

EXPORTS = PRIVATE / "export"
README = "README.txt"
#: What an export writes, and so may take away of an older one: a call for people who
#: have since left must not stay behind a shorter list.
_OURS = re.compile(
    r"payload(-\d{3,})?\.(json|form)|letter\.(html|txt)|recipients\.(csv|json)"
)
#: What separates addresses, or would: one of these would be a letter to somebody else.
_ODD = re.compile(r"[\s,;:<>()\"\\\x00-\x1f\x7f]")


class NotExpressedError(Exception):
    """What a service cannot express of a letter: located, all of it."""

    def __init__(self, found: list[Diagnostic]) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, from the shop's folder."""

    folder: Path
    files: tuple[str, ...]
    recipients: int


def export(
    root: Path,
    engine: str,
    handing: Handing,
    to: Path | None,
    readme: Callable[[int], str],
) -> Exported:
    """Write a letter for a service; what was there of an older export is replaced.

    Args:
        root: the shop's folder.
        engine: the service's name in `ENGINES`.
        handing: the letter and its recipients.
        to: the folder, if it is not to be `private/export/ISSUE/ENGINE`.
        readme: what is to be done next, for so many calls.

    Raises:
        NotExpressedError: if the service cannot express the letter.
        RefusedError: if the folder lies elsewhere, or nobody is to be written to.
        OSError: if it cannot be written.
    """
    folder = folder_of(root, engine, handing, to)
    if found := [*ENGINES[engine].refused(handing.issue, handing.letter)]:
        raise NotExpressedError(found)
    refuse_odd(handing.recipients)
    names = _write(root / folder, ENGINES[engine].files(handing))
    calls = sum(name.startswith("payload") for name in names)
    calls -= sum(name.endswith(".form") for name in names)
    _write(root / folder, [(README, readme(calls).encode())], clear=False)
    return Exported(folder, (*names, README), len(handing.recipients))


def folder_of(root: Path, engine: str, handing: Handing, to: Path | None) -> Path:
    """Where the export goes, from the shop's folder; always below private/."""
    folder = to if to is not None else EXPORTS / handing.issue.id / engine
    whole = Path(os.path.normpath(root / folder))
    private = Path(os.path.normpath(root / PRIVATE))
    inside = whole.is_relative_to(private) and whole != private
    if not inside or leads_out(root / PRIVATE, whole):
        raise RefusedError("engines.refused.not-private", folder=str(folder))
    return whole.relative_to(os.path.normpath(root))


def refuse_odd(recipients: Iterable[Recipient]) -> None:
    """A list to nobody, and addresses that a service would read as several."""
    some, odd = 0, 0
    for recipient in recipients:
        some += 1
        odd += bool(_ODD.search(recipient.address)) or "@" not in recipient.address
    if not some:
        raise RefusedError("engines.refused.nobody")
    if odd:
        raise RefusedError("engines.refused.odd-address", odd=odd)


def without_parts(handing: Handing) -> Handing:
    """The letter without what only some get."""
    letter = handing.letter
    html, text = (
        tuple(s for s in segments if not isinstance(s, Repeated))
        for segments in (letter.html, letter.text)
    )
    return replace(handing, letter=replace(letter, html=html, text=text))


def _write(folder: Path, files: Iterable[Named], *, clear: bool = True) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if clear:
        for old in folder.iterdir():
            if _OURS.fullmatch(old.name):
                old.unlink()
    names = []
    for name, content in files:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(folder / name, flags, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 (by its handle)
            file.write(content)
        names.append(name)
    return names
