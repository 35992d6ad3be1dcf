"""Style sheets and colours, as far as letters use them: the one that knows tinycss2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.color4 import parse_color

from storyhouse.preflight.page import Tag

#: Red, green and blue from 0 to 255, and how much of it there is, from 0 to 1.
Colour = tuple[float, float, float, float]
#: For rules without what stands between them.
_BARE = {"skip_comments": True, "skip_whitespace": True}
_SIMPLE = re.compile(r"\.([\w-]+)|\[([\w-]+)[^\]]*\]|#([\w-]+)|(::?[\w-]+)|([\w-]+)|\*")


@dataclass(frozen=True, slots=True)
class Declared:
    """A property and its value."""

    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors, what they declare, and the media query around them."""

    selectors: tuple[str, ...]
    declared: tuple[Declared, ...]
    media: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style tag: its rules, and the names of its at-rules."""

    rules: tuple[Rule, ...]
    at_rules: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2048)  # a letter has few styles, each on many tags
def declared(style: str) -> tuple[Declared, ...]:
    """What a style attribute declares."""
    return _declarations(tinycss2.parse_blocks_contents(style))


def _declarations(nodes: list[Any]) -> tuple[Declared, ...]:
    return tuple(
        Declared(node.lower_name, _text(node.value).lower(), node.important)
        for node in nodes
        if node.type == "declaration"
    )


def _text(tokens: list[Any]) -> str:
    return str(tinycss2.serialize(tokens)).strip()


def sheet_of(css: str) -> Sheet:
    """The rules of a style tag, those of media queries among them."""
    rules: list[Rule] = []
    at_rules: list[tuple[str, str]] = []
    waiting = [("", tinycss2.parse_stylesheet(css, **_BARE))]
    while waiting:
        media, nodes = waiting.pop(0)
        for node in nodes:
            if node.type == "qualified-rule":
                names = tuple(s.strip() for s in _text(node.prelude).split(","))
                inside = tinycss2.parse_blocks_contents(node.content)
                rules.append(Rule(names, _declarations(inside), media))
            elif node.type == "at-rule":
                query = _text(node.prelude).lower()
                at_rules.append((node.lower_at_keyword, query))
                if node.content and node.lower_at_keyword == "media":
                    inside = tinycss2.parse_rule_list(node.content, **_BARE)
                    waiting.append((query, inside))
    return Sheet(tuple(rules), tuple(at_rules))


def matches(selector: str, tag: Tag) -> bool:
    """Whether a selector means a tag; tags, classes, attributes, one in another."""
    parts = re.sub(r"\s*>\s*", " > ", selector).split()
    if not parts or not _is(parts.pop(), tag):
        return False
    above = tag.inside
    while parts:
        wanted = parts.pop()
        child = wanted == ">"
        if child:
            wanted = parts.pop() if parts else ""
        while above is not None and not _is(wanted, above):
            above = None if child else above.inside
        if above is None:
            return False
        above = above.inside
    return True


def _is(compound: str, tag: Tag) -> bool:
    for found in _SIMPLE.finditer(compound):
        class_, attribute, id_, pseudo, name = found.groups()
        if pseudo or (class_ and class_ not in tag.classes):
            return False
        if (name and name != tag.name) or (
            attribute and attribute not in tag.attributes
        ):
            return False
        if id_ and tag.attributes.get("id") != id_:
            return False
    return bool(compound)


def specificity(selector: str) -> tuple[int, int, int]:
    """How strong a selector is among others."""
    found = [m.groups() for m in _SIMPLE.finditer(selector)]
    ids = sum(bool(g[2]) for g in found)
    classes = sum(bool(g[0] or g[1]) for g in found)
    return ids, classes, sum(bool(g[4]) for g in found)


def colour(written: str) -> Colour | None:
    """A colour as it is written in CSS; None for what is none, or leaves it open."""
    read = parse_color(written)
    if read is None or read == "currentcolor":
        return None
    red, green, blue = read.to("srgb").coordinates
    return 255 * red, 255 * green, 255 * blue, read.alpha


def colour_in(written: str) -> Colour | None:
    """The colour in a shorthand such as `background`."""
    for token in tinycss2.parse_component_value_list(written):
        if found := colour(tinycss2.serialize([token])):
            return found
    return None


def functions_in(value: str) -> Iterator[str]:
    """The functions a value calls: `calc`, `var`."""
    waiting = [*tinycss2.parse_component_value_list(value)]
    while waiting:
        token = waiting.pop()
        if token.type == "function":
            yield token.lower_name
            waiting += token.arguments


def units_in(value: str) -> Iterator[str]:
    """The units a value is measured in: `px`, `rem`."""
    for token in tinycss2.parse_component_value_list(value):
        if token.type == "dimension":
            yield token.lower_unit
