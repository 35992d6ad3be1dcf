"""What an owner wrote is what the shop shows, sign for sign."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.model.people import Guarded
from storyhouse.model.record import PersonId, StoryId
from storyhouse.model.stories import Product, Spotlight
from storyhouse.places import Location
from storyhouse.reading.front_matter import split
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.record_check import fit
from storyhouse.reading.text import STRANGE, read_text
from tests.shop import Shop

FILE = Path("content/spotlights/any.md")


def in_quotes(text: str) -> str:
    """As YAML spells it between double quotation marks."""
    spelled = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    for sign in "\x85\u2028\u2029\ufeff":
        spelled[sign] = f"\\u{ord(sign):04x}"
    return '"' + "".join(spelled.get(c, c) for c in text) + '"'


texts = st.text(
    st.characters(codec="utf-8").filter(lambda c: not STRANGE.match(c)), min_size=1
).filter(lambda text: text.strip() and not text.endswith("\n"))


@given(title=texts, words=texts, alt=texts)
def test_any_text_is_read_as_it_is_written(title: str, words: str, alt: str) -> None:
    front = (
        f"---\ntitle: {in_quotes(title)}\ndate: 2026-10-10\ncustomer: haeseong\n"
        f"quote: {{words: {in_quotes(words)}, approved: 2026-10-09}}\n"
        f"cover: {{image: a.png, alt: {in_quotes(alt)}}}\ncompensation: none\n---\n"
    )
    located, body = split(front, FILE)
    story = fit(Spotlight, located, id="any", body=body)
    assert story.title == title
    assert story.quote.words == Guarded(words)
    assert story.cover is not None
    assert story.cover.alt == alt


@given(texts)
def test_the_markdown_below_is_kept_as_it_is(text: str) -> None:
    _, body = split(f"---\ntitle: Salt\n---\n{text}", FILE)
    assert body.text == text


@given(texts, st.data())
def test_any_word_of_a_story_can_be_pointed_at(text: str, data: st.DataObject) -> None:
    whole = f"---\ntitle: Salt\n---\n{text}"
    _, body = split(whole, FILE)
    offset = data.draw(st.integers(0, len(text) - 1))
    where = body.locate(offset)
    line = whole.split("\n")[where.line - 1]
    assert (line + "\n")[where.column - 1] == text[offset]


@pytest.mark.parametrize("word", ["No", "yes", "null", "1.50", "0x1F", "1e3", "010"])
def test_a_word_stays_a_word(shop: Shop, word: str) -> None:
    shop.change(
        "content/asks/less-salt.yml", "Less salt in the salt bread", f'"{word}"'
    )
    shop.change("content/people/haeseong.yml", "Bakes on Sundays.", word)
    house = shop.house()
    (ask,) = house.asks.values()
    assert ask.title == word
    about = house.people[PersonId("haeseong")].about.opened()
    assert about == ("" if word == "null" else word)


def test_a_price_keeps_its_cents(shop: Shop) -> None:
    shop.change("content/products/salt-bread.md", 'amount: "3800"', "amount: 3.50")
    bread = shop.house().written[StoryId("salt-bread")]
    assert isinstance(bread, Product)
    assert bread.price is not None
    assert bread.price.amount == "3.50"


def test_lines_that_only_yaml_sees_become_spaces(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("name: One\u2028two\u2029three\x85four\nrole: 'guest\n", "utf-8")
    text = read_text(path, path)
    assert text.startswith("name: One two three four\n")


def test_every_part_of_a_file_has_its_place() -> None:
    text = "a: 1\nb:\n  - x\n  - {c: y, d: [z]}\n"
    source = read_yaml(text, FILE).source
    places = {
        ("a",): (1, 4),
        ("b",): (3, 3),
        ("b", 0): (3, 5),
        ("b", 1, "c"): (4, 9),
        ("b", 1, "d", 0): (4, 16),
    }
    assert {
        at: (source.values[at].line, source.values[at].column) for at in places
    } == (places)
    assert source.key_at("b", 1, "d") == Location(FILE, 4, 12)
    assert source.key_at("b", 1, "missing") == source.value_at("b", 1)
    assert source.value_at("b", 7, "nowhere") == source.value_at("b")
    assert source.value_at("nowhere") == Location(FILE)
