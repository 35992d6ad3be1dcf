"""The fast way gives what the slow way gives, whatever people's names are."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storyhouse.letters import Letter, message
from storyhouse.letters.folding import folded
from storyhouse.letters.headers import encoded, mailbox
from storyhouse.prose.fields import MergeField, Repeated, filled
from storyhouse.refusing import RefusedError
from storyhouse.sending.merging import Merge
from storyhouse.sending.pieces import room
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.wire import dotted
from tests.conftest import Golden
from tests.sending.rendered import TOKEN, parsed, rendered, somebody, texts

GOLDEN = Path(__file__).parents[1] / "golden/sending"
_SIGNS = st.characters(exclude_categories=()) | st.sampled_from(
    '\r\n\0\x0b\x0c\x1c\x85\u2028\u2029\u202e\u2067\ufeff\ufffe\uffff"\\<>,;:=?_-😀️'
)
VALUES = st.text(_SIGNS, max_size=60) | st.sampled_from(
    [
        "",
        "민지",
        "김 해성",
        "بسمة",
        "=?utf-8?q?x?=",
        "=2B",
        "--=_",
        *(".", "..", ". "),
        "가" * 400,
        "a" * 1200,
    ]
)


def _small(letter: Letter) -> Letter:
    """A letter of a few lines, for many readers; everything in it may be filled."""
    name, out = MergeField("name", "손님", "이(가)"), MergeField("unsubscribe_url")
    first, city = MergeField("first_name", "friend"), MergeField("city")
    own = Repeated("asked", ("\n* ",), ("물으신 ", MergeField("ask"), "\n"), ("끝",))
    return replace(
        letter,
        subject=("빵이 ", first, " 나왔어요"),
        text=("안녕 ", name, ".\n", first, first, ". \n--", city, "\n.", own, out),
        html=("<p>", name, own, "</p><a href='", out, "'>x</a>\n", city, "<br>끝\n"),
    )


def _same(letter: Letter, who: Recipient) -> None:
    plain = message(letter, who.address, who.values, who.parts, eight_bit=True)
    assert Merge(letter, eight_bit=True)(who) == plain
    slow = parsed(message(letter, who.address, who.values, who.parts))
    raw = Merge(letter)(who)
    fast = parsed(raw)
    assert fast.items() == slow.items()
    assert texts(fast) == texts(slow)
    body = raw.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for merge in (Merge(letter, eight_bit=True), Merge(letter)):
        assert merge.wire(who) == dotted(merge(who))


@settings(max_examples=80)
@given(name=VALUES, first=VALUES, city=VALUES, asks=st.lists(VALUES, max_size=2))
@example(name="x\r\nBcc: a@b.example", first="\r\n\r\n", city="\n.\n", asks=["\r"])
@example(name="\ud800", first="\u202e", city="\0", asks=[])
@example(name=".", first="", city=".", asks=[".", ""])
@example(name="", first=".", city="", asks=[])
def test_same_as_the_slow_way(
    name: str, first: str, city: str, asks: list[str]
) -> None:
    who = somebody(name=name, first_name=first, city=city)
    parts = {"asked": [{"ask": ask} for ask in asks]}
    _same(_small(rendered("gullyeo")), replace(who, parts=parts))


@pytest.mark.parametrize("issue", ["october", "gullyeo", "winter"])
@pytest.mark.parametrize("name", ["민지", "", "A<b>&\"'", "김" * 500, "--=_x"])
def test_whole_letters(issue: str, name: str) -> None:
    _same(rendered(issue), somebody(name=name, first_name=name))


def test_one_merge_serves_many() -> None:
    """What is remembered of one reader is never another's."""
    letter = _small(rendered("gullyeo"))
    merge = Merge(letter, eight_bit=True)
    names = [f"이름{number % 5000}" for number in range(10_000)]
    for number, name in enumerate(names):
        raw = merge(somebody(f"r{number}@mail.example", name=name, city=name))
        if number % 100 == 0:
            assert f"--{name}\r\n".encode() in raw


