"""A rule pack of a shop's own, and stories that break its rule.

Tests of how findings are told and judged use it: the packs that come with storyhouse
grow, and would change what these tests expect.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.record import StoryId
from storyhouse.model.stories import BehindTheScenes
from storyhouse.reading.front_matter import split
from storyhouse.reading.packs import read_pack
from storyhouse.reading.record_check import fit
from tests.shop import SHOPS, Shop

RULES = "content/rules/ours.yml"
RULE = "own/rush"
PHRASE = "chop chop"
PACK = """\
language: en
families:
  rush:
    patterns: ['\\bchop\\W+chop\\b']
    exceptions: ['chop chop salad']
    tests:
      match: ['Come, chop chop!']
      pass: ['We chop onions.', 'A chop chop salad.']
    message: “{written}” pushes.
    reason: Nobody comes back to be pushed.
    rewrite: Say until when there is some.
"""
STORY = "content/behind-the-scenes/salt.md"
FRONT = "---\ntitle: Salt\ndate: 2026-10-10\n{more}---\n"


def story(body: str, more: str = "") -> str:
    """A story with a text; `more` are lines of front matter."""
    return FRONT.format(more=more) + body


def rushed(shop: Shop, body: str = f"Come, {PHRASE}!\n", more: str = "") -> Shop:
    """The shop with the pack and a story that breaks its rule once."""
    shop.write(RULES, PACK)
    shop.write(STORY, story(body, more))
    return shop


def of_rule(shop: Shop, rule: str = RULE) -> list[Diagnostic]:
    """What a rule has to say of a shop."""
    return [f for f in shop.told().findings if f.code == rule]


@cache
def house() -> House:
    """A small shop with the pack, to put stories into; not to be written to."""
    small = Shop(SHOPS / "small").house()
    pack = read_pack(Path(), Path(RULES), "ours", PACK.encode())
    return replace(small, packs=(*small.packs, pack))


def house_with(*files: tuple[str, str]) -> House:
    """That shop with more stories in it, each a path and its text."""
    more = {}
    for path, text in files:
        located, body = split(text, Path(path))
        made = fit(BehindTheScenes, located, id=Path(path).stem, body=body)
        more[StoryId(made.id)] = made
    return replace(house(), written={**house().written, **more})
