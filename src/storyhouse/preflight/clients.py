"""Which mail programs do not know what a letter is made with.

The data is caniemail.com's (client-support.json; `docs/client_support.py` makes it).
What does no harm where it is unknown stands in graceful.yml, each with its reason.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from storyhouse.diagnostics import Diagnostic
from storyhouse.preflight.seen import Seen
from storyhouse.preflight.styles import Declared, declared, functions_in, units_in

DATA, GRACEFUL = "client-support.json", "graceful.yml"
_HERE = __name__.rpartition(".")[0]
_MEDIA = re.compile(r"\((?:-webkit-)?([a-z-]+)")
_PSEUDO = re.compile(r"::?([a-z-]+)")


@dataclass(frozen=True, slots=True)
class Feature:
    """Something of HTML or CSS, and who does not know it."""

    id: str
    title: str
    unknown_to: tuple[str, ...]


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Each feature once that some of the large mail programs do not know."""
    graceful = graceful_features()
    used = dict.fromkeys(_uses(seen))
    features = dict.fromkeys(f for use in used for f in _features().get(use, ()))
    for feature in features:
        if feature.id not in graceful:
            yield seen.found(
                "mail/unsupported",
                feature=feature.title,
                programs=", ".join(feature.unknown_to),
            )


@cache
def _features() -> dict[str, list[Feature]]:
    """By what a use looks like: `property:gap`, `tag:video`."""
    data = json.loads(files(_HERE).joinpath(DATA).read_text("utf-8"))
    found: dict[str, list[Feature]] = defaultdict(list)
    for id_, each in data["features"].items():
        feature = Feature(id_, each["title"], tuple(each["no"]))
        for use in each["found_by"]:
            found[use].append(feature)
    return found


@cache
def graceful_features() -> dict[str, str]:
    """What may be unknown, and why."""
    table = yaml.safe_load(files(_HERE).joinpath(GRACEFUL).read_text("utf-8"))
    return dict(table)


def _uses(seen: Seen) -> Iterator[str]:
    for tag in seen.page.all():
        yield f"tag:{tag.name}"
        yield from (f"attribute:{name}" for name in tag.attributes)
        yield from _of_declarations(declared(tag.attributes.get("style", "")))
        if tag.name == "img":
            path = tag.attributes.get("src", "").partition("?")[0]
            yield f"picture:{path.rpartition('.')[2].lower()}"
    for name, query in seen.sheet.at_rules:
        yield f"at:{name}"
        yield from (f"media:{feature}" for feature in _MEDIA.findall(query))
    for rule in seen.sheet.rules:
        for selector in rule.selectors:
            yield from (f"pseudo:{name}" for name in _PSEUDO.findall(selector))
        yield from _of_declarations(rule.declared)


def _of_declarations(declarations: tuple[Declared, ...]) -> Iterator[str]:
    for each in declarations:
        yield f"property:{each.name}"
        yield f"value:{each.name}:{each.value}"
        yield from (f"function:{name}" for name in functions_in(each.value))
        yield from (f"unit:{name}" for name in units_in(each.value))
