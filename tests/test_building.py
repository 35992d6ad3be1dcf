"""Builds that fail or are killed leave the last good one; all are the same."""

from __future__ import annotations

import hashlib
import html
import os
import quopri
import random
import re
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from filelock import FileLock

from storyhouse.building import BusyError, build_shop
from storyhouse.diagnostics import Severity
from storyhouse.telling.told import shown
from tests.shop import TODAY, Shop


def _tree(folder: Path) -> dict[str, str]:
    """Every file below a folder, and a hash of what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _built(shop: Shop) -> dict[str, str]:
    checked, built = build_shop(shop.root, TODAY)
    assert built is not None, checked.diagnostics
    return _tree(shop.root / "out")


def test_the_same_shop_and_day_give_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    first = _built(shop)
    again = _built(shop)
    elsewhere = _built(Shop.of("small", tmp_path / "another place" / "shop"))
    assert first == again == elsewhere


def test_a_broken_shop_leaves_the_last_good_build(shop: Shop) -> None:
    before = _built(shop)
    shop.change("content/shop.yml", "name: Slow Rise", "nmae: Slow Rise")
    checked, built = build_shop(shop.root, TODAY)
    assert built is None
    assert "unknown-key" in {d.code for d in checked.diagnostics}
    assert _tree(shop.root / "out") == before


def test_what_is_gone_from_the_shop_is_gone_from_the_site(shop: Shop) -> None:
    shop.write("content/pages/visit.md", "---\ntitle: Visit\n---\n\nCome by.\n")
    assert "site/visit/index.html" in _built(shop)
    (shop.root / "content/pages/visit.md").unlink()
    assert "site/visit/index.html" not in _built(shop)


def test_files_of_the_owners_in_out_are_kept(shop: Shop) -> None:
    _built(shop)
    shop.write("out/site/CNAME", "slowrise.example\n")
    shop.write("out/notes.txt", "mine\n")
    after = _built(shop)
    assert {"site/CNAME", "notes.txt"} <= after.keys()


def test_a_file_of_the_owners_in_the_way_is_not_overwritten(shop: Shop) -> None:
    shop.write("out/site/index.html", "mine")
    checked, built = build_shop(shop.root, TODAY)
    assert built is None
    found = shown(checked.diagnostics, suggestions=False)
    assert [d.code for d in found] == ["foreign-file"]
    assert (shop.root / "out/site/index.html").read_text() == "mine"


def test_out_that_leads_out_of_the_shop_is_refused(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shop.root / "out").symlink_to(tmp_path / "elsewhere")
    checked, built = build_shop(shop.root, TODAY)
    assert built is None
    found = shown(checked.diagnostics, suggestions=False)
    assert [d.code for d in found] == ["outside-shop"]
    assert not any((tmp_path / "elsewhere").iterdir())


def test_one_build_at_a_time(shop: Shop) -> None:
    (shop.root / ".storyhouse").mkdir()
    with FileLock(shop.root / ".storyhouse" / "lock"), pytest.raises(BusyError):
        build_shop(shop.root, TODAY)


def test_progress_is_told_from_reading_to_pages(shop: Shop) -> None:
    told: list[tuple[str, int, int]] = []
    build_shop(shop.root, TODAY, progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(t[0] for t in told)) == [
        "reading",
        "letters",
        "pages",
    ]
    last = {what: (done, all_) for what, done, all_ in told}
    assert all(done == all_ for done, all_ in last.values())


def test_a_build_that_is_killed_leaves_a_whole_out_and_the_next_one_works(
    shop: Shop,
) -> None:
    """Whatever the moment: `out/` is the old one or the new one, to the byte."""
    old = _built(shop)
    chance = random.Random(7)  # noqa: S311 (moments, not secrets)
    shop.change("content/shop.yml", "Bread that waits", "Bread that waited")
    new = _tree_of_a_copy(shop)
    assert new != old
    seen = set()
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-m", "storyhouse", "build", "--today", str(TODAY)],
            cwd=shop.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.1, 1.3))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        tree = _tree(shop.root / "out")
        assert tree in (old, new)
        seen.add(tree == new)
    assert _built(shop) == new
    assert seen, "some builds were killed"


def _tree_of_a_copy(shop: Shop) -> dict[str, str]:
    copy = Shop(shop.root.parent / "copy")
    copy.root.mkdir()
    for name in ("content", "newsletters"):
        subprocess.run(
            ["cp", "-r", str(shop.root / name), str(copy.root / name)], check=True
        )
    return _built(copy)


def _sign(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _everything_said(out: Path) -> str:
    """All bytes of `out/` as text, the names of the files too, decoded and composed."""
    parts = []
    for path in sorted(out.rglob("*")):
        parts.append(str(path.relative_to(out)))
        if path.is_file():
            raw = path.read_bytes()
            for data in (raw, quopri.decodestring(raw)):
                text = data.decode("utf-8", "replace")
                parts += [text, html.unescape(text), unquote(text)]
                parts.append(re.sub(r"\\u([0-9a-fA-F]{4})", _sign, text))
    return unicodedata.normalize("NFC", "\n".join(parts)).casefold()


@pytest.mark.parametrize("consent", ["never", "withdrawn", "ended"])
def test_nothing_of_somebody_without_consent_is_in_any_file(
    shop: Shop, consent: str
) -> None:
    """Somebody in every field that can name a person, under a name met nowhere else."""
    lines = {
        "never": "",
        "withdrawn": "withdrawn: 2026-11-02\n",
        "ended": "",
    }[consent]
    until = ", until: 2026-10-31" if consent == "ended" else ""
    yes = (
        ""
        if consent == "never"
        else "consent:\n  - {given: 2026-01-01, for: [name, words, photo], "
        f"where: [site, letter], kept: card{until}}}\n"
    )
    shop.write(
        "content/people/quxley.yml",
        "name: 박무궁 Quxley Zorbane\nshown_as: Quxley\nrole: customer\n"
        "about: Zorbane plays the tuba\n"
        f"photo: {{image: images/face.png, alt: Quxley smiles}}\n{yes}{lines}",
    )
    face = (shop.root / "content/images/loaf.png").read_bytes()
    shop.write("content/images/face.png", face)
    shop.write(
        "content/asks/tuba.yml",
        "title: A quieter door\nwords: The door frightens my tuba\nby: [quxley]\n"
        "date: 2026-08-01\n"
        "told: [{person: quxley, how: in person, date: 2026-10-20}]\n",
    )
    shop.write(
        "content/changelog/door.md",
        "---\ntitle: A quieter door\ndate: 2026-10-12\nanswers: [tuba]\n"
        "people: [quxley]\ncredits: [{person: quxley, did: [idea]}]\n---\n\nOiled.\n",
    )
    shop.write(
        "content/spotlights/door-opener.md",
        "---\ntitle: The one with the door\ndate: 2026-10-13\ncustomer: quxley\n"
        "quote: {words: My tuba sleeps now, approved: 2026-10-01}\ncompensation: gift\n"
        "---\n\nA regular.\n",
    )
    shop.change(
        "newsletters/2026-10-less-salt.md",
        "stories: [",
        "stories: [door, door-opener, ",
    )
    if consent == "never":  # then there can be no portrait; all else is shown
        checked, built = build_shop(shop.root, TODAY)
        assert built is None
        errors = (d for d in checked.diagnostics if d.severity is Severity.ERROR)
        assert {d.code for d in errors} == {"consent/missing"}
        assert not (shop.root / "out").exists()
        (shop.root / "content/spotlights/door-opener.md").unlink()
        shop.change("newsletters/2026-10-less-salt.md", "door-opener, ", "")
    _built(shop)
    said = _everything_said(shop.root / "out")
    for secret in ("quxley", "zorbane", "무궁", "my tuba", "plays the tuba"):
        at = said.find(secret)
        assert at < 0, said[max(0, at - 80) : at + 80]
    assert "a customer" in said
