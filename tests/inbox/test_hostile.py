"""Mails that mean no good, or nothing: told apart without a surprise."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.inbox.arrived import Arrived
from storyhouse.inbox.letters import Letters
from storyhouse.inbox.mail import parse
from storyhouse.inbox.own_words import own_words
from storyhouse.inbox.sorting import Kind, Verdict, sort
from storyhouse.subscribing.secret import secret_of
from tests.inbox.mails import MAILS, Box
from tests.shop import Shop


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    box = Box.of(Shop.of("small", tmp_path_factory.mktemp("shops") / "shop"))
    return Letters(box.root, box.shop.house(), secret_of(box.root))


@pytest.fixture(scope="module")
def real(letters: Letters) -> list[bytes]:
    box = Box(Shop(letters.root))
    return [box.filled(path) for path in MAILS]


def sorted_(raw: bytes, letters: Letters) -> Verdict | None:
    mail = parse(raw)
    return sort(mail, letters) if mail else None


@given(raw=st.binary(max_size=400))
def test_any_bytes_are_sorted(letters: Letters, raw: bytes) -> None:
    sorted_(raw, letters)


_LINES = st.sampled_from(
    [
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        b'Content-Type: multipart/report; report-type=feedback-report; boundary="b',
        b"Content-Type: message/delivery-status",
        b"Content-Type: message/feedback-report",
        b"Content-Type: message/rfc822",
        b"Content-Type: text/rfc822-headers; charset=rot13",
        b"Content-Type: text/html; charset*0=x; charset*1*=''%ff",
        b"Content-Type: text/plain; charset=zlib",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: uuencode",
        b"Content-Disposition: attachment",
        b"From: MAILER-DAEMON <>",
        b"From: =?utf-8?B?////?= <loyal@reader.example",
        b"Subject: =?x?q?=ff?= =?utf-8?b?4?= \xff unsubscribe",
        b"Date: Wed, 99 Foo 99999999999 99:99:99 +9999",
        b"Final-Recipient: rfc822;;; <loyal@reader.example>",
        b"Status: 5.1.1",
        b"Action: failed",
        b'X-Failed-Recipients: @, "',
        b"",
        b"",
        b"--b",
        b"--b--",
        b" folded",
        b"\x00\xff",
    ]
)


@given(lines=st.lists(_LINES, max_size=40))
def test_any_lines_of_mails_are_sorted(letters: Letters, lines: list[bytes]) -> None:
    sorted_(b"\n".join(lines), letters)


@given(data=st.data())
def test_a_damaged_bounce_takes_no_other_off(
    letters: Letters, real: list[bytes], data: st.DataObject
) -> None:
    """Bytes lost, changed and doubled: whoever is taken off is who the letter names."""
    raw = bytearray(data.draw(st.sampled_from(real)))
    whole = sorted_(bytes(raw), letters)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        many = data.draw(st.sampled_from([0, 1, 1, 40]))
        raw[at : at + many] = data.draw(st.binary(max_size=3)) * max(1, many // 2)
    verdict = sorted_(bytes(raw), letters)
    assert whole
    if verdict and verdict.who:
        assert verdict.who == whole.who


def _nested(depth: int) -> bytes:
    heads = [
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
        for n in range(depth)
    ]
    return ("Subject: unsubscribe\n" + "".join(heads) + "\nhello\n").encode()


HOSTILE = {
    "many within one another": _nested(3000),
    "some within one another": _nested(150),
    "mails within mails": b"Content-Type: message/rfc822\n\n" * 3000,
    "a long header": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
    "many headers": b"X-A: b\n" * 100_000 + b"\nx",
    "a header that goes on": b"Subject: a\n" + b" \n" * 100_000 + b"\nx",
    "many addresses": b"X-Failed-Recipients: " + b"a@b.example," * 50_000 + b"\n\nx",
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\n\nx\n" * 50_000,
    "tags within tags": b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
    "half a tag": b"Content-Type: text/html\n\n" + b"<" * 100_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 100_000,
    "packed": b"Content-Type: text/plain; charset=zlib\n\n"
    + zlib.compress(b"unsubscribe" * 1_000_000),
    "packed file": b"Content-Type: application/zip\n\nPK\x03\x04" + b"\0" * 1000,
    "quotes": b"From: a\n\n" + b"> " * 200_000,
    "wrote": b"From: a\n\nOn " + b"a " * 200_000 + b"wrote",
    "blank lines": b"From: a\n\n" + b"\n \n" * 200_000,
    "a broken encoding": b"Content-Type: text/plain\n"
    b"Content-Transfer-Encoding: base64\n\n\xff====" + b"=" * 10_000,
    "nul": b"\0" * 100_000,
    "injected": b"Subject: a\r\n\tBcc: all@list.example\r\nFrom: x\rBcc: y\n\nx",
    "status after status": b"From: postmaster@x.example\n\n" + b"5.1.1.1.1." * 10_000,
    "flufl": b"From: mailer-daemon\n\n" + b"<a@b.example>: " * 10_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_means_no_good_is_read_or_left(letters: Letters, what: str) -> None:
    """In bounded time: what grew with the square would take minutes here."""
    verdict = sorted_(HOSTILE[what], letters)
    assert verdict is None or verdict.kind in {
        Kind.OTHER,
        Kind.UNKNOWN,
        Kind.STRANGER,
        Kind.BROKEN,
    }


def test_a_broken_mail_is_counted_and_known_the_next_time(
    tmp_path: Path,
) -> None:
    box = Box.of(Shop.of("small", tmp_path / "shop"))
    raw = HOSTILE["many within one another"]
    assert box.read_all(iter([Arrived.of(raw)])).found == {Kind.BROKEN: 1}
    assert box.read_all(iter([Arrived.of(raw)])).before == 1


_DAY = "25.11.2026 um 09:00 "
_LONG = {
    "verbs": "Am 25. schrieb " * 2000,
    "verbs in lines": ("Am 25. " + "schrieb " * 48 + ":\n") * 100,
    "lines": "Am 1\n" * 10_000,
    "lines with colons": "Am 1:\n" * 10_000,
    "days": ("Op " + _DAY * 18 + "schreef :\n") * 100,
    "days without a verb": ("Le " + _DAY * 18 + ":\n") * 100,
    "addresses": ("<a@b.example> " * 28 + ":\n") * 100,
    "half addresses": ("<a@b" * 99 + ":\n") * 100,
    "words in Chinese": ("于2026年" * 60 + "写道：\n") * 100,
    "words in Japanese": ("さんは2026年" * 40 + "書きました:\n") * 100,
    "words in Korean": ("2026년 님이 작성" * 30 + ":\n") * 100,
    "small words": ("On a a " * 56 + ":\n") * 100,
    "fields": "Von:\nBetreff\nDe:\nA:\n" * 5000,
    "stars": ("*" * 399 + "\n") * 100,
    "dashes": ("-" * 399 + "\n") * 100,
    "telephones": "Von meinem iPhone iPhone iPhone \n" * 1000,
    "iPhones": ("Gesendet von " + "iPhone" * 64 + "\n") * 100,
}


@pytest.mark.parametrize("what", _LONG)
def test_long_words_take_no_longer_than_they_are(what: str) -> None:
    began = time.process_time()
    own_words(_LONG[what])
    assert time.process_time() - began < 2


_PIECES = st.sampled_from(
    [
        "Am 25.11.2026 um 09:00",
        " schrieb ",
        "Le 25 nov. 2026 à 09:00, ",
        " a écrit\u202f:",
        "<a@b.example>",
        "于2026年11月25日 9:00写道：",
        "のメール:",
        "-----Ursprüngliche Nachricht-----",
        "Von: ",
        "Betreff: ",
        "An: ",
        "> ",
        "\n",
        "\n\n",
        "Roggen ",
        "Von meinem iPhone gesendet",
    ]
)


@given(pieces=st.lists(_PIECES, max_size=30))
def test_words_among_forms_are_part_of_what_was_written(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert {*own_words(text).split()} <= {*text.split()}


@given(text=st.text())
def test_own_words_are_part_of_what_was_written(text: str) -> None:
    said = own_words(text)
    assert {*said.split()} <= {*text.replace("\xa0", " ").split()}
