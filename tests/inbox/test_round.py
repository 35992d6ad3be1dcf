"""What comes back, mail by mail, and what is done about it."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from storyhouse.cli import storyhouse
from storyhouse.inbox.arrived import Arrived
from storyhouse.inbox.letters import Letters
from storyhouse.inbox.mail import parse
from storyhouse.inbox.sorting import Kind, sort
from storyhouse.letters.headers import person
from storyhouse.model.subscribers import NOBODY, Standing
from storyhouse.subscribing.noes import add
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import (
    HEADER,
    Suppression,
    suppress,
    suppressed,
)
from storyhouse.subscribing.tokens import token
from tests.conftest import Golden
from tests.inbox.mails import GOLDEN, LIST, MAILS, Box
from tests.shop import TODAY, Shop


def test_each_mail_is_what_it_is(box: Box, golden: Golden) -> None:
    letters = Letters(box.root, box.shop.house(), secret_of(box.root))
    lines = []
    for path in MAILS:
        mail = parse(box.filled(path))
        assert mail is not None
        verdict = sort(mail, letters)
        lines.append(f"{path.stem}: {verdict.kind}\n")
        lines += [f"    {line}\n" for line in verdict.words.splitlines()]
    golden(GOLDEN / "kinds.txt", "".join(lines))


def test_who_is_gone_or_wants_out_gets_no_letters(box: Box) -> None:
    box.read(box.mbox(*MAILS))
    assert box.gone() == {
        "gone@reader.example": "cleaned",
        "moved@office.example": "cleaned",
        "bbang@portal.example": "cleaned",
        "oldest@old.example": "cleaned",
        "cross@big-mail.example": "refused",
        "token@reader.example": "unsubscribed",
        "nari@portal.example": "unsubscribed",
    }


WISH = b"""\
From: nari@portal.example
Subject: unsubscribe
%s

