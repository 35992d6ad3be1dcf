"""Files in which mails lie, as mail programs write them, and files in which none do."""

from __future__ import annotations

import io
import mailbox
import time
from pathlib import Path

import pytest

from storyhouse.inbox.arrived import MOST, in_file
from storyhouse.inbox.mbox import begins, mails_of
from storyhouse.refusing import RefusedError
from storyhouse.words import LANGUAGES, words_for

ONE = b"From: june@reader.example\nSubject: Rye\n\nMore rye, please.\n"
TWO = b"From: amir@reader.example\nSubject: Re: Lamps\n\nA second lamp.\n"
THIRD = b"Return-Path: <>\nFrom: postmaster@a.example\nSubject: gone\n\nNo.\n"
DATED = b"Fri Nov 20 10:00:00 2026"


def texts(path: Path) -> list[bytes]:
    return [a.raw or b"" for a in in_file(path)]


@pytest.mark.parametrize(
    "line",
    [
        "From - Mon Jan 05 10:00:00 2026",  # Thunderbird
        "From 1850000000000000001@xxx Mon Jan 05 10:00:00 +0000 2026",  # Takeout
        "From MAILER-DAEMON  Fri Nov 20 10:00:00 2026",  # Postfix, a bounce
        "From june@reader.example  Fri Nov  6 10:00:00 2026",  # Postfix
        "From june@reader.example Fri Nov 20 10:00:00 2026",  # mutt, Python
        "From june@reader.example Fri Nov 20 10:00 2026",
        "From june@reader.example Fri Nov 20 10:00:00 KST 2026",
        "From june@reader.example Fri Nov 20 10:00:00 2026 +0900",
        "From june Fri Nov 20 10:00:00 2026 remote from reader",
        'From "June Bell" Fri Nov 20 10:00:00 2026',  # readpst
        'From "june bell"@reader.example Fri Nov 20 10:00:00 2026',
        "From june@reader.example Fri, 20 Nov 2026 10:00:00 +0000",
        "From ???@??? Fri Nov 20 10:00:00 2026",  # Eudora
    ],
)
def test_a_line_above_a_mail(line: str) -> None:
    for end in ("", "\n", "\r\n"):
        assert begins(f"{line}{end}".encode())


