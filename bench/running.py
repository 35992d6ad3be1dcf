"""Run a command and say what it took: the whole process, and those it started."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took."""

    seconds: float
    megabytes: float  # at the most, of all its processes together


class CommandError(Exception):
    """A command failed; says what it said."""


def run(
    command: Sequence[str | Path], folder: Path, environ: Mapping[str, str]
) -> Took:
    """Run it to its end, with nothing but `environ` added to the environment.

    Raises:
        CommandError: if it fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    memory = _Memory(process.pid)
    memory.start()
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    memory.done.set()
    memory.join()
    if process.returncode:
        raise CommandError(output.decode(errors="replace"))
    return Took(seconds, max(memory.most, usage.ru_maxrss * 1024) / 1e6)


class _Memory(threading.Thread):
    """Adds up what a process and its workers hold; `wait4` knows only the largest."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(_EVERY):
            workers = _children(self.pid)
            if workers:
                self.most = max(self.most, sum(map(_held, [self.pid, *workers])))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []  # gone, or no Linux
    return [int(child) for child in text.split()]


def _held(pid: int) -> int:
    """Bytes; a page that two processes share counts half for each."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return next(
        int(line.split()[1]) * 1024
        for line in text.splitlines()
        if line.startswith("Pss:")
    )
