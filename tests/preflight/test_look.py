"""Who a letter is counted for, and how large it is for them."""

from __future__ import annotations

import datetime as dt
import html

import pytest

from storyhouse.letters import render
from storyhouse.model.subscribers import Standing
from storyhouse.preflight.readers import readers
from storyhouse.preflight.seen import Seen
from storyhouse.prose.fields import filled
from storyhouse.sending.recipients import recipients
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import Suppression, suppress
from tests.preflight.desk import Desk, with_more

ROWS = (
    "email,first_name,status,tags,language\n"
    "anna@example.com,Anna,,regular,en\n"
    "ANNA@example.com,Anna again,active,regular,en\n"
    "ben@example.com,Ben,unsubscribed,regular,en\n"
    "cho@example.com,조,active,regular,ko\n"
    "dan@example.com,Dan,active,,en\n"
    "eve@example.com,,active,regular,en\n"
    "fay@example.com,Fay & <Fay>,active,regular,\n"
)


@pytest.mark.parametrize(
    "audience", ["everyone", "regular", "language:en", "regular + language:ko"]
)
def test_counts_whom_sending_would_write_to(desk: Desk, audience: str) -> None:
    desk.subscribers(ROWS)
    desk.head("audience", audience)
    root = desk.shop.root
    secret = secret_of(root)
    gone = secret.id_of("eve@example.com")
    day = dt.date(2026, 1, 1)
    suppress(root, [Suppression(gone, Standing.UNSUBSCRIBED, day)])
    house, issue, letter = desk.opened()
    listed = SubscriberList(root)
    got = [*recipients(root, house, issue, letter, listed)]
    walked = readers(Seen(root, house, issue, letter), listed)
    assert walked.count == len(got) > 0
    for recipient in got:
        markup = filled(letter.html, recipient.values, html.escape, recipient.parts)
        assert len(markup.encode()) <= walked.largest


def test_the_largest_letter_is_as_large_as_it_is(desk: Desk) -> None:
    desk.subscribers(
        f"email,first_name\nfay@example.com,{'<&>' * 400}\nbo@example.com,Bo\n"
    )
    root = desk.shop.root
    house, issue, letter = desk.opened()
    listed = SubscriberList(root)
    sizes = [
        len(filled(letter.html, r.values, html.escape, r.parts).encode())
        for r in recipients(root, house, issue, letter, listed)
    ]
    walked = readers(Seen(root, house, issue, letter), listed)
    assert walked.largest == max(sizes)


def test_one_long_name_can_make_a_letter_too_long(desk: Desk) -> None:
    desk.subscribers(f"email,first_name\nfay@example.com,{'<' * 4000}\n")
    house, issue, _ = desk.opened()
    letter, _ = render(house, issue)
    assert letter is not None
    size = len(filled(letter.html, {}, html.escape).encode())
    bread = "<p>" + "Bread. " * ((89_000 - size) // 7) + "</p>"
    desk.spoil = lambda letter: with_more(letter, bread)
    codes = [f.code for f in desk.found() if f.code.startswith("letter/")]
    assert codes == ["letter/too-big"]


def test_a_shop_without_a_list_sends_elsewhere(desk: Desk) -> None:
    looked = desk.look()
    assert not looked.listed
    assert looked.found == []


def test_a_look_says_what_the_letter_is_like(desk: Desk) -> None:
    desk.subscribers(ROWS)
    looked = desk.look()
    assert looked.subject == "Why we cut the salt"
    assert looked.fields == ("first_name",)
    assert looked.listed
    assert looked.recipients == 5
    assert looked.words > 100
    assert looked.score is None
