"""Somebody wants out: set the day, build anew, and prove that nothing is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from storyhouse.building import Checked, build_shop
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.editing.changes import Put
from storyhouse.editing.files import edit
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.people import Person
from storyhouse.places import Location
from storyhouse.withdrawing.caches import cleared
from storyhouse.withdrawing.comparing import Changed, changed, snapshot
from storyhouse.withdrawing.mentions import Line, Mention, better_lines, mentions
from storyhouse.withdrawing.sought import Sought, sought_of
from storyhouse.withdrawing.traces import Trace, traces
from storyhouse.withdrawing.unreached import named_them, still_held

#: Korean law gives so many days to honour a withdrawal.
DAYS = dt.timedelta(days=10)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What became of a withdrawal."""

    house: House
    person: Person
    day: dt.date
    anew: bool  # whether the day was set now
    checked: Checked
    built: bool
    sought: Sought
    #: What held the name before, and what a build changed.
    named: frozenset[str] = frozenset()
    changed: tuple[Changed, ...] = ()
    left: tuple[Trace, ...] = ()
    searched: int = 0  # files
    cleared: int = 0  # pictures that a build had kept
    mentions: tuple[Mention, ...] = ()
    lines: tuple[Line, ...] = ()
    letters: tuple[Issue, ...] = ()
    held: tuple[Location, ...] = ()
    repository: bool = False
    unsure: tuple[Trace, ...] = field(default=())

    @property
    def due(self) -> dt.date:
        """Until when everything has to be gone."""
        return self.day + DAYS

    @property
    def others(self) -> list[Diagnostic]:
        """The errors that keep it from being built and have nothing to do with them."""
        theirs = {(m.where, m.finding.code) for m in self.mentions}
        return [
            finding
            for finding in self.checked.diagnostics
            if finding.severity is Severity.ERROR
            and (finding.where, finding.code) not in theirs
            and not self._is_carried(finding)
        ]

    def _is_carried(self, finding: Diagnostic) -> bool:
        """What a letter carries is mended in the story, which has its own place."""
        written = str(finding.facts.get("written", ""))
        carried = finding.code == "consent/carried"
        return carried and any(self.sought.met_in_path(written))

    @property
    def done(self) -> bool:
        """Whether nothing is left anywhere that a build reaches."""
        return self.built and not self.left and not self.mentions


def withdraw(
    root: Path,
    house: House,
    person: Person,
    progress: Progress = lambda _what, _done, _all: None,
) -> Proof:
    """Honour a withdrawal; again, to go on with one that could not be finished.

    The day is set first: whatever else goes wrong, no build shows them from then on.

    Raises:
        BusyError: if a build of the shop is under way.
        UnreadableError, InUseError, OSError: if the person's file cannot be changed.
    """
    day, anew = person.withdrawn, False
    if day is None or day > house.today:
        day, anew = house.today, True
        edit(root, person.source.path, Put(("withdrawn",), day))
    gone = replace(person, withdrawn=day)
    after = replace(house, people={**house.people, person.id: gone})
    sought = sought_of(after, gone)
    out = root / "out"
    before, named = snapshot(out), traces(out, sought)
    checked, built = build_shop(root, house.today, progress=progress)
    proof = Proof(
        house=after,
        person=gone,
        day=day,
        anew=anew,
        checked=checked,
        built=built is not None,
        sought=sought,
        named=frozenset(str(trace.path) for trace in named if trace.sure),
        letters=tuple(named_them(house, person, sought)),
        held=tuple(still_held(root, house, person)),
        repository=(root / ".git").exists(),
    )
    if built is None:
        return _refused(root, proof)
    found, now = traces(out, sought), snapshot(out)
    return replace(
        _refused(root, proof),
        changed=tuple(changed(before, now)),
        left=tuple(trace for trace in found if trace.sure),
        unsure=tuple(trace for trace in found if not trace.sure),
        searched=len(now.hashes),
        cleared=cleared(root),
    )


def _refused(root: Path, proof: Proof) -> Proof:
    """With what the owner has to write otherwise, in drafts as in what is out."""
    found = mentions(root, proof.house, proof.person)
    lines = better_lines(root, proof.house, proof.person, found)
    return replace(proof, mentions=tuple(found), lines=tuple(lines))