"""
FORGED = b"Authentication-Results: mx.shop.example; spf=pass; dmarc=fail (p=none)"
BELOW = b"Authentication-Results: elsewhere.example; dmarc=fail"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (b"X-Nothing: said", Kind.LEAVING),
        (FORGED, Kind.DOUBTFUL),
        (FORGED.replace(b"=fail", b"=pass"), Kind.LEAVING),
        (FORGED.replace(b"dmarc=fail", b"dkim=pass"), Kind.LEAVING),
        (FORGED.replace(b"=pass", b"=fail").replace(b"dmarc", b"dkim"), Kind.DOUBTFUL),
        (FORGED.replace(b"dmarc=fail", b"dmarc=pass") + b"\n" + BELOW, Kind.LEAVING),
        (BELOW.replace(b"dmarc=fail", b"none (dmarc=fail)"), Kind.LEAVING),
    ],
)
def test_a_no_from_a_forged_address(box: Box, headers: bytes, kind: Kind) -> None:
    (box.root / "one.eml").write_bytes(WISH % headers)
    report = box.read(box.root / "one.eml")
    assert dict(report.found) == {kind: 1}
    assert ("nari@portal.example" in box.gone()) == (kind is Kind.LEAVING)
    assert report.doubtful == ["nari@portal.example"] * (kind is Kind.DOUBTFUL)


def test_a_no_from_a_forged_address_of_who_is_gone_asks_nothing(box: Box) -> None:
    (box.root / "one.eml").write_bytes(WISH % b"X-Nothing: said")
    (box.root / "two.eml").write_bytes(WISH % FORGED)
    box.read(box.root / "one.eml")
    report = box.read(box.root / "two.eml")
    assert dict(report.found) == {Kind.DOUBTFUL: 1}
    assert (report.doubtful, report.perhaps) == ([], {})


def test_a_no_that_names_ones_own_letter_is_proven(box: Box) -> None:
    path = next(p for p in MAILS if p.stem == "leaving-with-token")
    (box.root / "one.eml").write_bytes(FORGED + b"\n" + box.filled(path))
    assert dict(box.read(box.root / "one.eml").found) == {Kind.LEAVING: 1}


def test_the_way_out_of_a_test_letter_takes_nobody_off(box: Box) -> None:
    signed = token(secret_of(box.root), NOBODY)
    mail = f"From: mara@slowrise.example\nSubject: unsubscribe {signed}\n\n\n"
    (box.root / "one.eml").write_text(mail, "ascii")
    report = box.read(box.root / "one.eml")
    assert dict(report.found) == {Kind.TEST: 1}
    assert not report.new
    assert box.gone() == {}


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", "Please remove me from your list"),
        ("", "Hello,\n\nplease take me off this list.\n\nThank you."),
        ("", "Could you stop sending me these? I have moved away."),
        ("", "I don't want any more letters from you."),
        ("", "I do not know how to unsubscribe."),
        ("", "안녕하세요. 이제 그만 보내 주세요."),
        ("", "명단에서 빼 주세요"),
        ("", "명단에서 제 이름 좀 빼주세요."),
        ("", "I would like to be removed from your mailing list."),
        ("", "Please don't send me any more."),
        ("", "안녕하세요.\n구독 취소해 주시면 좋겠습니다. 감사합니다."),
        ("", "편지 더 이상 받고 싶지 않아요."),
        ("Unsubscribe me please", "hi"),
        ("구독 취소 해주시겠어요?", ""),
    ],
)
def test_a_sentence_that_may_be_a_wish_to_leave(
    box: Box, subject: str, words: str
) -> None:
    (box.root / "one.eml").write_bytes(to_letter(box, words, subject))
    report = box.read(box.root / "one.eml")
    assert dict(report.found) == {Kind.PERHAPS: 1}
    assert list(report.perhaps) == ["nari@portal.example"]
    assert report.answers == []
    assert box.gone() == {}


@pytest.mark.parametrize(
    "words",
    [
        "I would never unsubscribe.",
        "Please don't take me off the list!",
        "구독 취소하지 않을게요. 호밀빵이 좋아요.",
        "견과류는 빼 주세요.",
        "그만 먹을 수가 없어요.",
        "Please remove the nuts from the list of the rye.",
        "No more nuts, please.",
        "Don't send me nuts!",
        "이제 안 보내는 빵이 궁금해요.",
        "Keep the letters coming, and bake more rye.",
    ],
)
def test_what_is_no_wish_to_leave_is_an_answer(box: Box, words: str) -> None:
    (box.root / "one.eml").write_bytes(to_letter(box, words))
    report = box.read(box.root / "one.eml")
    assert dict(report.found) == {Kind.ANSWER: 1}
    assert report.perhaps == {}


def test_an_answer_that_speaks_of_leaving_is_both(box: Box) -> None:
    words = "I liked the rye. The crumb was a bit wet. Could you bake it longer? "
    (box.root / "one.eml").write_bytes(to_letter(box, f"{words}Else take me off."))
    said = run(box, "read", str(box.root / "one.eml"))
    assert "1 reader may want no more letters" in said
    assert "subscribers unsubscribe nari@portal.example" in said
    assert "inbox keep" in said


def test_who_may_want_out_is_told_in_their_words(box: Box) -> None:
    (box.root / "one.eml").write_bytes(to_letter(box, "\x1b[2Jhi", "Take me off, ok?"))
    said = run(box, "read", str(box.root / "one.eml"))
    assert "nari@portal.example: “Take me off, ok? [2Jhi”" in said


def test_a_sentence_from_a_forged_address(box: Box) -> None:
    mail = to_letter(box, "Please take me off this list.")
    (box.root / "one.eml").write_bytes(FORGED + b"\n" + mail)
    assert dict(box.read(box.root / "one.eml").found) == {Kind.DOUBTFUL: 1}


def to_letter(box: Box, words: str, subject: str = "") -> bytes:
    """A mail of a reader; without a subject, it answers the shop's letter."""
    issue = next(iter(box.shop.house().issues.values()))
    mail = EmailMessage()
    mail["From"] = "nari@portal.example"
    mail["Subject"] = subject or f"Re: {issue.subject}"
    mail.set_content(words)
    return mail.as_bytes()


def test_reading_twice_does_nothing_twice(box: Box) -> None:
    file = box.mbox(*MAILS)
    first = box.read(file)
    after = box.everything()
    second = box.read(file)
    assert (first.read, first.before) == (len(MAILS), 0)
    assert (second.read, second.before) == (0, len(MAILS))
    assert second.answers == []
    assert box.everything() == after


def test_without_memory_nothing_is_done_twice_either(box: Box) -> None:
    file = box.mbox(*MAILS)
    box.read(file)
    after = box.everything()
    (box.root / "private" / "inbox.sqlite").unlink()
    again = box.read(file)
    assert sum(again.new.values()) == 0
    assert {k: v for k, v in box.everything().items() if "sqlite" not in k} == {
        k: v for k, v in after.items() if "sqlite" not in k
    }


def test_a_dry_run_writes_nothing(box: Box) -> None:
    file = box.mbox(*MAILS)
    (box.root / ".storyhouse").mkdir(exist_ok=True)
    before = box.everything()
    report = box.read(file, dry=True)
    assert report.new[Kind.GONE] == 4
    assert len(report.answers) == 3
    assert box.everything() == before


