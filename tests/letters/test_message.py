"""The mail itself: its headers, its parts, and what spam filters say of it."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
from dataclasses import replace
from email.message import EmailMessage

import pytest

from storyhouse.letters import files_of, message, render, sample_values
from storyhouse.letters.headers import encoded, message_id
from storyhouse.letters.letter import Letter
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId
from tests.tools import SPAMASSASSIN, needs


@pytest.fixture(scope="module")
def letter(house: CheckedHouse) -> Letter:
    made, found = render(house, house.issues[IssueId("gullyeo")])
    assert made, found
    return made


def _parsed(raw: bytes) -> EmailMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def test_headers(letter: Letter) -> None:
    mail = _parsed(files_of(letter)["letter.eml"])
    sender = mail["From"].addresses[0]
    assert sender.addr_spec == "mara@moss.example"
    assert sender.display_name == "이끼 빵집 & Moss Mara"
    assert mail["To"].addresses[0].display_name == "민지"
    assert mail["Reply-To"] == "reply@moss.example"
    assert mail["Subject"] == "(광고) 비 오는 새벽"
    assert mail["Date"].datetime.isoformat() == "2026-11-26T09:00:00+09:00"
    assert mail["List-Id"] == '"Crumbs" <crumbs.moss.example>'
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<[0-9a-f.]+@moss\.example>", mail["Message-ID"])
    out = re.sub(r"\s+", " ", mail["List-Unsubscribe"])
    assert out.startswith("<https://moss.example/out>, <mailto:reply@moss.example")


def test_text_comes_first(letter: Letter) -> None:
    mail = _parsed(files_of(letter)["letter.eml"])
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_sample_is_filled(letter: Letter) -> None:
    raw = files_of(letter)["letter.eml"]
    body = _parsed(raw).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "민지님, 안녕하세요. 민지가 오시면" in text
    assert "https://moss.example/letters/gullyeo/" in text
    assert "{" not in text


def test_one_message_id_for_a_person(letter: Letter) -> None:
    assert message_id(letter, "a@b.c", {}) == message_id(letter, "a@b.c", {})
    assert message_id(letter, "a@b.c", {}) != message_id(letter, "a@b.d", {})


def test_a_mail_is_the_way_out_without_a_page(house: CheckedHouse) -> None:
    mailing = house.shop.newsletter
    assert mailing
    shop = replace(house.shop, newsletter=replace(mailing, unsubscribe=""))
    quiet = CheckedHouse(replace(house, shop=shop))
    letter, _ = render(quiet, house.issues[IssueId("october")])
    assert letter
    mail = _parsed(files_of(letter)["letter.eml"])
    assert mail["List-Unsubscribe"].startswith("<mailto:reply@moss.example?subject=")
    assert mail["List-Unsubscribe-Post"] is None


def test_what_is_filled_in_is_escaped(letter: Letter) -> None:
    values = {**sample_values(letter.envelope, letter.language), "first_name": "A<b>&"}
    text, page = _parsed(message(letter, "a@b.example", values)).iter_parts()
    assert "A<b>&님" in text.get_content()
    assert "A&lt;b&gt;&amp;님" in page.get_content()


@pytest.mark.parametrize(
    "name", ['Q"uote\\', "줄\r\nBcc: x@y.example", "=?utf-8?q?x?="]
)
def test_a_name_cannot_leave_its_header(letter: Letter, name: str) -> None:
    values = {**sample_values(letter.envelope, letter.language), "name": name}
    mail = _parsed(message(letter, "a@b.example", values))
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].display_name == " ".join(name.split())


def test_encoded_words_are_short() -> None:
    for line in encoded("함께 만든 빵 " * 20, "Subject").split("\r\n"):
        assert len(line) <= 76


@needs("SpamAssassin")
def test_spam_filter_likes_it(house: CheckedHouse) -> None:
    for issue in house.issues.values():
        letter, _ = render(house, issue)
        assert letter
        done = subprocess.run(
            [SPAMASSASSIN, "-L", "-t"],
            input=files_of(letter)["letter.eml"],
            capture_output=True,
            check=True,
        )
        said = done.stdout.decode(errors="replace")
        score = re.search(r"score=(-?[0-9.]+)", said)
        assert score, said[:2000]
        assert float(score[1]) < 1.0, said
