"""However a name is written in a file, it is read."""

from __future__ import annotations

import base64
import gzip
import json
import quopri
import unicodedata
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from storyhouse.decoding import readings
from storyhouse.withdrawing.sought import Sought
from storyhouse.withdrawing.traces import traces

NAME, HANGUL = "Hae-seong", "박지호"
SOUGHT = Sought(frozenset({NAME, "박지호", "지호"}), addresses=("people/haeseong",))


def decimal(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)


def hexadecimal(text: str) -> str:
    return "".join(f"&#x{ord(c):X};" for c in text)


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def mail(text: str, encoding: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Bread"
    message.set_content(f"Dear all,\n{text} came.\n", cte=encoding)
    message.add_alternative(f"<p>{text} came.</p>", subtype="html", cte=encoding)
    return message.as_bytes()


def named_header(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = f"{text} came"
    message.set_content("Bread.\n")
    message.add_attachment(
        b"x", maintype="image", subtype="png", filename=f"{text}.png"
    )
    return message.as_bytes()


WAYS: dict[str, Callable[[str], bytes]] = {
    "plain.txt": lambda n: f"then {n} came".encode(),
    "nfd.txt": lambda n: unicodedata.normalize("NFD", f"then {n} came").encode(),
    "particle.txt": lambda n: f"{n}에게서도 들었어요".encode(),
    "decimal.html": lambda n: f"<p>{decimal(n)}</p>".encode(),
    "hexadecimal.html": lambda n: f"<p>{hexadecimal(n)}</p>".encode(),
    "twice.html": lambda n: decimal(n).replace("&", "&amp;").encode(),
    "tags.html": lambda n: f"<p>{n[:1]}<b>{n[1:2]}</b>{n[2:]}</p>".encode(),
    "hyphens.html": lambda n: f"<p>{n[:2]}&shy;{n[2:]}</p>".encode(),
    "alt.html": lambda n: f'<img src="a.png" alt="{n} laughs">'.encode(),
    "escaped.json": lambda n: json.dumps({"a": n}).encode(),
    "all-escaped.json": lambda n: f'{{"a": "{escaped(n)}"}}'.encode(),
    "address.xml": lambda n: f"<a>https://a.example/?q={quote(n)}</a>".encode(),
    "utf-16.txt": lambda n: f"then {n} came".encode("utf-16"),
    "quoted.txt": lambda n: quopri.encodestring(n.encode()),
    "data.html": lambda n: f'<a href="data:text/plain;base64,{in_base64(n)}">'.encode(),
    "zipped.xml.gz": lambda n: gzip.compress(f"<a>{decimal(n)}</a>".encode()),
    "8bit.eml": lambda n: mail(n, "8bit"),
    "quoted.eml": lambda n: mail(n, "quoted-printable"),
    "base64.eml": lambda n: mail(n, "base64"),
    "header.eml": named_header,
    "word.txt": lambda n: f"=?utf-8?b?{in_base64(n)}?=".encode(),
    "photo.jpg": lambda n: b"\xff\xd8\x00\x10" + n.encode() + b"\x00\xff\xd9",
}


@pytest.mark.parametrize("name", [NAME, HANGUL])
@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_found_in_every_way_of_writing_it(
    tmp_path: Path, way: str, name: str
) -> None:
    (tmp_path / way).write_bytes(WAYS[way](name))
    assert [t.path.name for t in traces(tmp_path, SOUGHT)][:1] == [way]


@pytest.mark.parametrize("way", WAYS)
def test_where_it_is_not_nothing_is_found(tmp_path: Path, way: str) -> None:
    (tmp_path / way).write_bytes(WAYS[way]("Mira"))
    assert traces(tmp_path, SOUGHT) == []


@pytest.mark.parametrize(
    "path",
    [
        "hae-seong-came-by/index.html",
        "images/haeseong.jpg",
        "images/IMG_haeseong_2.jpg",
        "박지호의-빵/index.html",
        unicodedata.normalize("NFD", "지호-빵.html"),
        quote("박지호.html"),
        "people/haeseong/index.html",
    ],
)
def test_a_name_is_found_in_a_path(tmp_path: Path, path: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"nothing")
    assert traces(tmp_path, SOUGHT) != []


@pytest.mark.parametrize(
    "text", ["Haeseongs", "신지호수", "지호텔", "people/haeseong-2/", "a rehae-seong"]
)
def test_what_only_looks_alike_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(text, "utf-8")
    assert traces(tmp_path, SOUGHT) == []


def test_a_word_that_the_site_says_anyway_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("10 May 2026", "utf-8")
    (found,) = traces(tmp_path, Sought(frozenset({"May"})))
    assert not found.sure


def test_a_file_of_the_owners_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / ".written-by-storyhouse.json").write_text('["a.txt"]')
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(NAME)
    assert {t.path.name: t.ours for t in traces(tmp_path, SOUGHT)} == {
        "a.txt": True,
        "b.txt": False,
    }


def test_what_is_broken_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    for name, data in {
        "half.gz": gzip.compress(NAME.encode() * 100)[:30],
        "bad.eml": b"Content-Type: text/plain; charset=none\n\n\xff\xfe",
        "bad.html": b"data:;base64,%%% =?x?b?!?= \\ud800 &#xD800; \\110000",
    }.items():
        (tmp_path / name).write_bytes(data)
    assert traces(tmp_path, SOUGHT) == []


@pytest.mark.parametrize(
    "data",
    [
        "=?u1\ufffd-8?B?aGk=?=".encode(),
        b"=?nothing-known?q?hi?= =?utf-8?b?====?=",
        b"".join(
            b"Content-Type: multipart/x; boundary=b\n\n--b\n" for _ in range(3000)
        ),
        b"Content-Transfer-Encoding: base64\nSubject: =?x?=\n\n\xff\xfe===",
        b"Content-Disposition: a; filename*=x''%ff\nFrom: <<@>,:;\n\nhi",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert [*readings("came.eml", data)]
