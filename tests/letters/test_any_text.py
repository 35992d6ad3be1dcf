"""Whatever an author may write comes out as it was written."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storyhouse.letters import files_of, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.people import Guarded
from storyhouse.model.record import IssueId, StoryId
from storyhouse.model.stories import Spotlight
from storyhouse.reading.text import STRANGE

#: What reading lets through, and every sign that some layer gives a meaning to.
ODD = [
    *("{", "}", "{{x}}", "{% if %}", "{# #}", "@@", "{a b}", "\\", "\\n", '"', "'"),
    *(
        "&",
        "&amp;",
        "<b>",
        "</td>",
        "<!--",
        "-->",
        "]]>",
        "xslot0001x",
        "=?utf-8?q?x?=",
    ),
    *("❤️", "\u00a0", "\u200d", "👩‍🍳", "\u202e", "שלום", "\u0085", "\u2028", "함께"),
    *("\n", "\t", "  ", "=20", "\u200b", "%s", "$1", "\\1", "é", "e\u0301"),
]
texts = (
    st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=5)), max_size=12)
    .map(lambda parts: STRANGE.sub("", "".join(parts)))
    .filter(lambda text: bool(text.strip()))
)
#: Each example is a letter.
SLOW = settings(max_examples=60)
OCTOBER = IssueId("october")


class _Reader(HTMLParser):
    """Collects the text below tags of a class, and the texts of pictures."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.alts: list[str] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        if tag == "img":
            self.alts.append(given_.get("alt") or "")
        elif tag not in {"br", "hr", "meta", "link"}:
            self._open.append((given_.get("class") or "").split(" ")[0])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in set(filter(None, self._open)):
            self.texts[name] = self.texts.get(name, "") + data


def _words(text: str) -> str:
    return re.sub(r"[ \t\n\x85\u2028\u2029]+", " ", text).strip(" ")


@SLOW
@given(title=texts, quote=texts, alt=texts)
@example(title="{first_name|x} \\{y}", quote="a\\b❤️\u00a0", alt='x" onload="y')
def test_title_quote_and_alt(
    house: CheckedHouse, title: str, quote: str, alt: str
) -> None:
    night = house.written[StoryId("night")]
    oven = house.written[StoryId("oven")]
    assert isinstance(night, Spotlight)
    assert oven.cover
    night = replace(
        night, title=title, quote=replace(night.quote, words=Guarded(quote))
    )
    oven = replace(oven, cover=replace(oven.cover, alt=alt))
    written = {**house.written, night.id: night, oven.id: oven}
    issue = replace(house.issues[OCTOBER], stories=(night.id, oven.id))
    letter, found = render(CheckedHouse(replace(house, written=written)), issue)
    assert letter, found
    files = files_of(letter)
    page = _Reader(files["letter.html"].decode())
    assert page.texts["story"] == title + oven.title
    assert page.texts["said-words"] == f"“{quote.strip()}”"
    assert alt in page.alts
    text = _words(files["letter.txt"].decode())
    assert _words(title) in text
    assert _words(quote.strip()) in text


@SLOW
@given(subject=texts.filter(lambda t: not re.search(r"\\\{|\{[^\W\d_]\w*(\||\})", t)))
@example(subject="=?utf-8?q?hello?=")
@example(subject="long " * 60 + "끝")
@example(subject="함께 만든 빵 " * 30)
def test_subject(house: CheckedHouse, subject: str) -> None:
    issue = replace(house.issues[OCTOBER], subject=subject, stories=())
    letter, found = render(house, issue)
    assert letter, found
    expected = " ".join(subject.splitlines()).strip()
    files = files_of(letter)
    mail = email.message_from_bytes(files["letter.eml"], policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["Subject"] == expected
    assert all(len(line) <= 998 for line in files["letter.eml"].split(b"\r\n"))
    page = _Reader(files["letter.html"].decode())
    assert page.texts["title"] == expected.removeprefix("(광고)").strip()
    assert _parts(mail) == [letter_text(files["letter.txt"]), "html"]


def letter_text(raw: bytes) -> str:
    """What the text part of the sample must be."""
    return (
        raw.decode()
        .replace("{first_name|friend}", "Alex")
        .replace("{view_url}", "https://moss.example/letters/october/")
        .replace("{unsubscribe_url}", "https://moss.example/out")
    )


def _parts(mail: EmailMessage) -> list[str]:
    text, page = mail.iter_parts()
    assert isinstance(text, EmailMessage)
    assert text.get_content_type() == "text/plain"
    return [text.get_content().replace("\r\n", "\n"), page.get_content_subtype()]


@pytest.mark.parametrize("sign", ODD)
def test_every_odd_sign_in_a_title(house: CheckedHouse, sign: str) -> None:
    title = f"a{sign}b"
    oven = replace(house.written[StoryId("oven")], title=title)
    written = {**house.written, oven.id: oven}
    issue = replace(house.issues[OCTOBER], stories=(oven.id,))
    letter, found = render(CheckedHouse(replace(house, written=written)), issue)
    assert letter, found
    assert _Reader(files_of(letter)["letter.html"].decode()).texts["story"] == title
