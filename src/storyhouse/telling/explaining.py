"""A rule's page: what it looks at, why, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storyhouse.checking.rulebook import Rule
from storyhouse.checking.settings import Settings
from storyhouse.model.packs import Family, Pack
from storyhouse.words import Words, holds_only


@dataclass(frozen=True, slots=True)
class Page:
    """A rule in words; empty where there is nothing to say."""

    id: str
    title: str
    level: str
    checks: str
    why: str
    instead: list[str]
    says: list[str]
    not_this: str
    but_this: str
    numbers: Mapping[str, float]
    source: str


def page_of(
    rule: Rule, words: Words, packs: tuple[Pack, ...], settings: Settings | None = None
) -> Page:
    """The page, in the language of the words; with a shop's own settings, if given."""
    there = [*families(rule.id, packs)]
    own = [f for f in there if f[0] == words.language] or there
    about = {key: _said(words, rule.id, key) for key in ("says", "instead")}
    why = _one(words, rule.id, "why")
    for _, family in own:
        about["says"].append(_of_pack(family.message))
        about["instead"].append(_of_pack(family.rewrite))
        why = why or family.reason
    level = settings.level(rule.id) if settings else None
    numbers = {
        name: settings.number(rule.id, name) if settings else number
        for name, number in rule.numbers.items()
    }
    return Page(
        id=rule.id,
        title=_one(words, rule.id, "title") or rule.id,
        level=words.say(f"command.severity.{level or rule.level}"),
        checks=_one(words, rule.id, "checks"),
        why=why,
        instead=about["instead"],
        says=about["says"],
        not_this=_one(words, rule.id, "not_this"),
        but_this=_one(words, rule.id, "but_this"),
        numbers=numbers,
        source=rule.source,
    )


def families(rule: str, packs: tuple[Pack, ...]) -> Iterator[tuple[str, Family]]:
    """The families of ad words that a rule looks for, with their language."""
    for pack in packs:
        for name, family in pack.families.items():
            if (family.rule or f"own/{name}") == rule:
                yield pack.language.value, family


def _one(words: Words, rule: str, key: str) -> str:
    text = words.entries.get(f"rules.{rule}.{key}", "")
    return text.replace("{{", "{").replace("}}", "}")


def _said(words: Words, rule: str, key: str) -> list[str]:
    """A text, or all of its variants, their facts shown as gaps."""
    whole = words.entries.get(f"rules.{rule}.{key}")
    texts = [whole] if whole else [*words.of(f"rules.{rule}.{key}").values()]
    return [with_gaps(text) for text in texts]


class _Gap(dict[str, object]):
    def __missing__(self, _key: str) -> _Gap:
        return self

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            return f"… {spec.split('|')[1]}"
        return f"…{spec}" if "/" in spec else "…"


def with_gaps(template: str) -> str:
    """A sentence with … where its facts go."""
    return template.format_map(_Gap())


def _of_pack(template: str) -> str:
    """As that, whatever the shop's own pack holds."""
    return with_gaps(template) if holds_only(template, {"written": ""}) else template


def terminal(page: Page, words: Words) -> Iterator[str]:
    """The page as lines."""

    def say(key: str) -> str:
        return words.say(f"command.explain.{key}")

    yield f"{page.id} · {page.level}"
    yield page.title
    yield ""
    for key, texts in (
        ("checks", [page.checks]),
        ("why", [page.why]),
        ("instead", page.instead),
    ):
        for text in texts:
            if text:
                yield f"{say(key)}: {text}"
    if page.not_this:
        yield ""
        yield f"{say('not-this')}: {page.not_this}"
        yield f"{say('but-this')}: {page.but_this}"
    yield ""
    yield f"{say('settings')}:"
    yield from (f"    {line}" for line in setting_lines(page))
    yield f"{say('allow')}:"
    yield f'    <!-- storyhouse: allow {page.id} because "…" -->'
    yield f"{say('allow-file')}:"
    yield f'    allow: [{{rule: {page.id}, because: "…"}}]'


def setting_lines(page: Page) -> Iterator[str]:
    """What to write in content/shop.yml: either of the lines."""
    yield f"rules: {{{page.id}: off}}"
    if page.numbers:
        numbers = ", ".join(f"{k}: {v:g}" for k, v in page.numbers.items())
        yield f"rules: {{{page.id}: {{{numbers}}}}}"


def listing(known: Mapping[str, Rule], words: Words) -> Iterator[str]:
    """All rules, a line each."""
    width = max(map(len, known))
    for id_, rule in known.items():
        title = _one(words, id_, "title")
        yield f"{id_:{width}}  {words.say(f'command.severity.{rule.level}')}  {title}"
