"""Which ledger a shop keeps: a file of its own, or a database that machines share."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.sending import sqlite_ledger
from storyhouse.sending.ledger import Ledger

#: postgresql://… for several machines; unset, the shop's own file.
LEDGER = "STORYHOUSE_LEDGER"
_POSTGRESQL = ("postgresql://", "postgres://")


def open_ledger(root: Path) -> Ledger:
    """The ledger, as the environment says.

    Raises:
        RefusedError: if what is said there is no ledger, or what it needs is missing.
    """
    written = os.environ.get(LEDGER, "").strip()
    if not written:
        return sqlite_ledger.open_ledger(root)
    if not written.startswith(_POSTGRESQL):
        raise RefusedError("letter_send.refused.unknown-ledger", name=LEDGER)
    try:
        module = importlib.import_module("storyhouse.sending.postgres_ledger")
    except ModuleNotFoundError as error:
        raise RefusedError(
            "letter_send.refused.no-postgresql", name=LEDGER, missing=error.name or ""
        ) from error
    return cast("Ledger", module.open_ledger(written))


def ask_for_help(issue: IssueId) -> None:
    """Let other machines help with what was enlisted, if the ledger is theirs, too."""
    if written := os.environ.get(LEDGER, "").strip():
        importlib.import_module("storyhouse.sending.working").ask_for_help(
            written, issue
        )


def is_shared() -> bool:
    """Whether other machines may send, which know no list of noes."""
    return bool(os.environ.get(LEDGER, "").strip())


def withdraw(root: Path, who: Iterable[SubscriberId]) -> None:
    """Let nobody write to those who said no, if there is a ledger.

    Raises:
        RefusedError: if it cannot be opened.
    """
    with kept_ledger(root) as ledger:
        if ledger and (people := [*who]):
            ledger.withdraw(people)


@contextmanager
def kept_ledger(root: Path) -> Iterator[Ledger | None]:
    """The ledger, if there is one; looking makes none.

    Raises:
        RefusedError: if it cannot be opened.
    """
    if not is_kept(root):
        yield None
        return
    with closing(open_ledger(root)) as ledger:
        yield ledger


def is_kept(root: Path) -> bool:
    """Whether there is a ledger yet; looking at one shall not make it."""
    of_file = (root / path for path in (sqlite_ledger.LEDGER, sqlite_ledger.MARK))
    return is_shared() or any(path.is_file() for path in of_file)