def test_a_bounce_of_a_letter_that_was_not_theirs_takes_nobody_off(box: Box) -> None:
    forged = [p for p in MAILS if p.stem.startswith(("forged", "bounce-of-an"))]
    assert len(forged) == 4
    report = box.read(box.mbox(*forged))
    assert report.found == {Kind.UNKNOWN: 4}
    assert box.gone() == {}


def test_an_answer_keeps_no_address_and_no_telephone(box: Box) -> None:
    box.read(box.mbox(*MAILS))
    kept = sorted((box.root / "private" / "answers").iterdir())
    assert len(kept) == 3
    for file in kept:
        text = file.read_text("utf-8")
        assert "@" not in text
        assert "010-1234" not in text
        assert "alert" not in text


def test_of_a_mail_that_is_too_large_nothing_is_read(box: Box) -> None:
    large = b"From: loyal@reader.example\nSubject: unsubscribe\n\n" + b"x" * 10_000_001
    report = box.read_all(iter([Arrived.of(large)]))
    assert report.found == {Kind.LARGE: 1}
    assert box.gone() == {}


def test_what_is_older_is_left_for_another_time(box: Box) -> None:
    file = box.mbox(*MAILS)
    since = run(box, "read", str(file), "--since", "2026-11-26")
    left = len([p for p in MAILS if b" 26 Nov 2026" not in p.read_bytes()])
    assert since.startswith(f"{len(MAILS) - left} mails read, 0 known")
    again = run(box, "read", str(file))
    assert again.startswith(f"{left} mails read, {len(MAILS) - left} known")


@pytest.mark.parametrize(
    ("name", "language"), [("small", "en"), ("small-korean", "ko")]
)
def test_the_report_is_plain(
    tmp_path: Path, golden: Golden, name: str, language: str
) -> None:
    box = Box.of(Shop.of(name, tmp_path / "shop"))
    box.shop.write("private/subscribers.csv", LIST.replace("haeseong", ""))
    file = box.mbox(*MAILS)
    said = run(box, "read", str(file))
    again = run(box, "read", str(file))
    golden(GOLDEN / f"report.{language}.txt", f"{said}\n{again}")


def run(box: Box, *words: str, ends: int = 0) -> str:
    """Type a command; ids of answers are told as such."""
    arguments = ["inbox", *words, "--shop", str(box.root), "--today", str(TODAY)]
    result = CliRunner().invoke(storyhouse, arguments)
    assert result.exit_code == ends, result.output
    said = result.output.replace(str(box.root), "SHOP")
    return re.sub(r"(?<=\d\d-\d\d-)[0-9a-f]{8}\b", "(id)", said)


def test_an_answer_becomes_an_ask_once_it_has_been_read(box: Box) -> None:
    box.read(box.mbox(*(p for p in MAILS if p.stem == "answer-gmail")))
    [file] = (box.root / "private" / "answers").iterdir()
    before = {*(box.root / "content" / "asks").iterdir()}
    said = run(box, "keep", file.name, "--title", "Bread without nuts")
    assert re.search(r"private/answers/\S+\.yml was taken away", said)
    assert not file.exists()
    [ask] = {*(box.root / "content" / "asks").iterdir()} - before
    text = ask.read_text("utf-8")
    assert "haeseong" in text
    assert "without nuts" in text
    assert "2026-11-25" in text
    assert "Mara" not in text
    run(box, "keep", file.name, ends=2)
    run(box, "keep", "../../content/shop", ends=2)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("imaps://host.example/INBOX", "address"),
        ("https://me@host.example/", "address"),
        ("imaps://me:secret@host.example/", "password-in-address"),
        ("imap://me@host.example/", "in-the-open"),
        ("imaps://me@[/", "address"),
        ("nowhere.mbox", "no-file"),
    ],
)
def test_what_is_no_mailbox_is_said(box: Box, address: str, key: str) -> None:
    said = run(box, "read", address, ends=2)
    assert "secret" not in said
    facts = {"host": "host.example", "path": "nowhere.mbox"}
    from storyhouse.words import words_for  # noqa: PLC0415

    assert words_for("en").say(f"inbox.refused.{key}", **facts) in said


def test_the_list_of_the_page_elsewhere_is_merged(box: Box, tmp_path: Path) -> None:
    id_ = secret_of(box.root).id_of("nari@portal.example")
    theirs = tmp_path / "suppressed.csv"
    rows = [f"{id_},unsubscribed,2026-11-25", f"{id_},unsubscribed,2026-11-26"]
    rows += ["x,unsubscribed,2026-11-25", f"{id_[::-1]},active,2026-11-25", "torn"]
    theirs.write_text("\n".join(["subscriber,why,since", *rows]), "utf-8")
    dry = run(box, "read", "--suppressed", str(theirs), "--dry-run")
    assert (box.root / SUPPRESSED).read_text("ascii") == f"{HEADER}\n"
    said = run(box, "read", "--suppressed", str(theirs))
    assert "would be 1 person" in dry
    assert "1 person" in said
    assert "4, 6" in said
    assert box.gone() == {"nari@portal.example": "unsubscribed"}
    assert "0 people" in run(box, "read", "--suppressed", str(theirs))
    assert len((box.root / SUPPRESSED).read_text("ascii").splitlines()) == 2


