"""A shop in which one person is everywhere, and a searcher that trusts nobody's."""

from __future__ import annotations

import base64
import email
import email.header
import gzip
import html
import quopri
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote_to_bytes

from tests.shop import Shop

WHO = "quxley"
NAMES = ("quxley", "zorbane", "무궁")


def fill(shop: Shop) -> None:
    """Put Quxley Zorbane, 박무궁, into everything that can hold somebody."""
    loaf = (shop.root / "content/images/loaf.png").read_bytes()
    shop.write("content/images/quxley.png", loaf)
    shop.write(
        "content/people/quxley.yml",
        "# the one with the tuba\nname: 박무궁 Quxley Zorbane\n"
        "shown_as: 무궁 Quxley Zorbane\nsince: 2020-01-01\n"
        "about: Zorbane plays the tuba\nlanguage: en\n"
        "photo: {image: images/quxley.png, alt: Quxley smiles}\nconsent:\n"
        "  - {given: 2026-01-01, for: [name, words, photo], where: [site, letter], "
        "kept: card}   # blue box\n",
    )
    shop.write(
        "content/asks/tuba.yml",
        "title: A quieter door\nwords: The door frightens my tuba\nby: [quxley]\n"
        "date: 2026-08-01\nanswers: [{date: 2026-08-03, words: We will oil it.}]\n"
        "told: [{person: quxley, how: in person, date: 2026-10-20, thanked: true}]\n",
    )
    shop.write(
        "content/changelog/door.md",
        "---\ntitle: A quieter door\ndate: 2026-10-12\nvalue: [functional]\n"
        "takeaway: A drop of oil a month keeps a hinge quiet.\nanswers: [tuba]\n"
        "credits: [{person: quxley, did: [idea]}]\npeople: [quxley]\n"
        "cover: {image: images/loaf.png, alt: The hinge that Quxley heard}\n---\n\n"
        "[무궁 Quxley](../people/quxley.yml) heard it first.\n\n"
        "무궁에게서도 들었고, 무궁님께서 웃으셨어요.\n",
    )
    shop.write(
        "content/spotlights/door-opener.md",
        "---\ntitle: The one with the door\ndate: 2026-10-13\nvalue: [emotional]\n"
        "takeaway: Listen to your hinges once a month.\ncustomer: quxley\n"
        "quote: {words: My tuba sleeps now, approved: 2026-10-01}\n"
        "compensation: none\n---\n\nZorbane came on a Tuesday.\n",
    )
    shop.write(
        "content/products/hinge.md",
        "---\ntitle: A hinge\ndate: 2026-10-14\nvalue: [functional]\nstatus: testing\n"
        "takeaway: Oil it from above.\nasks: [tuba]\n"
        "rounds: [{date: 2026-10-01, question: Is it quiet?, people: [quxley], "
        "heard: Quxley heard nothing}]\n"
        "credits: [{person: quxley, did: [tested]}]\n---\n\nA hinge.\n",
    )
    shop.write(
        "content/events/evening.md",
        "---\ntitle: An evening\nstart: 2026-12-01 19:00\nwhere: Here\nhost: quxley\n"
        "capacity: ten\ncost: nothing\naccess: two steps\ncontact: at the till\n"
        "photos: none\n---\n\nTuba for beginners.\n",
    )
    shop.write(
        "content/open-letters/door.md",
        "---\ntitle: The door fell\ndate: 2026-10-15\nhappened: It fell.\n"
        "affected: Nobody.\nsince: Monday\ndid: We put it back.\nnext: A new door.\n"
        "remedy: Coffee.\nnext_update: 2026-10-20\nanswered_by: mara\n"
        "reported_by: [quxley]\n"
        "closed: {date: 2026-10-19, words: It hangs., thanks: [quxley]}\n---\n"
        "\nSorry.\n",
    )
    shop.change(
        "newsletters/2026-10-less-salt.md",
        "stories: [",
        "stories: [door, door-opener, ",
    )
    shop.write(
        "private/subscribers.csv",
        "email,first_name,person,status\nq@example.org,Quxley,quxley,confirmed\n"
        "h@example.org,Hae-seong,haeseong,confirmed\n",
    )


def clear(shop: Shop) -> None:
    """Write the owner's words otherwise, by hand."""
    shop.change("content/changelog/door.md", "that Quxley heard", "that was heard")
    shop.change(
        "content/changelog/door.md",
        "[무궁 Quxley](../people/quxley.yml) heard",
        "A customer heard",
    )
    shop.change(
        "content/changelog/door.md",
        "무궁에게서도 들었고, 무궁님께서",
        "한 손님에게서도 들었고, 그 손님께서",
    )
    shop.change("content/spotlights/door-opener.md", "Zorbane came", "They came")
    shop.change("content/products/hinge.md", "Quxley heard nothing", "nothing")


def said(out: Path) -> str:
    """All of `out/` as text, in every decoding, written without the module's own."""
    parts: list[str] = []
    for path in sorted(out.rglob("*")):
        parts.append(str(path.relative_to(out)))
        if path.is_file():
            parts += _read(path.read_bytes())
    whole = "\n".join(parts)
    unseen = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", whole)
    return unicodedata.normalize("NFC", unseen).casefold()


def _read(raw: bytes) -> list[str]:
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    layers = [raw, quopri.decodestring(raw), unquote_to_bytes(raw)]
    layers += [base64.b64decode(m[1] + b"==") for m in _BASE64.finditer(raw)]
    if b"MIME-Version:" in raw:
        mail = email.message_from_bytes(raw)
        for part in mail.walk():
            body = part.get_payload(decode=True)
            layers += [body] if isinstance(body, bytes) else []
            for value in part.values():
                header = email.header.make_header(email.header.decode_header(value))
                layers.append(str(header).encode())
    texts = [layer.decode("utf-8", "replace") for layer in layers]
    texts += [html.unescape(text) for text in texts]
    texts += [re.sub(r"\\u([0-9a-fA-F]{4})", _sign, text) for text in texts]
    return texts + [re.sub("<[^<>]*>", "", text) for text in texts]


_BASE64 = re.compile(rb"base64,([A-Za-z0-9+/]+)")


def _sign(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)).encode("utf-8", "replace").decode()
