"""Ways out: who leaves is on the list of noes first, and marked in the list then."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from storyhouse.decoding import is_binary, readings
from storyhouse.model.subscribers import Standing, SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.addresses import address_of
from storyhouse.subscribing.columns import names_of
from storyhouse.subscribing.incoming import NO
from storyhouse.subscribing.noes import add
from storyhouse.subscribing.places import PRIVATE, SUBSCRIBERS
from storyhouse.subscribing.rows import sweep, whole_rows, write_rows
from storyhouse.subscribing.secret import Secret, canonical, secret_of
from storyhouse.subscribing.suppressed import Suppression, suppressed
from storyhouse.subscribing.tokens import named_by

_TOKEN = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])")
#: What services export, and spreadsheets save as text.
_TABLES = frozenset({".csv", ".tsv", ".tab", ".txt"})
_NOT_TABLES = frozenset({"node_modules", "__pycache__"})
_LARGEST = 64_000_000  # bytes of a file that is searched at once


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What came of forgetting an address."""

    who: SubscriberId
    rows: int
    people: tuple[str, ...]  # who they are in content/people, as the rows said
    names: tuple[str, ...]  # what rows call them that do not say who they are


def named_in(secret: Secret, written: str) -> SubscriberId:
    """Whom a token, a whole unsubscribe link or an address names.

    Raises:
        RefusedError: if it is none of them; an address need not be known.
    """
    tokens = (named_by(secret, t) for t in _TOKEN.findall(written))
    if who := next(filter(None, tokens), None):
        return who
    written = written.strip()
    if "/" not in written and (address := address_of(written.strip("<>"))):
        return secret.id_of(address)
    raise RefusedError("subscribers.refused.nobody")


def leave(root: Path, who: Mapping[SubscriberId, Standing], since: dt.date) -> None:
    """Never write to them again; said twice, it is done once.

    Whoever does so must be alone in the shop.

    Raises:
        RefusedError: if a list cannot be read; the list of noes has them even so.
        OSError: if something cannot be written.
    """
    add(root, [Suppression(id_, why, since) for id_, why in who.items()])
    suppressed(root)
    _mark(root, secret_of(root), who)


def _mark(root: Path, secret: Secret, who: Mapping[SubscriberId, Standing]) -> None:
    """Say so in their rows, too."""
    names: list[str] = []
    marked: dict[int, Standing] = {}
    for row in whole_rows(root):
        if not names:
            names = names_of(row)
        elif len(row.cells) == len(names):
            cells = dict(zip(names, row.cells, strict=True))
            said = cells.get("status", "").strip().lower()
            if said not in NO and (id_ := secret.id_of(cells.get("email", ""))) in who:
                marked[row.line] = who[id_]
    if marked:
        write_rows(root / SUBSCRIBERS, _marked(root, names, marked))


def _marked(
    root: Path, names: list[str], marked: Mapping[int, Standing]
) -> Iterator[list[str]]:
    """All rows, some of them with another status, by their lines."""
    width = len(names)
    names = names if "status" in names else [*names, "status"]
    status = names.index("status")
    yield names
    rows = whole_rows(root)
    next(rows)
    for row in rows:
        cells = row.cells
        if len(cells) == width:
            cells = cells + [""] * (len(names) - width)
            cells[status] = marked.get(row.line, cells[status])
        yield cells


def forget(root: Path, address: str, since: dt.date) -> Forgotten:
    """Take an address out of the list; its id stays on the list of noes.

    A row that cannot be read otherwise goes, too, if one of its cells is the address.

    Raises:
        RefusedError: if it is no address, or a list cannot be read.
        OSError: if something cannot be written.
    """
    if not address_of(address.strip()):
        raise RefusedError("subscribers.refused.no-address")
    wanted, secret = canonical(address), secret_of(root)
    id_ = secret.id_of(address)
    add(root, [Suppression(id_, Standing.UNSUBSCRIBED, since)])
    suppressed(root)
    sweep(root / SUBSCRIBERS)
    rows, people, called = 0, set[str](), set[str]()
    names: list[str] = []
    for row in whole_rows(root):
        names = names or names_of(row)
        if any(canonical(cell) == wanted for cell in row.cells):
            rows += 1
            found = dict(zip(names, row.cells, strict=False))
            if person := found.get("person", "").strip():
                people.add(person)
            elif name := (found.get("name") or found.get("first_name", "")).strip():
                called.add(name)
    if rows:
        kept = (
            row.cells
            for row in whole_rows(root)
            if not any(canonical(cell) == wanted for cell in row.cells)
        )
        write_rows(root / SUBSCRIBERS, kept)
    return Forgotten(id_, rows, tuple(sorted(people)), tuple(sorted(called)))


def still_in(root: Path, address: str) -> list[Path]:
    """The files that hold an address, however written.

    All of private/ and .storyhouse/, and what looks like a table anywhere in the shop's
    folder: lists are brought over from there.
    """
    wanted = canonical(address)
    forms = [wanted.encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be")]
    tops = (root / PRIVATE, root / ".storyhouse")
    files = [file for top in tops for file in sorted(top.rglob("*"))]
    files += _tables(root)
    real = (file for file in files if file.is_file() and not file.is_symlink())
    return [
        file.relative_to(root)
        for file in real
        if _holds(file, forms) or _says(file, wanted)
    ]


def _tables(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        at_top = Path(folder) == root
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _NOT_TABLES
            and not (at_top and name in {"out", str(PRIVATE)})
        )
        for name in sorted(names):
            if Path(name).suffix.lower() in _TABLES:
                yield Path(folder, name)


def _holds(file: Path, forms: Collection[bytes]) -> bool:
    """Whether a file holds one of some texts, in whatever case of ASCII."""
    overlap, before = max(map(len, forms)), b""
    with file.open("rb") as opened:
        while part := opened.read(_LARGEST // 16):
            text = (before + part).lower()
            if any(form in text for form in forms):
                return True
            before = part[-overlap:]
    return False


def _says(file: Path, wanted: str) -> bool:
    """Whether a text says it once it is decoded: a form's answer, a mail."""
    if file.stat().st_size > _LARGEST:
        return False
    data = file.read_bytes()
    if is_binary(data):
        return False
    read = readings(file.name, data)
    return any(wanted in reading.text.lower() for reading in read)
