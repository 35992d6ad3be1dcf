"""Work on all processors comes to the same as work on one."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from storyhouse import sharing as shares
from storyhouse.sharing import ShareError, share


@pytest.fixture(params=[1, 2, 3])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(shares, "_processes", lambda _useful: request.param)
    return int(request.param)


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_every_item_is_in_one_share(processes: int) -> None:
    made = share(lambda part: [2 * n for n in part], range(10), least=1)
    assert len(made) == processes
    assert sorted(n for part in made for n in part) == list(range(0, 20, 2))


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_what_goes_wrong_elsewhere_is_told_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares, "_processes", lambda _useful: 2)

    def refuse_odd(part: Sequence[int]) -> None:
        if 1 in part:
            raise ValueError("1 is odd")

    with pytest.raises(ShareError, match="1 is odd"):
        share(refuse_odd, [0, 1], least=1)


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_killed_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "_processes", lambda _useful: 2)

    def die(part: Sequence[int]) -> None:
        if 1 in part:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ShareError, match="killed"):
        share(die, [0, 1], least=1)


def test_nothing_is_forked_beside_a_thread() -> None:
    with _a_thread():
        assert share(list, [1, 2, 3], least=1) == [[1, 2, 3]]


def test_nothing_to_do_is_done() -> None:
    assert share(list, [], least=1) == [[]]


@contextmanager
def _a_thread() -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