def test_own_words_that_are_a_boundary_part_nothing() -> None:
    letter = _small(rendered("gullyeo"))
    who = somebody(name="민지")
    bound = parsed(Merge(letter)(who)).get_boundary()
    assert bound
    who = somebody(name="민지", city=bound)  # behind two dashes, at a line's beginning
    _same(letter, who)
    mail = parsed(Merge(letter, eight_bit=True)(who))
    assert f"--{bound}" in texts(mail)[0]


def test_eight_bits_only_where_every_line_is_short() -> None:
    letter = rendered("gullyeo")
    assert b"Content-Transfer-Encoding: 8bit" in Merge(letter, eight_bit=True)(
        somebody()
    )
    long = replace(letter, html=(f"<pre>{'x' * 1000}</pre>",))
    merge = Merge(long, eight_bit=True)
    assert not merge.eight_bit
    assert b"8bit" not in merge(somebody())


@pytest.mark.parametrize("issue", ["october", "gullyeo", "winter"])
def test_folding_changes_blanks_alone(issue: str) -> None:
    html = rendered(issue).html
    short = filled(folded(html), {})
    assert short.replace("\n", " ") == filled(html, {}).replace("\n", " ")
    assert max(len(line.encode()) for line in short.split("\n")) <= 998
    pres = re.compile(r"<pre\b.*?</pre>|<style.*?</style>", re.DOTALL)
    assert pres.findall(short) == pres.findall(filled(html, {}))


def test_a_line_never_ends_inside_an_attribute() -> None:
    link = '<a title="' + "many words " * 200 + '">x</a>'
    assert 'title="' + "many words " * 200 in filled(folded((link,)), {})


def test_what_cannot_be_parted_begins_a_line_where_it_would_not_end_in_one() -> None:
    """Behind the last blank, tags may follow that have none."""
    short = filled(folded((f"{'x' * 300} y{'<b></b>' * 40}",)), {})
    assert [len(line) for line in short.split("\n")] == [300, 281]


def test_a_long_line_takes_no_room_from_fields_that_stand_in_others() -> None:
    name = MergeField("name")
    assert room((f"{'x' * 990}\n{'x' * 598}", name, name)) == 200
    assert room((f"{'x' * 990}\n",)) > 0 > room((f"{'x' * 1000}\n", name))


@pytest.mark.parametrize("issue", ["october", "gullyeo", "winter"])
def test_nobody_ordinary_is_written_to_the_slow_way(
    issue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("storyhouse.sending.merging.message")
    monkeypatch.delattr("storyhouse.sending.merging.dotted")
    out = f"https://shop.example/{'a-long-way/' * 10}out?token={TOKEN}"
    for eight_bit in (False, True):
        merge = Merge(rendered(issue), eight_bit=eight_bit)
        assert merge(somebody(name="민지", unsubscribe_url=out))
        assert merge.wire(somebody(name="민지", unsubscribe_url=out))


#: Whatever somebody may have typed, or a program put, into a list.
_NASTY = [
    *("\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028", "\u2029", "\t", " ", ","),
    *('"', "\\", "<", ">", "@", ";", ":", "(", ")", "=?", "?=", "=2B", "\u202e"),
    *("\nBcc: x@evil.example", "\r\n\r\n<script>", "=HYPERLINK(1)", "민지", "김", "אב"),
    *("👩‍👩‍👧", "\U00010348", "\ud800", "\u0301", "-", "+", "@evil.example>", "--=_"),
]
_HEADERS = (
    b"Content-Type MIME-Version From To Reply-To Subject Date Message-ID List-Id "
    b"List-Unsubscribe List-Unsubscribe-Post"
).split()


def _name(dice: random.Random) -> str:
    made = [
        dice.choice(_NASTY) if dice.random() < 0.5 else chr(dice.randrange(0x110000))
        for _ in range(dice.randrange(9))
    ]
    return "".join(made)


def _parses(raw: bytes) -> None:
    mail = message_from_bytes(raw)
    both = mail.get_payload()
    assert isinstance(both, list)
    assert len(both) == 2
    assert not any(part.defects for part in (mail, *both))


def test_a_hundred_thousand_names() -> None:
    """Of all: exactly our header lines, and two whole parts; every 200th strictly."""
    dice = random.Random(20261128)  # noqa: S311 (the same every time)
    merges = [Merge(_small(rendered("gullyeo")), eight_bit=b) for b in (False, True)]
    refused = 0
    for number in range(100_000):
        box = (
            f"r{number}@mail.example" if number % 10 else f"{_name(dice)}@mail.example"
        )
        name, first = _name(dice), _name(dice)
        who = somebody(box, name=name, first_name=first, city=_name(dice))
        try:
            raw = merges[number % 2](who)
        except RefusedError:
            assert number % 10 == 0
            refused += 1
            continue
        head = raw.partition(b"\r\n\r\n")[0]
        assert head.isascii()
        lines = head.split(b"\r\n")
        own = [line for line in lines if not line.startswith(b" ")]
        assert [line.partition(b":")[0] for line in own] == _HEADERS
        assert not re.search(rb"[\0-\x08\x0a-\x1f\x7f]", b"".join(lines))
        _parses(raw)
        if number % 200 == 1 or (number % 10 == 0 and refused % 40 == 0):
            mail = parsed(raw)
            assert len(mail["To"].addresses) == 1
            assert mail["To"].addresses[0].addr_spec == box.strip()
    assert 5_000 < refused < 10_000


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("minji@빵집.example", "minji@xn--oy3bu1s.example"),
        ("o'hara+a@mail.example", "o'hara+a@mail.example"),
        ('"a, b"@mail.example', '"a, b"@mail.example'),
        (" minji@mail.example ", "minji@mail.example"),
    ],
)
def test_mailbox(written: str, sent: str) -> None:
    assert mailbox(written) == sent


