"""A year of a shop, day by day: `tests/golden/year/README.md` says what is kept.

Every day the shop is read and `today` is asked; on six days all that readers and
subscribers meet is compared with golden files.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.model.asks import AskState
from storyhouse.model.house import House
from storyhouse.owing.owed import Kind
from storyhouse.owing.today import Today, today_of
from storyhouse.prose.plain import words_of
from tests.conftest import Golden

YEAR = Path(__file__).parent / "golden" / "year"
FIRST, LAST = dt.date(2026, 1, 3), dt.date(2026, 12, 31)
#: After the first letter; built and told; a recap; a crisis; a withdrawal; the end.
LOOKED_AT = [
    dt.date(2026, 2, 3),
    dt.date(2026, 3, 10),
    dt.date(2026, 5, 12),
    dt.date(2026, 6, 20),
    dt.date(2026, 8, 20),
    LAST,
]
#: What an ask can become on the next day; every other step is a mistake of ours.
_STEPS = {
    AskState.HEARD: {"answered", "planned", "merged", "declined"},
    AskState.ANSWERED: {"planned", "building", "built", "declined"},
    AskState.PLANNED: {"building", "built", "told"},
    AskState.BUILDING: {"built", "told"},
    AskState.BUILT: {"told"},
    AskState.TOLD: set[str](),
    AskState.DECLINED: {"built", "told"},
    AskState.MERGED: set[str](),
}
#: What stands on a line of its own.
_BLOCK_END = re.compile(r"</(?:p|h\d|li|td|th|figcaption|blockquote|title)>")


class Year:
    """The shop on one day after another."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(YEAR / "shop", root)
        self.root = root
        self.states: dict[str, list[AskState]] = {}
        self.owed: set[Kind] = set()
        #: What owner, readers and subscribers met on the days looked at.
        self.seen: dict[dt.date, dict[str, str]] = {}
        self.days = yaml.safe_load((YEAR / "days.yml").read_text("utf-8"))

    def run(self, day: dt.date, *words: str) -> Result:
        """A command as it is typed on a day."""
        of_day = [] if words[:2] == ("neighbours", "refresh") else ["--today", str(day)]
        with contextlib.chdir(self.root):
            return CliRunner().invoke(
                storyhouse, [*words, *of_day], catch_exceptions=False
            )

    def live(self, day: dt.date) -> None:
        """What the owner does on a day."""
        for step in self.days.get(day, []):
            if "run" in step:
                result = self.run(day, *map(str, step["run"]))
                said = result.stdout + result.stderr
                assert result.exit_code == step.get("ends", 0), f"{day} {step}\n{said}"
                assert step.get("says", "") in said
            elif "write" in step:
                file = self.root / step["write"]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(step["text"], "utf-8")
            elif "remove" in step:
                (self.root / step["remove"]).unlink()
            else:
                file = self.root / step["change"]
                text = file.read_text("utf-8")
                assert step["old"] in text, f"{day} {step}\n{text}"
                file.write_text(text.replace(step["old"], step["new"]), "utf-8")

    def look(self, day: dt.date) -> None:
        """Read the shop; whatever is asked of `today`, it answers."""
        today = today_of(self.root, day)
        assert isinstance(today, Today)
        self._walk(day, today.house)
        self.owed |= {owed.kind for owed in today.owed}

    def _walk(self, day: dt.date, house: House) -> None:
        for ask in house.asks.values():
            state = house.state(ask)
            met = self.states.setdefault(ask.id, [state])
            if met[-1] is not state:
                assert state in _STEPS[met[-1]], f"{day}: {ask.id} {met[-1]} → {state}"
                met.append(state)


def _site(root: Path) -> Iterator[str]:
    """The words of every page and feed, and the texts of their pictures."""
    site = root / "out" / "site"
    for file in sorted(p for p in site.rglob("*") if p.is_file()):
        path = file.relative_to(site).as_posix()
        if file.suffix in {".html", ".xml", ".ics", ".json"}:
            text = file.read_text("utf-8")
            yield f"== {path}"
            if file.suffix == ".html":
                yield from _page(text)
            elif file.suffix == ".json":
                yield from (f"{e['t']}: {e['x']}" for e in json.loads(text))
            elif file.suffix == ".ics":
                yield text.replace("\r\n", "\n")
            else:
                yield words_of(re.sub(r"<\?xml.*?\?>", "", text))


def _page(text: str) -> Iterator[str]:
    main = re.search(r"(?s)<main.*?</main>", text)
    shown = main[0] if main else text
    for block in _BLOCK_END.split(shown):
        if words := words_of(block):
            yield words
    yield from (f"[{alt}]" for alt in re.findall(r'alt="([^"]+)"', shown))


def _letters(root: Path) -> Iterator[str]:
    for file in sorted((root / "out" / "newsletters").glob("*/letter.txt")):
        yield f"== {file.parent.name}"
        yield file.read_text("utf-8")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The whole year, lived through."""
    year = Year(tmp_path_factory.mktemp("year") / "shop")
    day = FIRST
    while day <= LAST:
        year.live(day)
        year.look(day)
        if day in LOOKED_AT:
            year.seen[day] = _seen(year, day)
        day += dt.timedelta(days=1)
    return year


def _seen(year: Year, day: dt.date) -> dict[str, str]:
    built = year.run(day, "build")
    assert built.exit_code == 0, built.stderr
    return {
        "today": year.run(day, "today").stdout,
        "site": "\n".join(_site(year.root)) + "\n",
        "letters": "\n".join(_letters(year.root)),
    }


@pytest.mark.parametrize("day", LOOKED_AT, ids=str)
@pytest.mark.parametrize("what", ["today", "site", "letters"])
def test_what_readers_and_owner_meet(
    year: Year, golden: Golden, day: dt.date, what: str
) -> None:
    golden(YEAR / str(day) / f"{what}.txt", year.seen[day][what])


def test_every_state_of_an_ask_was_lived_through(year: Year) -> None:
    met = {state for states in year.states.values() for state in states}
    assert met == {*AskState}


def test_everything_that_can_be_owed_was_owed_some_day(year: Year) -> None:
    assert year.owed == {*Kind}


def test_a_no_became_a_yes_and_its_asker_heard_it(year: Year) -> None:
    assert year.states["open-on-mondays"][-3:] == [
        AskState.DECLINED,
        AskState.BUILT,
        AskState.TOLD,
    ]


def test_who_withdrew_is_in_no_byte_from_that_day_on(year: Year) -> None:
    before = year.seen[dt.date(2026, 6, 20)]
    assert "Mina Park" in before["site"] + before["letters"]
    for day in LOOKED_AT[-2:]:
        seen = year.seen[day]
        assert "Mina" not in seen["site"] + seen["letters"]
