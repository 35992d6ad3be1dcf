"""Whatever happens to a file, the owner gets messages with places, and no traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse import checking
from storyhouse.diagnostics import Diagnostic
from storyhouse.reading.house import read_house
from tests.shop import SHOPS, TODAY, Shop, said

FILES = sorted(
    str(p.relative_to(SHOPS / "small"))
    for p in (SHOPS / "small").rglob("*")
    if p.suffix in {".md", ".yml"}
)
#: What means something to one of the readers.
SIGNS = [
    *("\n", "\r", "\t", " ", "---\n", "...\n", "- ", ": ", "? ", "#", "|", ">", "%"),
    *("&a ", "*a ", "!!x ", "{", "}", "[", "]", ",", "'", '"', "\\", "\\x00", "`"),
    *("\x85", "\u2028", "\ufeff", "\0", "\x1b", "\ud7ff", "🍞", "가", "\u1100", "  "),
    *("](", "![", "<a href='", "<b>", "</b>", "<!--", "```\n", "{first_name}", "@@"),
    *("haeseong", "anonymous", "2026-02-30", "true", "null", "~", "Kim Hae-seong"),
]
Damage = Callable[[bytes], bytes]


@st.composite
def damages(draw: st.DrawFn) -> Damage:
    """One thing that can happen to a file."""
    kind = draw(st.sampled_from(["put", "cut", "flip", "twice", "drop", "bytes"]))
    share = draw(st.floats(0, 1, exclude_max=True))
    length = draw(st.integers(1, 30))
    sign = draw(st.sampled_from(SIGNS)).encode("utf-8", "surrogatepass")
    noise = draw(st.binary(min_size=1, max_size=8))

    def damage(data: bytes) -> bytes:
        at = int(share * len(data))
        lines = data.split(b"\n")
        line = int(share * len(lines))
        match kind:
            case "put":
                return data[:at] + sign + data[at:]
            case "cut":
                return data[:at]
            case "flip":
                return data[:at] + noise[:1] + data[at + 1 :]
            case "twice":
                return b"\n".join([*lines[: line + 1], *lines[line:]])
            case "drop":
                return data[:at] + data[at + length :]
            case _:
                return data[:at] + noise + data[at:]

    return damage


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop.of("small", tmp_path_factory.mktemp("damaged") / "shop")


@contextmanager
def damaged(shop: Shop, file: str, damage: list[Damage]) -> Iterator[None]:
    path = shop.root / file
    data = before = path.read_bytes()
    for one in damage:
        data = one(data)
    path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(before)


@given(file=st.sampled_from(FILES), damage=st.lists(damages(), min_size=1, max_size=4))
def test_a_damaged_file_gives_messages_with_places(
    whole: Shop, file: str, damage: list[Damage]
) -> None:
    with damaged(whole, file, damage):
        reading = read_house(whole.root, TODAY)
        found = list(reading.diagnostics)
        if reading.house:
            found += checking.check(reading.house)[1]
        for diagnostic in found:
            assert lies_in_its_file(diagnostic, whole.root), str(diagnostic.where)
        for language in ("en", "ko"):
            assert said(found, language).count("\n") >= len(found)


def lies_in_its_file(diagnostic: Diagnostic, root: Path) -> bool:
    where = diagnostic.where
    text = (root / where.path).read_bytes().decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not 1 <= where.line <= len(lines) + 1:
        return False
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    return 1 <= where.column <= len(line) + 2