@pytest.mark.parametrize(
    "written",
    [
        *["", "a", "@b.example", "a@", "a b@c.example", "a@b@c.example"],
        *["a@b.example\r\nBcc: x@y.example", "a@b..example", f"{'a' * 65}@b.example"],
        *["<a@b.example", 'a"b@c.example', "a@b.example, c@d.example"],
        *["a@b.example>", "a\0@b.example"],
    ],
)
def test_what_is_no_mailbox(written: str) -> None:
    with pytest.raises(RefusedError) as refused:
        mailbox(written)
    assert refused.value.key == "mailing.refused.no-address"


def test_a_mailbox_that_few_servers_take() -> None:
    with pytest.raises(RefusedError) as refused:
        mailbox("민지@mail.example")
    assert refused.value.key == "mailing.refused.needs-utf8"


def test_names_keep_their_direction_to_themselves() -> None:
    who = somebody(name="ab\u202ecd\u2066ef", first_name="\u202ex")
    mail = parsed(Merge(_small(rendered("gullyeo")))(who))
    assert mail["To"].addresses[0].display_name == "abcdef"
    assert "\u202e" not in "".join([*texts(mail), mail["Subject"]])


def test_ways_out_are_ones_own() -> None:
    mail = parsed(Merge(rendered("gullyeo"))(somebody()))
    out = re.sub(r"\s+", " ", mail["List-Unsubscribe"])
    assert out == (
        f"<https://moss.example/out?token={TOKEN}>, "
        f"<mailto:reply@moss.example?subject=unsubscribe%20{TOKEN}>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@given(text=st.text(_SIGNS, max_size=200))
def test_header_lines_are_short(text: str) -> None:
    for line in f"Subject: {encoded(text, 'Subject')}".split("\r\n"):
        assert len(line) <= 76 + len("Subject: ")
        assert line.isascii()
        assert line.isprintable()


@pytest.mark.parametrize(
    ("issue", "name"), [("october", "Alex O'Hara"), ("gullyeo", "김 민지")]
)
def test_golden(issue: str, name: str, golden: Golden) -> None:
    who = somebody(name=name, first_name=name.rsplit(maxsplit=1)[-1])
    raw = Merge(rendered(issue))(who)
    mail = raw.decode("ascii").replace("\r\n", "\n")
    # The HTML is the compiler's and changes with it.
    head, kind, _ = mail.partition("Content-Type: text/html")
    assert kind
    golden(GOLDEN / f"{issue}.eml", head)
    golden(GOLDEN / f"{issue}.txt", texts(parsed(raw))[0].replace("\r\n", "\n"))
