"""The attributes of one MJML tag: known, of the right kind, and no trap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters.marked import Marked
from storyhouse.letters.mjml_tags import Tag, accepts, tags

_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=<>/\"']+)(?:\s*=\s*(?:\"(?P<one>[^\"]*)\"|'(?P<two>[^']*)'))?"
)
#: On every tag, by the validator of npm mjml.
_EVERYWHERE = {"mj-class": "string", "css-class": "string"}
#: Inside `mj-attributes` these two give defaults to tags of any kind.
_FOR_ANY = frozenset({"mj-all", "mj-class"})


def check(
    shell: Marked, found: re.Match[str], tag: Tag, *, in_defaults: bool
) -> Iterator[Diagnostic]:
    """What is wrong with a tag's attributes; `in_defaults` inside `mj-attributes`."""
    name, given = found["name"], set[str]()
    known = {**(_any() if name in _FOR_ANY else tag.attributes), **_EVERYWHERE}
    for one in _ATTRIBUTE.finditer(found["attributes"]):
        given.add(one["name"])
        where = shell.locate(found.start("attributes") + one.start())
        if tag.open:
            continue
        for code, help_, facts in _wrong_with(name, known, one):
            yield Diagnostic(where=where, code=code, facts=facts, help=help_)
    if name == "mj-image" and "alt" not in given and not in_defaults:
        where = shell.locate(found.start())
        yield Diagnostic(where=where, code="mjml/no-alt", facts={"tag": name})


def suggestion(written: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The help and the facts for a word that is nearly another."""
    near = get_close_matches(written, sorted(known), n=1)
    return ("did-you-mean", {"meant": near[0]}) if near else ("", {"meant": ""})


def _wrong_with(
    tag: str, known: Mapping[str, str], one: re.Match[str]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    name = one["name"]
    value = one["one"] if one["one"] is not None else one["two"] or ""
    facts = {"attribute": name, "written": value[:60]}
    if name not in known:
        help_, meant = suggestion(name, known)
        yield "mjml/unknown-attribute", help_, {"tag": tag, "attribute": name, **meant}
    elif not accepts(known[name], value):
        yield "mjml/wrong-value", "", {**facts, "accepts": known[name]}
    # The runtime compiler accepts these two and gets them wrong.
    elif name.endswith("padding") and len(value.split()) in {2, 3}:
        yield "mjml/short-padding", "", facts
    elif name == "mj-class" and len(value.split()) > 1:
        yield "mjml/one-class", "", facts


@cache
def _any() -> Mapping[str, str]:
    kinds = {a: kind for tag in tags().values() for a, kind in tag.attributes.items()}
    return {**kinds, "name": "string"}
