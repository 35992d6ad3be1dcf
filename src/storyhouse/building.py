"""From a shop's folder to `out/`: read, check, write letters and site, swap in."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from storyhouse import checking, letters, swapping
from storyhouse.checking import own_packs
from storyhouse.checking.judging import Judge, baseline_text, counted
from storyhouse.diagnostics import Diagnostic, Severity, errors_in, in_order
from storyhouse.mending import write
from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.record import Language
from storyhouse.pictures import PictureError
from storyhouse.places import Location, leads_out
from storyhouse.reading.folder import BASELINE_FILE
from storyhouse.reading.house import read_house
from storyhouse.reporting.page import page
from storyhouse.website.build import Site, build_site
from storyhouse.words import words_for

#: Somebody asked, it was built, and they have not heard.
UNTOLD = "loop/built-not-told"
#: Told what is being done (`reading`, `letters`, `pages`), how far it is, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found; a house only if nothing keeps it from being published."""

    house: CheckedHouse | None
    diagnostics: list[Diagnostic]
    language: Language
    rendered: dict[str, dict[str, bytes]]  # by issue: the letter's files
    judge: Judge | None = None  # None if the shop could not be read
    read: House | None = None  # as it is, for its owner's eyes; None likewise


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    pages: int
    letters: int


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of the rule packs' own tests."""

    diagnostics: list[Diagnostic]
    language: Language
    packs: int
    tests: int


class BusyError(Exception):
    """Another build of the same shop is under way."""


def check_shop(  # noqa: PLR0913 (each has its reason)
    root: Path,
    today: dt.date | None = None,
    *,
    drafts: bool = False,
    given: Mapping[Path, bytes] | None = None,
    telling: Path | None = None,
    progress: Progress = lambda _what, _done, _all: None,
) -> Checked:
    """Read and check everything, letters included; nothing is written.

    `given` are texts that stand for files, from the shop's folder: what an editor has
    not saved yet. `telling` is the letter that is about to go out, if one is.
    """
    reading = read_house(
        root,
        today,
        drafts=drafts,
        given=given,
        progress=lambda done, all_: progress("reading", done, all_),
    )
    found = list(reading.diagnostics)
    if reading.house is None:
        return Checked(None, in_order(found), reading.language, {})
    judge = Judge(reading.house)
    found = _judged(judge, found)
    found += _told_soon(checking.look_at(reading.house, judge), telling)
    rendered: dict[str, dict[str, bytes]] = {}
    if not errors_in(found):
        rendered, problems = _letters(CheckedHouse(reading.house), progress)
        found += judge.judged(problems)
    found += judge.rest()
    whole = None if errors_in(found) else CheckedHouse(reading.house)
    found = in_order(found)
    return Checked(whole, found, reading.language, rendered, judge, reading.house)


def _told_soon(found: list[Diagnostic], letter: Path | None) -> list[Diagnostic]:
    """A letter whose day has passed may go out to tell those who have not heard."""
    return [
        replace(d, severity=Severity.WARNING)
        if letter and d.code == UNTOLD and d.facts.get("letter") == str(letter)
        else d
        for d in found
    ]


def _judged(judge: Judge, read: list[Diagnostic]) -> list[Diagnostic]:
    """What reading found, of which only ids of nobody are for a rule to judge.

    Where a key is missing that a rule asks for, there is no story to be lenient with.
    """
    lenient = [d for d in read if d.code == "person/unknown"]
    return [*(d for d in read if d.code != "person/unknown"), *judge.judged(lenient)]


def _letters(
    house: CheckedHouse, progress: Progress
) -> tuple[dict[str, dict[str, bytes]], list[Diagnostic]]:
    """The files of every letter that goes out, and what is wrong with any."""
    rendered, found = {}, []
    for number, issue in enumerate(house.issues.values(), 1):
        letter, problems = letters.render(house, issue)
        found += problems
        if letter and (house.drafts or not issue.is_draft):
            rendered[str(issue.id)] = letters.files_of(letter)
        progress("letters", number, len(house.issues))
    return rendered, found


def test_packs(root: Path) -> Tested:
    """Run the tests of storyhouse's rule packs and of the shop's own."""
    reading = read_house(root)
    packs = reading.house.packs if reading.house else ()
    found = [d for d in reading.diagnostics if "rules" in d.where.path.parts]
    tests = 0
    for pack in packs:
        found += own_packs.of_pack(pack)
        families = pack.families.values()
        tests += sum(len(f.tests.match) + len(f.tests.pass_) for f in families)
    return Tested(in_order(found), reading.language, len(packs), tests)


def write_baseline(root: Path, checked: Checked) -> tuple[Path, int]:
    """Write what is wrong now to content/baseline.yml; its path, and how many."""
    counts = counted(checked.diagnostics)
    for file, rules in (checked.judge.held if checked.judge else {}).items():
        counts.setdefault(file, Counter()).update(rules)
    text = baseline_text(counts, words_for(checked.language).say("command.baseline"))
    write(root, BASELINE_FILE, text.encode())
    return BASELINE_FILE, sum(sum(rules.values()) for rules in counts.values())


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


class _RefusedError(Exception):
    """Something in the way of the new output, found while it was written."""

    def __init__(self, path: Path, code: str) -> None:
        super().__init__(path, code)
        self.path, self.code = path, code


def _build(
    root: Path, work: Path, today: dt.date | None, *, drafts: bool, progress: Progress
) -> tuple[Checked, Built | None]:
    swapping.recover(root / "out", work / "old")
    checked = check_shop(root, today, drafts=drafts, progress=progress)
    if checked.house is None:
        return checked, None
    try:
        _refuse_strange_out(root)
        site = _write(checked.house, checked, root, progress)
        _swap_in(root)
    except _RefusedError as refused:
        return _refused(checked, refused), None
    return checked, Built(site.pages, len(checked.rendered))


def _refuse_strange_out(root: Path) -> None:
    if leads_out(root, root / "out"):
        raise _RefusedError(Path("out"), "outside-shop")
    out = root / "out"
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise _RefusedError(Path("out"), "foreign-file")


def _write(
    house: CheckedHouse, checked: Checked, root: Path, progress: Progress
) -> Site:
    """Write everything beside the last output."""
    work, new = root / ".storyhouse", root / ".storyhouse" / "next"
    shutil.rmtree(new, ignore_errors=True)
    try:
        site = build_site(
            house,
            work,
            new / "site",
            progress=lambda done, all_: progress("pages", done, all_),
        )
    except PictureError as error:  # damaged within, which only decoding it tells
        raise _RefusedError(error.path.relative_to(root), error.code) from error
    for issue, files in checked.rendered.items():
        folder = new / "newsletters" / issue
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    (new / "report").mkdir()
    report = page(house, checked.diagnostics)
    (new / "report" / "index.html").write_text(report, "utf-8", newline="\n")
    return site


def _swap_in(root: Path) -> None:
    work = root / ".storyhouse"
    try:
        swapping.swap_in(work / "next", root / "out", work / "old")
    except swapping.ForeignFileError as error:
        path = error.path.relative_to(root)
        raise _RefusedError(path, "foreign-file") from error


def _refused(checked: Checked, refused: _RefusedError) -> Checked:
    """The same, with a reason why nothing could be written."""
    reason = Diagnostic(
        where=Location(refused.path),
        code=refused.code,
        help="move-away" if refused.code == "foreign-file" else "",
        facts={"path": str(refused.path)},
    )
    found = [*checked.diagnostics, reason]
    return replace(checked, house=None, diagnostics=found)
