"""How well the word packs tell ads from honest paragraphs: `python -m bench.corpus`.

The corpus (tests/corpus/) was marked by hand before the patterns met it; `test` is kept
apart from `tuning`, on which the patterns were written. What is counted:

- of a rule: a paragraph is right when the rule speaks and a person marked it, wrong
  when the rule speaks alone, missed when the person does;
- of `ad/stacked`: right when it speaks of a paragraph that a person marked an ad;
- false alarms: honest paragraphs of which `ad/stacked`, or any rule, warns. A price
  matters by its position only, and suggestions are quiet unless asked for: neither is
  an alarm.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from storyhouse.checking.ads import stacked
from storyhouse.checking.patterns import Finder, families_of
from storyhouse.checking.rulebook import rulebook
from storyhouse.checking.spoken import prepared
from storyhouse.model.packs import Level
from storyhouse.reading.packs import shipped_packs

_DOCS = Path(__file__).parent.parent / "docs"
_PAGES = (_DOCS / "value-rules.md", _DOCS / "ko" / "value-rules.md")
_BEGIN = "<!-- corpus: made by `python -m bench.corpus --write` -->"
_END = "<!-- corpus: end -->"
CORPUS = Path(__file__).parent.parent / "tests" / "corpus"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text, whether an honest shop would say it, and what a person saw in it."""

    text: str
    honest: bool
    families: frozenset[str]


@dataclass(slots=True)
class Count:
    """Of one rule."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """How much of what was said is right; 1 for nothing said."""
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """How much of what there is was said."""
        there = self.right + self.missed
        return self.right / there if there else 1.0


@dataclass(slots=True)
class Figures:
    """Of one part of the corpus in one language."""

    honest: int = 0
    ads: int = 0
    #: Honest paragraphs that `ad/stacked`, or any rule at all, speaks of.
    stacked_alarms: int = 0
    alarms: int = 0
    rules: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))


def corpus(part: str, language: str) -> list[Paragraph]:
    """The paragraphs of `tuning` or `test` in a language."""
    files = sorted((CORPUS / part).glob(f"{language}*.yml"))
    return [
        _paragraph(each)
        for file in files
        for each in yaml.safe_load(file.read_text("utf-8"))
    ]


def _paragraph(each: Mapping[str, Any]) -> Paragraph:
    return Paragraph(
        each["text"], each["honest"], frozenset(each.get("families") or ())
    )


def measure(part: str, language: str) -> Figures:
    """What the language's pack makes of a part of the corpus."""
    pack = next(p for p in shipped_packs() if p.language == language)
    families = [*families_of(pack)]
    finder, rules = Finder(families), {f.name: f.rule for f in families}
    figures = Figures()
    for paragraph in corpus(part, language):
        met = finder.find(prepared(paragraph.text))
        seen = _Seen(
            names={family.name for family, _ in met.values()},
            stacked=stacked(met) >= 2,
            warned=any(_warns(family.rule) for family, _ in met.values()),
        )
        _count(figures, paragraph, seen, rules)
    return figures


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the pack makes of a paragraph."""

    names: set[str]
    stacked: bool
    warned: bool


def _warns(rule: str) -> bool:
    return rule != "ad/price-first" and rulebook()[rule].level is Level.WARNING


def _count(
    figures: Figures, paragraph: Paragraph, seen: _Seen, rules: Mapping[str, str]
) -> None:
    honest = paragraph.honest
    figures.honest += honest
    figures.ads += not honest
    figures.alarms += honest and seen.warned
    figures.stacked_alarms += honest and seen.stacked
    together = figures.rules["ad/stacked"]
    together.right += seen.stacked and not honest
    together.wrong += seen.stacked and honest
    together.missed += not seen.stacked and not honest
    for name, rule in rules.items():
        count, marked = figures.rules[rule], name in paragraph.families
        met = name in seen.names
        count.right += met and marked
        count.wrong += met and not marked
        count.missed += marked and not met


def table(part: str, language: str) -> Iterator[str]:
    """The figures as Markdown."""
    figures = measure(part, language)
    many = f"{figures.ads} ads, {figures.honest} honest paragraphs"
    yield f"**{part}, {language}**: {many}"
    yield ""
    yield "| rule | precision | recall | right, wrong, missed |"
    yield "|---|---|---|---|"
    for rule, c in sorted(figures.rules.items()):
        counts = f"{c.right}, {c.wrong}, {c.missed}"
        yield f"| `{rule}` | {c.precision:.2f} | {c.recall:.2f} | {counts} |"
    yield ""
    yield (
        f"Honest paragraphs that are called an ad: {figures.stacked_alarms} of "
        f"{figures.honest}; that are warned of at all: {figures.alarms}."
    )
    yield ""


def put_into(page: Path, tables: str) -> None:
    """Put the tables between the marks of a page that is written by hand."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(f"{before}{_BEGIN}\n\n{tables}\n{_END}{after}", "utf-8")


def main() -> None:
    """`python -m bench.corpus [--write]`."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus")
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/value-rules.md"
    )
    asked = parser.parse_args()
    told = {
        part: "\n".join(line for lang in ("en", "ko") for line in table(part, lang))
        for part in ("test", "tuning")
    }
    print("\n".join(told.values()))
    if asked.write:
        for page in _PAGES:
            put_into(page, told["test"])


if __name__ == "__main__":
    main()
