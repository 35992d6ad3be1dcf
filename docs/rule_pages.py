"""The value rules' pages, docs/rules/ and docs/ko/rules/.

They are made of the same page as `storyhouse explain RULE` prints; of the words of ads,
some of the pack's own tests stand there as examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from tables import begun, folder, rows, safe, table

from storyhouse.checking.rulebook import Rule, rulebook
from storyhouse.model.packs import Family
from storyhouse.reading.packs import shipped_packs
from storyhouse.telling.explaining import Page, families, page_of
from storyhouse.words import LANGUAGES, Words, words_for

#: The groups as an owner thinks of them, each with what its rules' ids begin with.
GROUPS = {
    "ad": ("ad",),
    "value": ("value",),
    "people": ("person", "consent", "quote", "credit", "comp", "pii"),
    "loop": ("loop",),
    "occasions": ("event", "community", "collab", "crisis"),
    "law": ("pers", "kr", "us"),
    "allow": ("allow",),
}
#: Of each family's tests, as many as are read.
_EXAMPLES = 6
_SOURCE = re.compile(r"\bS(\d):(\d+)")


def pages() -> dict[Path, str]:
    """Every rule's page and the list of all, in every language."""
    made = {}
    for language in LANGUAGES:
        rules = folder(language) / "rules"
        made[rules / "index.md"] = index(language)
        for rule in rulebook().values():
            made[rules / file_of(rule.id)] = rule_page(rule, language)
    return made


def file_of(rule: str) -> str:
    """The name of a rule's page."""
    return f"{rule.replace('/', '-')}.md"


def index(language: str) -> str:
    """All rules, a line each."""
    words, said = words_for(language), _said(language)
    page = begun(said["all"], said["about"])
    for group, rules in grouped():
        page += [f"## {said['groups'][group]}\n", f"{said['groups-about'][group]}\n"]
        head = (said["rule"], said["level"], said["what"])
        page += rows(head, (_line(rule, words) for rule in rules))
    return "\n".join(page)


def grouped() -> Iterator[tuple[str, list[Rule]]]:
    """The rules in their groups; a rule of a new kind would be missed by the tests."""
    for group, beginnings in GROUPS.items():
        yield group, [r for r in rulebook().values() if r.group in beginnings]


def linked(language: str) -> Iterator[str]:
    """The rules of each group on a line, each leading to its page."""
    said = _said(language)
    for group, rules in grouped():
        links = (f"[{r.id}](rules/{file_of(r.id)})" for r in rules)
        yield f"- {said['groups'][group]}: {' · '.join(links)}"


def rule_page(rule: Rule, language: str) -> str:
    """One rule's page, with the numbers as they come."""
    words, said = words_for(language), _said(language)
    page = page_of(rule, words, shipped_packs())
    about = f"`{rule.id}` · {_level(rule, words)} · [{said['all']}](index.md)"
    text = begun(safe(page.title), f"{about}\n\n{safe(page.checks)}")
    for heading, below in (
        ("why", [f"{_with_sources(page)}\n"]),
        ("says", _quoted(page.says)),
        ("instead", _instead(page, words)),
        ("examples", _examples(rule, language)),
        ("settings", _settings(page, language)),
        ("allow", _allowing(rule, language)),
    ):
        if written := [*below]:
            text += [f"## {said[heading]}\n", *written]
    return "\n".join(text)


def _line(rule: Rule, words: Words) -> list[str]:
    title = words.say(f"rules.{rule.id}.title")
    return [f"[{rule.id}]({file_of(rule.id)})", _level(rule, words), safe(title)]


def _level(rule: Rule, words: Words) -> str:
    levels = ["warning", "error"] if rule.rises else [rule.level]
    said = (words.say(f"command.severity.{level}") for level in levels)
    return _said(words.language)["or"].join(said)


def _with_sources(page: Page) -> str:
    """The reason, each line that it comes from leading to its text."""
    why = page.why
    for source in page.source.split(", "):
        if source not in why:
            why = _SOURCE.sub(rf"\g<0>, {source}", why, count=1)
    return _SOURCE.sub(r"[S\1:\2](../value-rules.md#s\1)", safe(why))


def _quoted(says: list[str]) -> Iterator[str]:
    for text in says:
        yield f"> {safe(text)}\n"


def _instead(page: Page, words: Words) -> Iterator[str]:
    said = _said(words.language)
    yield from (f"- {safe(text)}" for text in page.instead)
    yield ""
    head = (said["not-this"], said["but-this"])
    yield from rows(head, [[safe(page.not_this), safe(page.but_this)]])


def _examples(rule: Rule, language: str) -> Iterator[str]:
    said = _said(language)
    own = [f for spoken, f in families(rule.id, shipped_packs()) if spoken == language]
    for key, texts in (
        ("found", chain.from_iterable(_some(f, "match") for f in own)),
        ("passes", chain.from_iterable(_some(f, "pass_") for f in own)),
    ):
        if listed := [f"- {safe(text)}" for text in texts]:
            yield from (f"{said[key]}\n", *listed, "")


def _some(family: Family, key: str) -> tuple[str, ...]:
    """Some of a family's tests, from all over their list."""
    texts: tuple[str, ...] = getattr(family.tests, key)
    chosen = (index * len(texts) // _EXAMPLES for index in range(_EXAMPLES))
    return tuple(texts[index] for index in dict.fromkeys(chosen)) if texts else ()


def _settings(page: Page, language: str) -> Iterator[str]:
    said, numbers = _said(language), table("rule-numbers").get(page.id, {})
    yield f"{said['in-shop']}\n"
    yield _block(f"rules:\n  {page.id}: off    # {said['otherwise']}")
    if page.numbers:
        set_ = ", ".join(f"{name}: {value:g}" for name, value in page.numbers.items())
        yield f"{said['with-numbers']}\n"
        yield _block(f"rules:\n  {page.id}: {{{set_}}}")
        lines = (
            [f"`{name}`", f"{value:g}", numbers[name][language]]
            for name, value in page.numbers.items()
        )
        head = (said["number"], said["as-it-comes"], said["meaning"])
        yield from rows(head, lines)


def _allowing(rule: Rule, language: str) -> Iterator[str]:
    """How to let one stand; what is said of allowances themselves cannot be."""
    if rule.group == "allow":
        return
    said = _said(language)
    yield f"{said['in-text']}\n"
    yield _block(f'<!-- storyhouse: allow {rule.id} because "…" -->', "markdown")
    yield f"{said['in-keys']}\n"
    yield _block(f'allow:\n  - {{rule: {rule.id}, because: "…"}}')


def _block(text: str, kind: str = "yaml") -> str:
    return f"```{kind}\n{text}\n```\n"


def _said(language: str) -> dict[str, Any]:
    said: dict[str, Any] = table("reference-words")["rules"][language]
    return said
