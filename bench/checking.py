"""What a check of stories alone takes: `python -m bench.checking`.

The shops of `make bench` hold asks, people and letters as well; here there are only
stories of 400 words, so that the growth from one row to the next is theirs.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from statistics import median

from bench.engines import STORYHOUSE
from bench.running import run
from bench.tales import TODAY

_WORDS = Path(__file__).parent / "words.txt"
_SHOP = """name: A shop
url: https://shop.example
owner: ann
why_us: Because we ask.
contact: {email: hello@shop.example}
"""
_STORY = """---
title: Story number {number}
date: 2026-{month:02}-{day:02}
summary: {summary}.
takeaway: {takeaway}.
value: [functional, emotional]
moment: {{when: 2026-01-01, where: behind the oven}}
---
{body}
"""
_TIMES = 5


def write_stories(folder: Path, count: int) -> None:
    """A shop of so many stories, each of five paragraphs of eighty words."""
    dice = random.Random(1)
    words = [word for word in _WORDS.read_text("utf-8").split() if word.isalpha()]

    def some(many: int) -> str:
        return " ".join(dice.choices(words, k=many))

    stories = folder / "content" / "behind-the-scenes"
    (folder / "content" / "people").mkdir(parents=True)
    stories.mkdir()
    (folder / "content" / "shop.yml").write_text(_SHOP, "utf-8")
    person = folder / "content" / "people" / "ann.yml"
    person.write_text("name: Ann\nrole: maker\n", "utf-8")
    for number in range(count):
        story = _STORY.format(
            number=number,
            month=1 + number % 10,
            day=1 + number % 28,
            summary=f"What {some(12)}",
            takeaway=f"What {some(10)}",
            body="\n\n".join(f"{some(80)}." for _ in range(5)),
        )
        (stories / f"story-{number}.md").write_text(story, "utf-8")


def main() -> None:
    """Print seconds for a start, a thousand stories and two thousand."""
    command = [*STORYHOUSE, "check", "--today", TODAY.isoformat()]
    for count in (10, 1_000, 2_000):
        with tempfile.TemporaryDirectory() as folder:
            write_stories(Path(folder), count)
            took = [run(command, Path(folder), {}).seconds for _ in range(_TIMES)]
        print(f"{count} stories: {median(took):.2f} s")


if __name__ == "__main__":
    main()
