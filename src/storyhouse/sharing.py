"""Share a long list of work among the machine's processors.

By forking: what was made before is at hand in each process, and nothing is handed over
but the results. Only on Linux, and only while no other thread runs, which a fork would
leave with its locks held; anywhere else one process does it all, to the same end.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Each holds some 40 MB of its own.
_MOST_PROCESSES = 4
_PR_SET_PDEATHSIG = 1


class ShareError(RuntimeError):
    """What went wrong in another process."""


def share(work: Callable[[Sequence[T]], R], items: Sequence[T], least: int) -> list[R]:
    """What `work` makes of each share of the items; the first share is done here.

    Args:
        work: takes a share.
        items: what there is to do.
        least: a process for fewer of them would not be worth its start, some 10 ms.

    Raises:
        ShareError: with what another process could not do.
    """
    count = _processes(len(items) // least)
    workers: list[_Worker] = []
    try:
        workers += (_Worker.start(work, items[n::count]) for n in range(1, count))
        return [work(items[::count]), *(worker.result() for worker in workers)]
    finally:
        for worker in workers:
            worker.end()


def _processes(useful: int) -> int:
    if not sys.platform.startswith("linux"):
        return 1
    try:
        alone = len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return 1
    processors = len(os.sched_getaffinity(0)) if alone else 1
    return max(1, min(processors, _MOST_PROCESSES, useful))


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process with a share of its own, and where its result comes out."""

    pid: int
    pipe: BinaryIO

    @classmethod
    def start(cls, work: Callable[[Sequence[T]], R], items: Sequence[T]) -> _Worker:
        out, into = os.pipe()
        parent = os.getpid()
        if (pid := os.fork()) == 0:
            _work(work, items, into, parent)
        os.close(into)
        return cls(pid, os.fdopen(out, "rb"))

    def result(self) -> Any:
        """What it made."""
        if not (data := self.pipe.read()):
            raise ShareError("a process was killed")
        made, wrong = pickle.loads(data)  # noqa: S301 (our own process wrote it)
        if wrong:
            raise ShareError(wrong)
        return made

    def end(self) -> None:
        """Leave nothing of it, whether it is done or not."""
        self.pipe.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _work(
    work: Callable[[Sequence[T]], R], items: Sequence[T], into: int, parent: int
) -> NoReturn:  # pragma: no cover (coverage does not follow a fork)
    """Do a share and hand over the result; ends the process, whatever happens."""
    try:
        # A build that is killed must not go on writing, nor hold its lock.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if os.getppid() == parent:
            with os.fdopen(into, "wb") as pipe:
                pickle.dump(_tried(work, items), pipe)
    finally:
        os._exit(0)


def _tried(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> tuple[Any, str]:
    """The result, or what went wrong."""
    try:
        return work(items), ""
    except Exception as error:  # noqa: BLE001 (it is raised again where it matters)
        return None, str(error) or type(error).__name__