@pytest.mark.parametrize(
    "line",
    [
        "From what I hear, the rye is good.",
        "From Monday on, 10:00 is too early.",
        "From what I hear, Fri Nov 20 10:00:00 2026",
        "From Fri Nov 20 to Sat Nov 21 2026 we are away.",
        "From june@reader.example",
        "From 10:00 on, Fri Nov 20 2026",
        ">From june@reader.example Fri Nov 20 10:00:00 2026",
        "from june@reader.example Fri Nov 20 10:00:00 2026",
        "From: june@reader.example Fri Nov 20 10:00:00 2026 and so on",
    ],
)
def test_a_line_of_a_mail(line: str) -> None:
    assert not begins(line.encode())


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("before", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_sentence_begins_no_mail(tmp_path: Path, end: bytes, before: bytes) -> None:
    said = (
        ONE + b"\nFrom what I hear, it is dry.\n\nFrom me, too:\nFrom " + DATED + b"\n"
    )
    parts = [b"From - " + DATED + b"\n" + mail for mail in (said, TWO, THIRD)]
    file = tmp_path / "in.mbox"
    file.write_bytes(before + b"\n".join(parts).replace(b"\n", end))
    assert [t.replace(b"\r\n", b"\n") for t in texts(file)] == [said, TWO, THIRD]


def test_quoted_lines_are_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "in.mbox"
    line = b"From june@reader.example " + DATED + b"\n"
    body = b"\n>" + line + b">>" + line + b">From you\n> From me\n>Fromage\n"
    file.write_bytes(line + ONE + body)
    clean = b"\n" + line + b">" + line + b"From you\n> From me\n>Fromage\n"
    assert texts(file) == [ONE + clean]


def test_what_python_writes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "in.mbox"
    box = mailbox.mbox(file)
    said = ONE + b"\nFrom what I hear, it is dry.\n\nFrom june " + DATED + b"\n"
    for mail in (said, TWO, THIRD):
        box.add(mail)
    box.close()
    assert texts(file) == [said, TWO, THIRD]


def test_a_mail_is_known_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    (tmp_path / "in.mbox").write_bytes(b"From - " + DATED + b"\n" + ONE + b"\n")
    folder = mailbox.Maildir(tmp_path / "box")
    folder.add(ONE)
    places = [tmp_path / "one.eml", tmp_path / "in.mbox", tmp_path / "box"]
    [key] = {a.keys for place in places for a in in_file(place)}
    assert key


@pytest.mark.parametrize(
    "mail",
    [
        ONE,
        b"\xef\xbb\xbf" + ONE,
        b"\r\n" + ONE,
        b"From june " + DATED + b"\n" + ONE,
        b"From june@reader.example\n" + ONE,
        b"Received: from a\n by b\n\n",
        b"X-Odd: 1\nMessage-ID: <1@a>\n",
    ],
)
def test_one_mail(tmp_path: Path, mail: bytes) -> None:
    (tmp_path / "one.eml").write_bytes(mail)
    assert len(texts(tmp_path / "one.eml")) == 1


def test_a_folder_of_single_mails(tmp_path: Path) -> None:
    for name, mail in {
        "b.eml": TWO,
        "a.EML": ONE,
        "c.eml": b"odd",
        "d.txt": b"",
    }.items():
        (tmp_path / name).write_bytes(mail)
    (tmp_path / "e.eml").mkdir()
    assert texts(tmp_path) == [ONE, TWO, b"odd"]


NONE = {
    "nothing.mbox": b"",
    "blank.mbox": b"\n\r\n",
    "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
    "note.txt": b"Dear June,\n\nfrom: here\n",
    "diary.txt": b"From what I hear, the rye is good.\n\nSubject: rye\n",
    "answer.yml": b"words: More rye\nletter: autumn\ndate: 2026-11-20\nby: june\n",
    "story.md": b"---\ntitle: Rye\nsubject: rye\n---\n\nFrom: here\n",
    "outlook.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "takeout.zip": b"PK\x03\x04" + b"\0" * 600,
    "korean.txt": "제목: 호밀빵\n보낸 사람: 준\n".encode(),
}


@pytest.mark.parametrize("name", NONE)
def test_a_file_without_mail_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NONE[name])
    refused(tmp_path / name)


def test_a_folder_without_mail_is_refused(tmp_path: Path) -> None:
    refused(tmp_path)
    (tmp_path / "picture.eml").write_bytes(NONE["picture.png"])
    refused(tmp_path)


def refused(path: Path) -> None:
    with pytest.raises(RefusedError) as raised:
        texts(path)
    assert raised.value.key == "inbox.refused.no-mailbox"
    for language in LANGUAGES:
        said = words_for(language).say(raised.value.key, **raised.value.facts)
        assert path.name in said
        assert "mbox" in said


HOSTILE = {
    "a line without end": b"x" * 3_000_000,
    "lines above mails": (b"\nFrom - " + DATED + b"\n") * 100_000,
    "blanks": b"From " + b" " * 3_000_000,
    "blanks in lines": (b"\nFrom a" + b" " * 900 + b"\n") * 3000,
    "days": (b"\n\nFrom " + b"Mon " * 200 + b"\n") * 3000,
    "quotation marks": (b"\n\nFrom " + b'"' * 900 + b"\n") * 3000,
    "quoted": (b">" * 900 + b"From a\n") * 3000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_takes_no_longer_than_it_is_long(what: str) -> None:
    begin = b"From - " + DATED + b"\n"
    began = time.process_time()
    count = sum(1 for _ in mails_of(io.BytesIO(begin + HOSTILE[what]), MOST))
    assert count >= 1
    assert time.process_time() - began < 5


def test_of_a_long_mail_no_more_is_held_than_asked_for() -> None:
    long = b"Subject: x\n\n" + b"y" * 99 + b"\n" * 5000
    file = io.BytesIO(b"From - " + DATED + b"\n" + long + b"\nFrom - " + DATED + b"\n")
    first, second = mails_of(file, 1000)
    assert 1000 <= len(first) <= 2000
    assert second == b""
