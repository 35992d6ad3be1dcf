"""From a shop's folder to `out/`: read, check, write letters and site, swap in."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from storyhouse import checking, letters, swapping
from storyhouse.diagnostics import Diagnostic, errors_in, in_order
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import Language
from storyhouse.pictures import PictureError
from storyhouse.places import Location, leads_out
from storyhouse.reading.house import read_house
from storyhouse.website.build import build_site

#: Told what is being done (`reading`, `letters`, `pages`), how far it is, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found; a house only if nothing keeps it from being published."""

    house: CheckedHouse | None
    diagnostics: list[Diagnostic]
    language: Language
    rendered: dict[str, dict[str, bytes]]  # by issue: the letter's files


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    pages: int
    letters: int


class BusyError(Exception):
    """Another build of the same shop is under way."""


def check_shop(
    root: Path,
    today: dt.date | None = None,
    *,
    drafts: bool = False,
    progress: Progress = lambda _what, _done, _all: None,
) -> Checked:
    """Read and check everything, letters included; nothing is written."""
    reading = read_house(
        root,
        today,
        drafts=drafts,
        progress=lambda done, all_: progress("reading", done, all_),
    )
    found, rendered, house = list(reading.diagnostics), {}, None
    if reading.house:
        house, findings = checking.check(reading.house)
        found += findings
    if house and not errors_in(found):
        for number, issue in enumerate(house.issues.values(), 1):
            letter, problems = letters.render(house, issue)
            found += problems
            if letter:
                rendered[str(issue.id)] = letters.files_of(letter)
            progress("letters", number, len(house.issues))
    whole = None if errors_in(found) else house
    return Checked(whole, in_order(found), reading.language, rendered)


def build_shop(
    root: Path,
    today: dt.date | None = None,
    *,
    drafts: bool = False,
    progress: Progress = lambda _what, _done, _all: None,
) -> tuple[Checked, Built | None]:
    """Build `out/`; what cannot be published leaves the last good one as it was.

    Raises:
        BusyError: if another build of the shop is under way.
    """
    work = root / ".storyhouse"
    work.mkdir(exist_ok=True)
    try:
        with FileLock(work / "lock", timeout=0):
            return _build(root, work, today, drafts=drafts, progress=progress)
    except Timeout as timeout:
        raise BusyError from timeout


def _build(
    root: Path, work: Path, today: dt.date | None, *, drafts: bool, progress: Progress
) -> tuple[Checked, Built | None]:
    out, old, new = root / "out", work / "old", work / "next"
    swapping.recover(out, old)
    checked = check_shop(root, today, drafts=drafts, progress=progress)
    if checked.house is None:
        return checked, None
    if leads_out(root, out):
        return _refused(checked, Path("out"), "outside-shop"), None
    if out.exists() and not out.is_dir():
        return _refused(checked, Path("out"), "foreign-file"), None
    shutil.rmtree(new, ignore_errors=True)
    try:
        site = build_site(
            checked.house,
            work,
            new / "site",
            progress=lambda done, all_: progress("pages", done, all_),
        )
    except PictureError as error:  # damaged within, which only decoding it tells
        path = error.path.relative_to(root)
        return _refused(checked, path, error.code, path=str(path)), None
    for issue, files in checked.rendered.items():
        folder = new / "newsletters" / issue
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    try:
        swapping.swap_in(new, out, old)
    except swapping.ForeignFileError as error:
        path = error.path.relative_to(root)
        return _refused(checked, path, "foreign-file"), None
    return checked, Built(site.pages, len(checked.rendered))


def _refused(checked: Checked, path: Path, code: str, **facts: str) -> Checked:
    """The same, with a reason why nothing could be written."""
    reason = Diagnostic(where=Location(path), code=code, facts=facts)
    found = [*checked.diagnostics, reason]
    return Checked(None, found, checked.language, checked.rendered)
