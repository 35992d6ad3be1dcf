"""What each engine takes, in one run and in turns: all meet the same machine."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.engines import STORYHOUSE, Engine, engines
from bench.running import Took, run
from bench.tales import TODAY, tales

#: How often each is measured; the median counts. Once is enough where it takes long.
_TIMES, _MANY, _ONCE_FROM = 3, 1_000, 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One row: what was done, by whom, and what it took."""

    what: str
    stories: int
    engine: str
    took: Took
    pages: int = 0
    out: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Bench:
    """The place where everything is built."""

    work: Path
    engines: Sequence[Engine]

    @classmethod
    @contextmanager
    def at(cls, work: Path | None) -> Iterator[Bench]:
        """In a folder that is kept, or in one that is gone afterwards."""
        if work:
            yield cls(work.absolute(), engines())
        else:
            with tempfile.TemporaryDirectory() as folder:
                yield cls(Path(folder), engines())

    def measure(self, sizes: Sequence[int]) -> list[Result]:
        """Whole builds from nothing for each size; then the rest, at one size."""
        results = [result for size in sizes for result in self._builds(size)]
        size = min(_MANY, max(sizes))
        return [*results, *self._again(size), *self._others(sorted(sizes))]

    def _builds(self, size: int) -> list[Result]:
        for engine in self.engines:
            shutil.rmtree(self._folder(engine, size), ignore_errors=True)
            engine.write(self._folder(engine, size), tales(size))

        def cold(engine: Engine) -> Took:
            for made in engine.made:
                _remove(self._folder(engine, size) / made)
            return self._run(engine, size)

        times = 1 if size >= _ONCE_FROM else _TIMES
        return self._in_turns("a site from nothing", size, times, cold)

    def _again(self, size: int) -> list[Result]:
        """The builds once more, after a word was added to the newest story."""

        def warm(engine: Engine) -> Took:
            tale = tales(size)[0]
            content = self._folder(engine, size) / engine.content
            with (content / tale.kind / f"{tale.id}.md").open(
                "a", encoding="utf-8"
            ) as file:
                file.write("\nOne more word.\n")
            return self._run(engine, size)

        return self._in_turns("again, one story changed", size, _TIMES, warm)

    def _in_turns(
        self, what: str, size: int, times: int, do: Callable[[Engine], Took]
    ) -> list[Result]:
        took: dict[str, list[Took]] = {engine.name: [] for engine in self.engines}
        for _ in range(times):
            for engine in self.engines:
                took[engine.name].append(_told(what, size, engine.name, do(engine)))
        return [
            Result(
                what=what,
                stories=size,
                engine=engine.name,
                took=_middle(took[engine.name]),
                **_made_in(self._folder(engine, size) / engine.site),
            )
            for engine in self.engines
        ]

    def _others(self, sizes: Sequence[int]) -> Iterator[Result]:
        """What an owner calls more often than a build."""
        check = ("check", "--today", TODAY.isoformat())
        asked = [("check", size, check) for size in sizes]
        for what, stories, arguments in [*asked, ("--help", 0, ("--help",))]:
            shop = self._folder(self.engines[-1], stories or sizes[0])
            command = [*STORYHOUSE, *arguments]
            took = [run(command, shop, {}) for _ in range(_TIMES)]
            yield Result(
                what=f"`storyhouse {what}`",
                stories=stories,
                engine="storyhouse",
                took=_middle(took),
            )

    def _folder(self, engine: Engine, size: int) -> Path:
        return self.work / f"{engine.name.split()[0].lower()}-{size}"

    def _run(self, engine: Engine, size: int) -> Took:
        quiet = {
            "NO_MKDOCS_2_WARNING": "1",
            "HUGO_CACHEDIR": str(self.work / "hugo-cache"),
        }
        return run(engine.command, self._folder(engine, size), quiet)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _middle(took: Sequence[Took]) -> Took:
    return Took(median(t.seconds for t in took), median(t.megabytes for t in took))


def _made_in(site: Path) -> dict[str, int]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {
        "pages": sum(path.suffix == ".html" for path in files),
        "out": sum(path.stat().st_size for path in files),
    }


def _told(what: str, size: int, engine: str, took: Took) -> Took:
    """The same, said while it goes on: 5,000 stories take minutes."""
    print(f"{engine}, {size} stories, {what}: {took.seconds:.2f} s", file=sys.stderr)
    return took