def test_who_said_yes_again_since_has_said_yes(box: Box, tmp_path: Path) -> None:
    secret = secret_of(box.root)
    back, left = (secret.id_of(f"{n}@portal.example") for n in ("nari", "ara"))
    rows = [(back, "unsubscribed", 1), (back, "active", 9), (left, "active", 9)]
    theirs = tmp_path / "suppressed.csv"
    said = [f"{who},{why},2026-11-{day:02}" for who, why, day in rows]
    box.shop.write("private/suppressed.csv", "\n".join(["subscriber,why,since", *said]))
    again = [f"{back},unsubscribed,2026-11-01", f"{left},unsubscribed,2026-11-20"]
    theirs.write_text("\n".join(["subscriber,why,since", *again]), "utf-8")
    run(box, "read", "--suppressed", str(theirs))
    assert set(suppressed(box.root)) == {left}


def test_who_leaves_again_by_a_page_that_knows_no_yes_leaves(
    box: Box, tmp_path: Path
) -> None:
    who = secret_of(box.root).id_of("nari@portal.example")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for day in (1, 20):  # the page, on another machine, each time
        no = Suppression(who, Standing.UNSUBSCRIBED, dt.date(2026, 11, day))
        add(elsewhere, [no])
        assert who in suppressed(elsewhere)
        run(box, "read", "--suppressed", str(elsewhere / SUPPRESSED))
        assert who in suppressed(box.root)
        suppress(box.root, [replace(no, why=Standing.ACTIVE, since=no.since)])
        assert who not in suppressed(box.root)


def test_another_table_is_no_such_list(box: Box) -> None:
    table = box.root / "private" / "subscribers.csv"
    run(box, "read", "--suppressed", str(table), ends=2)


def test_damaged_memory_is_told(box: Box) -> None:
    box.shop.write("private/inbox.sqlite", b"no database at all" * 100)
    assert "inbox.sqlite" in run(box, "read", str(box.mbox(MAILS[0])), ends=2)


def test_nothing_of_it_is_readable_for_others(box: Box) -> None:
    box.read(box.mbox(*MAILS))
    if os.name == "posix":
        for name in ("inbox.sqlite", "suppressed.csv"):
            mode = (box.root / "private" / name).stat().st_mode
            assert mode & 0o077 == 0


def test_an_id_that_anybody_can_work_out_is_not_believed(box: Box) -> None:
    raw = box.filled(next(p for p in MAILS if p.stem == "bounce-postfix"))
    guessable = person(box.outside, "gone@reader.example", {})
    guessed = box.outside.message_id(guessable).partition("@")[0]
    forged, times = re.subn(rb"<[0-9a-f]{16}\.[0-9a-f]{16}(?=@)", guessed.encode(), raw)
    assert times
    path = box.shop.write("private/forged.eml", forged)
    run(box, "read", str(path))
    assert box.gone() == {}


def test_of_a_folder_what_is_no_mail_is_told(box: Box, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(to_letter(box, "More rye, please."))
    (tmp_path / "b.eml").write_bytes(b"\x89PNG\r\n\x1a\n")
    said = run(box, "read", str(tmp_path))
    assert "1 mail that cannot be read.\n    b.eml\n" in said
    assert "1 answer to a letter.\n" in said


def test_who_is_on_no_list_is_named_as_text(box: Box, tmp_path: Path) -> None:
    from_ = b"From: Bell <bell@c.example>\nSubject: unsubscribe\n\n"
    (tmp_path / "one.eml").write_bytes(from_)
    (tmp_path / "two\x1b[2J.eml").write_bytes(b"nothing")
    said = run(box, "read", str(tmp_path))
    assert "\n    bell@c.example\n" in said
    assert "two [2J.eml" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("begin", ["AW: ", "Antw: R: ", "RES: ", "回复："])
def test_an_answer_is_known_by_its_subject_in_any_language(
    box: Box, begin: str
) -> None:
    issue = next(iter(box.shop.house().issues.values()))
    mail = to_letter(box, "Mehr Roggen, bitte.", f"{begin}{issue.subject}")
    (box.root / "one.eml").write_bytes(mail)
    assert box.read(box.root / "one.eml").found == {Kind.ANSWER: 1}
